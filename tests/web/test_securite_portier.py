"""The doorkeeper: where a request comes from, what its answer bears, how big it may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI, Response
from fastapi.testclient import TestClient
from lxml import html

from comptes.domaine import Role
from socle.base import Connexion
from tests.conftest import autre_client
from tests.web.porte import Porte, ouvrir_porte, page
from tests.web.test_regles_html import fautes
from web.contexte import Ecriture, Lecture
from web.securite import adresse_sure, public

CAMILLE = "camille@exemple.fr"


@pytest.fixture
def porte(url_base: str) -> Iterator[Porte]:
    with ouvrir_porte(url_base) as ouverte:
        yield ouverte


@pytest.mark.parametrize(
    ("entetes", "statut"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://ailleurs.test"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://boite.test"}, 403),
        ({"Origin": "http://boite.test"}, 303),
        ({"Origin": "https://boite.test"}, 403),
        ({"Origin": "http://boite.test.ailleurs.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Referer": "http://boite.test/offres"}, 403),
        ({}, 403),
    ],
    ids=str,
)
def test_seules_nos_pages_changent_quelque_chose(anonyme: TestClient, entetes: dict[str, str], statut: int) -> None:
    nu = autre_client(anonyme)
    del nu.headers["Sec-Fetch-Site"]
    reponse = nu.post("/deconnexion", headers=entetes, follow_redirects=False)
    assert reponse.status_code == statut
    if statut == 403:
        assert "autre page que les nôtres" in page(reponse, 403).text_content()


def test_lire_ne_demande_pas_d_ou_l_on_vient(anonyme: TestClient) -> None:
    nu = autre_client(anonyme)
    assert nu.get("/connexion", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_une_page_ne_reste_pas_dans_le_navigateur(client: TestClient, anonyme: TestClient) -> None:
    for reponse in (client.get("/offres"), client.get("/nulle-part"), autre_client(anonyme).get("/connexion")):
        assert reponse.headers["Cache-Control"] == "no-store"
    css = re.search(r'href="(/static/style\.css\?v=\w+)"', client.get("/connexion").text)
    assert css is not None
    assert "immutable" in client.get(css[1]).headers["Cache-Control"]
    assert client.get("/static/style.css").headers["Cache-Control"] == "no-cache"


def test_toute_reponse_porte_les_entetes_de_securite(client: TestClient, anonyme: TestClient) -> None:
    nu = autre_client(anonyme)
    reponses = [
        client.get("/offres"),
        client.get("/nulle-part"),
        nu.get("/offres", follow_redirects=False),
        nu.post("/connexion", headers={"Sec-Fetch-Site": "cross-site"}),
        nu.get("/static/style.css"),
        nu.get("/sante"),
    ]
    assert [r.status_code for r in reponses] == [200, 404, 303, 403, 200, 200]
    for reponse in reponses:
        politique = reponse.headers["Content-Security-Policy"]
        assert "default-src 'self'" in politique
        assert "frame-ancestors 'none'" in politique
        assert "unsafe" not in politique
        assert reponse.headers["X-Content-Type-Options"] == "nosniff"
        assert reponse.headers["Referrer-Policy"] == "same-origin"
        assert len(reponse.headers.get_list("Content-Security-Policy")) == 1


def test_le_cookie_est_hors_de_portee_des_scripts(porte: Porte) -> None:
    porte.compte(Role.CIP, CAMILLE)
    cookie = porte.entrer(CAMILLE).headers["set-cookie"]
    assert cookie.startswith("session=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_en_https_le_cookie_est_lie_a_cet_hote(url_base: str) -> None:
    with ouvrir_porte(url_base, base_url="https://boite.test") as porte:
        porte.compte(Role.CIP, CAMILLE)
        reponse = porte.entrer(CAMILLE)
        assert reponse.headers["set-cookie"].startswith("__Host-session=")
        assert "Secure" in reponse.headers["set-cookie"]
        assert "max-age" in reponse.headers["Strict-Transport-Security"]
        assert porte.client.get("/offres").status_code == 200


def test_un_envoi_trop_gros_est_refuse_meme_sans_le_dire(anonyme: TestClient) -> None:
    nu, gros = autre_client(anonyme), b"courriel=" + b"a" * (2 * 1024 * 1024)
    entetes = {"Content-Type": "application/x-www-form-urlencoded"}
    annonce = nu.post("/connexion", content=gros, headers=entetes)
    en_morceaux = nu.post("/connexion", content=(gros[i : i + 65536] for i in range(0, len(gros), 65536)), headers=entetes)
    assert [annonce.status_code, en_morceaux.status_code] == [413, 413]


def test_la_panne_de_la_base_se_dit_sans_fuite(porte: Porte) -> None:
    porte.compte(Role.CIP, CAMILLE)
    porte.entrer(CAMILLE)

    async def casser(connexion: Connexion) -> None:
        await connexion.execute("ALTER TABLE session_web RENAME TO ailleurs")

    porte.en_base(casser)
    reponse = porte.client.get("/offres")
    texte = page(reponse, 503).text_content()
    assert "ne répond pas" in texte
    assert "session_web" not in reponse.text
    assert "Camille" not in texte


def test_une_erreur_imprevue_a_sa_page_et_ses_entetes(porte: Porte) -> None:
    porte.compte(Role.CIP, CAMILLE)
    porte.entrer(CAMILLE)
    porte.client.app.state.service.vivant.__dict__.clear()  # type: ignore[attr-defined]
    reponse = porte.client.get("/offres")
    assert "de notre côté" in page(reponse, 500).text_content()
    assert "Content-Security-Policy" in reponse.headers
    assert "Traceback" not in reponse.text


def test_la_sante_ne_dit_rien_de_personne(anonyme: TestClient) -> None:
    assert autre_client(anonyme).get("/sante").json() == {"base": True, "limiteur_en_panne": 0}


@pytest.mark.parametrize(("chemin", "attendu"), [("/connexion", True), ("/connexion/lien/x", True), ("/connexions", False), ("/repondre", False)])
def test_un_chemin_public_est_exact_ou_un_prefixe(chemin: str, attendu: bool) -> None:
    assert public(chemin) is attendu


@pytest.mark.parametrize("suite", ["/", "/offres?q=a%20b&page=2", "/personnes/abc"])
def test_une_page_de_chez_nous_est_sure(suite: str) -> None:
    assert adresse_sure(suite) == suite


def test_le_menu_est_celui_du_role(client_de: Callable[[str], TestClient]) -> None:
    menus = {role: page(client_de(role).get("/compte")).xpath("//nav[@id='menu']//a/text()") for role in ("cip", "employeur", "allocataire", "admin")}
    assert "Portefeuille" in menus["cip"]
    assert "Comptes" in menus["admin"]
    assert not {"Personnes", "Comptes"} & {*menus["employeur"], *menus["allocataire"]}


PUBLIQUES = ["/connexion", "/connexion/oubli", "/connexion/lien", "/connexion/code-personnel", "/connexion/lien/perime"]


@pytest.mark.parametrize("chemin", PUBLIQUES)
def test_les_pages_d_entree_tiennent_les_regles(anonyme: TestClient, chemin: str) -> None:
    nu = autre_client(anonyme)
    assert list(fautes(html.document_fromstring(nu.get(chemin).text))) == []
    if nu.post(chemin).status_code == 400:
        assert list(fautes(html.document_fromstring(nu.post(chemin, data={"courriel": "x"}).text))) == []


def test_ce_qui_echoue_en_se_terminant_ne_repond_jamais_que_c_est_fait(porte: Porte) -> None:
    """A deferred constraint fails at the commit, after the route returned: the answer must not have left."""

    async def echouer_a_la_fin(connexion: Ecriture) -> Response:
        await connexion.execute("CREATE TEMP TABLE t (id int UNIQUE DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP")
        await connexion.execute("INSERT INTO t VALUES (1), (1)")
        return Response("fait")

    async def ecrire_en_lisant(connexion: Lecture) -> Response:
        await connexion.execute("UPDATE compte SET nom = 'autre'")
        return Response("fait")

    porte.compte(Role.CIP, CAMILLE)
    porte.entrer(CAMILLE)
    application = porte.client.app
    assert isinstance(application, FastAPI)
    application.add_api_route("/essai", echouer_a_la_fin, methods=["POST"])
    application.add_api_route("/essai", ecrire_en_lisant, methods=["GET"])
    for reponse in (porte.client.post("/essai"), porte.client.get("/essai")):
        assert reponse.status_code >= 500
        assert "fait" not in reponse.text
    assert "Camille Aubrac" in porte.client.get("/compte").text
