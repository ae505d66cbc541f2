"""``python -m models.entrainement --donnees ../shared/data --sortie models/encodeur_fr``: measure the recipe, then train and write the model.

Two trainings of the same recipe: one without the métiers kept aside, which gives the figures of the card; one on everything, which ships.
"""

import argparse
import ctypes
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch

from models.encodeur import EncodeurStatique, charger, lire_modele
from models.entrainement import fiche_lisible
from models.entrainement.apprentissage import Recette, apprendre, en_dict
from models.entrainement.donnees import Donnees, Fiche, lire
from models.entrainement.export import arrondir, bruit, ecrire_carte, ecrire_jalons, ecrire_poids, licences, rapprochant
from models.entrainement.maitre import MaitreMiniLM
from models.entrainement.mesure import Moteur, Tache, moteur_vecteurs, par_groupe, rangs, recouvrement, resume, taches
from models.entrainement.paires import Coupe
from models.entrainement.reperes import bm25, minilm, tfidf_caracteres
from models.entrainement.reseau import Reseau

_M_MMAP_THRESHOLD = -3


def principal(arguments: Sequence[str] | None = None) -> int:
    """Command line; returns the exit status."""
    lecteur = argparse.ArgumentParser(prog="python -m models.entrainement", description="Apprend l'encodeur et écrit le dossier livré.")
    lecteur.add_argument("--donnees", type=Path, required=True, help="dossier des données ouvertes")
    lecteur.add_argument("--sortie", type=Path, required=True, help="dossier du modèle")
    lecteur.add_argument("--reserve", type=Path, help="dossier où garder les vecteurs du maître d'une fois sur l'autre")
    lecteur.add_argument("--temoin", type=Path, help="dossier où garder le témoin, appris sans ce qui est tenu à l'écart")
    lecteur.add_argument("--pas", type=int, default=None, help="nombre de pas d'apprentissage")
    lecteur.add_argument("--fils", type=int, default=1, help="fils de calcul ; un seul rend les mêmes poids à chaque fois")
    choix = lecteur.parse_args(arguments)
    _rendre_la_memoire()
    torch.set_num_threads(choix.fils)
    donnees = lire(choix.donnees)
    recette = Recette() if choix.pas is None else Recette(pas=choix.pas)
    maitre = MaitreMiniLM([c.anglais[0] for c in (*donnees.metiers_esco, *donnees.competences_esco)], choix.reserve)
    liste = taches(donnees)
    temoin = apprendre(donnees, Coupe.de(donnees), recette, maitre, dire=_dire)
    if choix.temoin is not None:
        ecrire_temoin(choix.temoin, donnees, temoin)
    resultats, domaines = mesurer(donnees, liste, _arrondi(temoin))
    livre = apprendre(donnees, Coupe.de(donnees, tout=True), recette, maitre, dire=_dire)
    ecrire_poids(choix.sortie, livre)
    completer_carte(choix.sortie, donnees, recette, resultats, domaines)
    return 0


def mesurer(donnees: Donnees, liste: Sequence[Tache], encodeur: EncodeurStatique) -> tuple[dict[str, Any], dict[str, Any]]:
    """Every engine on every task, and ours by grand domaine.

    Args:
        donnees: everything read.
        liste: the tasks.
        encodeur: the witness, trained without what is kept aside, rounded as it ships.

    Returns:
        ``task -> {engine -> figures, "recouvrement" -> share of queries seen word for word in the training}`` and
        ``grand domaine -> figures`` on title → fiche.
    """
    moteurs: dict[str, Callable[[], Moteur]] = {
        "encodeur": lambda: moteur_vecteurs(encodeur.encoder),
        "tfidf_caracteres": tfidf_caracteres,
        "bm25": bm25,
        "minilm": lambda: moteur_vecteurs(minilm()),
    }
    coupe = Coupe.de(donnees)
    resultats: dict[str, Any] = {t.nom: {"recouvrement": recouvrement(t, donnees, coupe)} for t in liste}
    domaines: dict[str, Any] = {}
    for nom, fabrique in moteurs.items():
        moteur = fabrique()
        for tache in liste:
            liste_rangs = rangs(tache, moteur)
            resultats[tache.nom][nom] = resume(liste_rangs)
            if nom == "encodeur" and tache.nom == "titre_fiche":
                domaines = par_groupe(tache, liste_rangs)
            _dire(f"{tache.nom} {nom} {resultats[tache.nom][nom]}")
    return resultats, domaines


def ecrire_temoin(dossier: Path, donnees: Donnees, temoin: Reseau) -> None:
    """Write the witness, for the measures and the tuning that ask for a model which has not seen everything.

    Args:
        dossier: folder, made if needed.
        donnees: the ROME, for the noise floor.
        temoin: the network.
    """
    ecrire_poids(dossier, temoin)
    ecrire_carte(dossier, {**_bruits(dossier, donnees, Coupe.de(donnees).fiches), "nom": "témoin"})


def _bruits(dossier: Path, donnees: Donnees, fiches: Sequence[Fiche]) -> dict[str, Any]:
    """Write the jalons of a written model; its card, with the noise floors."""
    carte, _ = lire_modele(dossier)
    carte["empreinte_jalons"] = ecrire_jalons(dossier, fiches, charger(dossier).encoder)
    ecrire_carte(dossier, carte)
    ecrit = charger(dossier)
    quantiles = bruit(donnees, ecrit.encoder)
    rapproches = bruit(donnees, rapprochant(ecrit.encoder, ecrit.jalons))
    return {**carte, "plancher": quantiles["0.999"], "plancher_rapproche": rapproches["0.999"], "bruit": quantiles, "bruit_rapproche": rapproches}


def completer_carte(dossier: Path, donnees: Donnees, recette: Recette, resultats: dict[str, Any], domaines: dict[str, Any]) -> None:
    """Add to the card of a written model its noise, recipe, data and figures, and write its README.

    Args:
        dossier: the model.
        donnees: what it learnt from.
        recette: how.
        resultats: figures by task and engine.
        domaines: figures by grand domaine.
    """
    carte = {
        **_bruits(dossier, donnees, tuple(donnees.fiches.values())),
        "graine": recette.graine,
        "recette": en_dict(recette),
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "donnees": donnees.empreintes,
        "licences": licences(),
        "resultats": resultats,
        "par_grand_domaine": domaines,
    }
    ecrire_carte(dossier, carte)
    (dossier / "README.md").write_text(fiche_lisible.rediger(carte), encoding="utf-8")


def _arrondi(reseau: Reseau) -> EncodeurStatique:
    return EncodeurStatique(arrondir(reseau), {"nom": "témoin", "empreinte": "", "plancher": 0.0})


def _rendre_la_memoire() -> None:
    """Tell glibc to hand big blocks back at once: batches of changing sizes otherwise fragment its heap to tens of gigabytes."""
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, 4_000_000)


def _dire(texte: str) -> None:
    sys.stderr.write(texte + "\n")


if __name__ == "__main__":
    sys.exit(principal())
