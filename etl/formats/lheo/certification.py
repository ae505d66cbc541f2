"""What a training leads to: certifications, scheme, eligibility to the CPF."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from catalogue.domaine import Apport, Dispositif, TypeApport
from etl.entree.valeurs import ValeurInvalide, booleen, date_de, texte
from etl.formats.lheo.arbre import Fiche, dit, dits, extra, groupes, tous, valeurs_extra
from etl.formats.lheo.codes import (
    CPF_CLEA,
    CPF_PUBLICS_SANS_EMPLOI,
    CPF_VAE,
    DISPOSITIFS_OBJECTIF,
    PUBLICS_ALTERNANCE,
    REGIONS_ACTUELLES,
)
from socle.texte import plier

_FICHE = re.compile(r"(RNCP|RS)?\s*0*(\d{1,7})", re.IGNORECASE)
_MOTS: tuple[tuple[Dispositif, re.Pattern[str]], ...] = (
    (Dispositif.POEC, re.compile(r"\bpoe-?c\b|preparation operationnelle a l'emploi collective")),
    (Dispositif.POEI, re.compile(r"\bpoe-?i\b|preparation operationnelle a l'emploi individuelle")),
    (Dispositif.AFPR, re.compile(r"\bafpr\b|action de formation prealable au recrutement")),
    (Dispositif.CLEA, re.compile(r"\bclea\b|socle de connaissances et de competences professionnelles")),
    (Dispositif.VAE, re.compile(r"\bvae\b|validation des acquis de l'experience")),
    (Dispositif.FLE, re.compile(r"\bfle\b|francais langue etrangere|francais a visee professionnelle")),
)


def _fiche_de(v: object) -> tuple[str, str] | None:
    mot = texte(v)
    if mot is None:
        return None
    lue = _FICHE.fullmatch(mot)
    if lue is None or not lue[2].strip("0"):
        raise ValeurInvalide("Un numéro de fiche s’écrit en chiffres, précédés ou non de RNCP ou de RS.")
    return (lue[1] or "").upper(), lue[2]


def fiches_de(fiche: Fiche) -> tuple[str | None, str | None]:
    """Numbers of the certification in the national registers.

    Args:
        fiche: training and action.

    Returns:
        Digits of the first RNCP and of the first RS numbers, each None when there is none. The prefix wins over the element: « RS5616 » written in
        ``code-RNCP`` is an RS number.
    """
    numeros: dict[str, str] = {}
    for registre in ("RNCP", "RS"):
        for code in dits(fiche.formation, f"certification/code-{registre}"):
            lue = fiche.releve.lire(f"certification/code-{registre}", code, _fiche_de)
            if lue is not None:
                numeros.setdefault(lue[0] or registre, lue[1])
    return numeros.get("RNCP"), numeros.get("RS")


def certifiante(fiche: Fiche) -> bool | None:
    """Whether the training leads to a certification.

    Args:
        fiche: training and action.

    Returns:
        What the sender says, None when it says nothing.
    """
    return fiche.releve.lire("certifiante", dit(fiche.formation, "certifiante"), booleen)


def apports_de(fiche: Fiche) -> tuple[Apport, ...]:
    """What the person leaves with.

    Args:
        fiche: training and action.

    Returns:
        The certification with its number in a register when it has one, or the attestation told by the expected results.
    """
    rncp, rs = fiches_de(fiche)
    resultats = dit(fiche.formation, "resultats-attendus")
    court = resultats if resultats and len(resultats) <= 120 and "\n" not in resultats else None
    if rncp:
        return (Apport(TypeApport.CERTIFICATION, court or f"Certification professionnelle (RNCP {rncp})", f"RNCP{rncp}"),)
    if rs:
        return (Apport(TypeApport.CERTIFICATION, court or f"Certification du répertoire spécifique (RS {rs})", f"RS{rs}"),)
    if certifiante(fiche):
        certifinfo = dit(fiche.formation, "certification/code-CERTIFINFO")
        return (Apport(TypeApport.CERTIFICATION, court or "Certification", f"CERTIFINFO{certifinfo}" if certifinfo else None),)
    if resultats and "attestation" in plier(resultats):
        return (Apport(TypeApport.ATTESTATION, court or "Attestation de fin de formation"),)
    return ()


def dispositif_de(fiche: Fiche) -> Dispositif | None:
    """The scheme an action belongs to.

    Args:
        fiche: training and action.

    Returns:
        The most precise scheme that the sender names: by the words of the title or of the funder's programme, by the lines of the CPF kept for
        the VAE and for CléA, by the contracts of alternance; else by the general aim of the training. Funder 16 (OPCO) alone is no POEC.
    """
    dits_ici = plier(" ; ".join((*dits(fiche.formation, "intitule-formation"), *_programmes(fiche.action))))
    nomme = next((dispositif for dispositif, motif in _MOTS if motif.search(dits_ici)), None)
    if nomme:
        return nomme
    lignes = {extras.get("numero") for extras in _lignes_cpf(fiche)} | {code.upper().removeprefix("CPF") for code in _codes_cpf(fiche)}
    if CPF_CLEA in lignes:
        return Dispositif.CLEA
    if CPF_VAE in lignes:
        return Dispositif.VAE
    if _en_alternance(fiche):
        return Dispositif.ALTERNANCE
    objectif = fiche.code(fiche.formation, "objectif-general-formation", DISPOSITIFS_OBJECTIF, "Ce code d’objectif n’est pas dans la table de LHÉO.")
    return objectif or (Dispositif.QUALIFIANTE if certifiante(fiche) else None)


def _programmes(action: etree._Element) -> Iterator[str]:
    for financeur in (action, *tous(action, "organisme-financeur")):
        for extras in groupes(financeur, "specificites"):
            yield from valeurs_extra(extras, "programme-financeur")


def _en_alternance(fiche: Fiche) -> bool:
    contrats = ("contrat-apprentissage", "contrat-professionnalisation")
    if any(fiche.releve.lire(contrat, extra(fiche.action, "dispositif", contrat), booleen) for contrat in contrats):
        return True
    publics = set(dits(fiche.action, "code-public-vise"))
    return bool(publics and publics <= PUBLICS_ALTERNANCE) or bool(tous(fiche.action, "session/cycle/alternance"))


def _codes_cpf(fiche: Fiche) -> tuple[str, ...]:
    return (*dits(fiche.formation, "certification/code-CPF"), *dits(fiche.formation, "code-type-formation/code-CPF"))


def _lignes_cpf(fiche: Fiche) -> Iterator[etree._Element]:
    for session in fiche.sessions:
        yield from groupes(session, "eligibilite-cpf")


def eligible_cpf(fiche: Fiche) -> bool:
    """Whether somebody without a job may pay for an action with the CPF on the day of the import.

    Args:
        fiche: training and action.

    Returns:
        True with a CPF code, or with a line of eligibility that is valid today, open to job seekers, in the whole country or in the region of the
        place, and not kept for some branches.
    """
    return bool(_codes_cpf(fiche)) or any(_ligne_ouverte(fiche, ligne) for ligne in _lignes_cpf(fiche))


def _ligne_ouverte(fiche: Fiche, ligne: etree._Element) -> bool:
    if not CPF_PUBLICS_SANS_EMPLOI & set(valeurs_extra(ligne, "public")) or valeurs_extra(ligne, "branche"):
        return False
    # These lines write their days both ways, 20150101 and 2015-01-01.
    debuts = [fiche.releve.lire("eligibilite-cpf", jour, date_de) for jour in valeurs_extra(ligne, "debut-validite")]
    fins = [fiche.releve.lire("eligibilite-cpf", jour, date_de) for jour in valeurs_extra(ligne, "fin-validite")]
    jour = fiche.contexte.aujourdhui
    valide = all(debut is None or debut <= jour for debut in debuts) and all(fin is None or jour <= fin for fin in fins)
    return valide and (valeurs_extra(ligne, "france-entiere") == ["1"] or _meme_region(fiche, ligne))


def _meme_region(fiche: Fiche, ligne: etree._Element) -> bool:
    regions = {_actuelle(region) for region in valeurs_extra(ligne, "region")}
    return bool(regions & {_actuelle(region) for region in dits(fiche.action, "lieu-de-formation/coordonnees/adresse/region")})


def _actuelle(region: str) -> str:
    return REGIONS_ACTUELLES.get(region, region)
