"""What the search understood is shown, each thing with the way to remove it."""

from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize(
    ("texte", "puce", "parametre"),
    [
        ("cuisine mais pas de plonge", "Sauf plonge", "refus"),
        ("je n'ai personne pour garder mon fils", "Garde d’enfants", "frein"),
        ("vente pas le dimanche", "sauf dimanche", "creneaux"),
    ],
)
def test_ce_qui_est_compris_se_voit_et_se_retire(client: TestClient, texte: str, puce: str, parametre: str) -> None:
    page = client.get(f"/offres?q={quote(texte)}").text
    assert puce in page.replace("\u00a0", " ").replace("&nbsp;", " ")
    assert f"ignorer={parametre}" in page
    sans = client.get(f"/offres?q={quote(texte)}&ignorer={parametre}").text
    assert f'class="puce" href="/offres?q={quote(texte)}&amp;ignorer={parametre}"' not in sans
    puces = sans.partition('aria-labelledby="actifs-filtres"')[2].partition("</ul>")[0]
    assert puce not in puces.replace("\u00a0", " ")
