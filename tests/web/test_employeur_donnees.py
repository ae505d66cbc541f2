"""An employer's role can reach no personal data before consent: everything it can open is opened and searched, over the demonstration.

By account and by signed link: every page reached by links, every known route with every known id, attendance sheets and workbooks included. What is
looked for comes from the base: names, telephones, addresses, years, projects, public ids, for whoever did not agree or was not accepted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any
from urllib.parse import quote, urldefrag

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from lxml import html

from etl.demonstration.comptes import comptes as comptes_fictifs
from parcours.prescriptions import liens
from parcours.prescriptions.domaine import Etat
from socle.base import Bassin, ouvrir, transaction
from socle.horloge import HorlogeFixe
from tests.coherence.test_routes import ACCES
from tests.conftest import NAVIGATEUR, a_part, autre_client, entrer
from tests.web.secrets_personnes import Gardien, Niveau, Personne, Suite, lisible, mots, personne, suites
from tests.web.test_regles_html import modele
from web import classeur_reponses, page_reponses
from web.application import creer

ACCEPTEES = {Etat.ACCEPTEE_STRUCTURE, Etat.PRESENTE, Etat.ENTREE, Etat.TERMINEE, Etat.ABSENTE}
SANS_LIMITE = ("/mes-propositions/", "/prescriptions/")
PAR_FORME, PAGES_MAX = 2, 60
# Everybody is given a telephone, an address and words that nobody else has.
CANARIS = (
    "UPDATE allocataire SET telephone = '06' || lpad((id * 7919 % 100000000)::text, 8, '0'), courriel = 'canari' || id || 'x@exemple.invalid',"
    " projet = projet || ' canari' || id || 'x', experience = 'canari' || id || 'x', accord_telephone = true, accord_courriel = true"
)
TABLES = ("offre", "structure", "metier", "condition", "apport")
COMMUNS = " UNION ALL ".join(
    (
        *(f"SELECT to_jsonb({t})::text AS mots FROM {t}" for t in TABLES),
        "SELECT nom FROM commune",
        "SELECT nom || ' ' || coalesce(courriel, '') FROM compte WHERE role <> 'allocataire'",
    )
)


@dataclass
class Monde:
    """What the base knows: people, what was sent to whom, and every id worth trying."""

    personnes: list[Personne]
    demandes: list[dict[str, Any]]
    offres: list[str]
    communs: set[Suite]
    liens: dict[tuple[int, int], str]
    structures: dict[str, int]

    def gardien(self, **champs: int) -> Gardien:
        """What a structure, or the link of one session, must not read."""
        niveaux: dict[int, Niveau] = defaultdict(lambda: Niveau.RIEN)
        for d in self.demandes:
            if all(d[nom] == valeur for nom, valeur in champs.items()) and d["envoyee"]:
                vu = Niveau.NOM if d["etat"] in ACCEPTEES else Niveau.PRENOM
                niveaux[d["allocataire_id"]] = max(niveaux[d["allocataire_id"]], vu)
        return Gardien(self.personnes, niveaux, self.communs)


async def lire_monde(url: str, horloge: HorlogeFixe) -> Monde:
    bassin = await ouvrir(url, taille=1)
    try:
        async with transaction(bassin) as connexion:
            await connexion.execute(CANARIS)
            personnes = await connexion.fetch("SELECT *, 'canari' || id || 'x' AS canari FROM allocataire ORDER BY id")
            demandes = await connexion.fetch(
                "SELECT v.*, EXISTS (SELECT FROM prescription_etape e WHERE e.prescription_id = v.id AND e.vers IN ('transmise', 'liste_attente'))"
                " AS envoyee FROM prescription_en_clair v ORDER BY v.id"
            )
            offres = await connexion.fetch("SELECT identifiant FROM offre ORDER BY id")
            employeurs = dict(await connexion.fetch("SELECT identifiant, structure_id FROM compte WHERE role = 'employeur'"))
            communs = suites(" ¶ ".join(ligne[0] for ligne in await connexion.fetch(COMMUNS)))
        return Monde(
            [personne(p) for p in personnes],
            [dict(d) for d in demandes],
            [o["identifiant"] for o in offres],
            communs,
            await ouvrir_liens(bassin, demandes, horloge),
            {c.cle: employeurs[c.identifiant] for c in comptes_fictifs() if c.identifiant in employeurs},
        )
    finally:
        await bassin.close()


async def ouvrir_liens(bassin: Bassin, demandes: Iterable[Any], horloge: HorlogeFixe) -> dict[tuple[int, int], str]:
    """A link to every session that someone was sent to, or could be."""
    sessions = sorted({(d["structure_id"], d["session_id"]) for d in demandes if d["structure_id"]})
    async with transaction(bassin) as connexion:
        return {s: await liens.ouvrir_session(connexion, s[1], s[0], horloge.instant) for s in sessions}


def par_liens(client: TestClient) -> Iterator[tuple[str, Response]]:
    """Pages reached from the first one: all those about people, a few of each other shape."""
    attente, vues, formes = ["/"], {"/"}, Counter[str]()
    while attente:
        adresse = attente.pop(0)
        if not adresse.startswith(SANS_LIMITE):
            formes[modele(adresse)] += 1
            if formes[modele(adresse)] > PAR_FORME or sum(min(n, PAR_FORME) for n in formes.values()) > PAGES_MAX:
                continue
        reponse = client.get(adresse)
        yield adresse, reponse
        if "html" not in reponse.headers.get("content-type", ""):
            continue
        for lien in html.document_fromstring(reponse.text).xpath("//a/@href"):
            if lien.startswith("/") and not lien.startswith("/static") and (suite := urldefrag(lien)[0]) and suite not in vues:
                vues.add(suite)
                attente.append(suite)


def connues(monde: Monde, rang: int) -> Iterator[str]:
    """Every known route with known ids: all prescriptions and all their sessions; people and offers, each by one route in turn."""
    yield from (f"/prescriptions/{d['identifiant']}" for d in monde.demandes)
    for offre, session in sorted({(d["offre"], d["session"]) for d in monde.demandes}):
        yield from (f"/mes-propositions/{offre}/{quote(session, safe='/')}{suite}" for suite in ("", "/feuille", "/export.xlsx"))
    routes = sorted(
        chemin for methode, chemin in ACCES if methode == "GET" and "{" in chemin and "jeton" not in chemin and "fournisseur" not in chemin
    )
    for identifiants in ([p.identifiant for p in monde.personnes], monde.offres):
        for chemin, identifiant in list(zip(cycle(routes), identifiants, strict=False))[rang::3]:
            yield re.sub(r"\{\w+(:path)?\}", identifiant, chemin)
    yield from (f"/prescrire?personne={p.identifiant}&offre={monde.offres[0]}" for p in monde.personnes[rang::30])
    yield from (f"/offres?pour={p.identifiant}" for p in monde.personnes[rang::30])


def fuites(client: TestClient, gardien: Gardien, adresses: Iterable[str]) -> Iterator[tuple[str, set[str]]]:
    """What each address gives away, besides what the address itself already says."""
    for adresse in adresses:
        reponse = client.get(adresse, follow_redirects=False)
        assert reponse.status_code < 500, adresse
        if trouvees := gardien.fuites(lisible(reponse)) - gardien.fuites(adresse):
            yield adresse, trouvees


@pytest.fixture(scope="module")
def monde(url: str, jour_des_tests: HorlogeFixe) -> Monde:
    return a_part(lire_monde(url, jour_des_tests))


@pytest.fixture(scope="module")
def visiteur(url: str, monde: Monde, jour_des_tests: HorlogeFixe) -> Iterator[TestClient]:
    """A browser that has not entered, over a demonstration where everybody has secrets of their own."""
    application = creer(url, None, jour_des_tests, demonstration=True)
    with TestClient(application, base_url="http://boite.test", raise_server_exceptions=False, headers=NAVIGATEUR) as ouvert:
        yield ouvert


EMPLOYEURS = sorted(c.cle for c in comptes_fictifs() if c.role == "employeur")


def assert_le_gardien_sait_chercher(gardien: Gardien, monde: Monde) -> None:
    """What is looked for is not empty: everybody has words of their own, and most names are told apart from the words of the catalogue."""
    cherches = Counter(quoi.split(" de ")[0] for quoi in gardien.secrets.values())
    assert cherches["canari"] == cherches["identifiant"] == len(monde.personnes)
    assert cherches["téléphone"] == cherches["téléphone écrit"] == len(monde.personnes)
    assert min(cherches["prénom et nom"], cherches["prénom et initiale"]) > len(monde.personnes) / 2
    assert min(cherches["nom"], cherches["prénom"]) >= 15
    assert cherches["année"] >= 10


@pytest.mark.parametrize(("rang", "cle"), list(enumerate(EMPLOYEURS)))
def test_le_compte_d_un_employeur_n_atteint_aucune_donnee_avant_l_accord(monde: Monde, visiteur: TestClient, rang: int, cle: str) -> None:
    client = entrer(autre_client(visiteur), cle)
    gardien = monde.gardien(structure_id=monde.structures[cle])
    assert_le_gardien_sait_chercher(gardien, monde)
    vues, trouvees = Counter[str](), []
    for adresse, reponse in par_liens(client):
        assert reponse.status_code == 200, adresse
        vues[adresse.rpartition("/")[2] if adresse.startswith("/mes-propositions/") else adresse.split("/")[1]] += 1
        trouvees += [(adresse, f)] if (f := gardien.fuites(lisible(reponse))) else []
    assert trouvees == []
    assert vues["feuille"] >= 1
    assert vues["export.xlsx"] >= 1
    assert vues["prescriptions"] >= 4
    assert list(fuites(client, gardien, connues(monde, rang))) == []


def test_un_lien_signe_n_atteint_aucune_donnee_avant_l_accord(monde: Monde, visiteur: TestClient) -> None:
    statuts = Counter[int]()
    for (structure_id, session_id), lien in monde.liens.items():
        gardien = monde.gardien(structure_id=structure_id, session_id=session_id)
        for adresse in (lien, f"{lien}/feuille", f"{lien}?faites=2"):
            reponse = visiteur.get(adresse)
            statuts[reponse.status_code] += 1
            assert gardien.fuites(lisible(reponse)) == set(), adresse
    assert set(statuts) == {200, 404}
    assert statuts[200] > 100
    gardien = monde.gardien(structure_id=0)
    assert list(fuites(visiteur, gardien, connues(monde, 0))) == [], "sans entrer"


def test_un_nom_montre_trop_tot_serait_pris(monde: Monde, visiteur: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same search over pages that show too much: it must find it, in the text, in an attribute and in a workbook."""
    cle = "employeur-formation"
    structure_id = monde.structures[cle]
    client, gardien = entrer(autre_client(visiteur), cle), monde.gardien(structure_id=structure_id)
    attend = next(d for d in monde.demandes if d["structure_id"] == structure_id and d["etat"] == "transmise" and mots(d["nom"]) in gardien.secrets)
    adresse = f"/mes-propositions/{attend['offre']}/{attend['session']}"
    assert gardien.fuites(lisible(client.get(adresse))) == set()
    for module in (page_reponses, classeur_reponses):
        monkeypatch.setattr(module, "nom_montre", lambda prenom, nom, etat: f"{prenom} {nom}")
    for suite in ("", "/export.xlsx"):
        assert f"nom de {attend['allocataire_id']}" in gardien.fuites(lisible(client.get(adresse + suite)))
    sain = client.get("/offres").text
    for fuite in (f'<p data-qui="{attend["nom"]}">', f"<p>{attend['allocataire']}</p>", f"<input value='canari{attend['allocataire_id']}x'>"):
        page = Response(200, html=sain.replace("<main", f"{fuite}<main"))
        assert gardien.fuites(lisible(page)), fuite
    inconnue = next(p for p in monde.personnes if mots(p.prenom) in gardien.secrets)
    assert gardien.fuites(lisible(Response(200, html=sain.replace("</h1>", f" {inconnue.prenom}</h1>")))), "un prénom qui n’a pas été envoyé"
