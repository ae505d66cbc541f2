"""The ROME 4.0 of France Travail, from the folder of its open-data CSV tables (``unix_…_utf8.csv``, each plain or gzip).

Licence Ouverte; the tables and their columns are those of version 60 (September 2025).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from etl import depot, depot_referentiels
from etl.depot import LigneRefusee
from etl.entree.fichiers import lignes_csv
from etl.lignes import Ligne
from etl.moteur import empreinte_fichier
from etl.rapport import Compte
from etl.rapport_referentiel import CompteTable, RapportReferentiel
from socle.base import Bassin, Connexion, transaction
from socle.erreurs import ErreurPersonne, FichierIllisible
from socle.horloge import Horloge
from socle.texte import cle_tri

SOURCE = "rome-4.0"

_COEUR = {"": None, "Principale": "principale", "Émergente": "emergente"}
_CODE_ROME = re.compile(r"[A-N]\d{4}")


class RomeIncoherent(ErreurPersonne):
    """The tables of the folder do not fit together: nothing was written."""


class _FinDEssai(Exception):
    """Undo the transaction of a dry run."""


async def importer_rome(bassin: Bassin, dossier: Path, *, ecrire: bool, horloge: Horloge) -> RapportReferentiel:
    """Bring the ROME of the database to that of a folder.

    What the folder no longer has is removed, except the métiers that an offer or a person still names. Métiers that the demonstration had
    loaded become those of the ROME.

    Args:
        bassin: the pool.
        dossier: folder of the tables, one version of the ROME in it.
        ecrire: False for a dry run.
        horloge: clock.

    Returns:
        Counts by table; nothing is written when ``ecrire`` is False.

    Raises:
        FichierIllisible: a table is missing, there twice, or cannot be read.
        RomeIncoherent: a code twice, or a link to a code that is not there.
    """
    chemins = {nom: _chemin(dossier, nom) for nom in _FICHIERS}
    try:
        async with transaction(bassin) as connexion:
            await depot.prendre_son_tour(connexion)
            await depot_referentiels.preparer(connexion)
            comptes = await _charger(connexion, chemins)
            gardes = await depot_referentiels.metiers_gardes(connexion)
            rapport = RapportReferentiel("rome", dossier.name, ecrire, tuple(comptes), remarques=_remarques(gardes))
            if not ecrire:
                raise _FinDEssai
            await _noter(connexion, rapport, chemins, horloge)
    except _FinDEssai:
        pass
    return rapport


def _chemin(dossier: Path, nom: str) -> Path:
    if not dossier.is_dir():
        raise FichierIllisible(f"« {dossier.name} » n’est pas un dossier. Indiquez le dossier des tables du ROME.")
    trouves = sorted([*dossier.glob(f"unix_{nom}_v*.csv"), *dossier.glob(f"unix_{nom}_v*.csv.gz")])
    if not trouves:
        raise FichierIllisible(f"La table « unix_{nom}_v…_utf8.csv » manque dans le dossier « {dossier.name} ».")
    if len(trouves) > 1:
        raise FichierIllisible(f"La table « {nom} » est plusieurs fois dans « {dossier.name} » : gardez une seule version du ROME.")
    return trouves[0]


async def _charger(connexion: Connexion, chemins: dict[str, Path]) -> list[CompteTable]:
    try:
        lus = {table: await depot_referentiels.charger_table(connexion, table, lire(chemins)) for table, lire in _TABLES.items()}
        return await depot_referentiels.synchroniser(
            connexion,
            lus,
            elaguer_avant=("mobilite", "metier_competence", "appellation", "competence"),
            elaguer_apres=("metier", "domaine_professionnel", "grand_domaine"),
        )
    except LigneRefusee as refus:
        raison = f"règle {refus.regle}" if refus.regle else "un code y est deux fois, ou une valeur n’y a pas sa place"
        raise RomeIncoherent(f"La table « {refus.table} » de ce ROME ne va pas avec les autres ({raison}). Rien n’est écrit.") from refus


def _remarques(gardes: list[str]) -> tuple[str, ...]:
    if not gardes:
        return ()
    codes = ", ".join(gardes[:10]) + ("…" if len(gardes) > 10 else "")
    return (f"Métiers absents de cette version mais encore portés par une offre ou une personne, donc gardés : {codes}.",)


async def _noter(connexion: Connexion, rapport: RapportReferentiel, chemins: dict[str, Path], horloge: Horloge) -> None:
    empreinte = b"".join(empreinte_fichier(chemin)[:4] for chemin in chemins.values())
    origine = {"format": "rome", "source": SOURCE, "fichier": rapport.fichier, "empreinte_fichier": empreinte}
    noms = {"lus": "lus", "crees": "crees", "modifies": "modifies", "inchanges": "inchanges", "fermes": "supprimes"}
    compte = Compte(**{nom: rapport.total(colonne) for nom, colonne in noms.items()})
    await depot.noter(connexion, origine, [compte], horloge.maintenant())


# --- Tables ---------------------------------------------------------------------------------------------------------------------------------

# Columns that must be there, by table.
_FICHIERS: dict[str, tuple[str, ...]] = {
    "grand_domaine": ("code_grand_domaine", "libelle_grand_domaine"),
    "domaine_professionnel": ("code_domaine_professionnel", "libelle_domaine_professionnel"),
    "referentiel_code_rome": (
        "code_rome",
        "libelle_rome",
        "transition_eco",
        "transition_num",
        "transition_demo",
        "emploi_reglemente",
        "emploi_cadre",
        "code_rome_parent",
    ),
    "texte": ("code_rome", "libelle_type_texte", "position_phrase", "libelle_texte"),
    "referentiel_appellation": (
        "code_ogr",
        "libelle_appellation_long",
        "libelle_appellation_court",
        "code_rome",
        "classification",
        "peu_usite",
    ),
    "referentiel_competence": ("code_ogr", "nature", "libelle_competence", "definition", "cat_comp", "sous_cat_comp"),
    "referentiel_savoir": ("code_ogr_savoir", "libelle_savoir", "categorie_savoir", "sous_categorie_savoir"),
    "referentiel_contexte_travail": ("code_ogr", "libelle_cont_travail", "libelle_type_cont_trav"),
    "coherence_item": ("code_rome", "code_ogr", "coeur_metier"),
    "rubrique_mobilite": ("code_rome", "code_rome_cible", "numero_ordre"),
}

Chemins = dict[str, Path]


def _lire(chemins: Chemins, nom: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows of a table: where they are, and their cells trimmed, with the doubled apostrophes of the export made single."""
    chemin = chemins[nom]
    for numero, ligne in lignes_csv(chemin, ",", _FICHIERS[nom]):
        yield f"« {chemin.name} », ligne {numero}", {colonne: valeur.replace("''", "'").strip() for colonne, valeur in ligne.items()}


