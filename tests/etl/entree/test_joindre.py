"""Addresses of pages and of mail boxes, phone numbers."""

from __future__ import annotations

import pytest

from etl.entree.joindre import courriel, lien_dans, lien_web, telephone
from etl.entree.valeurs import ValeurInvalide


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("https://exemple.fr/a?b=1&c=2", "https://exemple.fr/a?b=1&c=2"),
        ("HTTP://EXEMPLE.FR", "HTTP://EXEMPLE.FR"),
        ("www.exemple.fr", "http://www.exemple.fr"),
        ("exemple.fr/page:2", "http://exemple.fr/page:2"),
        ("exemple.fr:8080/x", "http://exemple.fr:8080/x"),
        (" - ", None),
        ("", None),
        (None, None),
    ],
)
def test_lien_web(ecrit: object, lu: str | None) -> None:
    assert lien_web(ecrit) == lu


@pytest.mark.parametrize(
    "faux", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://exemple.fr", "voir le site", "https://", "http://a b", "exemple"]
)
def test_lien_refuse(faux: str) -> None:
    with pytest.raises(ValeurInvalide, match="page web"):
        lien_web(faux)


def test_lien_dans_une_phrase() -> None:
    assert lien_dans("Pour postuler, utiliser le lien suivant : https://exemple.fr/o?n=1.") == "https://exemple.fr/o?n=1"
    assert lien_dans("(https://exemple.fr/a);") == "https://exemple.fr/a"
    assert lien_dans("rh@exemple.fr") is None
    assert lien_dans(None) is None


def test_courriel() -> None:
    assert courriel("rh@exemple.fr") == "rh@exemple.fr"
    assert courriel("mailto:rh@exemple.fr") == "rh@exemple.fr"
    assert courriel("-") is None
    for faux in ("rh@exemple", "rh exemple.fr", "écrire à rh@exemple.fr"):
        with pytest.raises(ValeurInvalide, match="courriel"):
            courriel(faux)


def test_telephone() -> None:
    assert telephone("01 45 00 00 00 (accueil)") == "01 45 00 00 00 (accueil)"
    assert telephone(145000000.0) == "0145000000", "the zero that a spreadsheet dropped"
    assert telephone(" ") is None
    with pytest.raises(ValeurInvalide):
        telephone(["0145000000"])
