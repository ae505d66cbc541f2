"""The bench of the search, on a catalogue small enough for a test: it measures every engine, ours loses nothing, and leaves nothing behind."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest

from catalogue.recherche import Moteur, Requete
from catalogue.vues import TextesMetier
from matching.bancs.corpus import SELECTIVITES, Corpus, inventer_corpus, quartiers
from matching.bancs.recherche import GRAINE, K, MesureRecherche, mesurer
from models.encodeur import Encodeur
from socle.base import Bassin
from socle.erreurs import ErreurPersonne

JOUR = date(2026, 11, 23)
OFFRES = 400


@pytest.fixture(scope="module")
def metiers(moteur: Moteur) -> list[TextesMetier]:
    return [TextesMetier(m.code_rome, m.libelle, m.code_rome_parent) for m in list(moteur.referentiel.metiers.values())[::4]]


@pytest.fixture(scope="module")
def corpus(moteur: Moteur, metiers: list[TextesMetier], encodeur: Encodeur) -> Corpus:
    return inventer_corpus(OFFRES, moteur.referentiel, metiers, encodeur, JOUR, GRAINE)


@pytest.fixture(scope="module")
def mesure(moteur: Moteur, metiers: list[TextesMetier], encodeur: Encodeur) -> MesureRecherche:
    dits: list[str] = []
    travail = partial(mesurer, OFFRES, os.environ["BOITE_TEST_SERVEUR"], (moteur.referentiel, metiers), encodeur, JOUR, dits.append)
    with ThreadPoolExecutor(1) as fil:  # the browser tests keep a loop running in this thread
        mesure = fil.submit(travail).result()
    assert dits[0] == "invention des offres"
    return mesure


def test_chaque_moteur_est_mesure_a_cote_du_plancher(mesure: MesureRecherche) -> None:
    vitesses = {v.moteur: v for v in mesure.vitesses}
    assert {"produit", "produit_mots", "produit_sens", "bm25s", "faiss", "postgres"} <= vitesses.keys()
    assert "pgvector" in mesure.absents or {"pgvector_exact", "pgvector_hnsw"} <= vitesses.keys()
    assert vitesses["faiss"].rapport == 1
    for v in mesure.vitesses:
        assert 0 < v.p50_ms <= v.p95_ms <= v.p99_ms
        assert v.requetes_par_s > 0
        assert v.rapport == pytest.approx(v.p50_ms / vitesses["faiss"].p50_ms)
        assert v.octets > 0
        assert v.cpu_ms > 0
    assert (mesure.offres, mesure.k, mesure.graine) == (OFFRES, K, GRAINE)


def test_rien_ne_se_perd_sous_un_filtre_chez_nous(mesure: MesureRecherche) -> None:
    exacts = {"produit", "produit_sens", "faiss", "pgvector_exact"}
    parts = {m / 1000 for m in SELECTIVITES}
    for moteur in {f.moteur for f in mesure.filtres}:
        lignes = [f for f in mesure.filtres if f.moteur == moteur]
        assert {f.part for f in lignes} == parts
        assert all(0 <= f.rappel <= 1 for f in lignes)
        assert moteur not in exacts or all(f.rappel == 1 for f in lignes)


async def test_le_banc_ne_laisse_aucune_base(mesure: MesureRecherche, base: Bassin) -> None:
    assert mesure.vitesses
    assert await base.fetch("SELECT datname FROM pg_database WHERE datname LIKE 'banc\\_%'") == []


def test_les_memes_offres_pour_la_meme_graine(corpus: Corpus, moteur: Moteur, metiers: list[TextesMetier], encodeur: Encodeur) -> None:
    autre = inventer_corpus(60, moteur.referentiel, metiers, encodeur, JOUR, GRAINE)
    assert autre.textes == corpus.textes[:60]
    assert inventer_corpus(60, moteur.referentiel, metiers, encodeur, JOUR, GRAINE + 1).textes != autre.textes
    assert len(set(corpus.textes)) > 0.95 * OFFRES


def test_un_quartier_filtre_la_part_annoncee(corpus: Corpus) -> None:
    for millieme in SELECTIVITES:
        attendus = np.flatnonzero(corpus.parts < millieme).tolist()
        base = Requete(par_page=OFFRES)
        filtrees = replace(base, filtres=replace(base.filtres, territoires=quartiers(millieme)))
        assert sorted(corpus.moteur.chercher(filtrees, JOUR).rangs.tolist()) == attendus


def test_sans_metier_le_banc_dit_quoi_faire(moteur: Moteur, encodeur: Encodeur) -> None:
    with pytest.raises(ErreurPersonne, match="boite demo"):
        inventer_corpus(5, replace(moteur.referentiel, metiers={}), [], encodeur, JOUR, GRAINE)
