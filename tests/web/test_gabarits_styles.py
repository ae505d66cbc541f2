"""The style sheets: contrast in both themes, no way out of the tokens, nothing from elsewhere."""

from __future__ import annotations

import re

import pytest

from catalogue.domaine import TypeOffre
from web.libelles import TYPES
from web.rendu import STATIQUES

JETONS = (STATIQUES / "jetons.css").read_text("utf-8")
FEUILLES = {f.name: f.read_text("utf-8") for f in sorted(STATIQUES.glob("*.css"))}
COULEUR = re.compile(r"--([\w-]+):\s*([^;]+);")


def declarations(selecteur: str) -> dict[str, str]:
    trouve = re.search(re.escape(selecteur) + r"\s*\{(.*?)\}", JETONS, re.DOTALL)
    assert trouve, selecteur
    return dict(COULEUR.findall(trouve[1]))


CLAIR = declarations(":root")
SOMBRE = {**CLAIR, **declarations(':root:not([data-theme="clair"])')}
THEMES = {"clair": CLAIR, "sombre": SOMBRE}


def luminance(couleur: str) -> float:
    """Relative luminance of WCAG 2.2."""
    composantes = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    rouge, vert, bleu = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in composantes)
    return 0.2126 * rouge + 0.7152 * vert + 0.0722 * bleu


def contraste(une: str, autre: str) -> float:
    """Contrast ratio of WCAG 2.2, from 1 to 21."""
    claire, foncee = sorted((luminance(une), luminance(autre)), reverse=True)
    return (claire + 0.05) / (foncee + 0.05)


def test_formule_du_contraste() -> None:
    assert contraste("#000000", "#ffffff") == pytest.approx(21)
    assert contraste("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_theme_choisi_et_theme_du_systeme_ont_les_memes_couleurs() -> None:
    assert declarations(':root[data-theme="sombre"]') == declarations(':root:not([data-theme="clair"])')


@pytest.mark.parametrize("theme", THEMES)
def test_textes_lisibles_sur_chaque_fond(theme: str) -> None:
    jetons = THEMES[theme]
    fonds = ("fond", "fond-doux", "surface", "accent-doux")
    paires = [(encre, fond) for encre in ("texte", "texte-doux", "accent", "accent-fort") for fond in fonds]
    paires += [("sur-accent", "accent"), ("sur-accent", "accent-fort"), ("erreur", "accent-doux"), ("accent", "attention-fond")]
    paires += [(etat, fond) for etat in ("bien", "attention", "erreur", "info") for fond in (f"{etat}-fond", "surface", "fond")]
    paires += [("texte", f"{etat}-fond") for etat in ("bien", "attention", "erreur", "info")]
    trop_faibles = {p: contraste(jetons[p[0]], jetons[p[1]]) for p in paires if contraste(jetons[p[0]], jetons[p[1]]) < 4.5}
    assert trop_faibles == {}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("genre", TypeOffre)
def test_chaque_type_lisible(theme: str, genre: TypeOffre) -> None:
    jetons = THEMES[theme]
    assert all(contraste(jetons[genre], jetons[fond]) >= 4.5 for fond in (f"{genre}-fond", "surface", "fond"))


@pytest.mark.parametrize("theme", THEMES)
def test_bords_de_champs_et_focus_visibles(theme: str) -> None:
    jetons = THEMES[theme]
    assert all(contraste(jetons[trait], jetons[fond]) >= 3 for trait in ("bord-champ", "focus") for fond in ("fond", "surface", "accent-doux"))


def test_huit_types_huit_couleurs_huit_icones_huit_mots() -> None:
    for theme in THEMES.values():
        assert len({theme[genre] for genre in TypeOffre}) == len(TypeOffre)
    for champ in ("icone", "classe", "singulier", "pluriel", "court"):
        assert len({getattr(t, champ) for t in TYPES.values()}) == len(TypeOffre)
    assert all(f".{t.classe} {{" in FEUILLES["composants.css"] for t in TYPES.values())


@pytest.mark.parametrize("nom", [n for n in FEUILLES if n not in {"jetons.css", "impression.css"}])
def test_couleurs_seulement_dans_les_jetons(nom: str) -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*;)|rgba?\(|hsla?\(", FEUILLES[nom]) == []


@pytest.mark.parametrize("nom", FEUILLES)
def test_jetons_connus_et_rien_d_exterieur(nom: str) -> None:
    connus = set(CLAIR) | {"encre", "encre-fond"}
    assert set(re.findall(r"var\(--([\w-]+)", FEUILLES[nom])) <= connus
    assert re.search(r"url\(|@import|@font-face|marianne|dsfr", FEUILLES[nom], re.IGNORECASE) is None


def test_mouvement_reduit_et_couleurs_forcees_prevus() -> None:
    assert "@media (prefers-reduced-motion: reduce)" in FEUILLES["style.css"]
    assert "@media (forced-colors: active)" in FEUILLES["style.css"]


def test_scripts_sans_evaluation_ni_adresse_exterieure() -> None:
    for nom in ("boite.js", "theme.js"):
        script = (STATIQUES / nom).read_text("utf-8")
        assert re.search(r"\beval\b|new Function|https?://|innerHTML", script) is None
