"""Publics of data·inclusion: the words of v1 are ours, those of v0 are still sent by partners and written in older files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from catalogue.domaine import PUBLICS

_HANDICAP = ("personnes-en-situation-de-handicap",)
_EXILEES = ("personnes-exilees",)
_URGENCE = ("personnes-en-situation-durgence",)

# v0 to v1. An empty tuple: v1 has no word for it. One who qualifies by any of the publics of a service is eligible, so « adultes », which v1 does
# not know, becomes everybody rather than nobody.
PUBLICS_V0: dict[str, tuple[str, ...]] = {
    "adultes": ("tous-publics",),
    "alternants": ("actifs", "etudiants"),
    "beneficiaires-rsa": ("beneficiaires-des-minimas-sociaux",),
    "deficience-visuelle": _HANDICAP,
    "demandeurs-demploi": ("demandeurs-emploi",),
    "etudiants": ("etudiants",),
    "familles-enfants": ("familles",),
    "femmes": ("femmes",),
    "handicaps-mentaux": _HANDICAP,
    "handicaps-psychiques": _HANDICAP,
    "jeunes": ("jeunes",),
    "jeunes-16-26": ("jeunes",),
    "locataires": (),
    "personnes-de-nationalite-etrangere": _EXILEES,
    "personnes-en-situation-de-handicap": _HANDICAP,
    "personnes-en-situation-durgence": _URGENCE,
    "personnes-en-situation-illettrisme": (),
    "personnes-handicapees": _HANDICAP,
    "proprietaires": (),
    "public-langues-etrangeres": _EXILEES,
    "retraites": ("seniors",),
    "salaries": ("actifs",),
    "sans-domicile-fixe": _URGENCE,
    "seniors-65": ("seniors",),
    "sortants-de-detention": ("personnes-en-situation-juridique-specifique",),
    "surdite": _HANDICAP,
    "tous-publics": ("tous-publics",),
    "victimes": _URGENCE,
}


def publics_v1(valeurs: Iterable[str]) -> tuple[str, ...]:
    """The publics in the words of v1.

    Args:
        valeurs: values of v0 or v1; those that neither schema knows are kept, so that whoever reads sees them.

    Returns:
        The values, each once, in the order given.
    """
    return tuple(dict.fromkeys(v1 for v in valeurs for v1 in ((v,) if v in PUBLICS else PUBLICS_V0.get(v, (v,)))))


def masque_publics(valeurs: Sequence[str]) -> int:
    """Bits of publics over ``PUBLICS``.

    Args:
        valeurs: values of v0 or v1; those that neither schema knows are ignored.

    Returns:
        The mask.
    """
    connus = set(publics_v1(valeurs))
    return sum(1 << rang for rang, mot in enumerate(PUBLICS) if mot in connus)
