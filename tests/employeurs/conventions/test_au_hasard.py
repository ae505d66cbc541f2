"""Gestures at random over two conventions: a model that knows nothing of SQL keeps its own count beside the database."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random

import pytest

from employeurs.conventions import services
from employeurs.conventions.chiffres import par_metier
from employeurs.conventions.services import Impossible
from tests.employeurs.conventions.scene import Scene
from tests.parcours.monde import SessionEssai

PREMIERS = ("K1304", "K2204", "K1302")
GESTES = ("rattacher", "retirer", "embaucher", "declarer")


@dataclass
class Carnet:
    """What should count: offers by where they are attached and for which métier, entries by offer, hires declared."""

    scene: Scene
    conventions: list[str]
    offres: list[SessionEssai]
    rattachees: dict[int, tuple[int, str]] = field(default_factory=dict)
    entrees: Counter[int] = field(default_factory=Counter)
    declarees: dict[int, Counter[str]] = field(default_factory=lambda: {0: Counter(), 1: Counter()})

    async def rattacher(self, qui: int, quoi: int, code: str | None) -> None:
        geste = self.scene.rattacher(self.conventions[qui], self.offres[quoi], code)
        if self.rattachees.get(quoi, (qui, ""))[0] != qui:
            with pytest.raises(Impossible):
                await geste
            return
        await geste
        self.rattachees[quoi] = (qui, code or PREMIERS[quoi])

    async def retirer(self, qui: int, quoi: int) -> None:
        fait = await self.scene.faire(services.detacher, self.conventions[qui], self.offres[quoi].offre)
        assert fait == (self.rattachees.get(quoi, (None, ""))[0] == qui)
        if fait:
            del self.rattachees[quoi]

    async def embaucher(self, quoi: int) -> None:
        if self.entrees[quoi] < 4:
            await self.scene.embaucher(self.offres[quoi])
            self.entrees[quoi] += 1

    async def declarer(self, qui: int, pas: int, code: str) -> None:
        await self.scene.declarer(self.conventions[qui], f"d{pas}", 1 + pas % 3, code)
        self.declarees[qui][code] += 1 + pas % 3

    def attendues(self, qui: int) -> dict[str, int]:
        compte = Counter(self.declarees[qui])
        for quoi, (a_qui, metier) in self.rattachees.items():
            if a_qui == qui and metier != "K1302":
                compte[metier] += self.entrees[quoi]
        return {code: n for code, n in compte.items() if n}

    async def comparer(self) -> None:
        for qui, convention in enumerate(self.conventions):
            lu = await self.scene.lire(convention)
            assert lu is not None
            assert {c: n.realisees for c, n in par_metier(lu.tableau).items() if n.realisees} == self.attendues(qui)


@pytest.mark.parametrize("graine", [1, 2, 3])
async def test_des_gestes_au_hasard_tombent_toujours_juste(scene: Scene, graine: int) -> None:
    tirage, conventions = Random(graine), [await scene.ouvrir(), await scene.ouvrir(cle="cle-2")]
    carnet = Carnet(scene, conventions, [await scene.offre(*codes) for codes in (("K1304",), ("K2204",), ("K1302", "K1304"))])
    for pas in range(25):
        qui, quoi, geste, code = tirage.randrange(2), tirage.randrange(3), tirage.choice(GESTES), tirage.choice(("K1304", "K2204", None))
        if geste == "rattacher":
            await carnet.rattacher(qui, quoi, code)
        elif geste == "retirer":
            await carnet.retirer(qui, quoi)
        elif geste == "embaucher":
            await carnet.embaucher(quoi)
        else:
            await carnet.declarer(qui, pas, code or "K1304")
        await carnet.comparer()
