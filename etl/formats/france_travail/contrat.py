"""The contract of an offer: kind, length, pay, hours.

Codes: référentiels typesContrats, naturesContrats of the API Offres d’emploi v2. The API writes the code of the type and the label of the nature.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from catalogue.domaine import Jour, Periode, TypeContrat, TypeStructure, creneaux
from catalogue.phrases import euros
from etl.entree.valeurs import ValeurInvalide, texte
from etl.formats.france_travail.annonce import Annonce
from socle.texte import plier

TYPES: dict[str, TypeContrat] = {
    "CDI": TypeContrat.CDI,
    "DIN": TypeContrat.CDI,  # CDI intérimaire
    "CDD": TypeContrat.CDD,
    "CDS": TypeContrat.CDD,  # CDD senior
    "DDT": TypeContrat.CDD,  # CDD tremplin, in an entreprise adaptée
    "DDI": TypeContrat.CDDI,
    "CDDI": TypeContrat.CDDI,
    "MIS": TypeContrat.CTT,
    "TTI": TypeContrat.CTT,  # temporary work for insertion, in an ETTI
    "SAI": TypeContrat.SAISONNIER,
    "LIB": TypeContrat.LIBERAL,
    "CCE": TypeContrat.AUTRE,  # profession commerciale
    "FRA": TypeContrat.AUTRE,  # franchise
    "REP": TypeContrat.AUTRE,  # reprise d’entreprise
}
_TYPES_IAE: dict[str, TypeStructure | None] = {"DDI": None, "CDDI": None, "TTI": TypeStructure.ETTI}
_NATURES: tuple[tuple[re.Pattern[str], TypeContrat], ...] = (
    (re.compile(r"apprentissage"), TypeContrat.APPRENTISSAGE),
    (re.compile(r"professionnalisation"), TypeContrat.PROFESSIONNALISATION),
    (re.compile(r"\bcui\b|\bcae\b|\bpec\b|parcours emploi"), TypeContrat.PEC),
)
_INSERTION = re.compile(r"insertion par l'activ|duree determinee (?:d')?insertion|temporaire (?:d')?insertion")

LIBELLES: dict[TypeContrat, str] = {
    TypeContrat.CDI: "Contrat à durée indéterminée",
    TypeContrat.CDD: "Contrat à durée déterminée",
    TypeContrat.CDDI: "Contrat à durée déterminée d’insertion",
    TypeContrat.CTT: "Contrat de travail temporaire",
    TypeContrat.APPRENTISSAGE: "Contrat d’apprentissage",
    TypeContrat.PROFESSIONNALISATION: "Contrat de professionnalisation",
    TypeContrat.PEC: "Parcours emploi compétences",
    TypeContrat.SAISONNIER: "Contrat saisonnier",
    TypeContrat.LIBERAL: "Activité libérale",
}

_DUREE = re.compile(r"(\d{1,4})\s*(mois|an|semaine|jour)")
_JOURS_PAR_MOIS = 30
_HEURES = re.compile(r"(\d{1,3})\s*h\s*(\d{2})?", re.IGNORECASE)
_HEURES_MAX = 60
_TEMPS_PLEIN = 30
_MONTANT = re.compile(r"(\d+(?:[.,]\d+)?)\s*Euros?", re.IGNORECASE)
_MOIS = re.compile(r"sur (\d+)(?:[.,]0+)? mois", re.IGNORECASE)
_JOURS_OUVRES = (Jour.LUNDI, Jour.MARDI, Jour.MERCREDI, Jour.JEUDI, Jour.VENDREDI)


@dataclass(frozen=True, slots=True)
class Contrat:
    """The contract of an offer.

    Attributes:
        type: its kind, None when the API does not say.
        duree_mois: its length in whole months, None for a CDI, when unknown or under a month.
        iae: whether it is a place in the insertion par l’activité économique.
        type_structure: kind of SIAE when the contract tells it.
        precision: its length in the words of the API when months do not tell it.
    """

    type: TypeContrat | None
    duree_mois: int | None
    iae: bool
    type_structure: TypeStructure | None
    precision: str | None


def contrat_de(annonce: Annonce) -> Contrat:
    """The contract of an offer.

    Args:
        annonce: the offer.

    Returns:
        Its kind and length. The nature wins over the type: an apprenticeship comes as a CDD.
    """
    code = (annonce.texte("typeContrat") or "").upper()
    libelle, nature = annonce.texte("typeContratLibelle"), plier(annonce.texte("natureContrat") or "")
    iae = code in _TYPES_IAE or bool(_INSERTION.search(nature)) or bool(_INSERTION.search(plier(libelle or "")))
    par_nature = next((contrat for motif, contrat in _NATURES if motif.search(nature)), None)
    contrat = par_nature or TYPES.get(code)
    if contrat is None and code:
        annonce.releve.doute("typeContrat", code, "Ce type de contrat n’est pas dans la table de France Travail.")
        contrat = TypeContrat.AUTRE
    if iae and contrat in {TypeContrat.CDD, None}:
        contrat = TypeContrat.CDDI
    duree, precision = _duree(libelle)
    return Contrat(contrat, duree, iae, _TYPES_IAE.get(code), precision)


def _duree(libelle: str | None) -> tuple[int | None, str | None]:
    lue = _DUREE.search(plier(libelle or ""))
    if lue is None:
        return None, None
    nombre = int(lue[1])
    if lue[2] in {"mois", "an"}:
        return nombre * (12 if lue[2] == "an" else 1) or None, None
    jours = nombre * (7 if lue[2] == "semaine" else 1)
    return jours // _JOURS_PAR_MOIS or None, libelle


def salaire_de(annonce: Annonce) -> str | None:
    """Pay of an offer, as people read it.

    Args:
        annonce: the offer.

    Returns:
        The label with its amounts written the French way, then comments and complements; « Autre » says nothing and is left out.
    """
    morceaux = [_lisible(annonce.texte("salaire.libelle")), annonce.texte("salaire.commentaire")]
    morceaux += [annonce.texte("salaire.complement1"), annonce.texte("salaire.complement2")]
    morceaux += [complement.texte("libelle") for complement in annonce.objets("salaire.listeComplements")]
    uniques = {plier(morceau): morceau for morceau in reversed(morceaux) if morceau and plier(morceau) != "autre"}
    return " ; ".join(reversed(uniques.values())) or None


def _lisible(libelle: str | None) -> str | None:
    if libelle is None:
        return None
    en_euros = _MONTANT.sub(lambda montant: euros(Decimal(montant[1].replace(",", "."))), libelle)
    return _MOIS.sub(r"sur \1 mois", en_euros)


def heures_de(annonce: Annonce) -> Decimal | None:
    """Hours per week of an offer.

    Args:
        annonce: the offer.

    Returns:
        Decimal hours (« 37H30 » is 37.50), None when the label tells none.
    """
    return annonce.lire("dureeTravailLibelle", _heures)


def _heures(v: object) -> Decimal | None:
    lues = _HEURES.search(texte(v) or "")
    if lues is None:
        return None
    minutes = int(lues[2] or 0)
    heures = round(Decimal(lues[1]) + Decimal(minutes) / 60, 2)
    if minutes > 59 or not 0 < heures <= _HEURES_MAX:
        raise ValeurInvalide(f"Une semaine de travail compte plus de 0 et au plus {_HEURES_MAX} heures.")
    return heures


def horaires_de(annonce: Annonce) -> str | None:
    """When one works, in words.

    Args:
        annonce: the offer.

    Returns:
        What the labels say besides the number of hours, each thing once.
    """
    brutes = (annonce.texte("dureeTravailLibelleConverti"), annonce.texte("dureeTravailLibelle"), *annonce.textes("contexteTravail.horaires"))
    morceaux = [_HEURES.sub("", ligne) for brute in brutes if brute for ligne in brute.splitlines()]
    morceaux = [re.sub(r"^temps (?:partiel|plein)\s*-|/\s*semaine", "", morceau.strip(), flags=re.IGNORECASE).strip(" -/") for morceau in morceaux]
    morceaux += [complement for chemin in ("complementExercice", "conditionExercice") if (complement := annonce.texte(chemin))]
    uniques = {plier(morceau): morceau for morceau in reversed(morceaux) if morceau and plier(morceau) not in {"autre", "horaires"}}
    return ", ".join(reversed(uniques.values())) or None


def creneaux_de(heures: Decimal | None, horaires: str | None) -> int | None:
    """When one must be free for a job.

    Args:
        heures: hours per week.
        horaires: words of the offer.

    Returns:
        The days of the working week for a full-time job by day; None otherwise: a part-time job « en journée » may be any of them.
    """
    dit_en_journee = re.search(r"en journee|horaires normaux", plier(horaires or ""))
    if dit_en_journee and heures is not None and heures >= _TEMPS_PLEIN:
        return creneaux(_JOURS_OUVRES, (Periode.MATIN, Periode.APRES_MIDI))
    return None
