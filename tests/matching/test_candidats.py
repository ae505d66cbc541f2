"""Candidates: what words, meaning, the ROME or a frein bring near, and nothing that is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from catalogue.domaine import Frein
from catalogue.mots import MOTS_DE_DEMANDE
from catalogue.recherche import Moteur
from matching.candidats import PART_MOTS, SEUIL_METIER, Candidats
from matching.classement import classer
from matching.profils import Profils
from matching.score import NEUTRE, UNITE, Part
from parcours.domaine import Allocataire
from socle.texte import racine

JOUR = date(2026, 11, 23)


def retenus(moteur: Moteur, **champs: object) -> np.ndarray:
    return classer([Allocataire("x", "A", "B", "essai", "1", **champs)], moteur, JOUR).retenus[0]  # type: ignore[arg-type]


def test_ce_qui_est_proche_par_le_metier_est_candidat(moteur: Moteur) -> None:
    classement = classer([Allocataire("x", "A", "B", "essai", "1", projet="devenir jardinier")], moteur, JOUR)
    proches = (classement.scores.proches[0] >= SEUIL_METIER * UNITE) & moteur.image.vivantes(JOUR)
    assert proches.any()
    assert (classement.retenus[0] | ~proches).all()
    assert not (classement.retenus[0] & ~moteur.image.vivantes(JOUR)).any()


def test_la_valeur_neutre_n_amene_aucune_offre_sans_metier(moteur: Moteur) -> None:
    qui = Allocataire("x", "A", "B", "essai", "1", projet="cariste", metiers=("N1101",))
    classement, image = classer([qui], moteur, JOUR), moteur.image
    sans_metier = (np.diff(image.metiers_debut) == 0) & image.vivantes(JOUR)
    assert (classement.scores.parts[Part.METIER][0][sans_metier] == NEUTRE).all()
    mots = Candidats.preparer(classement.profils, image, JOUR).mots.bloc(0, 1)[0]
    par_ce_qu_elles_disent = mots | (classement.scores.proches[0] >= SEUIL_METIER * UNITE)
    assert np.array_equal(classement.retenus[0][sans_metier], par_ce_qu_elles_disent[sans_metier])
    assert classement.retenus[0][sans_metier].mean() < 0.5
    tous = classer([replace(qui, freins=tuple(Frein))], moteur, JOUR).retenus[0]
    assert tous[sans_metier & (image.freins != 0)].all()


def test_un_frein_amene_ce_qui_le_leve(moteur: Moteur) -> None:
    leve = moteur.image.freins >> list(Frein).index(Frein.NUMERIQUE) & 1 == 1
    assert (leve & moteur.image.vivantes(JOUR)).any()
    assert (retenus(moteur, projet="cariste", freins=(Frein.NUMERIQUE,)) | ~leve | ~moteur.image.vivantes(JOUR)).all()


def test_sans_projet_les_decouvertes_sont_montrees(moteur: Moteur) -> None:
    decouvertes = retenus(moteur)
    assert decouvertes.any()
    assert set(moteur.image.types[decouvertes].tolist()) == {0}


def test_les_mots_rares_amenent_les_offres_qui_les_disent(moteur: Moteur) -> None:
    mots = moteur.image.mots
    assert mots.bm25 is not None
    indptr, offres, poids = (mots.bm25.scores[nom] for nom in ("indptr", "indices", "data"))
    rares = [f for f in mots.formes if len(f) > 6 and f not in MOTS_DE_DEMANDE and 2 <= np.diff(indptr)[mots.vocabulaire[racine(f)]] <= 20][::40]
    assert len(rares) > 5
    for rare in rares:
        rang = mots.vocabulaire[racine(rare)]
        dites, forces = offres[indptr[rang] : indptr[rang + 1]], poids[indptr[rang] : indptr[rang + 1]]
        profils = Profils.construire([Allocataire("x", "A", "B", "essai", "1", projet=f"je cherche {rare}")], moteur.referentiel, moteur.encodeur)
        trouvees = np.flatnonzero(Candidats.preparer(profils, moteur.image, JOUR).mots.bloc(0, 1)[0])
        assert trouvees.tolist() == sorted(dites[forces >= PART_MOTS * forces.max()].tolist())


def test_une_demande_sans_mot_ne_trouve_rien_par_les_mots(moteur: Moteur) -> None:
    gens = [Allocataire("x", "A", "B", "essai", "1"), Allocataire("y", "A", "B", "essai", "2", projet="je voudrais trouver du travail")]
    mots = Candidats.preparer(Profils.construire(gens, moteur.referentiel, moteur.encodeur), moteur.image, JOUR).mots
    assert not mots.bloc(0, 2).any()
