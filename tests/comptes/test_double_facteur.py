"""The second factor: the vector of the RFC, codes that serve once, codes read aloud."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from random import Random
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from comptes.double_facteur import adresse, code_normal, codes_de_secours, image, nouveau_secret, pas_du_code

# RFC 6238, appendix B, SHA-1, cut to 6 digits.
SECRET_RFC = base64.b32encode(b"12345678901234567890").decode()
VECTEURS = [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")]


@pytest.mark.parametrize(("instant", "code"), VECTEURS)
def test_vecteurs_de_la_rfc(instant: int, code: str) -> None:
    assert pas_du_code(SECRET_RFC, code, datetime.fromtimestamp(instant, UTC), 0) == instant // 30


def test_un_code_sert_une_fois_et_tolere_une_horloge_decalee() -> None:
    secret, maintenant = nouveau_secret(), datetime(2026, 11, 23, 9, 0, 10, tzinfo=UTC)
    code = pyotp.TOTP(secret).at(maintenant)
    pas = pas_du_code(secret, f" {code[:3]} {code[3:]} ", maintenant, 0)
    assert pas is not None
    assert pas_du_code(secret, code, maintenant, pas) is None
    assert pas_du_code(secret, code, maintenant + timedelta(seconds=30), 0) == pas
    assert pas_du_code(secret, code, maintenant + timedelta(seconds=90), 0) is None
    assert pas_du_code(secret, "abcdef", maintenant, 0) is None
    assert pas_du_code(secret, "", maintenant, 0) is None


def test_le_telephone_lit_une_adresse_qui_porte_le_secret() -> None:
    secret = nouveau_secret()
    lue = urlsplit(adresse(secret, "Camille Aubrac"))
    assert (lue.scheme, lue.netloc) == ("otpauth", "totp")
    assert parse_qs(lue.query) == {"secret": [secret], "issuer": ["Boîte à parcours"]}
    assert image(lue.geturl()).startswith("data:image/svg+xml")


def test_les_codes_se_lisent_a_voix_haute() -> None:
    codes = codes_de_secours(Random(1).randrange)
    assert len(set(codes)) == 8
    assert not any(set(code) & set("ILOU") for code in codes)
    assert code_normal(" 7kq2m-x4h9a ") == code_normal("7KQ2M X4H9A") == "7kq2mx4h9a"
    assert code_normal("O1L") == code_normal("0I1") == "011"
