"""Jobs: each at its time, one worker at a time, and none that stops the others."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from socle.base import Bassin, transaction
from socle.courrier import CANAL
from socle.ecoute import notifier
from socle.horloge import Horloge, HorlogeFixe
from socle.taches import Tache, etats, ronde, servir

QUART = timedelta(minutes=15)


def tache(nom: str, faites: list[str], *, echec: Exception | None = None) -> Tache:
    async def travail(bassin: Bassin, horloge: Horloge) -> str:
        faites.append(nom)
        if echec:
            raise echec
        return f"{nom} faite"

    return Tache(nom, QUART, travail)


async def test_une_tache_revient_a_son_heure_et_pas_avant(base: Bassin, horloge: HorlogeFixe) -> None:
    faites: list[str] = []
    taches = [tache("une", faites)]
    assert await ronde(base, taches, horloge) == {"une": "une faite"}
    assert await ronde(base, taches, horloge) == {}
    assert await ronde(base, taches, horloge, toutes=True) == {"une": "une faite"}
    assert await ronde(base, taches, HorlogeFixe(horloge.instant + QUART)) == {"une": "une faite"}
    assert faites == ["une"] * 3


async def test_une_tache_qui_echoue_n_arrete_pas_les_autres_et_ne_dit_rien_de_personne(base: Bassin, horloge: HorlogeFixe) -> None:
    faites: list[str] = []
    with capture_logs() as journal:
        bilans = await ronde(base, [tache("mauvaise", faites, echec=ValueError("Amina Diallo")), tache("bonne", faites)], horloge)
    assert bilans == {"mauvaise": "échec : ValueError", "bonne": "bonne faite"}
    assert "Amina" not in str(journal)
    async with transaction(base, lecture_seule=True) as connexion:
        assert [(t.nom, t.echecs) for t in await etats(connexion)] == [("bonne", 0), ("mauvaise", 1)]


async def test_deux_ouvriers_ne_font_pas_la_meme_tache_ensemble(base: Bassin, horloge: HorlogeFixe) -> None:
    en_cours, porte = asyncio.Event(), asyncio.Event()

    async def longue(bassin: Bassin, horloge: Horloge) -> str:
        en_cours.set()
        await porte.wait()
        return "finie"

    premiere = asyncio.create_task(ronde(base, [Tache("longue", QUART, longue)], horloge))
    await en_cours.wait()
    assert await ronde(base, [Tache("longue", QUART, longue)], horloge) == {}
    porte.set()
    assert await premiere == {"longue": "finie"}


async def test_un_ouvrier_tue_ne_retient_rien(base: Bassin, horloge: HorlogeFixe) -> None:
    async def coupee(bassin: Bassin, horloge: Horloge) -> str:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await ronde(base, [Tache("coupee", QUART, coupee)], horloge)
    faites: list[str] = []
    assert await ronde(base, [tache("coupee", faites)], horloge) == {"coupee": "coupee faite"}


async def test_une_annonce_reveille_l_ouvrier_aussitot(base: Bassin, horloge: HorlogeFixe) -> None:
    passages: asyncio.Queue[int] = asyncio.Queue()

    async def compter(bassin: Bassin, horloge: Horloge) -> str:
        await passages.put(1)
        return ""

    ouvrier = asyncio.create_task(servir(base, [Tache("compter", timedelta(0), compter)], horloge, CANAL))
    # One round on starting, one on hearing the channel open; the next would come thirty seconds later without the announcement.
    for _ in range(2):
        await asyncio.wait_for(passages.get(), 5)
    async with transaction(base) as connexion:
        await notifier(connexion, CANAL)
    await asyncio.wait_for(passages.get(), 5)
    ouvrier.cancel()
    await asyncio.gather(ouvrier, return_exceptions=True)
