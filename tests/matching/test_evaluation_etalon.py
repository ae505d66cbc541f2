"""The golden queries: well formed, judged by facts, and served."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from catalogue import depot
from catalogue.depot import LignesImage
from catalogue.domaine import Frein, TypeOffre
from catalogue.image import INCONNU, construire
from catalogue.recherche import Moteur
from matching.evaluation import etalon
from matching.evaluation.comparaison import comparer
from matching.evaluation.etalon import MoteurProduit, RequeteOr, lire, noter, par_theme, pires, tache, themes
from matching.evaluation.moteurs import MoteurBM25
from matching.evaluation.taches import Tache
from socle.base import ouvrir, transaction
from socle.erreurs import ErreurPersonne

JOUR = date(2026, 11, 23)


@pytest.fixture(scope="module")
def lignes(url_demonstration: str) -> Iterator[LignesImage]:
    async def lues() -> LignesImage:
        bassin = await ouvrir(url_demonstration, taille=1)
        try:
            async with transaction(bassin, lecture_seule=True) as connexion:
                return await depot.lignes_image(connexion)
        finally:
            await bassin.close()

    with ThreadPoolExecutor(1) as fil:
        yield fil.submit(asyncio.run, lues()).result()


@pytest.fixture(scope="module")
def tache_or(moteur: Moteur, lignes: LignesImage) -> Tache:
    return tache(lire(), moteur, lignes, JOUR)


def requete(**faits: object) -> RequeteOr:
    return RequeteOr(texte="x", **faits)


def codes(moteur: Moteur, rang: int) -> list[str]:
    image = moteur.image
    return [image.codes_rome[m] for m in image.metiers[image.metiers_debut[rang] : image.metiers_debut[rang + 1]]]


def test_deux_cents_requetes_toutes_differentes_et_de_tous_les_genres() -> None:
    requetes = lire()
    assert len(requetes) == 200
    assert len({r.texte for r in requetes.values()}) == 200
    assert themes(requetes) == ["sigle", "faute", "oral", "negation", "lieu", "horaire", "frein", "recit"]
    assert all(len(r.texte) > 80 for i, r in requetes.items() if i.startswith("recit"))
    assert all(r.commune for i, r in requetes.items() if i.startswith("lieu"))
    assert all(r.freins for i, r in requetes.items() if i.startswith("frein"))


def test_presque_chaque_requete_a_une_offre_juste_dans_la_demonstration(tache_or: Tache) -> None:
    jugees = [i for i, notes in tache_or.jugements.items() if notes]
    assert len(jugees) >= 190
    # A judgement that takes everything judges nothing.
    assert max(len(notes) for notes in tache_or.jugements.values()) < len(tache_or.corpus.textes) / 3
    assert {note for notes in tache_or.jugements.values() for note in notes.values()} == {1, 2}


def test_le_metier_principal_vaut_deux_et_l_autre_un(moteur: Moteur) -> None:
    notes = noter(requete(exact=("K1304",), proche=("K1303",)), moteur)
    assert notes.any()
    for rang, note in enumerate(notes.tolist()):
        portes = codes(moteur, rang)
        attendue = 2 if portes[:1] == ["K1304"] else int(bool({"K1304", "K1303"} & set(portes)))
        assert note == attendue


def test_un_frein_leve_vaut_deux_et_l_un_de_deux_vaut_un(moteur: Moteur) -> None:
    freins = (Frein.FINANCIER, Frein.CONFIANCE)
    notes = noter(requete(freins=freins), moteur)
    assert {1, 2} <= set(notes.tolist())
    for rang, note in enumerate(notes.tolist()):
        assert note == sum(int(moteur.image.freins[rang]) >> list(Frein).index(f) & 1 for f in freins)


def test_un_type_demande_ote_un_point_aux_autres(moteur: Moteur) -> None:
    sans, avec = noter(requete(exact=("N1101",)), moteur), noter(requete(exact=("N1101",), types=(TypeOffre.FORMATION,)), moteur)
    formations = moteur.image.types == list(TypeOffre).index(TypeOffre.FORMATION)
    assert (avec[formations] == sans[formations]).all()
    assert (avec[~formations] == np.maximum(sans[~formations] - 1, 0)).all()
    assert (sans[~formations] > 0).any()


def test_ce_que_la_personne_refuse_vaut_zero(moteur: Moteur) -> None:
    notes = noter(requete(exact=("G1602", "G1606"), sauf=("G1605",)), moteur)
    refusees = moteur.image.porte_un_metier(["G1605"])
    assert not notes[refusees].any()
    assert notes.any()
    sans_permis = noter(requete(exact=("N4105", "N1103"), sans_permis=True), moteur)
    assert 0 < (sans_permis > 0).sum() < (noter(requete(exact=("N4105", "N1103")), moteur) > 0).sum()


def test_le_lieu_et_les_heures_excluent(moteur: Moteur) -> None:
    partout, ici = noter(requete(exact=("K2205",)), moteur), noter(requete(exact=("K2205",), commune="creteil"), moteur)
    km = moteur.distances("94028")
    assert (ici[km <= 5] == partout[km <= 5]).all()
    assert not ici[~(km <= 5)].any()
    matin = noter(requete(exact=("K2205", "K1304"), periodes=("matin",)), moteur)
    de_nuit = 1 << 3
    assert not matin[(moteur.image.creneaux != INCONNU) & (moteur.image.creneaux & de_nuit > 0)].any()
    assert matin.any()


def test_une_commune_inconnue_est_dite(moteur: Moteur) -> None:
    with pytest.raises(ErreurPersonne, match="« Nulle-Part » n’est pas dans la base"):
        noter(requete(exact=("K2205",), commune="Nulle-Part"), moteur)


@pytest.mark.parametrize(
    ("contenu", "dit"),
    [
        ('oral = [{ texte = "x", exact = ["z1"] }]', "liste de requêtes"),
        ('oral = [{ texte = "x", exacte = ["K1304"] }]', "liste de requêtes"),
        ('oral = [{ texte = "sans fait" }]', "« sans fait »"),
        ("oral = [", "liste de requêtes"),
    ],
)
def test_une_requete_d_or_mal_ecrite_est_refusee(tmp_path: Path, contenu: str, dit: str) -> None:
    fichier = tmp_path / "or.toml"
    fichier.write_text(contenu, encoding="utf-8")
    with pytest.raises(ErreurPersonne, match=dit):
        lire(fichier)


def test_un_catalogue_sans_offre_ouverte_est_dit(moteur: Moteur, lignes: LignesImage) -> None:
    vide = replace(moteur, image=construire(LignesImage([], [], [], [], []), moteur.referentiel, None))
    with pytest.raises(ErreurPersonne, match="aucune offre ouverte"):
        tache(lire(), vide, lignes, JOUR)


def test_la_vraie_recherche_bat_bm25_et_repond_toujours(moteur: Moteur, tache_or: Tache) -> None:
    comparaison = comparer(tache_or, [MoteurProduit(moteur, JOUR, "x"), MoteurBM25()])
    par_nom = {ligne.moteur: ligne for ligne in comparaison.moteurs}
    assert par_nom["produit"].sans_resultat < 0.01
    produit, bm25 = (par_nom[nom].mesures["ndcg@10"] for nom in ("produit", "bm25"))
    assert produit.bas > bm25.haut
    assert par_nom["produit"].mesures["mrr"].valeur > 0.8


def test_le_produit_rend_sa_liste_dans_son_ordre(moteur: Moteur, tache_or: Tache) -> None:
    produit = MoteurProduit(moteur, JOUR, "x")
    produit.indexer(tache_or.corpus)
    notes = produit.noter(["aide à domicile"]).notes[0]
    ordre = [tache_or.corpus.cles_uniques[i] for i in np.argsort(-notes, kind="stable") if notes[i] > -np.inf]
    trouves = moteur.chercher(etalon.Requete("aide à domicile", par_page=500), JOUR)
    assert ordre == [moteur.image.identifiants[r] for r in trouves.rangs.tolist()]


def test_les_plus_mal_servies_viennent_en_tete(tache_or: Tache) -> None:
    cles = tache_or.corpus.cles_uniques
    notes = np.full((len(tache_or.requetes), len(cles)), -np.inf, dtype=np.float32)
    jugees = [(ligne, r.identifiant) for ligne, r in enumerate(tache_or.requetes) if tache_or.jugements[r.identifiant]]
    for place, (ligne, identifiant) in enumerate(jugees[1:], 1):
        juste = cles.index(min(tache_or.jugements[identifiant]))
        devant = [i for i, cle in enumerate(cles) if cle not in tache_or.jugements[identifiant]][:place]
        notes[ligne, juste] = 0
        notes[ligne, devant] = 1
    rendues = pires(tache_or, notes, 3)
    assert rendues[0]["requete"] == jugees[0][1]
    assert (rendues[0]["premiere_juste"], rendues[0]["resultats"]) == (None, 0)
    assert [r["premiere_juste"] for r in rendues[1:]] == [len(jugees), len(jugees) - 1]


def test_chaque_theme_a_ses_figures(moteur: Moteur, tache_or: Tache) -> None:
    produit = MoteurProduit(moteur, JOUR, "x")
    figures = par_theme(tache_or, produit)
    assert list(figures) == themes(lire())
    ensemble = comparer(tache_or, [produit]).moteurs[0].mesures["mrr"].valeur
    jugees = sum(f["n"] for f in figures.values())
    assert sum(f["n"] * f["mrr"] for f in figures.values()) / jugees == pytest.approx(ensemble)
    assert figures["sigle"]["mrr"] > 0.8
    assert figures["faute"]["mrr"] > 0.8
    vide = par_theme(replace(tache_or, jugements={r.identifiant: {} for r in tache_or.requetes}), produit)
    assert vide["sigle"] == {"n": 0, "sans_resultat": 0.0}