def _entier(mot: str, ou: str) -> int:
    if not re.fullmatch(r"\d{1,9}", mot):
        raise FichierIllisible(f"{ou} : « {mot[:40]} » n’est pas un numéro.")
    return int(mot)


def _code(mot: str, ou: str) -> str:
    if not _CODE_ROME.fullmatch(mot):
        raise FichierIllisible(f"{ou} : « {mot[:40]} » n’est pas un code ROME.")
    return mot


def _grands_domaines(chemins: Chemins) -> Iterator[Ligne]:
    for _, ligne in _lire(chemins, "grand_domaine"):
        yield ligne["code_grand_domaine"], ligne["libelle_grand_domaine"]


def _domaines(chemins: Chemins) -> Iterator[Ligne]:
    for _, ligne in _lire(chemins, "domaine_professionnel"):
        code = ligne["code_domaine_professionnel"]
        yield code, ligne["libelle_domaine_professionnel"], code[:1]


def _textes(chemins: Chemins) -> dict[tuple[str, str], str]:
    """Definition and ways in of each métier, its sentences in their order, one per line (some have no full stop)."""
    phrases: defaultdict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for ou, ligne in _lire(chemins, "texte"):
        phrases[ligne["code_rome"], ligne["libelle_type_texte"]].append((_entier(ligne["position_phrase"], ou), ligne["libelle_texte"]))
    return {cle: "\n".join(phrase for _, phrase in sorted(suite)) for cle, suite in phrases.items()}


