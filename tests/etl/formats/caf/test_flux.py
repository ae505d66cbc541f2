"""Reading the flow of beneficiaries: who is read, what is left unread, and what refuses the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from etl.formats.caf import lire
from etl.formats.caf.structure import Attendu, blocs
from etl.lecture import Avertissement
from etl.personnes.lecture import Ecartee, EntreeFlux, Numeros, PersonneLue
from parcours.dossier.domaine import DroitRsa
from parcours.dossier.faits import Situation
from socle.chiffrement import Coffre
from socle.erreurs import FichierIllisible
from tests.etl.formats.caf.conftest import Poser, flux, foyer, personne

NUMEROS = Numeros(Coffre("clé des essais, assez longue pour servir"))


def lus(chemin: Path) -> list[Any]:
    return list(lire(chemin, NUMEROS))


def une(chemin: Path) -> PersonneLue:
    return next(element for element in lus(chemin) if isinstance(element, PersonneLue))


def test_une_personne_et_ce_qui_sert_au_parcours(poser: Poser) -> None:
    lue = une(poser(flux(foyer(personne(nom="D'AULNAY-RÉAUX", prenom="MARIE-JOSÉ")))))
    assert (lue.prenom, lue.nom, lue.lieu.code_insee, lue.organisme) == ("Marie-José", "D'Aulnay-Réaux", "94028", "CAF 941")
    assert (lue.faits.annee_naissance, lue.faits.entree_rsa, lue.faits.droit_rsa) == (1984, date(2024, 3, 1), DroitRsa.OUVERT)
    assert lue.faits.droits_devoirs is True
    assert lue.situation is Situation.AU_RSA


def test_les_numeros_ne_sortent_pas_du_lecteur(poser: Poser) -> None:
    dit = repr(lus(poser(flux(foyer(personne(nir="2840594028017"), matricule="123456700000000")))))
    assert not any(numero in dit for numero in ("2840594028017", "1234567", "00000000001"))


def test_ni_enfant_ni_ressources(poser: Poser) -> None:
    elements = lus(poser(flux(foyer(personne(), personne(prenom="TOM", naissance="2015-01-01", role="ENF")))))
    assert [e.prenom for e in elements if isinstance(e, PersonneLue)] == ["Lucie"]
    assert [e.raison for e in elements if isinstance(e, Ecartee)] == ["enfant ou personne à charge"]


FIN = "<FinDroit><MOTICLORSA>PCG</MOTICLORSA><DTCLORSA>2026-09-30</DTCLORSA></FinDroit>"
DEPART = "<OrganismePrenant><FONORGPRENMUT>CAF</FONORGPRENMUT><NUMORGPRENMUT>751</NUMORGPRENMUT><DDDEPAMUT>2026-10-01</DDDEPAMUT></OrganismePrenant>"


@pytest.mark.parametrize(
    ("du_foyer", "situation", "sortie"),
    [
        ({"etat": "0"}, Situation.EN_ATTENTE, None),
        ({"etat": "3"}, Situation.AU_RSA, None),
        ({"etat": "4"}, Situation.AU_RSA, None),
        ({"etat": "5", "suite": FIN}, Situation.SORTIE, date(2026, 9, 30)),
        ({"etat": "6"}, Situation.SORTIE, None),
        ({"etat": "2", "depart": DEPART}, Situation.SORTIE, date(2026, 10, 1)),
    ],
)
def test_qui_entre_et_qui_sort(poser: Poser, du_foyer: dict[str, str], situation: Situation, sortie: date | None) -> None:
    lue = une(poser(flux(foyer(**du_foyer))))
    assert (lue.situation, lue.faits.sortie_rsa) == (situation, sortie)


def test_seul_le_flux_mensuel_est_complet(poser: Poser) -> None:
    assert lus(poser(flux(foyer())))[0] == EntreeFlux(date(2026, 10, 31), complet=True)
    assert lus(poser(flux(foyer(), genre="I")))[0] == EntreeFlux(date(2026, 10, 31), complet=False)


def test_commune_illisible_la_personne_reste(poser: Poser) -> None:
    elements = lus(poser(flux(foyer(commune="99"))))
    assert une(poser(flux(foyer(commune="99")))).lieu.code_insee is None
    assert [e.anomalie.champ for e in elements if isinstance(e, Avertissement)] == ["NUMCOM"]


def test_compte_annonce(poser: Poser) -> None:
    assert "Le flux annonce 1" in lus(poser(flux(foyer(), foyer(), annonces=1)))[-1].anomalie.motif
    with pytest.raises(FichierIllisible, match="annonce 3 dossiers et en contient 1"):
        lus(poser(flux(foyer(), annonces=3)))


@pytest.mark.parametrize(
    ("avant", "apres", "mots"),
    [
        ("<SITFAM>CEL</SITFAM>", "", r"ligne 9, il manque <SITFAM> dans <SituationFamille>"),
        ("<NOM>SANCHEZ</NOM>", "<NOM>" + "X" * 29 + "</NOM>", r"ligne 8, dans <Identification>, <NOM> dépasse 28 caractères"),
        ("<DTNAI>1984-05-12</DTNAI>", "<DTNAI>12/05/1984</DTNAI>", "n’est pas une date"),
        ("<TOPRESPDOS>1</TOPRESPDOS>", "<TOPRESPDOS>peut-être</TOPRESPDOS>", "ne dit ni oui"),
        ("<MATRICULE>123456700000000</MATRICULE>", "<MATRICULE>A12</MATRICULE>", "n’est pas un nombre entier d’au plus 15 chiffres"),
        ("<SEXE>2</SEXE>", "<SEXE>2</SEXE><AUTRE>1</AUTRE>", "<AUTRE> n’est pas attendu ici dans <Identification>"),
        ("<TransmissionFlux>", "<Inconnu>1</Inconnu><TransmissionFlux>", "<Inconnu> n’est pas attendu sous <Racine>"),
        ("<HEUCREAFLUX>01:18:36.0000</HEUCREAFLUX>", "<HEUCREAFLUX>midi</HEUCREAFLUX>", "n’est pas une heure"),
    ],
)
def test_structure_fausse_le_fichier_est_refuse(poser: Poser, avant: str, apres: str, mots: str) -> None:
    texte = flux(foyer())
    assert avant in texte
    with pytest.raises(FichierIllisible, match=mots) as refus:
        lus(poser(texte.replace(avant, apres, 1)))
    assert "SANCHEZ" not in str(refus.value)


def test_flux_sans_fin(poser: Poser) -> None:
    texte = flux(foyer())
    sans_fin = texte[: texte.index("<TransmissionFlux>")] + "</Racine>"
    with pytest.raises(FichierIllisible, match="il manque <TransmissionFlux>"):
        lus(poser(sans_fin))


def test_fichier_coupe_ou_d_un_autre_format(poser: Poser) -> None:
    with pytest.raises(FichierIllisible, match="coupé ou mal formé"):
        lus(poser(flux(foyer())[:-300]))
    with pytest.raises(FichierIllisible, match="racine est <lheo>"):
        lus(poser("<lheo></lheo>"))


def test_entite_externe_refusee(poser: Poser) -> None:
    piege = flux(foyer()).replace("<Racine>", '<!DOCTYPE Racine [<!ENTITY x SYSTEM "file:///etc/hostname">]><Racine>', 1)
    with pytest.raises(FichierIllisible, match="entités XML"):
        lus(poser(piege))


def test_notre_structure_est_celle_du_xsd(donnees_reelles: Path) -> None:
    xsd = "{http://www.w3.org/2001/XMLSchema}"
    schema = etree.parse(str(donnees_reelles / "rsa-caf" / "flux-beneficiaires-rsa" / "vrsb0801.xsd")).getroot()
    lue = {}
    for element in schema.findall(f"{xsd}element"):
        enfants = element.findall(f"{xsd}complexType/{xsd}sequence/{xsd}element")
        lue[str(element.get("name"))] = tuple(_attendu_xsd(e, xsd) for e in enfants)
    assert lue == {nom: tuple((a.nom, a.minimum, min(a.maximum, 999), a.type, a.mesure) for a in attendus) for nom, attendus in blocs().items()}
    assert Attendu("NIR", 0, 1, "texte", "15") in blocs()["Identification"]


def _attendu_xsd(element: Any, xsd: str) -> tuple[str, int, int, str, str]:
    maximum = element.get("maxOccurs", "1")
    bornes = int(element.get("minOccurs", "1")), 999 if maximum == "unbounded" else int(maximum)
    if element.get("ref"):
        return element.get("ref"), *bornes, "", ""
    simple = {"xsd:date": "date", "xsd:time": "heure", "xsd:boolean": "oui_non"}.get(element.get("type", ""))
    if simple:
        return element.get("name"), *bornes, simple, ""
    restriction = element.find(f"{xsd}simpleType/{xsd}restriction")
    mesures = {facette.tag.removeprefix(xsd): facette.get("value") for facette in restriction}
    genre = {"xsd:string": "texte", "xsd:integer": "entier", "xsd:decimal": "decimal"}[restriction.get("base")]
    mesure = (
        f"{mesures['totalDigits']}.{mesures.get('fractionDigits', '0')}" if genre == "decimal" else mesures.get("maxLength") or mesures["totalDigits"]
    )
    return element.get("name"), *bornes, genre, mesure
