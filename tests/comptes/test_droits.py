"""The matrix of rights, written out: role × action × object. A right that changes changes here, and is read again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from catalogue.domaine import EtatOffre
from comptes import droits
from comptes.domaine import Acteur, Decision, Role
from comptes.droits import OffreVisee
from parcours import droits as droits_personnes
from parcours.perimetre import Suivi

ICI, AILLEURS, TIERS = 1, 2, 3
MOI, COLLEGUE, MA_FICHE = 10, 11, 100

ACTEURS = {
    "cip": Acteur(MOI, "a", Role.CIP, "A", ICI),
    "cip_est": Acteur(MOI, "a", Role.CIP, "A", ICI, frozenset({"est"})),
    "cre": Acteur(MOI, "a", Role.CRE, "A", ICI),
    "employeur": Acteur(MOI, "a", Role.EMPLOYEUR, "A", ICI),
    "allocataire": Acteur(MOI, "a", Role.ALLOCATAIRE, "A", None, frozenset(), MA_FICHE),
    "manager": Acteur(MOI, "a", Role.MANAGER, "A", ICI),
    "admin": Acteur(MOI, "a", Role.ADMIN, "A", ICI),
}
PERSONNES = {
    "suivie": Suivi(MA_FICHE + 1, "p", MOI, "A", ICI, "S", "ouest"),
    "collegue_est": Suivi(MA_FICHE + 2, "p", COLLEGUE, "B", ICI, "S", "est"),
    "collegue_ouest": Suivi(MA_FICHE + 3, "p", COLLEGUE, "B", ICI, "S", "ouest"),
    "impliquee": Suivi(MA_FICHE + 4, "p", COLLEGUE, "B", AILLEURS, "T", "est", frozenset({TIERS, ICI})),
    "ailleurs": Suivi(MA_FICHE + 5, "p", COLLEGUE, "B", AILLEURS, "T", "est"),
    "sans_referent": Suivi(MA_FICHE + 6, "p"),
    "moi": Suivi(MA_FICHE, "p", COLLEGUE, "B", AILLEURS, "T", "est"),
}
OFFRES = {
    "publiee_ici": OffreVisee(ICI, EtatOffre.PUBLIEE),
    "publiee_ailleurs": OffreVisee(AILLEURS, EtatOffre.PUBLIEE),
    "brouillon_ici": OffreVisee(ICI, EtatOffre.BROUILLON),
    "brouillon_ailleurs": OffreVisee(AILLEURS, EtatOffre.A_VALIDER),
    "brouillon_sans_structure": OffreVisee(None, EtatOffre.BROUILLON),
}
_SUIVIES = {"suivie", "collegue_est", "collegue_ouest"}
_SUIVIES_EST = {"suivie", "collegue_est"}

# Who may do what to whom; whoever is absent may not.
SUR_LES_PERSONNES: dict[str, dict[str, set[str]]] = {
    "peut_voir_personne": {
        "cip": _SUIVIES | {"impliquee"},
        "cip_est": _SUIVIES_EST | {"impliquee"},
        "cre": _SUIVIES | {"impliquee"},
        "allocataire": {"moi"},
    },
    "peut_modifier_personne": {"cip": _SUIVIES, "cip_est": _SUIVIES_EST},
    "peut_prescrire": {"cip": _SUIVIES, "cip_est": _SUIVIES_EST},
    "peut_proposer": {"cre": _SUIVIES | {"impliquee"}},
    "peut_demander": {"allocataire": {"moi"}},
    "peut_donner_code": {"cip": _SUIVIES, "cip_est": _SUIVIES_EST},
    "peut_lire_consultations": {"cip": _SUIVIES, "cip_est": _SUIVIES_EST, "allocataire": {"moi"}},
}
_PUBLIEES = {"publiee_ici", "publiee_ailleurs"}
_TOUTES = set(OFFRES)
SUR_LES_OFFRES: dict[str, dict[str, set[str]]] = {
    "peut_voir_offre": {
        **dict.fromkeys(("cip", "cip_est", "allocataire", "manager"), _PUBLIEES),
        "employeur": _PUBLIEES | {"brouillon_ici"},
        "cre": _TOUTES,
        "admin": _TOUTES,
    },
    "peut_modifier_offre": {"employeur": {"publiee_ici", "brouillon_ici"}, "cre": _TOUTES},
}
SUR_RIEN: dict[str, set[str]] = {
    "peut_administrer_comptes": {"admin"},
    "peut_creer_offre": {"employeur", "cre"},
    "peut_publier_offre": {"cre"},
    "peut_lister_personnes": {"cip", "cip_est", "cre"},
    "peut_chercher_des_personnes": {"cip", "cip_est", "cre"},
    "peut_ecrire_filiere": {"cre", "admin"},
    "peut_lister_filieres": {"cre", "manager", "admin"},
}
SUR_LES_FILIERES: dict[str, dict[str, set[str]]] = {
    "peut_voir_filiere": {qui: {"montree", "cachee"} for qui in ("cre", "manager", "admin")},
}


def decidees(regle: Callable[..., Decision], acteur: Acteur, objets: dict[str, object]) -> set[str]:
    decisions = {nom: regle(acteur, objet) for nom, objet in objets.items()}
    # A refusal says why in a sentence; a permission says nothing.
    assert all(d.motif.endswith(".") != d.ok for d in decisions.values())
    return {nom for nom, d in decisions.items() if d}


@pytest.mark.parametrize("qui", ACTEURS)
@pytest.mark.parametrize("action", SUR_LES_PERSONNES)
def test_droits_sur_les_personnes(action: str, qui: str) -> None:
    permises = decidees(getattr(droits_personnes, action), ACTEURS[qui], dict(PERSONNES))
    assert permises == SUR_LES_PERSONNES[action].get(qui, set())


@pytest.mark.parametrize("qui", ACTEURS)
@pytest.mark.parametrize("action", SUR_LES_OFFRES)
def test_droits_sur_les_offres(action: str, qui: str) -> None:
    assert decidees(getattr(droits, action), ACTEURS[qui], dict(OFFRES)) == SUR_LES_OFFRES[action].get(qui, set())


@pytest.mark.parametrize("qui", ACTEURS)
@pytest.mark.parametrize("action", SUR_LES_FILIERES)
def test_droits_sur_les_filieres(action: str, qui: str) -> None:
    assert decidees(getattr(droits, action), ACTEURS[qui], {"montree": True, "cachee": False}) == SUR_LES_FILIERES[action].get(qui, {"montree"})


@pytest.mark.parametrize("action", SUR_RIEN)
def test_droits_sans_objet(action: str) -> None:
    regle = getattr(droits, action, None) or getattr(droits_personnes, action)
    assert {qui for qui, acteur in ACTEURS.items() if regle(acteur)} == SUR_RIEN[action]


def test_la_matrice_est_complete() -> None:
    regles = {nom for module in (droits, droits_personnes) for nom in vars(module) if nom.startswith("peut_")}
    assert regles == {*SUR_LES_PERSONNES, *SUR_LES_OFFRES, *SUR_LES_FILIERES, *SUR_RIEN}
