"""OpenID Connect: a true answer is believed, every kind of lie is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.applications import Starlette

from comptes.oidc import Client, Depart, EntreeRefusee, Identite
from tests.comptes.conftest import MAINTENANT
from tests.comptes.fournisseur import EMETTEUR, REGLAGE, FournisseurEssai

RETOUR = "https://boite.test/connexion/avec/essai/retour"
INSTANT = int(MAINTENANT.timestamp())


@pytest.fixture
def essai() -> FournisseurEssai:
    return FournisseurEssai(INSTANT)


def client(essai: FournisseurEssai) -> Client:
    return Client(REGLAGE, httpx.ASGITransport(essai.application))


async def aller_retour(essai: FournisseurEssai, retour: str = RETOUR) -> Identite:
    depart = Depart.tirer()
    lue = urlsplit(essai.consentir(await client(essai).adresse_depart(depart, RETOUR)))
    return await client(essai).identite(parse_qs(lue.query)["code"][0], depart, retour, MAINTENANT)


async def test_le_depart_porte_tout_ce_qui_protege(essai: FournisseurEssai) -> None:
    depart = Depart.tirer()
    parametres = parse_qs(urlsplit(await client(essai).adresse_depart(depart, RETOUR)).query)
    assert parametres["state"] == [depart.etat]
    assert parametres["nonce"] == [depart.nonce]
    assert parametres["scope"] == ["openid email"]
    assert parametres["acr_values"] == ["eidas1"]
    assert depart.verificateur not in str(parametres)
    assert len({depart.etat, depart.nonce, depart.verificateur, *vars_de(Depart.tirer())}) == 6


def vars_de(depart: Depart) -> tuple[str, str, str]:
    return depart.etat, depart.nonce, depart.verificateur


@pytest.mark.parametrize("signe", [False, True])
async def test_une_vraie_reponse_donne_une_identite(essai: FournisseurEssai, signe: bool) -> None:
    essai.profil_signe, essai.courriel = signe, "Camille@Exemple.fr"
    assert await aller_retour(essai) == Identite(EMETTEUR, "sujet-1", "camille@exemple.fr")


async def test_une_adresse_non_verifiee_ne_compte_pas(essai: FournisseurEssai) -> None:
    essai.mensonges = {"email_verified": False}
    assert (await aller_retour(essai)).courriel == ""


@pytest.mark.parametrize(
    "mensonges",
    [
        {"iss": "https://ailleurs.test"},
        {"aud": "un-autre-client"},
        {"aud": ["boite", "autre"], "azp": "autre"},
        {"nonce": "rejoue"},
        {"nonce": None},
        {"exp": INSTANT - 61},
        {"exp": None},
        {"iat": INSTANT + 120},
        {"sub": None},
        {"sub": ""},
    ],
    ids=str,
)
async def test_un_jeton_qui_ment_est_refuse(essai: FournisseurEssai, mensonges: dict[str, Any]) -> None:
    essai.mensonges = mensonges
    with pytest.raises(EntreeRefusee, match="n’a pas abouti"):
        await aller_retour(essai)


async def test_une_signature_d_une_autre_cle_est_refusee(essai: FournisseurEssai) -> None:
    essai.autre_cle = True
    with pytest.raises(EntreeRefusee):
        await aller_retour(essai)


async def test_un_profil_de_quelqu_un_d_autre_est_refuse(essai: FournisseurEssai) -> None:
    essai.profil_signe, essai.mensonges_profil = True, {"sub": "sujet-2"}
    with pytest.raises(EntreeRefusee):
        await aller_retour(essai)


async def test_un_fournisseur_qui_en_annonce_un_autre_est_refuse(essai: FournisseurEssai) -> None:
    essai.ailleurs = {"issuer": "https://ailleurs.test"}
    with pytest.raises(EntreeRefusee):
        await client(essai).adresse_depart(Depart.tirer(), RETOUR)


async def test_le_code_ne_vaut_qu_avec_son_verificateur_et_son_adresse(essai: FournisseurEssai) -> None:
    with pytest.raises(EntreeRefusee):
        await aller_retour(essai, "https://ailleurs.test/retour")
    depart = Depart.tirer()
    lue = urlsplit(essai.consentir(await client(essai).adresse_depart(depart, RETOUR)))
    with pytest.raises(EntreeRefusee):
        await client(essai).identite(parse_qs(lue.query)["code"][0], replace(depart, verificateur="intercepte"), RETOUR, MAINTENANT)


async def test_un_fournisseur_muet_se_dit_sans_trace() -> None:
    # An application without any page: it answers 404 to everything.
    with pytest.raises(EntreeRefusee, match="Fournisseur d’essai"):
        await Client(REGLAGE, httpx.ASGITransport(Starlette())).adresse_depart(Depart.tirer(), RETOUR)
