"""The vectorised evaluator against a judge written apart, one pair at a time, in the plainest words: nobody is let in or kept out by mistake."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from catalogue.depot import LignesImage
from catalogue.domaine import CRITERES_IAE, CRITERES_IAE_NIVEAU_2, PUBLICS, NiveauFrancais, Permis
from catalogue.image import Image, construire
from catalogue.referentiel import Referentiel
from matching.eligibilite import STATUTS, Statut, evaluer, evaluer_couples
from matching.profils import Profils
from parcours.domaine import Allocataire

VIDE = Referentiel({}, {}, {}, {}, {})
JOUR = date(2026, 11, 30)
TROIS_MOIS = date(2027, 2, 28)
GENRES_IAE = [None, "ACI", "AI", "EI", "EITI", "ETTI"]
INCLUS = {"A": {"AM"}, "B": {"AM"}, "BE": {"AM", "B"}, "C": {"AM", "B"}, "CE": {"AM", "B", "C"}, "D": {"AM", "B"}}

Dict = dict[str, Any]


def personne_au_hasard(h: random.Random) -> Allocataire:
    return Allocataire(
        *("x", "A", "B", "test", "1"),
        annee_naissance=h.choice([None, *range(1960, 2010)]),
        niveau=h.choice([None, *range(1, 9)]),
        francais=h.choice([None, *NiveauFrancais]),
        permis=h.choice([None, (), (Permis.B,), (Permis.C,), (Permis.BE, Permis.A), (Permis.AM,)]),
        vehicule=h.choice([None, True, False]),
        inscrit_ft=h.choice([None, True, False]),
        rqth=h.choice([None, True, False]),
        commune=h.choice([None, "94028", "94081", "75112", "77001"]),
        publics=tuple(h.sample(PUBLICS[:-1], h.randrange(4))),
        criteres_iae=tuple(h.sample(CRITERES_IAE, h.randrange(4))),
        competences=tuple(h.sample(["SST", "Bases SST", "BAFA"], h.randrange(3))),
        pass_iae_fin=h.choice([None, None, JOUR + timedelta(days=h.randrange(-900, 400))]),
    )


def condition_au_hasard(h: random.Random, offre: int) -> Dict:
    genre = h.choice(
        [
            "age",
            "niveau",
            "francais",
            "permis",
            "vehicule",
            "inscription_ft",
            "zone",
            "public",
            "autre",
            "prealable",
            "experience",
            *["critere_iae"] * 4,
        ]
    )
    valeurs = {
        "age": [str(h.randrange(16, 65))],
        "niveau": [str(h.randrange(1, 9))],
        "experience": [str(h.choice([0, 6]))],
        "francais": [h.choice(list(NiveauFrancais)).value],
        "permis": h.sample([p.value for p in Permis], h.randrange(1, 3)),
        "vehicule": [h.choice(["oui", "non"])],
        "inscription_ft": [h.choice(["oui", "non"])],
        "zone": h.sample(["94", "94028", "75112", "77", "QN09401M"], h.randrange(1, 3)),
        "public": h.sample(PUBLICS, h.randrange(1, 3)),
        "critere_iae": h.sample(CRITERES_IAE, h.randrange(1, 4)),
        "prealable": [h.choice(["SST", "BAFA"])],
    }.get(genre, ["x"])
    echelle = genre in {"age", "niveau", "francais", "experience"}
    return {
        **{"offre_id": offre, "type": genre, "operateur": h.choice(["au_moins", "au_plus", "egal"]) if echelle else "dans", "valeurs": valeurs},
        **{"ferme": h.random() < 0.85, "origine": h.choice(["loi", "structure"]), "libelle": ""},
        **{"type_structure": h.choice(GENRES_IAE), "niveau_criteres": h.choice([None, 1, 2])},
    }


def session_au_hasard(h: random.Random, offre: int, rang: int) -> Dict:
    # Around three months, where proofs get too old, more often than elsewhere.
    debut = h.choice([None, *(JOUR + timedelta(days=h.randrange(*bornes)) for bornes in ((-20, 500), (80, 125)))])
    limite = h.choice([None, JOUR + timedelta(days=h.randrange(-20, 500))])
    places = h.choice([None, 0, 3])
    return {
        **{"id": offre * 10 + rang, "offre_id": offre, "debut": debut, "fin": None, "date_limite": limite, "places": places},
        **{"places_reservees": 0, "places_tenues": 0, "places_prises": 0, "demandes": 0},
    }


def offre_au_hasard(h: random.Random, offre: int) -> Dict:
    nul = dict.fromkeys(("structure_id", "structure", "date_limite", "code_insee", "latitude", "longitude", "creneaux", "verifie_le"))
    return {
        **nul,
        **{"id": offre, "identifiant": f"o{offre}", "type_offre": "appui", "titre": "Offre", "description": "", "reserve_rsa": False},
        **{"presence": "sur_place", "details": {}, "heures_hebdo": None, "publics": h.sample(PUBLICS, h.randrange(3))},
    }


def catalogue_au_hasard(h: random.Random, taille: int) -> tuple[list[Dict], list[Dict], list[Dict], Image]:
    offres = [offre_au_hasard(h, i) for i in range(taille)]
    conditions = [condition_au_hasard(h, o["id"]) for o in offres for _ in range(h.choice([0, 1, 1, 2, 3, 4]))]
    sessions = [session_au_hasard(h, o["id"], rang) for o in offres for rang in range(h.randrange(4))]
    image = construire(LignesImage(offres, [], conditions, [], sessions), VIDE, None)  # type: ignore[arg-type]
    return offres, conditions, sessions, image


def jour_de_l_etape(sessions: list[Dict]) -> date:
    """First day of the next session that one can enter, with a place if there is one."""
    possibles = [s for s in sessions if (s["debut"] is None or s["debut"] >= JOUR) and (s["date_limite"] is None or s["date_limite"] >= JOUR)]
    libres = [s for s in possibles if s["places"] != 0] or possibles
    if not libres or any(s["debut"] is None for s in libres):
        return JOUR
    debuts: list[date] = [s["debut"] for s in libres]
    return min(debuts)


def tous(reponses: set[bool]) -> str:
    return "a_verifier" if len(reponses) == 2 else "oui" if reponses.pop() else "non"


def comparer(fait: int, operateur: str, seuil: int) -> bool:
    return {"au_moins": fait >= seuil, "au_plus": fait <= seuil, "egal": fait == seuil}[operateur]


def ages(qui: Allocataire, etape: date) -> list[int]:
    return [] if qui.annee_naissance is None else [etape.year - qui.annee_naissance - 1, etape.year - qui.annee_naissance]


def juger_public(qui: Allocataire, vises: list[str], etape: date) -> str:
    connus = {*qui.publics, "beneficiaires-des-minimas-sociaux", "tous-publics"}
    connus |= {"demandeurs-emploi"} if qui.inscrit_ft else set()
    connus |= {"personnes-en-situation-de-handicap"} if qui.rqth else set()
    exclus = set()
    possibles = ages(qui, etape)
    if possibles:
        connus |= {"jeunes"} if max(possibles) <= 25 else set()
        exclus |= {"jeunes"} if min(possibles) >= 31 else set()
        exclus |= {"seniors"} if max(possibles) < 45 else set()
    if set(vises) <= exclus:
        return "non"
    return "oui" if connus & set(vises) else "a_verifier"


def juger_iae(qui: Allocataire, c: Dict, etape: date) -> str:
    if qui.pass_iae_fin is not None and qui.pass_iae_fin >= etape:
        return "oui"
    jour = min(etape.day, 28) if etape.month == 2 else etape.day
    if qui.pass_iae_fin is not None and qui.pass_iae_fin > date(etape.year - 2, etape.month, jour):
        return "a_verifier"
    surs = {k for k in qui.criteres_iae if k in CRITERES_IAE_NIVEAU_2 and k != "JEUNE" and (k != "SENIOR" or qui.annee_naissance is None)}
    surs |= {"TH"} if qui.rqth else set()
    surs |= {"CAP_BEP"} if qui.niveau is not None and qui.niveau <= 3 else set()
    surs |= {"FLE"} if qui.francais is NiveauFrancais.INFRA_A1 else set()
    if ages(qui, etape):
        surs |= {"JEUNE"} if max(ages(qui, etape)) < 26 else set()
        surs |= {"SENIOR"} if min(ages(qui, etape)) >= 50 else set()
    rsa = etape <= TROIS_MOIS
    if c["origine"] != "loi":
        return "oui" if (surs | ({"RSA"} if rsa else set())) & set(c["valeurs"]) else "a_verifier"
    seuil = {"AI": 2, "ETTI": 2}.get(c["type_structure"], 3)
    return "oui" if rsa or (c["niveau_criteres"] != 1 and len(surs) >= seuil) else "a_verifier"


def juger(qui: Allocataire, c: Dict, etape: date) -> str:
    genre, valeurs, operateur = c["type"], c["valeurs"], c["operateur"]
    if genre == "age":
        return tous({comparer(a, operateur, int(valeurs[0])) for a in ages(qui, etape)} or {True, False})
    if genre in {"niveau", "francais"}:
        rangs = list(NiveauFrancais)
        seuil = int(valeurs[0]) if genre == "niveau" else rangs.index(NiveauFrancais(valeurs[0]))
        fait = qui.niveau if genre == "niveau" else None if qui.francais is None else rangs.index(qui.francais)
        echelle = range(1, 9) if genre == "niveau" else range(7)
        return tous({comparer(x, operateur, seuil) for x in (echelle if fait is None else [fait])})
    if genre == "experience":
        return "oui" if valeurs == ["0"] and operateur == "au_moins" else "a_verifier"
    if genre == "permis":
        detenus = None if qui.permis is None else {x for p in qui.permis for x in {p.value, *INCLUS.get(p.value, ())}}
        return "a_verifier" if detenus is None else "oui" if detenus & set(valeurs) else "non"
    if genre in {"vehicule", "inscription_ft"}:
        su = qui.vehicule if genre == "vehicule" else qui.inscrit_ft
        return "a_verifier" if su is None else "oui" if su == (valeurs[0] == "oui") else "non"
    if genre == "zone":
        if qui.commune and {qui.commune, qui.commune[:2]} & set(valeurs):
            return "oui"
        return "a_verifier" if not qui.commune or "QN09401M" in valeurs else "non"
    if genre == "prealable":
        return "oui" if set(valeurs) & set(qui.competences) else "a_verifier"
    if genre == "public":
        return juger_public(qui, valeurs, etape)
    return juger_iae(qui, c, etape) if genre == "critere_iae" else "a_verifier"


def levable(c: Dict) -> bool:
    if c["type"] in {"niveau", "francais"}:
        return bool(c["operateur"] == "au_moins")
    return c["type"] == "permis" or (c["type"] in {"vehicule", "inscription_ft"} and c["valeurs"] == ["oui"])


def statut(qui: Allocataire, offre: Dict, conditions: list[Dict], etape: date) -> str:
    """An offer that asks the same thing twice asks for it once."""
    fermes = {str(sorted(c.items(), key=str)): c for c in conditions if c["ferme"]}.values()
    reponses = [(c, juger(qui, c, etape)) for c in fermes]
    refus = {(c["type"], c["operateur"], tuple(c["valeurs"])): c for c, r in reponses if r == "non"}
    if refus:
        return "presque" if len(refus) == 1 and all(levable(c) for c in refus.values()) else "non_eligible"
    doute = bool(offre["publics"]) and juger_public(qui, offre["publics"], etape) != "oui"
    return "a_verifier" if doute or any(r == "a_verifier" for _, r in reponses) else "eligible"


def test_cent_mille_couples_comme_le_juge_naif() -> None:
    h = random.Random(94)
    gens = [personne_au_hasard(h) for _ in range(250)]
    offres, conditions, sessions, image = catalogue_au_hasard(h, 400)
    profils = Profils.construire(gens, VIDE, None)
    vus = np.array(STATUTS)[evaluer(profils, image, JOUR).statuts]
    par_offre = [[c for c in conditions if c["offre_id"] == o["id"]] for o in offres]
    etapes = [jour_de_l_etape([s for s in sessions if s["offre_id"] == o["id"]]) for o in offres]
    attendus = [[statut(qui, *x) for x in zip(offres, par_offre, etapes, strict=True)] for qui in gens]
    assert np.array_equal(vus, np.array(attendus))
    # Every status is met often enough for the comparison to mean something.
    assert min(Counter(s for ligne in attendus for s in ligne).values()) > 5000
    assert len(Counter(s for ligne in attendus for s in ligne)) == 4


def test_un_couple_a_un_jour_choisi_comme_le_juge_naif() -> None:
    h = random.Random(7)
    gens = [personne_au_hasard(h) for _ in range(2000)]
    offres, conditions, _, image = catalogue_au_hasard(h, 300)
    rangs = np.array([h.randrange(300) for _ in gens], dtype=np.int32)
    jours = [JOUR + timedelta(days=h.randrange(700)) for _ in gens]
    ordinaux = np.array([j.toordinal() for j in jours], dtype=np.int32)
    vus = evaluer_couples(Profils.construire(gens, VIDE, None), np.arange(2000, dtype=np.int32), image, rangs, ordinaux, JOUR)
    attendus = [statut(q, offres[r], [c for c in conditions if c["offre_id"] == r], j) for q, r, j in zip(gens, rangs.tolist(), jours, strict=True)]
    assert [str(STATUTS[v]) for v in vus] == attendus


def test_oublier_un_fait_ne_ferme_jamais_une_porte() -> None:
    h = random.Random(3)
    gens = [personne_au_hasard(h) for _ in range(150)]
    *_, image = catalogue_au_hasard(h, 300)
    fermes = evaluer(Profils.construire(gens, VIDE, None), image, JOUR).statuts >= STATUTS.index(Statut.PRESQUE)
    for champ in ("annee_naissance", "niveau", "francais", "permis", "vehicule", "inscrit_ft", "rqth", "commune", "pass_iae_fin"):
        oubli: Dict = {champ: None}
        sans = Profils.construire([replace(qui, **oubli) for qui in gens], VIDE, None)
        apres = evaluer(sans, image, JOUR).statuts >= STATUTS.index(Statut.PRESQUE)
        assert not (apres & ~fermes).any(), champ
