"""The pages of prescriptions over the demonstration, with the real ranking."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from fastapi.testclient import TestClient
from lxml import html

from parcours.prescriptions.domaine import Etat
from socle.base import ouvrir

PORTE_DES_ACTIONS = ("vers", "attendu", "cle")


def du_conseiller(url: str, etat: Etat) -> str:
    """Public id of a prescription of the first conseiller."""

    async def chercher() -> str:
        bassin = await ouvrir(url, taille=1)
        try:
            async with bassin.acquire() as connexion:
                return str(
                    await connexion.fetchval(
                        "SELECT identifiant FROM prescription_en_clair WHERE etat = $1 AND referent_id ="
                        " (SELECT id FROM compte WHERE courriel = 'cip-departement@demonstration.invalid') ORDER BY id LIMIT 1",
                        etat.value,
                    )
                )
        finally:
            await bassin.close()

    with ThreadPoolExecutor(1) as fil:
        return fil.submit(asyncio.run, chercher()).result()


def test_apres_un_refus_la_meilleure_offre_suivante_est_a_un_clic(client: TestClient, url_demonstration: str) -> None:
    page = html.fromstring(client.get(f"/prescriptions/{du_conseiller(url_demonstration, Etat.REFUSEE)}").text)
    (suite,) = page.xpath("//section[@aria-labelledby='titre-autre']//a[contains(@class, 'bouton')][1]/@href")[:1]
    assert suite.startswith("/prescrire?personne=")
    formulaire = client.get(suite)
    assert formulaire.status_code == 200
    offre_refusee = page.xpath("//header//a[starts-with(@href, '/offres/')]/@href")[0].split("/")[-1]
    assert offre_refusee not in suite


def test_ma_journee_mene_aux_prescriptions(client: TestClient) -> None:
    page = html.fromstring(client.get("/ma-journee").text)
    liens = page.xpath("//a[starts-with(@href, '/prescriptions/')]/@href")
    assert len(liens) > 5
    for lien in liens[:3]:
        fiche = html.fromstring(client.get(lien).text)
        for formulaire in fiche.forms:
            if formulaire.action == lien:
                assert all(formulaire.fields.get(nom) for nom in PORTE_DES_ACTIONS)
