"""What a CRE checks: an offer that waits is published or sent back, a structure is trusted, old offers are confirmed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient
from lxml import html

from socle.identifiants import identifiant_public
from tests.conftest import autre_client, entrer


def lire(texte: str) -> Any:
    """A page to look into."""
    return html.document_fromstring(texte)


def envoyer(client: TestClient, titre: str, **changes: str) -> tuple[str, str]:
    """Post an offer and send it; its public id and the page that follows."""
    identifiant = identifiant_public()
    commune = lire(client.get("/mes-offres/nouvelle").text).xpath("string(//datalist[@id='liste-communes']/option[1]/@value)")
    champs = {"titre": titre, "texte": "On range, on nettoie, on apprend.", "type_offre": "recrutement", "seances": "s1", "seance-s1-places": "3"}
    champs |= {"commune": commune, "courriel": "accueil@exemple.fr", "action": "apercu", "version": "0", **changes}
    garde = client.post(f"/mes-offres/{identifiant}", data=champs)
    assert garde.status_code == 200, garde.text
    return identifiant, client.post(f"/mes-offres/{identifiant}/publier", data={"version": "1"}).text


def trancher(cre: TestClient, identifiant: str, **champs: str) -> Any:
    """Decide on an offer from its page, as it is shown now."""
    lue = lire(cre.get(f"/a-valider/{identifiant}").text).xpath("string(//input[@name='lue']/@value)")
    return cre.post(f"/a-valider/{identifiant}", data={"lue": lue, **champs})


def test_on_ne_publie_que_ce_que_l_on_a_lu(service: TestClient, cre: TestClient) -> None:
    identifiant, _ = envoyer(entrer(autre_client(service), "employeur-formation"), "Aide cuisinier")
    avant = cre.post(f"/a-valider/{identifiant}", data={"action": "publier", "lue": "2026-11-22T09:00:00+01:00"})
    assert avant.status_code == 400
    assert "modifiée depuis que vous l’avez lue" in avant.text
    assert cre.post(f"/a-valider/{identifiant}", data={"action": "publier", "lue": "hier"}).status_code == 400
    assert cre.get(f"/offres/{identifiant}").status_code == 404


def test_valider_publie(service: TestClient, cre: TestClient) -> None:
    identifiant, _ = envoyer(entrer(autre_client(service), "employeur-formation"), "Aide de cuisine")
    assert f'href="/a-valider/{identifiant}"' in cre.get("/a-valider").text
    assert "Aide de cuisine" in cre.get(f"/a-valider/{identifiant}").text
    assert "L’offre est publiée" in trancher(cre, identifiant, action="publier").text
    assert cre.get(f"/offres/{identifiant}").status_code == 200
    assert f"/a-valider/{identifiant}" not in cre.get("/a-valider").text
    assert cre.post(f"/a-valider/{identifiant}", data={"action": "publier"}).status_code == 404


def test_renvoyer_demande_un_mot_que_la_structure_lit(service: TestClient, cre: TestClient) -> None:
    employeur = entrer(autre_client(service), "employeur-formation")
    identifiant, _ = envoyer(employeur, "Aide jardinier")
    sans = trancher(cre, identifiant, action="renvoyer", mot=" ")
    assert sans.status_code == 400
    assert 'href="#mot"' in sans.text
    assert "renvoyée" in trancher(cre, identifiant, action="renvoyer", mot="Précisez les horaires.").text
    assert "Précisez les horaires." in employeur.get("/mes-offres").text
    assert "Précisez les horaires." in employeur.get(f"/mes-offres/{identifiant}").text
    envoye = employeur.post(f"/mes-offres/{identifiant}/publier", data={"version": "1"})
    assert "L’offre est envoyée" in envoye.text
    assert "Précisez les horaires." not in employeur.get(f"/mes-offres/{identifiant}").text


def test_une_structure_de_confiance_publie_d_office_puis_plus(service: TestClient, cre: TestClient) -> None:
    employeur = entrer(autre_client(service), "employeur-interim")
    identifiant, page = envoyer(employeur, "Manutentionnaire")
    assert "L’offre est envoyée" in page
    trancher(cre, identifiant, action="publier", confiance="oui")
    suivante, page = envoyer(employeur, "Préparateur de commandes")
    assert "L’offre est publiée" in page
    assert employeur.get(f"/offres/{suivante}").status_code == 200
    structure = re.search(r'action="/a-valider/structures/([0-9a-z]{12})"', cre.get("/a-valider").text)
    assert structure is not None
    assert employeur.post(f"/a-valider/structures/{structure[1]}", data={"confiance": "oui"}).status_code == 403
    cre.post(f"/a-valider/structures/{structure[1]}", data={"confiance": "non"})
    assert "L’offre est envoyée" in envoyer(employeur, "Cariste")[1]


def test_un_cre_depose_pour_une_structure_qu_il_nomme(cre: TestClient) -> None:
    noms = lire(cre.get("/mes-offres/nouvelle").text).xpath("//datalist[@id='liste-structures']/option/@value")
    _, page = envoyer(cre, "Découverte du maraîchage", structure=noms[0])
    assert "L’offre est publiée" in page
    assert "Découverte du maraîchage" in cre.get("/mes-offres").text
    for tape, motif in (("", "nom ou le SIRET"), ("12345678901234", "clé de contrôle"), ("Nulle part SARL", "Aucune structure")):
        champs = {"titre": "T", "texte": "T", "structure": tape, "version": "0", "action": "apercu"}
        reponse = cre.post(f"/mes-offres/{identifiant_public()}", data=champs)
        assert reponse.status_code == 400
        assert motif in reponse.text


def test_confirmer_la_fraicheur_retire_l_offre_de_la_liste(cre: TestClient) -> None:
    page = cre.get("/a-valider").text
    vieilles = re.findall(r'action="/mes-offres/([0-9a-z]{12})/confirmer"', page)
    if not vieilles:
        assert "confirmées depuis moins d’un mois" in page
        return
    apres = cre.post(f"/mes-offres/{vieilles[0]}/confirmer", data={"retour": "a-valider"})
    assert apres.url.path == "/a-valider"
    assert vieilles[0] not in apres.text


def test_un_employeur_ne_valide_rien(client_de: Callable[[str], TestClient]) -> None:
    assert client_de("employeur").get("/a-valider").status_code == 403
    assert client_de("employeur").post("/a-valider/0123456789ab", data={"action": "publier"}).status_code == 403
