"""Schema v0, dropped by data·inclusion in April 2026 but still sent by partners, brought to the words of v1.

The fields renamed, merged and split are those of the change log of the schema (versions 1.0.1 to 1.0.7).
"""

from __future__ import annotations

from typing import Any

from etl.entree.releve import Releve
from etl.entree.valeurs import texte
from etl.formats.data_inclusion.champs import Enregistrement, valeurs_connues
from etl.formats.data_inclusion.vocabulaire import FRAIS_V0, MODES_MOBILISATION, PROFILS, REGIONS, TYPES_V0

PROPRES_AUX_SERVICES = frozenset(
    {
        "contact_public",
        "cumulable",
        "date_creation",
        "date_suspension",
        "formulaire_en_ligne",
        "frais_autres",
        "justificatifs",
        "modes_orientation_accompagnateur",
        "modes_orientation_accompagnateur_autres",
        "modes_orientation_beneficiaire",
        "modes_orientation_beneficiaire_autres",
        "page_web",
        "pre_requis",
        "prise_rdv",
        "profils",
        "profils_precisions",
        "recurrence",
        "types",
        "zone_diffusion_code",
        "zone_diffusion_nom",
        "zone_diffusion_type",
    }
)
_COMMUNS = frozenset({"presentation_resume", "presentation_detail"})
_NON_PUBLICS = ("contact_nom_prenom", "telephone", "courriel")


def est_un_service_v0(service: Enregistrement) -> bool:
    """Whether a service uses fields that only v0 had.

    Args:
        service: record.

    Returns:
        True for v0, where a description was not required.
    """
    return not (PROPRES_AUX_SERVICES | _COMMUNS).isdisjoint(service)


def service_v1(service: Enregistrement, releve: Releve) -> dict[str, Any]:
    """A service of v0 in the fields of v1.

    Args:
        service: record; its fields of v1, if any, are left as they are.
        releve: where values without equivalent are noted.

    Returns:
        A record of v1; the fields of v0 that say more (``profils``, ``date_suspension``, ``date_creation``) are still there.
    """
    v1 = _description(service)
    if "profils" in v1:
        v1["publics"] = _publics(v1, releve)
        v1["publics_precisions"] = v1.get("profils_precisions")
    if "types" in v1:
        v1["type"] = _type(valeurs_connues(v1, "types", TYPES_V0, releve))
    if isinstance(v1.get("frais"), list) or v1.get("frais_autres"):
        v1["frais"], v1["frais_precisions"] = _frais(v1, releve)
    if v1.get("zone_diffusion_type"):
        v1["zone_eligibilite"] = _zone(v1, releve)
    v1["conditions_acces"] = "\n".join([*_valeurs(v1, "conditions_acces"), *_valeurs(v1, "pre_requis"), *_valeurs(v1, "justificatifs")]) or None
    v1["lien_mobilisation"] = next(filter(None, (v1.get(c) for c in ("lien_mobilisation", "prise_rdv", "formulaire_en_ligne", "page_web"))), None)
    v1["horaires_accueil"] = v1.get("horaires_accueil") or v1.get("recurrence")
    _mobilisation(v1, releve)
    if v1.get("contact_public") is False:
        # The producer says that these are not to be shown.
        v1.update(dict.fromkeys(_NON_PUBLICS))
    return v1


def structure_v1(structure: Enregistrement) -> dict[str, Any]:
    """A structure of v0 in the fields of v1 (``typologie`` and ``labels_nationaux`` are read where the kind of structure is decided).

    Args:
        structure: record.

    Returns:
        A record of v1.
    """
    return _description(structure)


def _description(enregistrement: Enregistrement) -> dict[str, Any]:
    resume, detail = (enregistrement.get(champ) for champ in ("presentation_resume", "presentation_detail"))
    parties = [x for x in (resume, detail) if isinstance(x, str) and x.strip()]
    # Some producers repeat the summary at the head of the detail.
    if len(parties) == 2 and parties[1].startswith(parties[0].rstrip("… .")):
        parties = parties[1:]
    return {**enregistrement, "description": enregistrement.get("description") or "\n\n".join(parties) or None}


def _valeurs(enregistrement: Enregistrement, champ: str) -> list[str]:
    valeur = enregistrement.get(champ)
    return [t for t in map(texte, valeur) if t] if isinstance(valeur, list) else [valeur] if isinstance(valeur, str) and valeur.strip() else []


def _publics(service: Enregistrement, releve: Releve) -> list[str]:
    profils = valeurs_connues(service, "profils", PROFILS, releve)
    for profil in profils:
        if not PROFILS[profil]:
            releve.doute("profils", profil, "Ce public de l’ancien schéma n’a pas d’équivalent\u00a0: il n’est pas repris.")
    return list(dict.fromkeys(public for profil in profils for public in PROFILS[profil]))


def _type(types: tuple[str, ...]) -> str | None:
    # v1 keeps one type only. A service that also accompanies, informs or pays is not first of all a training.
    nouveaux = list(dict.fromkeys(TYPES_V0[t] for t in types))
    return next((t for t in nouveaux if t != "formation"), next(iter(nouveaux), None))


def _frais(service: Enregistrement, releve: Releve) -> tuple[str | None, str | None]:
    lus = [FRAIS_V0[valeur] for valeur in valeurs_connues(service, "frais", FRAIS_V0, releve)]
    valeurs = {valeur for valeur, _ in lus}
    precisions = [*(mots for _, mots in lus if mots), *_valeurs(service, "frais_precisions"), *_valeurs(service, "frais_autres")]
    return ("gratuit" if valeurs == {"gratuit"} else "payant" if "payant" in valeurs else None), ". ".join(precisions) or None


def _zone(service: Enregistrement, releve: Releve) -> list[str]:
    nature = texte(service.get("zone_diffusion_type"))
    code = texte(service.get("zone_diffusion_code"))
    if nature == "pays":
        return ["france"] if code in {None, "FR", "99100", "france"} else [code or ""]
    if code is None:
        nom = texte(service.get("zone_diffusion_nom"))
        releve.doute("zone_diffusion_code", nom, "La zone n’a pas de code\u00a0: on ne sait pas qui peut en profiter.")
        return [nom] if nom else []
    # A code of région may also be that of a département (11: Île-de-France or Aude): the type of the zone decides.
    return list(REGIONS.get(code.zfill(2), (code,))) if nature == "region" else [code]


def _mobilisation(service: dict[str, Any], releve: Releve) -> None:
    champs = {"usagers": "modes_orientation_beneficiaire", "professionnels": "modes_orientation_accompagnateur"}
    modes = {qui: valeurs_connues(service, champ, MODES_MOBILISATION, releve) for qui, champ in champs.items() if champ in service}
    if not modes:
        return
    service["modes_mobilisation"] = list(dict.fromkeys(mode for valeurs in modes.values() for mode in valeurs))
    service["mobilisable_par"] = [qui for qui, valeurs in modes.items() if valeurs]
    autres = [service.get("mobilisation_precisions"), *(service.get(f"{champ}_autres") for champ in champs.values())]
    service["mobilisation_precisions"] = "\n".join(dict.fromkeys(t for t in map(texte, autres) if t)) or None
