"""Communes, postal codes and points from La Poste's « base officielle des codes postaux » (hexasmal), CSV plain or gzip.

One row per commune, postal code and locality. Names there are in capitals without accents or hyphens: a name already known with its accents is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.domaine import Anomalie
from etl import depot, depot_referentiels
from etl.entree.fichiers import lignes_csv
from etl.entree.valeurs import ValeurInvalide, code_insee, code_postal, coordonnees, texte
from etl.lecture import Rejet
from etl.lignes import Ligne
from etl.moteur import empreinte_fichier
from etl.rapport import Compte
from etl.rapport_referentiel import RapportReferentiel
from socle.base import Bassin, Connexion, transaction
from socle.erreurs import FichierIllisible
from socle.horloge import Horloge
from socle.texte import cle_tri

SOURCE = "laposte-hexasmal"

# Names of the columns over the years; the first found is read.
_COLONNES = {
    "code_insee": ("Code_commune_INSEE", "#Code_commune_INSEE", "code_commune_insee"),
    "nom": ("Nom_commune", "Nom_de_la_commune", "nom_de_la_commune"),
    "code_postal": ("Code_postal", "code_postal"),
    "point": ("coordonnees_gps", "coordonnees_geographiques", "_geopoint"),
}
_ARTICLES = frozenset({"le", "la", "les", "los", "l"})
_PETITS = frozenset({"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "lez", "lès", "sous", "sur"})
# INSEE code, name, and beginning of the codes of its arrondissements (Code officiel géographique).
_COMMUNES_A_ARRONDISSEMENTS = {"75056": ("Paris", "751"), "69123": ("Lyon", "6938"), "13055": ("Marseille", "132")}
_ARRONDISSEMENT = re.compile(r"(PARIS|LYON|MARSEILLE) (\d{2})")


@dataclass(slots=True)
class _Lue:
    nom: str
    codes_postaux: set[str] = field(default_factory=set)
    point: tuple[float | None, float | None] = (None, None)


class _FinDEssai(Exception):
    """Undo the transaction of a dry run."""


async def importer_communes(bassin: Bassin, chemin: Path, *, ecrire: bool, horloge: Horloge) -> RapportReferentiel:
    """Bring the communes of a file into the database. None is removed.

    Args:
        bassin: the pool.
        chemin: the CSV file of La Poste.
        ecrire: False for a dry run.
        horloge: clock.

    Returns:
        Counts, and the lines left out.

    Raises:
        FichierIllisible: not that file.
    """
    rejets: list[Rejet] = []
    communes = _lire(chemin, rejets)
    try:
        async with transaction(bassin) as connexion:
            await depot.prendre_son_tour(connexion)
            await depot_referentiels.preparer(connexion)
            lus = {"commune": await depot_referentiels.charger_table(connexion, "commune", _lignes(communes))}
            tables = await depot_referentiels.synchroniser(connexion, lus, elaguer_avant=(), elaguer_apres=())
            rapport = RapportReferentiel("communes", chemin.name, ecrire, tuple(tables), tuple(rejets))
            if not ecrire:
                raise _FinDEssai
            await _noter(connexion, rapport, chemin, horloge)
    except _FinDEssai:
        pass
    return rapport


async def _noter(connexion: Connexion, rapport: RapportReferentiel, chemin: Path, horloge: Horloge) -> None:
    origine = {"format": "communes", "source": SOURCE, "fichier": chemin.name, "empreinte_fichier": empreinte_fichier(chemin)}
    comptes = {nom: rapport.total(nom) for nom in ("lus", "crees", "modifies", "inchanges")}
    await depot.noter(connexion, origine, [Compte(**comptes, rejetes=rapport.rejetes)], horloge.maintenant())


def _lire(chemin: Path, rejets: list[Rejet]) -> dict[str, _Lue]:
    communes: dict[str, _Lue] = {}
    colonnes: dict[str, str] | None = None
    for numero, ligne in lignes_csv(chemin):
        colonnes = colonnes or _colonnes(ligne, chemin)
        try:
            _ajouter(communes, {champ: ligne[colonne] for champ, colonne in colonnes.items()})
        except ValeurInvalide as erreur:
            valeur = " ; ".join(ligne[colonne] for colonne in colonnes.values())
            rejets.append(Rejet(f"ligne {numero}", (Anomalie("commune", valeur, erreur.motif),)))
    if colonnes is None:
        raise FichierIllisible(f"« {chemin.name} » ne contient aucune commune.")
    _reunir_arrondissements(communes)
    return communes


def _colonnes(ligne: dict[str, str], chemin: Path) -> dict[str, str]:
    trouvees = {champ: next((nom for nom in noms if nom in ligne), None) for champ, noms in _COLONNES.items()}
    manquantes = [f"« {_COLONNES[champ][0]} »" for champ, nom in trouvees.items() if nom is None]
    if manquantes:
        raise FichierIllisible(f"« {chemin.name} » n’est pas le fichier des codes postaux de La Poste : il y manque {', '.join(manquantes)}.")
    return {champ: nom for champ, nom in trouvees.items() if nom is not None}


def _ajouter(communes: dict[str, _Lue], ligne: dict[str, str]) -> None:
    code, postal, nom = code_insee(ligne["code_insee"]), code_postal(ligne["code_postal"]), texte(ligne["nom"])
    if code is None or postal is None or nom is None:
        raise ValeurInvalide("Il manque le code INSEE, le code postal ou le nom.")
    latitude, _, longitude = ligne["point"].partition(",")
    point = coordonnees(latitude, longitude)
    lue = communes.setdefault(code, _Lue(nom_de_commune(nom)))
    lue.codes_postaux.add(postal)
    if lue.point == (None, None):
        lue.point = point


def _reunir_arrondissements(communes: dict[str, _Lue]) -> None:
    """Add Paris, Lyon and Marseille, which La Poste only knows by their arrondissements and feeds most often name whole."""
    for code, (nom, prefixe) in _COMMUNES_A_ARRONDISSEMENTS.items():
        parties = [lue for cle, lue in communes.items() if cle.startswith(prefixe)]
        if not parties or code in communes:
            continue
        points = [(latitude, longitude) for latitude, longitude in (lue.point for lue in parties) if latitude is not None and longitude is not None]
        milieu = tuple(round(sum(axe) / len(points), 6) for axe in zip(*points, strict=True)) if points else (None, None)
        communes[code] = _Lue(nom, {cp for lue in parties for cp in lue.codes_postaux}, (milieu[0], milieu[1]))


def _lignes(communes: dict[str, _Lue]) -> Iterator[Ligne]:
    for code, lue in sorted(communes.items()):
        yield code, lue.nom, cle_tri(lue.nom), sorted(lue.codes_postaux), *lue.point


def nom_de_commune(postal: str) -> str:
    """A name written as people write it, out of the capitals of La Poste; accents cannot be guessed.

    Args:
        postal: « ST MAUR DES FOSSES », « L HAY LES ROSES », « PARIS 03 ».

    Returns:
        « Saint-Maur-des-Fosses », « L’Hay-les-Roses », « Paris 3e Arrondissement ».
    """
    if arrondissement := _ARRONDISSEMENT.fullmatch(postal):
        rang = int(arrondissement[2])
        return f"{arrondissement[1].title()} {rang}{'er' if rang == 1 else 'e'} Arrondissement"
    nom = ""
    for rang, brut in enumerate(postal.lower().replace("'", " ").replace("’", " ").replace("-", " ").split()):
        mot = {"st": "saint", "ste": "sainte"}.get(brut, brut)
        nom += mot if rang and mot in _PETITS else mot.capitalize()
        if mot in {"d", "l"}:
            nom += "’"
        elif rang == 0 and mot in _ARTICLES:
            nom += " "
        else:
            nom += "-"
    return nom.rstrip("-’ ")
