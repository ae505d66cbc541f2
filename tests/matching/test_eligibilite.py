"""Three-valued eligibility: the vectorised evaluator against a naive one written apart, on random people and conditions."""

import random
from typing import Any

import numpy as np
import pytest

from catalogue.conditions import TableConditions
from catalogue.domaine import CRITERES_IAE, PUBLICS, NiveauFrancais, Permis
from catalogue.referentiel import Referentiel
from matching.eligibilite import A_VERIFIER, NON, OUI, repondre
from matching.profils import Profils
from parcours.domaine import Allocataire

VIDE = Referentiel({}, {}, {}, {}, {})
ANNEE = 2026


def personne(**champs: Any) -> Allocataire:
    return Allocataire("x", "A", "B", "test", "1", **champs)


def condition(genre: str, operateur: str, *valeurs: str, ferme: bool = True) -> dict[str, Any]:
    return {"offre_id": 1, "type": genre, "operateur": operateur, "valeurs": list(valeurs), "ferme": ferme}


def reponse(qui: Allocataire, ligne: dict[str, Any], annee: int = ANNEE) -> int:
    profils = Profils.construire([qui], VIDE, None)
    table = TableConditions.construire([ligne], {1: 0})  # type: ignore[list-item]
    return int(repondre(profils, table, np.array([annee], dtype=np.int32))[0, 0])


@pytest.mark.parametrize(
    ("champs", "ligne", "attendu"),
    [
        ({"annee_naissance": 2000}, condition("age", "au_moins", "18"), OUI),
        ({"annee_naissance": 2010}, condition("age", "au_moins", "18"), NON),
        # Born in 2008: 17 or 18 in 2026, according to the day.
        ({"annee_naissance": 2008}, condition("age", "au_moins", "18"), A_VERIFIER),
        ({}, condition("age", "au_moins", "18"), A_VERIFIER),
        ({"annee_naissance": 2000}, condition("age", "au_plus", "25"), A_VERIFIER),
        ({"annee_naissance": 2002}, condition("age", "au_plus", "25"), OUI),
        ({"niveau": 3}, condition("niveau", "au_moins", "4"), NON),
        ({"niveau": 4}, condition("niveau", "au_moins", "4"), OUI),
        ({}, condition("niveau", "au_moins", "4"), A_VERIFIER),
        ({"francais": NiveauFrancais.A2}, condition("francais", "au_moins", "B1"), NON),
        ({"francais": NiveauFrancais.INFRA_A1}, condition("francais", "au_moins", "<A1"), OUI),
        ({"permis": ()}, condition("permis", "dans", "B"), NON),
        ({"permis": None}, condition("permis", "dans", "B"), A_VERIFIER),
        ({"permis": (Permis.B, Permis.C)}, condition("permis", "dans", "C", "CE"), OUI),
        ({"vehicule": False}, condition("vehicule", "egal", "oui"), NON),
        ({"commune": "94028"}, condition("zone", "dans", "94"), OUI),
        ({"commune": "94028"}, condition("zone", "dans", "94041"), NON),
        ({"commune": "75112"}, condition("zone", "dans", "94", "75112"), OUI),
        ({}, condition("zone", "dans", "94"), A_VERIFIER),
        ({}, condition("rsa", "egal", "oui"), OUI),
        ({}, condition("rsa", "egal", "non"), NON),
        ({}, condition("critere_iae", "dans", "RSA", "QPV"), OUI),
        ({}, condition("critere_iae", "dans", "QPV"), A_VERIFIER),
        ({"publics": ("jeunes",)}, condition("public", "dans", "jeunes"), OUI),
        ({"publics": ("jeunes",)}, condition("public", "dans", "seniors"), A_VERIFIER),
        ({"inscrit_ft": False}, condition("inscription_ft", "egal", "oui"), NON),
        ({}, condition("prealable", "dans", "visite"), A_VERIFIER),
        ({}, condition("autre", "egal"), A_VERIFIER),
    ],
)
def test_chaque_condition(champs: dict[str, Any], ligne: dict[str, Any], attendu: int) -> None:
    assert reponse(personne(**champs), ligne) == attendu


def test_l_age_est_juge_a_la_date_de_l_etape() -> None:
    majeur = condition("age", "au_moins", "18")
    assert reponse(personne(annee_naissance=2008), majeur, 2026) == A_VERIFIER
    assert reponse(personne(annee_naissance=2008), majeur, 2027) == OUI


