"""Columns of a workbook, known by the words that facilitateurs write over them: accents, capitals and punctuation do not count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from employeurs.clauses.valeurs import mois_de, mot_de, nomme_un_mois
from socle.texte import cle_tri

SYNONYMES: Final[dict[str, tuple[str, ...]]] = {
    "marche": ("N° marché", "Marché", "Numéro de marché", "Numéro du marché", "N° du marché", "N° de marché", "Réf. marché", "Référence du marché"),
    "lot": ("Lot", "N° lot", "N° de lot", "N° du lot", "Numéro de lot", "Numéro du lot"),
    "intitule": ("Intitulé du lot", "Intitulé lot", "Libellé du lot", "Libellé lot", "Nom du lot"),
    "objet": ("Objet", "Objet du marché", "Intitulé du marché", "Libellé du marché", "Opération"),
    "acheteur": ("Acheteur", "Maître d’ouvrage", "Maîtrise d’ouvrage", "Donneur d’ordre", "Donneur d’ordres", "Pouvoir adjudicateur"),
    "acheteur_siret": ("SIRET acheteur", "SIRET de l’acheteur"),
    "titulaire": ("Titulaire", "Entreprise", "Entreprise titulaire", "Attributaire", "Titulaire du lot"),
    "titulaire_siret": ("SIRET titulaire", "SIRET du titulaire", "SIRET", "SIRET entreprise", "N° SIRET"),
    "cpv": ("CPV", "Code CPV"),
    "notification": ("Notification", "Date de notification", "Notifié le"),
    "debut": ("Début", "Date de début", "Début du lot", "Début des travaux", "Début du marché", "Démarrage"),
    "fin": ("Fin", "Date de fin", "Fin du lot", "Fin prévue", "Fin du marché", "Date de fin prévue", "Fin des travaux"),
    "heures_prevues": ("Heures prévues", "Heures d’insertion prévues", "Nb heures prévues", "Nombre d’heures prévues", "Objectif", "Objectif heures",
        "Objectif d’heures", "Heures à réaliser", "Heures contractuelles", "Volume d’heures", "H prévues"),
    "nom": ("Nom", "Nom du salarié", "Nom de famille", "Nom du bénéficiaire", "Nom du participant"),
    "prenom": ("Prénom", "Prénom du salarié", "Prénom du bénéficiaire", "Prénom du participant"),
    "salarie": ("Nom prénom", "Nom et prénom", "Prénom nom", "Prénom et nom", "NOM Prénom", "Salarié", "Bénéficiaire", "Participant", "Personne"),
    "repere": ("Repère", "N° salarié", "N° du salarié"),
    "public": ("Public", "Catégorie de public", "Catégorie", "Éligibilité", "Critère", "Critère d’éligibilité", "Type de public", "Statut du public"),
    "rome": ("ROME", "Code ROME", "Métier", "Poste", "Emploi", "Poste occupé"),
    "contrat": ("Contrat", "Type de contrat", "Nature du contrat"),
    "entree": ("Entrée", "Date d’entrée", "Début de contrat", "Date de début de contrat", "Date d’embauche", "Embauche"),
    "sortie": ("Sortie", "Date de sortie", "Fin de contrat", "Date de fin de contrat"),
    "mois": ("Mois", "Période", "Mois de réalisation", "Mois concerné"),
    "heures": ("Heures", "Heures réalisées", "Heures effectuées", "Nb heures", "Nombre d’heures", "Nb heures réalisées", "Heures travaillées",
        "Heures d’insertion", "Heures d’insertion réalisées", "H réalisées"),
    "total": ("Total", "Total heures", "Total général", "Total réalisé", "Cumul", "Total des heures", "Heures cumulées"),
    "annee": ("Année", "Exercice"),
}  # fmt: skip
CHAMPS: Final = {cle_tri(mot): champ for champ, mots in SYNONYMES.items() for mot in mots}
PERSONNE: Final = frozenset({"nom", "prenom", "salarie"})
# Above the header of a sheet that follows one lot: « Marché : 2026-12 », « Titulaire : … ».
DE_FEUILLE: Final = frozenset(SYNONYMES) - PERSONNE - {"repere", "public", "rome", "contrat", "entree", "sortie", "mois", "heures", "total"}


@dataclass(frozen=True, slots=True)
class Colonnes:
    """Columns of a sheet.

    Attributes:
        champs: rank of the column by field.
        mois: first day of the month by rank, for a sheet with one column per month.
        sans_annee: ranks of the columns that name a month without a year that could be found.
    """

    champs: Mapping[str, int]
    mois: Mapping[int, date]
    sans_annee: tuple[int, ...] = ()

    @property
    def de_personnes(self) -> bool:
        """Each line is someone's."""
        return bool(PERSONNE & set(self.champs)) and (bool(self.mois or self.sans_annee) or {"mois", "heures"} <= set(self.champs))

    @property
    def de_lots(self) -> bool:
        """Each line is a lot's."""
        return not PERSONNE & set(self.champs) and {"marche", "heures_prevues"} <= set(self.champs)


def champ_de(cellule: object) -> str | None:
    """Field that a header names, None for one that is not read."""
    return CHAMPS.get(cle_tri(mot_de(cellule)))


def comprendre(cellules: Sequence[object], annee: int | None) -> Colonnes:
    """Columns of a row taken as a header.

    Args:
        cellules: its cells.
        annee: year of the months written without one.

    Returns:
        What was recognised; the first of two columns of a field, or of a month, wins.
    """
    champs: dict[str, int] = {}
    mois: dict[int, date] = {}
    sans_annee = []
    for rang, cellule in enumerate(cellules):
        if champ := champ_de(cellule):
            champs.setdefault(champ, rang)
        elif (nomme := mois_de(cellule, annee)) is not None:
            if nomme not in mois.values():
                mois[rang] = nomme
        elif nomme_un_mois(cellule):
            sans_annee.append(rang)
    return Colonnes(champs, mois, tuple(sans_annee))
