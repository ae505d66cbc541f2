"""Entering through a provider: who was invited gets in, the others are told what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from comptes.domaine import Role
from comptes.oidc import Client
from tests.comptes.conftest import MAINTENANT, MOT_DE_PASSE
from tests.comptes.fournisseur import REGLAGE, FournisseurEssai
from tests.web.porte import Porte, ouvrir_porte, page, titre

CAMILLE = "camille@exemple.fr"


@pytest.fixture
def essai() -> FournisseurEssai:
    return FournisseurEssai(int(MAINTENANT.timestamp()))


@pytest.fixture
def porte(url_base: str, essai: FournisseurEssai) -> Iterator[Porte]:
    with ouvrir_porte(url_base, {"essai": Client(REGLAGE, httpx.ASGITransport(essai.application))}) as ouverte:
        yield ouverte


def aller(porte: Porte, essai: FournisseurEssai, suite: str = "", client: Any = None) -> str:
    depart = (client or porte.client).get("/connexion/avec/essai", params={"suite": suite} if suite else {})
    assert depart.status_code == 303
    return essai.consentir(depart.headers["Location"])


def test_la_page_d_entree_propose_le_fournisseur(porte: Porte) -> None:
    lien = page(porte.client.get("/connexion")).xpath("//a[contains(@href, '/connexion/avec/')]")[0]
    assert (lien.text_content(), lien.get("href")) == ("Entrer avec Fournisseur d’essai", "/connexion/avec/essai")


def test_qui_est_invite_entre_puis_est_reconnu_par_son_sujet(porte: Porte, essai: FournisseurEssai) -> None:
    porte.compte(Role.CIP, CAMILLE, mot_de_passe=None)
    entree = porte.client.get(aller(porte, essai, "/offres?q=cuisine"))
    assert entree.headers["Location"] == "/offres?q=cuisine"
    assert "Camille Aubrac" in porte.client.get("/compte").text
    # Another address at the provider: the same person all the same.
    essai.courriel = "autre.adresse@exemple.fr"
    autre = porte.autre()
    assert autre.get(aller(porte, essai, client=autre)).headers["Location"] == "/ma-journee"
    assert [action for _, action in porte.traces()].count("compte.lier_fournisseur") == 1


def test_qui_n_est_pas_invite_est_bien_recu_mais_n_entre_pas(porte: Porte, essai: FournisseurEssai) -> None:
    reponse = porte.client.get(aller(porte, essai))
    assert "aucun compte ne vous attend" in page(reponse, 400).text_content()
    assert titre(reponse).startswith("Erreur")
    assert porte.client.get("/offres").status_code == 303


def test_le_sujet_d_un_autre_ne_prend_pas_un_compte_deja_lie(porte: Porte, essai: FournisseurEssai) -> None:
    porte.compte(Role.CIP, CAMILLE, mot_de_passe=None)
    porte.client.get(aller(porte, essai))
    essai.sujet = "sujet-2"
    autre = porte.autre()
    assert autre.get(aller(porte, essai, client=autre)).status_code == 400


def test_une_adresse_non_verifiee_n_ouvre_pas_un_compte_invite(porte: Porte, essai: FournisseurEssai) -> None:
    porte.compte(Role.CIP, CAMILLE, mot_de_passe=None)
    essai.mensonges = {"email_verified": False}
    assert porte.client.get(aller(porte, essai)).status_code == 400


def test_une_personne_accompagnee_lie_le_compte_ou_elle_est_deja(porte: Porte, essai: FournisseurEssai) -> None:
    porte.compte(Role.ALLOCATAIRE, CAMILLE, mot_de_passe=None)
    # Her address alone opens nothing: a mailbox may be shared.
    assert porte.client.get(aller(porte, essai)).status_code == 400
    porte.client.post("/connexion/lien", data={"courriel": CAMILLE})
    porte.client.post(porte.dernier_lien())
    porte.client.get(aller(porte, essai))
    autre = porte.autre()
    assert autre.get(aller(porte, essai, client=autre)).headers["Location"] == "/mon-espace"


def test_un_administrateur_garde_sa_seconde_etape(porte: Porte, essai: FournisseurEssai) -> None:
    porte.compte(Role.ADMIN, CAMILLE)
    assert porte.client.get(aller(porte, essai)).headers["Location"] == "/compte/double-authentification"


def test_un_retour_qui_n_a_pas_ete_demande_ici_est_refuse(porte: Porte, essai: FournisseurEssai) -> None:
    porte.compte(Role.CIP, CAMILLE, mot_de_passe=None)
    retour = aller(porte, essai)
    # Somebody else's browser, handed the address of the return.
    assert porte.autre().get(retour).status_code == 400
    assert porte.client.get(retour.replace("state=", "state=x")).status_code == 400
    assert porte.client.get(retour.replace("fournisseur.test", "ailleurs.test")).status_code == 400
    assert porte.client.get("/connexion/avec/inconnu/retour").status_code == 404
    assert porte.client.get(retour).status_code == 303
    # The same address replayed: its cookie is gone, its code is used.
    assert porte.client.get(retour).status_code == 400


def test_renoncer_chez_le_fournisseur_se_dit(porte: Porte, essai: FournisseurEssai) -> None:
    retour = aller(porte, essai)
    annule = retour.replace("code=", "error=access_denied&autre=")
    assert "interrompue" in page(porte.client.get(annule), 400).text_content()


def test_un_fournisseur_en_panne_laisse_entrer_autrement(porte: Porte, essai: FournisseurEssai) -> None:
    porte.compte(Role.CIP, CAMILLE)
    essai.ailleurs = {"issuer": "https://ailleurs.test"}
    assert "n’a pas abouti" in page(porte.client.get("/connexion/avec/essai"), 400).text_content()
    assert porte.entrer(CAMILLE, MOT_DE_PASSE).status_code == 303