def naif(qui: Allocataire, ligne: dict[str, Any]) -> int:
    """The same rules, one pair at a time, in the plainest words."""
    genre, valeurs, plus = ligne["type"], ligne["valeurs"], ligne["operateur"] == "au_plus"
    if genre == "age":
        if qui.annee_naissance is None:
            return 0
        tient = {age <= int(valeurs[0]) if plus else age >= int(valeurs[0]) for age in (ANNEE - qui.annee_naissance, ANNEE - qui.annee_naissance - 1)}
        return 0 if len(tient) == 2 else 1 if tient.pop() else -1
    if genre in {"niveau", "francais"}:
        fait = qui.niveau if genre == "niveau" else None if qui.francais is None else qui.francais.rang
        seuil = int(valeurs[0]) if genre == "niveau" else NiveauFrancais(valeurs[0]).rang
        return 0 if fait is None else 1 if (fait <= seuil if plus else fait >= seuil) else -1
    if genre == "permis":
        return 0 if qui.permis is None else 1 if set(qui.permis) & set(valeurs) else -1
    if genre in {"vehicule", "inscription_ft"}:
        fait_ou_non = qui.vehicule if genre == "vehicule" else qui.inscrit_ft
        return 0 if fait_ou_non is None else 1 if fait_ou_non == (valeurs[0] == "oui") else -1
    if genre == "zone":
        return 0 if not qui.commune else 1 if {qui.commune, qui.commune[:2]} & set(valeurs) else -1
    if genre == "public":
        return 1 if {*qui.publics, "beneficiaires-des-minimas-sociaux"} & set(valeurs) else 0
    if genre == "critere_iae":
        return 1 if {*qui.criteres_iae, "RSA"} & set(valeurs) else 0
    return 0


def au_hasard(h: random.Random) -> Allocataire:
    return personne(
        annee_naissance=h.choice([None, *range(1960, 2010)]),
        niveau=h.choice([None, *range(1, 9)]),
        francais=h.choice([None, *NiveauFrancais]),
        permis=h.choice([None, (), (Permis.B,), (Permis.B, Permis.C), (Permis.AM,)]),
        vehicule=h.choice([None, True, False]),
        inscrit_ft=h.choice([None, True, False]),
        commune=h.choice([None, "94028", "94081", "75112", "77001"]),
        publics=tuple(h.sample(PUBLICS, h.randrange(4))),
        criteres_iae=tuple(h.sample(CRITERES_IAE, h.randrange(3))),
    )


def condition_au_hasard(h: random.Random) -> dict[str, Any]:
    genre = h.choice(["age", "niveau", "francais", "permis", "vehicule", "inscription_ft", "zone", "public", "critere_iae", "autre", "prealable"])
    valeurs = {
        "age": [str(h.randrange(16, 65))],
        "niveau": [str(h.randrange(1, 9))],
        "francais": [h.choice(list(NiveauFrancais)).value],
        "permis": h.sample([p.value for p in Permis], h.randrange(1, 3)),
        "vehicule": [h.choice(["oui", "non"])],
        "inscription_ft": [h.choice(["oui", "non"])],
        "zone": h.sample(["94", "94028", "75112", "77"], h.randrange(1, 3)),
        "public": h.sample(PUBLICS, h.randrange(1, 4)),
        "critere_iae": h.sample(CRITERES_IAE, h.randrange(1, 4)),
    }.get(genre, ["x"])
    operateur = h.choice(["au_moins", "au_plus"]) if genre in {"age", "niveau"} else "au_moins" if genre == "francais" else "dans"
    return condition(genre, operateur, *valeurs)


def test_cent_mille_couples_comme_le_juge_naif() -> None:
    h = random.Random(94)
    gens = [au_hasard(h) for _ in range(250)]
    lignes = [condition_au_hasard(h) for _ in range(400)]
    table = TableConditions.construire(lignes, {1: 0})  # type: ignore[arg-type]
    vues = repondre(Profils.construire(gens, VIDE, None), table, np.array([ANNEE], dtype=np.int32))
    attendues = np.array([[naif(qui, ligne) for ligne in lignes] for qui in gens])
    assert vues.shape == (250, 400)
    assert np.array_equal(vues, attendues)
    assert {-1, 0, 1} == set(np.unique(vues).tolist())
