"""Entering: by a password, a second step, a link, a code; what is refused, what is said, what is traced."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pyotp
import pytest

from comptes.cadence import CODE_PERSONNEL, COURRIER, PAR_ADRESSE, PAR_COMPTE, SECOND_FACTEUR
from comptes.domaine import DUREES, Role
from socle.base import Connexion
from tests.comptes.conftest import MOT_DE_PASSE
from tests.web.porte import Porte, ouvrir_porte, page, titre

CAMILLE = "camille@exemple.fr"


@pytest.fixture
def porte(url_base: str) -> Iterator[Porte]:
    with ouvrir_porte(url_base) as ouverte:
        yield ouverte


def test_sans_entrer_tout_mene_a_la_page_d_entree(porte: Porte) -> None:
    reponse = porte.client.get("/offres?q=cuisine&type=iae")
    assert reponse.status_code == 303
    assert reponse.headers["Location"] == "/connexion?suite=/offres%3Fq%3Dcuisine%26type%3Diae"
    formulaire = page(porte.client.get(reponse.headers["Location"]))
    assert formulaire.xpath("//form[@action='/connexion']//input[@name='suite']/@value") == ["/offres?q=cuisine&type=iae"]
    assert not formulaire.xpath("//nav[@id='menu']")
    assert "démonstration" not in formulaire.text_content()
    # A fragment cannot be swapped for a login page: the whole window goes there.
    fragment = porte.client.get("/offres", headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment.headers["HX-Redirect"]) == (204, "/connexion?suite=/offres")


def test_le_bon_mot_de_passe_ouvre_et_ramene_ou_l_on_allait(porte: Porte) -> None:
    porte.compte(Role.CIP, CAMILLE)
    reponse = porte.entrer(" Camille@Exemple.FR ", suite="/offres?q=cuisine")
    assert (reponse.status_code, reponse.headers["Location"]) == (303, "/offres?q=cuisine")
    accueil = page(porte.client.get("/offres"))
    assert "Camille Aubrac" in accueil.xpath("string(//header)")
    assert porte.client.get("/connexion").headers["Location"] != "/connexion"
    assert ("Camille Aubrac", "session.ouvrir") in porte.traces()


@pytest.mark.parametrize(
    "suite", ["https://ailleurs.test/", "//ailleurs.test", "/\\ailleurs.test", "javascript:alert(1)", "ailleurs", "/\tx", "http:/x"]
)
def test_on_ne_part_jamais_ailleurs_apres_etre_entre(porte: Porte, suite: str) -> None:
    porte.compte(Role.MANAGER, CAMILLE)
    assert porte.entrer(CAMILLE, suite=suite).headers["Location"] == "/pilotage"
    assert page(porte.autre().get("/connexion", params={"suite": suite})).xpath("//input[@name='suite']/@value") == [""]


def test_une_mauvaise_entree_dit_la_meme_chose_pour_tous(porte: Porte) -> None:
    porte.compte(Role.CIP, CAMILLE)
    reponses = [porte.entrer(CAMILLE, "autre chose ici"), porte.entrer("personne@exemple.fr", "autre chose ici")]
    textes = []
    for reponse, tapee in zip(reponses, (CAMILLE, "personne@exemple.fr"), strict=True):
        arbre = page(reponse, 400)
        assert titre(reponse).startswith("Erreur :")
        assert arbre.xpath("//*[@id='erreurs']//a/@href") == ["#courriel"]
        assert arbre.xpath("//input[@name='courriel']/@value") == [tapee]
        assert not arbre.xpath("//input[@name='mot_de_passe']/@value")
        assert "set-cookie" not in reponse.headers
        textes.append(reponse.text.replace(tapee, ""))
    assert textes[0] == textes[1]


def test_une_adresse_inconnue_demande_le_meme_travail(porte: Porte) -> None:
    porte.compte(Role.CIP, CAMILLE)

    def travail(courriel: str) -> float:
        debut = time.process_time()
        porte.entrer(courriel, "autre chose ici")
        return time.process_time() - debut

    travail("echauffement@exemple.fr")
    connue, inconnue = (min(travail(c) for _ in range(4)) for c in (CAMILLE, "personne@exemple.fr"))
    # Without the decoy, an unknown address would cost nothing but the page.
    assert 0.5 < connue / inconnue < 2


def test_les_essais_sont_comptes_par_compte_que_l_adresse_existe_ou_non(porte: Porte) -> None:
    porte.compte(Role.CIP, CAMILLE)
    for courriel in (CAMILLE, "personne@exemple.fr"):
        deja_essaye(porte, "compte", courriel, PAR_COMPTE.nombre - 2)
        assert [porte.entrer(courriel, "faux").status_code for _ in range(3)] == [400, 400, 429]
    # Even the right password waits, then time forgives.
    assert porte.entrer(CAMILLE).status_code == 429
    porte.horloge.avancer(minutes=15)
    assert porte.entrer(CAMILLE).status_code == 303


def test_les_essais_sont_comptes_par_adresse_du_reseau(porte: Porte) -> None:
    porte.compte(Role.CIP, CAMILLE)
    deja_essaye(porte, "adresse", "testclient", PAR_ADRESSE.nombre)
    assert porte.entrer(CAMILLE).status_code == 429


def deja_essaye(porte: Porte, seuil: str, qui: str, fois: int) -> None:
    cle = porte.client.app.state.service.options.coffre.empreinte(f"cadence {seuil}", qui)  # type: ignore[attr-defined]

    async def remplir(connexion: Connexion) -> None:
        await connexion.execute("INSERT INTO tentative VALUES ($1, $2, $3)", cle, porte.horloge.instant, fois)

    porte.en_base(remplir)


def test_le_jeton_change_a_l_entree_et_ne_sert_plus_a_la_sortie(porte: Porte) -> None:
    porte.compte(Role.CIP, CAMILLE)
    porte.client.cookies.set("session", "choisi-par-un-autre")
    porte.entrer(CAMILLE)
    jeton = porte.client.cookies.get("session", domain="boite.test")
    assert jeton != "choisi-par-un-autre"
    porte.client.cookies.clear()
    porte.client.cookies.set("session", jeton)
    assert porte.client.get("/offres").status_code == 200
    sortie = porte.client.post("/deconnexion")
    assert sortie.headers["Location"] == "/connexion?avis=sortie"
    assert 'session=""' in sortie.headers["set-cookie"]
    porte.client.cookies.set("session", jeton)
    assert porte.client.get("/offres").status_code == 303


def test_une_session_oubliee_se_ferme_toute_seule(porte: Porte) -> None:
    porte.compte(Role.CIP, CAMILLE)
    porte.entrer(CAMILLE)
    porte.horloge.avancer(seconds=DUREES[Role.CIP].inactivite.total_seconds() - 60)
    assert porte.client.get("/offres").status_code == 200
    porte.horloge.avancer(seconds=DUREES[Role.CIP].inactivite.total_seconds())
    assert porte.client.get("/offres").status_code == 303


def test_un_administrateur_met_d_abord_en_place_la_double_authentification(porte: Porte) -> None:
    porte.compte(Role.ADMIN, CAMILLE)
    assert porte.entrer(CAMILLE).headers["Location"] == "/compte/double-authentification"
    for chemin in ("/", "/comptes", "/compte", "/offres"):
        assert porte.client.get(chemin).headers["Location"] == "/compte/double-authentification"
    avant = porte.client.cookies.get("session")
    secret, codes = mettre_en_place(porte)
    assert porte.client.cookies.get("session") != avant
    assert len(codes) == 8
    page(porte.client.get("/comptes"))
    # Next time the code is asked, and serves once.
    autre = porte.autre()
    assert porte.entrer(CAMILLE, client=autre, suite="/comptes").headers["Location"] == "/connexion/code?suite=/comptes"
    assert autre.get("/comptes").headers["Location"] == "/connexion/code"
    assert page(autre.get("/connexion/code?suite=/comptes")).xpath("//input[@name='suite']/@value") == ["/comptes"]
    page(autre.post("/connexion/code", data={"code": "000000"}), 400)
    porte.horloge.avancer(minutes=1)
    code = pyotp.TOTP(secret).at(porte.horloge.instant)
    assert autre.post("/connexion/code", data={"code": code, "suite": "/comptes"}).headers["Location"] == "/comptes"
    assert autre.get("/comptes").status_code == 200
    troisieme = porte.autre()
    porte.entrer(CAMILLE, client=troisieme)
    page(troisieme.post("/connexion/code", data={"code": code}), 400)
    assert troisieme.post("/connexion/code", data={"code": codes[0]}).headers["Location"] == "/comptes"


def mettre_en_place(porte: Porte) -> tuple[str, list[str]]:
    arbre = page(porte.client.get("/compte/double-authentification"))
    assert arbre.xpath("//img/@src")[0].startswith("data:image/svg+xml")
    secret, scelle = arbre.xpath("string(//*[@class='cle'])").replace(" ", ""), arbre.xpath("//input[@name='scelle']/@value")[0]
    faux = porte.client.post("/compte/double-authentification", data={"scelle": scelle, "code": "000000"})
    assert page(faux, 400).xpath("//input[@name='scelle']/@value") == [scelle]
    code = pyotp.TOTP(secret).at(porte.horloge.instant)
    arbre = page(porte.client.post("/compte/double-authentification", data={"scelle": scelle, "code": code}))
    return secret, arbre.xpath("//*[contains(@class, 'codes')]//code/text()")


def test_les_codes_du_second_facteur_ne_s_essaient_pas_sans_fin(porte: Porte) -> None:
    porte.compte(Role.ADMIN, CAMILLE)
    porte.entrer(CAMILLE)
    mettre_en_place(porte)
    autre = porte.autre()
    porte.entrer(CAMILLE, client=autre)
    statuts = [autre.post("/connexion/code", data={"code": f"{n:06d}"}).status_code for n in range(SECOND_FACTEUR.nombre + 1)]
    assert statuts == [400] * SECOND_FACTEUR.nombre + [429]


def test_une_invitation_se_lit_plusieurs_fois_et_sert_une_fois(porte: Porte) -> None:
    porte.compte(Role.CIP, CAMILLE, mot_de_passe=None)
    assert porte.client.post("/connexion/oubli", data={"courriel": CAMILLE}).status_code == 200
    lien = porte.dernier_lien()
    for _ in range(2):
        page(porte.client.get(lien))
    refuse = porte.client.post(lien, data={"mot_de_passe": "motdepasse2026"})
    assert "courant" in page(refuse, 400).text_content()
    assert porte.client.post(lien, data={"mot_de_passe": MOT_DE_PASSE}).headers["Location"] == "/connexion?avis=mot-de-passe"
    assert "enregistré" in porte.client.get("/connexion?avis=mot-de-passe").text
    perime = page(porte.client.post(lien, data={"mot_de_passe": "le vélo grince sous la pluie"}), 400)
    assert "déjà servi" in perime.text_content()
    assert porte.entrer(CAMILLE).status_code == 303


@pytest.mark.parametrize("chemin", ["/connexion/oubli", "/connexion/lien"])
def test_demander_un_message_dit_la_meme_chose_que_l_adresse_existe_ou_non(porte: Porte, chemin: str) -> None:
    porte.compte(Role.CIP if "oubli" in chemin else Role.ALLOCATAIRE, CAMILLE)
    connue, inconnue = (porte.client.post(chemin, data={"courriel": c}) for c in (CAMILLE, "personne@exemple.fr"))
    assert connue.text == inconnue.text
    assert porte.nombre("courrier") == 1
    assert page(porte.client.post(chemin, data={"courriel": "pas une adresse"}), 400).xpath("//input[@name='courriel']/@value") == ["pas une adresse"]
    statuts = [porte.client.post(chemin, data={"courriel": CAMILLE}).status_code for _ in range(COURRIER.nombre)]
    assert statuts == [200] * (COURRIER.nombre - 1) + [429]


def test_demander_un_message_prend_le_meme_temps(url_base: str) -> None:
    with ouvrir_porte(url_base, plancher_s=0.25) as porte:
        porte.compte(Role.CIP, CAMILLE)
        for courriel in (CAMILLE, "personne@exemple.fr"):
            debut = time.perf_counter()
            porte.client.post("/connexion/oubli", data={"courriel": courriel})
            assert time.perf_counter() - debut >= 0.25


def test_un_formulaire_envoye_trop_tard_n_est_pas_perdu(porte: Porte) -> None:
    reponse = porte.client.post("/compte/mot-de-passe", data={"actuel": "x"})
    texte = page(reponse, 401).text_content()
    assert "Rien n’a été enregistré" in texte
    assert "actualisez" in texte
    assert page(reponse, 401).xpath("//main//a/@href") == ["/connexion"]
    assert porte.client.post("/deconnexion").headers["Location"] == "/connexion?avis=sortie"


def test_une_personne_entre_par_un_lien_puis_le_lien_est_mort(porte: Porte) -> None:
    porte.compte(Role.ALLOCATAIRE, CAMILLE, mot_de_passe=None)
    porte.client.post("/connexion/lien", data={"courriel": CAMILLE})
    lien = porte.dernier_lien()
    bouton = page(porte.client.get(lien)).xpath("//form[@method='post']/@action")
    assert lien in bouton
    assert porte.client.post(lien).headers["Location"] == "/mon-espace"
    assert porte.client.get("/compte").status_code == 200
    assert porte.autre().post(lien).status_code == 400


def test_une_personne_choisit_ou_recevoir_ses_liens(porte: Porte) -> None:
    porte.compte(Role.ALLOCATAIRE, CAMILLE, mot_de_passe=None)
    porte.client.post("/connexion/lien", data={"courriel": CAMILLE})
    porte.client.post(porte.dernier_lien())
    faute = page(porte.client.post("/compte/courriel", data={"courriel": "pas une adresse"}), 400)
    assert faute.xpath("//input[@name='courriel']/@value") == ["pas une adresse"]
    porte.client.post("/connexion/lien", data={"courriel": CAMILLE})
    ancien = porte.dernier_lien()
    assert porte.client.post("/compte/courriel", data={"courriel": "Ana@Exemple.fr"}).headers["Location"] == "/compte?avis=courriel"
    assert porte.autre().get(ancien).status_code == 400
    autre = porte.autre()
    autre.post("/connexion/lien", data={"courriel": "ana@exemple.fr"})
    assert autre.post(porte.dernier_lien()).headers["Location"] == "/mon-espace"


def test_une_personne_n_entre_pas_avec_un_mot_de_passe(porte: Porte) -> None:
    porte.compte(Role.ALLOCATAIRE, CAMILLE)
    assert porte.entrer(CAMILLE).status_code == 400


def test_les_codes_personnels_ne_s_essaient_pas_sans_fin(porte: Porte) -> None:
    statuts = [porte.client.post("/connexion/code-personnel", data={"code": f"ABCDE-{n:05d}"}).status_code for n in range(CODE_PERSONNEL.nombre + 1)]
    assert statuts == [400] * CODE_PERSONNEL.nombre + [429]


def test_changer_son_mot_de_passe_deconnecte_les_autres_appareils(porte: Porte) -> None:
    porte.compte(Role.CIP, CAMILLE)
    autre = porte.autre()
    porte.entrer(CAMILLE)
    porte.entrer(CAMILLE, client=autre)
    assert "2 appareils" in page(porte.client.get("/compte")).text_content().replace("\u00a0", " ")
    faux = porte.client.post("/compte/mot-de-passe", data={"actuel": "faux", "nouveau": "le vélo grince sous la pluie"})
    assert page(faux, 400).xpath("//*[@id='erreurs']//a/@href") == ["#actuel"]
    faible = porte.client.post("/compte/mot-de-passe", data={"actuel": MOT_DE_PASSE, "nouveau": "camille aubrac"})
    assert page(faible, 400).xpath("//*[@id='erreurs']//a/@href") == ["#nouveau"]
    change = porte.client.post("/compte/mot-de-passe", data={"actuel": MOT_DE_PASSE, "nouveau": "le vélo grince sous la pluie"})
    assert change.headers["Location"] == "/compte?avis=mot-de-passe"
    assert porte.client.get("/compte").status_code == 200
    assert autre.get("/compte").status_code == 303
    assert porte.entrer(CAMILLE, client=autre).status_code == 400


def test_se_deconnecter_partout(porte: Porte) -> None:
    porte.compte(Role.CIP, CAMILLE)
    autre = porte.autre()
    porte.entrer(CAMILLE)
    porte.entrer(CAMILLE, client=autre)
    porte.client.post("/compte/deconnecter-partout")
    assert [c.get("/compte").status_code for c in (porte.client, autre)] == [303, 303]


def test_la_demonstration_n_existe_pas_en_production(porte: Porte) -> None:
    acteur = porte.compte(Role.ADMIN, CAMILLE)
    assert porte.client.post("/connexion/demonstration", data={"compte": acteur.identifiant}).status_code == 404

    async def marquer(connexion: Connexion) -> None:
        await connexion.execute("UPDATE compte SET demonstration = true")

    porte.en_base(marquer)
    assert porte.client.post("/connexion/demonstration", data={"compte": acteur.identifiant}).status_code == 404
