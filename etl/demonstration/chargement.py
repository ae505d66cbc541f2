"""Loading the demonstration: référentiels, structures, offers and people, all fictitious, dated from today."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

from etl import demonstration
from etl.demonstration.clauses import charger_clauses
from etl.demonstration.comptes import charger_comptes
from etl.demonstration.conventions import charger_conventions
from etl.demonstration.filieres import charger_filieres
from etl.demonstration.prescriptions import charger_prescriptions
from etl.demonstration.propositions import charger_propositions
from etl.demonstration.relations import charger_relations
from etl.demonstration.reponses import charger_reponses
from etl.lecture import Element, Lu
from etl.moteur import Demande, derouler
from parcours.domaine import Allocataire
from socle.base import Bassin, Connexion, transaction
from socle.horloge import Horloge
from socle.identifiants import identifiant_public
from socle.sql import charger
from socle.texte import cle_tri

REQUETES = charger(Path(__file__).parent / "requetes.sql")
SOURCE = "demonstration"


async def charger_demonstration(bassin: Bassin, horloge: Horloge) -> bool:
    """Bring the demonstration up to today.

    Args:
        bassin: the pool over a migrated database.
        horloge: the clock; every date of the demonstration is counted from its day.

    Returns:
        False when the demonstration of this day, by this version of the code, was already there.
    """
    jour = horloge.aujourdhui()
    empreinte = _empreinte(jour)
    async with transaction(bassin, lecture_seule=True) as connexion:
        if await REQUETES.valeur(connexion, "deja_chargee", empreinte=empreinte):
            return False
    demande = Demande(SOURCE, ecrire=True, complet=True, format=SOURCE, fichier=jour.isoformat(), empreinte_fichier=empreinte)
    async with transaction(bassin) as connexion:
        await _referentiels(connexion, jour)
        personnes = demonstration.allocataires(jour)
        for personne in personnes:
            await _ajouter_allocataire(connexion, personne)
        await derouler(connexion, _elements(jour), demande, horloge=horloge, tirage=secrets.randbelow)
        await charger_comptes(connexion, personnes, {c.code_insee: c.territoire for c in demonstration.communes()}, horloge)
        if await charger_prescriptions(connexion, horloge):
            await charger_reponses(connexion, horloge)
        await charger_propositions(connexion, horloge)
        await charger_filieres(connexion, REQUETES, horloge)
        await charger_relations(connexion, horloge)
        await charger_conventions(connexion, horloge)
        await charger_clauses(connexion, horloge)
    return True


def _empreinte(jour: date) -> bytes:
    """Print of the day and of the files of the demonstration."""
    somme = hashlib.blake2b(jour.isoformat().encode(), digest_size=16)
    for fichier in sorted(Path(__file__).parent.rglob("*")):
        if fichier.is_file() and "__pycache__" not in fichier.parts:
            somme.update(fichier.read_bytes())
    return somme.digest()


def _elements(jour: date) -> Iterator[Element]:
    for structure in demonstration.structures():
        yield Lu(f"structure {structure.source_id}", structure)
    for offre in demonstration.offres(jour):
        yield Lu(f"offre {offre.source_id}", offre)


async def _referentiels(connexion: Connexion, jour: date) -> None:
    for code, libelle in demonstration.grands_domaines():
        await REQUETES.executer(connexion, "ajouter_grand_domaine", code=code, libelle=libelle)
    for code, libelle in demonstration.domaines_professionnels():
        await REQUETES.executer(connexion, "ajouter_domaine", code=code, libelle=libelle, grand_domaine=code[0])
    for m in demonstration.metiers():
        await REQUETES.executer(
            connexion, "ajouter_metier", code_rome=m.code_rome, libelle=m.libelle, cle_tri=cle_tri(m.libelle), code_rome_parent=m.code_rome_parent
        )
    for appellation in demonstration.appellations():
        await REQUETES.executer(connexion, "ajouter_appellation", **asdict(appellation))
    for code, cible, rang in demonstration.mobilites():
        await REQUETES.executer(connexion, "ajouter_mobilite", code_rome=code, code_rome_cible=cible, numero_ordre=rang)
    for code, degre in demonstration.tensions():
        await REQUETES.executer(connexion, "ajouter_tension", code_rome=code, degre=degre, jour=date(jour.year, 1, 1))
    for code, nom, nature in demonstration.territoires():
        await REQUETES.executer(connexion, "ajouter_territoire", code=code, nom=nom, nature=nature)
    for commune in demonstration.communes():
        champs = {**asdict(commune), "codes_postaux": list(commune.codes_postaux)}
        await REQUETES.executer(connexion, "ajouter_commune", **champs, cle_tri=cle_tri(commune.nom))


async def _ajouter_allocataire(connexion: Connexion, personne: Allocataire) -> None:
    champs = {nom: list(valeur) if isinstance(valeur, tuple) else valeur for nom, valeur in asdict(personne).items()}
    champs["identifiant"] = identifiant_public()
    await REQUETES.executer(connexion, "ajouter_allocataire", **champs, cle_tri=cle_tri(f"{personne.nom} {personne.prenom}"))
