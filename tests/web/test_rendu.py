"""Rendering: strict, escaped, the same whole or in part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pytest
from jinja2 import TemplateNotFound, UndefinedError
from jinja2_fragments import BlockNotFoundError
from lxml import html

from catalogue.domaine import TypeOffre
from web.pages.cartes import CarteOffre, GroupeCartes
from web.pages.commun import Onglet, Page, PageErreur
from web.pages.offres import PageOffres, SaisieRecherche
from web.pages.personnes import PagePersonne
from web.rendu import STATIQUES, adresse_statique, environnement, page

JOUR = date(2026, 12, 7)
PERSONNE = PagePersonne(
    aujourdhui=JOUR,
    identifiant="k3",
    nom="Aminata D.",
    situation="",
    projet="",
    faits=(),
    onglets=(Onglet("Toutes", "/personnes/k3", 1, True),),
    total=1,
    groupes=(GroupeCartes(None, (CarteOffre("a1", TypeOffre.APPUI, "Aide au permis"),), 1),),
)
OFFRES = PageOffres(aujourdhui=JOUR, saisie=SaisieRecherche(q='<img src=x> & "vente"'), total=3)


@pytest.mark.parametrize(("nom", "donnees"), [("offres", OFFRES), ("personne", PERSONNE)])
def test_fragment_identique_a_la_page(nom: str, donnees: Page) -> None:
    entiere = html.document_fromstring(page(nom, donnees))
    fragment = html.fragments_fromstring(page(nom, donnees, bloc="resultats"))
    titre, zone = (f for f in fragment if not isinstance(f, str))
    assert html.tostring(zone, with_tail=False) == html.tostring(entiere.get_element_by_id("resultats"), with_tail=False)
    assert titre.text_content() == entiere.find(".//title").text_content()


def test_texte_de_la_personne_echappe() -> None:
    rendu = page("offres", OFFRES)
    assert "<img" not in rendu
    assert html.document_fromstring(rendu).get_element_by_id("q").get("value") == '<img src=x> & "vente"'


def test_champ_absent_refuse() -> None:
    @dataclass(frozen=True)
    class Incomplete:
        titre: str = "Introuvable"

    with pytest.raises(UndefinedError, match="donnees_fictives"):
        page("erreur", Incomplete())


def test_gabarit_ou_bloc_absent_refuse() -> None:
    with pytest.raises(TemplateNotFound):
        page("nulle-part", OFFRES)
    with pytest.raises(BlockNotFoundError):
        page("offres", OFFRES, bloc="nulle_part")


def test_rendu_stable() -> None:
    assert page("offres", OFFRES) == page("offres", OFFRES)


def test_fichiers_statiques_dates_par_leur_contenu() -> None:
    assert re.fullmatch(r"/static/style\.css\?v=[0-9a-f]{8}", adresse_statique("style.css"))
    assert adresse_statique("style.css") != adresse_statique("jetons.css")
    with pytest.raises(FileNotFoundError):
        adresse_statique("absent.css")


def test_chaque_fichier_statique_appele_existe_et_rien_d_exterieur() -> None:
    arbre = html.document_fromstring(page("erreur", PageErreur(aujourdhui=JOUR, statut=404, titre="Introuvable", message="Rien ici.")))
    adresses = [*arbre.xpath("//script/@src"), *arbre.xpath("//link/@href")]
    assert all(adresse.startswith("/static/") for adresse in adresses)
    assert {adresse.split("?")[0].removeprefix("/static/") for adresse in adresses} <= {f.name for f in STATIQUES.iterdir()}


def test_chaque_icone_appelee_est_dessinee() -> None:
    dessinees = set(re.findall(r'id="i-([\w-]+)"', (STATIQUES / "icones.svg").read_text("utf-8")))
    sources = [environnement().loader.get_source(environnement(), nom)[0] for nom in environnement().list_templates()]
    appelees = {nom for source in sources for nom in re.findall(r'icone\("([\w-]+)"', source)}
    tables = environnement().globals["mots"]
    par_code = {t.icone for t in tables.TYPES.values()} | {*tables.ICONES_CONDITIONS.values(), *tables.ICONES_APPORTS.values()}
    assert appelees
    assert appelees | par_code <= dessinees


def test_htmx_bride_par_la_page() -> None:
    arbre = html.document_fromstring(page("offres", OFFRES))
    reglages = arbre.xpath("//meta[@name='htmx-config']/@content")[0]
    assert '"historyCacheSize":0' in reglages
    assert '"allowEval":false' in reglages
    assert '"includeIndicatorStyles":false' in reglages
    assert (STATIQUES / "htmx.LICENSE.txt").exists()