def _metiers(chemins: Chemins) -> Iterator[Ligne]:
    textes = _textes(chemins)
    for ou, ligne in _lire(chemins, "referentiel_code_rome"):
        code = _code(ligne["code_rome"], ou)
        yield (
            code,
            ligne["libelle_rome"],
            cle_tri(ligne["libelle_rome"]),
            _code(ligne["code_rome_parent"], ou),
            textes.get((code, "definition"), ""),
            textes.get((code, "acces_metier"), ""),
            ligne["emploi_reglemente"] == "O",
            ligne["emploi_cadre"] == "O",
            ligne["transition_eco"] or None,
            ligne["transition_num"] == "O",
            ligne["transition_demo"] == "O",
            SOURCE,
        )


def _appellations(chemins: Chemins) -> Iterator[Ligne]:
    for ou, ligne in _lire(chemins, "referentiel_appellation"):
        yield (
            _entier(ligne["code_ogr"], ou),
            ligne["libelle_appellation_long"],
            ligne["libelle_appellation_court"],
            _code(ligne["code_rome"], ou),
            ligne["classification"] == "PRINCIPALE",
            ligne["peu_usite"] == "O",
        )


def _competences(chemins: Chemins) -> Iterator[Ligne]:
    for ou, ligne in _lire(chemins, "referentiel_competence"):
        nature = "savoir_etre" if ligne["cat_comp"].startswith("Savoir-être") else "savoir_faire"
        code = _entier(ligne["code_ogr"], ou)
        # The file calls « nature » whether it is a macro-compétence: that is a category here.
        yield code, ligne["libelle_competence"], nature, ligne["nature"] or None, ligne["sous_cat_comp"] or None, ligne["definition"]
    for ou, ligne in _lire(chemins, "referentiel_savoir"):
        code = _entier(ligne["code_ogr_savoir"], ou)
        yield code, ligne["libelle_savoir"], "savoir", ligne["categorie_savoir"] or None, ligne["sous_categorie_savoir"] or None, ""
    for ou, ligne in _lire(chemins, "referentiel_contexte_travail"):
        yield _entier(ligne["code_ogr"], ou), ligne["libelle_cont_travail"], "contexte", ligne["libelle_type_cont_trav"] or None, None, ""


def _metiers_competences(chemins: Chemins) -> Iterator[Ligne]:
    for ou, ligne in _lire(chemins, "coherence_item"):
        if ligne["coeur_metier"] not in _COEUR:
            raise FichierIllisible(f"{ou} : « {ligne['coeur_metier'][:40]} » n’est pas une valeur connue de coeur_metier.")
        yield _code(ligne["code_rome"], ou), _entier(ligne["code_ogr"], ou), _COEUR[ligne["coeur_metier"]]


def _mobilites(chemins: Chemins) -> Iterator[Ligne]:
    for ou, ligne in _lire(chemins, "rubrique_mobilite"):
        yield _code(ligne["code_rome"], ou), _code(ligne["code_rome_cible"], ou), _entier(ligne["numero_ordre"], ou)


_TABLES: dict[str, Callable[[Chemins], Iterator[Ligne]]] = {
    "grand_domaine": _grands_domaines,
    "domaine_professionnel": _domaines,
    "metier": _metiers,
    "appellation": _appellations,
    "competence": _competences,
    "metier_competence": _metiers_competences,
    "mobilite": _mobilites,
}
