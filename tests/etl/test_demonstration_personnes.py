"""Three hundred invented people: varied, coherent, and never « no » where nobody knows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from catalogue.domaine import CRITERES_IAE, PUBLICS, Frein, NiveauFrancais, Permis
from etl import demonstration
from etl.demonstration.personnes import DISPONIBILITES, Noms
from etl.demonstration.projets import FEMININ, Portrait, portraits
from etl.demonstration.tables import document, fiches, hasard
from etl.demonstration.villes import villes
from parcours.domaine import Allocataire, MoyenTransport, Orientation

JOUR = date(2026, 11, 23)
JOURS = (JOUR, date(2024, 2, 29), date(2025, 12, 31), date(2027, 1, 1))


@pytest.fixture(scope="module")
def personnes() -> tuple[Allocataire, ...]:
    return demonstration.allocataires(JOUR)


def par_projet(personnes: tuple[Allocataire, ...], debut: str) -> Allocataire:
    """The person who says that."""
    return next(p for p in personnes if p.projet.startswith(debut))


def effacer(objet: Any, *champs: str) -> Any:
    """The object with the same date everywhere it has one."""
    return replace(objet, **{champ: date.min for champ in champs if getattr(objet, champ) is not None})


def test_trois_cents_personnes_distinctes(personnes: tuple[Allocataire, ...]) -> None:
    assert len(personnes) == 300
    assert len({p.source_id for p in personnes}) == len({p.identifiant for p in personnes}) == len({(p.prenom, p.nom) for p in personnes}) == 300
    assert {p.source for p in personnes} == {"demonstration"}
    assert all(re.fullmatch(r"[0-9a-hjkmnp-tv-z]{12}", p.identifiant) for p in personnes)


def test_elles_habitent_les_47_communes(personnes: tuple[Allocataire, ...]) -> None:
    comptes = Counter(p.commune for p in personnes)
    assert set(comptes) == set(villes())
    assert comptes["94028"] > comptes["94056"]


def test_autant_de_femmes_que_d_hommes(personnes: tuple[Allocataire, ...]) -> None:
    femmes = sum("femmes" in p.publics for p in personnes)
    assert 135 <= femmes <= 165
    prenoms = set(document("personnes/noms")["femmes"])
    assert all((p.prenom in prenoms) == ("femmes" in p.publics) for p in personnes)


def test_ages_de_18_a_63_ans(personnes: tuple[Allocataire, ...]) -> None:
    ages = [JOUR.year - p.annee_naissance for p in personnes if p.annee_naissance]
    assert (min(ages), max(ages)) >= (18, 55)
    assert max(ages) <= 64
    assert sum(age < 26 for age in ages) >= 10
    assert sum(age >= 50 for age in ages) >= 30


def test_chaque_fait_est_parfois_inconnu(personnes: tuple[Allocataire, ...]) -> None:
    possibles = [f.name for f in fields(Allocataire) if getattr(f, "default", 0) is None and f.name != "commune"]
    for champ in possibles:
        inconnus = sum(getattr(p, champ) is None for p in personnes)
        assert 1 <= inconnus < 300, champ
    assert any(not p.metiers for p in personnes)
    assert any(not p.projet for p in personnes)


def test_inconnu_n_est_jamais_non(personnes: tuple[Allocataire, ...]) -> None:
    """A licence nobody asked about is None, and then nothing is known of a vehicle either."""
    assert any(p.permis is None for p in personnes)
    assert any(p.permis == () for p in personnes)
    ecrits = {f["projet"] for f in fiches("personnes/portraits", "portrait") if "vehicule" in f}
    dits = {p.projet for p in personnes if "pas de voiture" in p.projet or "rer" in p.projet}
    for personne in personnes:
        if personne.permis is None and personne.projet not in ecrits | dits:
            assert personne.vehicule is None, personne.source_id
    assert sum(p.rqth is None for p in personnes) > 200


def test_ce_que_le_portrait_dit_est_garde(personnes: tuple[Allocataire, ...]) -> None:
    par_texte = {p.projet: p for p in personnes}
    for fiche in fiches("personnes/portraits", "portrait"):
        personne = par_texte[fiche["projet"]]
        assert personne.metiers == tuple(fiche["metiers"])
        assert personne.experience == fiche.get("experience", "")
        assert {f.value for f in personne.freins} >= set(fiche.get("freins", ()))
        if "permis" in fiche:
            assert personne.permis == tuple(Permis(mot) for mot in fiche["permis"])
        if "niveau" in fiche:
            assert personne.niveau == fiche["niveau"]
        if "francais" in fiche:
            assert personne.francais == NiveauFrancais(fiche["francais"])


def test_des_projets_tres_divers(personnes: tuple[Allocataire, ...]) -> None:
    projets = [p.projet for p in personnes if p.projet]
    assert len(set(projets)) == len(projets) >= 270
    longueurs = [len(projet) for projet in projets]
    assert sum(n <= 15 for n in longueurs) >= 15
    assert sum(n >= 150 for n in longueurs) >= 20
    assert max(longueurs) > 280
    minuscules = sum(projet == projet.lower() for projet in projets)
    assert 0.4 < minuscules / len(projets) < 0.9


@pytest.mark.parametrize("mot", ["magazinier", "aide menagere", "jveu travailer ds le menage le matin", "Madame ", "Monsieur ", "plonje", "chofeur"])
def test_avec_leurs_mots_et_leurs_fautes(personnes: tuple[Allocataire, ...], mot: str) -> None:
    assert any(mot in p.projet for p in personnes)


def test_toutes_les_situations_sont_la(personnes: tuple[Allocataire, ...]) -> None:
    assert {p.orientation for p in personnes} == {*Orientation, None}
    assert {f for p in personnes for f in p.freins} == set(Frein)
    assert {p.francais for p in personnes} == {*NiveauFrancais, None}
    assert {p.moyen_transport for p in personnes} >= {MoyenTransport.A_PIED, MoyenTransport.VELO, MoyenTransport.TRANSPORTS, MoyenTransport.VOITURE}
    assert {p.niveau for p in personnes} >= {None, 1, 2, 3, 4, 5, 6}
    assert len({p.metiers[0] for p in personnes if p.metiers}) >= 60
    assert 5 <= sum(p.pass_iae_fin is not None for p in personnes) <= 50
    assert 5 <= sum(p.rqth is True for p in personnes) <= 30


def test_listes_du_vocabulaire(personnes: tuple[Allocataire, ...]) -> None:
    for personne in personnes:
        assert [mot for mot in PUBLICS if mot in personne.publics] == list(personne.publics)
        assert [critere for critere in CRITERES_IAE if critere in personne.criteres_iae] == list(personne.criteres_iae)
        assert "RSA" in personne.criteres_iae
        assert "beneficiaires-des-minimas-sociaux" in personne.publics


def test_les_criteres_suivent_les_faits(personnes: tuple[Allocataire, ...]) -> None:
    for personne in personnes:
        criteres = set(personne.criteres_iae)
        assert ("CAP_BEP" in criteres) == (personne.niveau is not None and personne.niveau <= 3)
        assert ("TH" in criteres) == (personne.rqth is True)
        assert ("FLE" in criteres) == (personne.francais is NiveauFrancais.INFRA_A1)
        if personne.annee_naissance:
            assert ("SENIOR" in criteres) == (JOUR.year - personne.annee_naissance >= 50)


def test_les_deplacements_sont_coherents(personnes: tuple[Allocataire, ...]) -> None:
    voitures = {f["projet"] for f in fiches("personnes/portraits", "portrait") if f.get("vehicule")}
    for personne in personnes:
        if personne.moyen_transport is MoyenTransport.VOITURE:
            assert personne.vehicule
        if personne.vehicule and personne.projet not in voitures:
            assert Permis.B in (personne.permis or ())
        if personne.moyen_transport is MoyenTransport.A_PIED and personne.rayon_km:
            assert personne.rayon_km <= 3
        assert personne.rayon_km is None or 0 < personne.rayon_km <= 200


def test_qui_est_suivi_par_france_travail_y_est_inscrit(personnes: tuple[Allocataire, ...]) -> None:
    for personne in personnes:
        if personne.orientation in {Orientation.FT_PROCHE, Orientation.FT_GLOBAL}:
            assert personne.inscrit_ft is True
        assert ("demandeurs-emploi" in personne.publics) == (personne.inscrit_ft is True)


def test_le_parent_n_est_libre_que_pendant_l_ecole(personnes: tuple[Allocataire, ...]) -> None:
    parent = par_projet(personnes, "jveu travailer")
    assert Frein.GARDE_ENFANTS in parent.freins
    assert parent.disponibilites is not None
    assert parent.disponibilites.bit_count() == 8
    nuit = par_projet(personnes, "manutention, dechargement, entrepot nuit")
    assert nuit.disponibilites == par_projet(personnes, "Je veux travailler la nuit").disponibilites


@pytest.mark.parametrize("cle", sorted(DISPONIBILITES))
def test_chaque_disponibilite_ecrite_sert_ou_se_tire(cle: str) -> None:
    dites = {f.get("dispo") for f in fiches("personnes/portraits", "portrait")} | {f.get("dispo") for f in document("personnes/facons")["facons"]}
    assert cle in dites or cle == "large"
    assert dites - {None} <= set(DISPONIBILITES)


@pytest.mark.parametrize("jour", JOURS)
def test_les_dates_sont_passees_et_dans_l_ordre(jour: date) -> None:
    for personne in demonstration.allocataires(jour):
        assert personne.entree_rsa is None or personne.entree_rsa <= jour
        if personne.date_cer:
            assert personne.entree_rsa is not None
            assert personne.entree_rsa < personne.date_cer <= jour
        if personne.pass_iae_fin:
            assert personne.pass_iae_fin > jour
        if personne.annee_naissance and personne.entree_rsa:
            assert personne.entree_rsa.year - personne.annee_naissance >= 16


def test_seules_les_dates_changent_d_un_jour_a_l_autre() -> None:
    dates = ("annee_naissance", "entree_rsa", "date_cer", "pass_iae_fin")
    lundi, ensuite = demonstration.allocataires(JOUR), demonstration.allocataires(date(2026, 11, 24))
    assert [effacer(p, *dates) for p in lundi] == [effacer(p, *dates) for p in ensuite]
    assert lundi == demonstration.allocataires(JOUR)


def test_une_autre_graine_donne_d_autres_personnes() -> None:
    autres = demonstration.allocataires(JOUR, 7)
    assert [p.source_id for p in autres] == [p.source_id for p in demonstration.allocataires(JOUR)]
    assert {p.identifiant for p in autres}.isdisjoint(p.identifiant for p in demonstration.allocataires(JOUR))


def test_les_mots_au_feminin_sont_dits_par_des_femmes() -> None:
    for portrait in portraits(94, 300):
        if FEMININ.search(portrait.projet) and portrait.projet not in {f["projet"] for f in fiches("personnes/portraits", "portrait")}:
            assert portrait.sexe == "f", portrait.projet


def test_deux_metiers_voisins_dans_un_meme_projet() -> None:
    mobiles = {(depart, cible) for depart, cible, _ in demonstration.mobilites()}
    composes = portraits(94, 300)[len(fiches("personnes/portraits", "portrait")) :]
    paires = [p.metiers for p in composes if len(p.metiers) == 2]
    assert len(paires) >= 8
    assert sum(paire in mobiles for paire in paires) >= len(paires) / 2


def test_les_silencieux_n_ont_ni_projet_ni_metier() -> None:
    silencieux = [p for p in portraits(94, 300) if not p.projet]
    assert 5 <= len(silencieux) <= 30
    assert all(p.metiers == () for p in silencieux)


def test_un_portrait_ne_dit_que_ce_qui_est_ecrit() -> None:
    assert Portrait(projet="menage") == Portrait(projet="menage", permis=None, vehicule=None, niveau=None, francais=None, rqth=None)


def test_jamais_deux_fois_le_meme_nom() -> None:
    noms = Noms()
    tirages = [noms.suivant(hasard(1, n % 3), "f") for n in range(50)]
    assert len(set(tirages)) == 50


def test_aucun_identifiant_administratif_ne_traine(personnes: tuple[Allocataire, ...]) -> None:
    """No NIR, no CAF number, no telephone, no address in what people say."""
    indiscret = re.compile(r"\d{5,}|@|(?:\d\d[ .]){4}\d\d")
    assert [p.source_id for p in personnes if indiscret.search(f"{p.projet} {p.experience}")] == []
