"""Own fields of each kind of offer."""

from __future__ import annotations

import re

from catalogue.domaine import (
    TYPES_IAE,
    Details,
    DetailsAppui,
    DetailsClause,
    DetailsCollectivite,
    DetailsConvention,
    DetailsDecouverte,
    DetailsFormation,
    DetailsIae,
    DetailsRecrutement,
    Dispositif,
    Engagement,
    FormatDecouverte,
    FormatRecrutement,
    Frein,
    TypeContrat,
    TypeOffre,
    TypeStructure,
)
from catalogue.libelles import TYPES
from etl.entree.valeurs import ValeurInvalide, liste, texte
from etl.formats.offres.colonnes import COLONNES
from etl.formats.offres.ligne import Ligne

_ENGAGEMENT = re.compile(r"([A-N]\d{4})\s*[:=]\s*(\d{1,5})(?:\s*/\s*(\d{1,5}))?")
_CPV = re.compile(r"\d{8}(?:-\d)?")
_PORTEUSES = TYPES_IAE | {TypeStructure.GEIQ}


def lire_details(type_offre: TypeOffre, ligne: Ligne) -> Details:
    """Own fields of the offer; those of another kind are doubted.

    Args:
        type_offre: kind of the offer.
        ligne: its cells.

    Returns:
        The details of that kind.
    """
    for colonne in COLONNES:
        if colonne.types and type_offre not in colonne.types and ligne.remplie(colonne.cle):
            nom = TYPES[type_offre].singulier
            ligne.doute(colonne.cle, f"Cette colonne ne concerne pas une offre «\u00a0{nom}\u00a0»\u00a0: elle n’est pas reprise.")
    return _LECTEURS[type_offre](ligne)


def _decouverte(ligne: Ligne) -> Details:
    return DetailsDecouverte(format=ligne.choix("format_decouverte", FormatDecouverte))


def _recrutement(ligne: Ligne) -> Details:
    return DetailsRecrutement(
        format=ligne.choix("format_recrutement", FormatRecrutement),
        postes=ligne.entier("postes", minimum=1),
        contrat=ligne.choix("contrat", TypeContrat),
        duree_mois=ligne.entier("duree_mois", minimum=1),
        salaire=ligne.texte("salaire"),
    )


def _formation(ligne: Ligne) -> Details:
    return DetailsFormation(
        rncp=ligne.lire("rncp", lambda v: _repertoire(v, "RNCP")),
        rs=ligne.lire("rs", lambda v: _repertoire(v, "RS")),
        niveau_sortie=ligne.choix("niveau_sortie", int),
        duree_heures=ligne.entier("duree_heures"),
        financeur=ligne.texte("financeur"),
        remuneree=ligne.oui("remuneree"),
        dispositif=ligne.choix("dispositif", Dispositif),
        certifiante=ligne.oui("certifiante"),
    )


def _iae(ligne: Ligne) -> Details:
    type_structure = ligne.choix("type_structure", TypeStructure)
    if type_structure is not None and type_structure not in _PORTEUSES:
        ligne.faute("type_structure", "Un emploi en insertion est porté par une structure de l’insertion (ACI, AI, EI, EITI, ETTI) ou un GEIQ.")
    return DetailsIae(
        type_structure=type_structure,
        contrat=ligne.choix("contrat", TypeContrat),
        duree_mois=ligne.entier("duree_mois", minimum=1),
        niveau_criteres=ligne.choix("niveau_criteres", int),
    )


def _clause(ligne: Ligne) -> Details:
    return DetailsClause(
        marche=ligne.texte("marche"),
        lot=ligne.texte("lot"),
        acheteur=ligne.texte("acheteur"),
        titulaire=ligne.texte("titulaire"),
        cpv=ligne.lire("cpv", _cpv),
        heures_prevues=ligne.entier("heures_prevues"),
        heures_engagees=ligne.entier("heures_engagees"),
        heures_realisees=ligne.entier("heures_realisees"),
        fin=ligne.jour("fin_marche"),
    )


def _convention(ligne: Ligne) -> Details:
    debut, fin = ligne.jour("debut_convention"), ligne.jour("fin_convention")
    if debut and fin and fin < debut:
        ligne.faute("fin_convention", "La convention finit avant de commencer.")
    return DetailsConvention(employeur=ligne.texte("employeur"), debut=debut, fin=fin, engagements=ligne.lire("engagements", lire_engagements) or ())


def _collectivite(ligne: Ligne) -> Details:
    return DetailsCollectivite(
        service=ligne.texte("service"),
        contrat=ligne.choix("contrat", TypeContrat),
        categorie=ligne.texte("categorie"),
        duree_mois=ligne.entier("duree_mois", minimum=1),
    )


def _appui(ligne: Ligne) -> Details:
    montant = ligne.nombre("montant")
    if montant is not None and montant < 0:
        ligne.faute("montant", "Un montant ne peut pas être négatif.")
    return DetailsAppui(freins=ligne.plusieurs("freins", Frein), montant=montant)


_LECTEURS = {
    TypeOffre.DECOUVERTE: _decouverte,
    TypeOffre.RECRUTEMENT: _recrutement,
    TypeOffre.FORMATION: _formation,
    TypeOffre.IAE: _iae,
    TypeOffre.CLAUSE: _clause,
    TypeOffre.CONVENTION: _convention,
    TypeOffre.COLLECTIVITE: _collectivite,
    TypeOffre.APPUI: _appui,
}


def lire_engagements(valeur: object) -> tuple[Engagement, ...]:
    """Hiring commitments of a convention: « K1304 : 10 / 2 ; G1602 : 5 » (planned / done).

    Args:
        valeur: text of the cell.

    Returns:
        One commitment per métier.

    Raises:
        ValeurInvalide: badly written, or the same métier twice.
    """
    engagements = []
    for morceau in liste(valeur, ";|"):
        lu = _ENGAGEMENT.fullmatch(morceau.upper())
        if lu is None:
            raise ValeurInvalide(f"«\u00a0{morceau}\u00a0» ne se lit pas. Écrivez\u00a0: K1304\u00a0: 10 / 2 (code ROME, prévues, réalisées).")
        engagements.append(Engagement(lu[1], int(lu[2]), int(lu[3] or 0)))
    if len({e.code_rome for e in engagements}) < len(engagements):
        raise ValeurInvalide("Le même métier est écrit deux fois.")
    return tuple(engagements)


def _repertoire(valeur: object, prefixe: str) -> str | None:
    code = texte(valeur)
    if code is None:
        return None
    lu = re.fullmatch(rf"(?:{prefixe})?\s*0*(\d{{1,6}})", code, re.IGNORECASE)
    if lu is None:
        raise ValeurInvalide(f"Un code {prefixe} s’écrit avec des chiffres, précédés ou non de {prefixe}.")
    return lu[1]


def _cpv(valeur: object) -> str | None:
    code = texte(valeur)
    if code is not None and not _CPV.fullmatch(code.replace(" ", "")):
        raise ValeurInvalide("Un code CPV compte 8 chiffres, suivis ou non d’un tiret et d’une clé.")
    return code and code.replace(" ", "")
