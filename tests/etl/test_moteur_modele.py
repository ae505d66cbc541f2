"""The engine beside a model of a few lines: random feeds, partial or full, must leave in the database what the model says, and count it alike."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from catalogue.domaine import DetailsAppui, Offre, Session, TypeOffre
from etl.rapport import Rapport
from socle.base import Bassin

Importe = Callable[..., Awaitable[Rapport]]
Lire = Callable[..., Awaitable[list[tuple[Any, ...]]]]
Etat = dict[str, tuple[str, str, dict[str, tuple[int | None, int, str]]]]
"""By offer: title, state, and by session: places, places held, state."""


@dataclass
class Modele:
    """What the catalogue should hold."""

    offres: dict[str, Offre] = field(default_factory=dict)
    etats: dict[str, str] = field(default_factory=dict)
    tenues: dict[tuple[str, str], int] = field(default_factory=dict)
    annulees: dict[tuple[str, str], Session] = field(default_factory=dict)

    def importer(self, flux: list[Offre], *, complet: bool) -> tuple[int, int, int, int, int]:
        """Counts of created, changed, unchanged, closed and rejected offers."""
        crees = modifies = inchanges = rejetes = 0
        for offre in flux:
            cle = offre.source_id
            if cle not in self.offres:
                crees += 1
            elif self.offres[cle] == offre and self.etats[cle] == "publiee":
                inchanges += 1
                continue
            elif any(s.places is not None and s.places < self.tenues.get((cle, s.source_id), 0) for s in offre.sessions):
                rejetes += 1
                continue
            else:
                modifies += 1
            self._ecrire(offre)
        absentes = [cle for cle, etat in self.etats.items() if complet and etat == "publiee" and cle not in {o.source_id for o in flux}]
        self.etats.update(dict.fromkeys(absentes, "fermee"))
        return crees, modifies, inchanges, len(absentes), rejetes

    def _ecrire(self, offre: Offre) -> None:
        cle = offre.source_id
        anciennes = {s.source_id: s for s in self.offres[cle].sessions} if cle in self.offres else {}
        gardees = {s.source_id for s in offre.sessions}
        for nom, session in anciennes.items():
            if nom not in gardees and self.tenues.get((cle, nom), 0):
                self.annulees[cle, nom] = session
        for nom in gardees:
            self.annulees.pop((cle, nom), None)
        self.offres[cle], self.etats[cle] = offre, "publiee"

    def etat(self) -> Etat:
        return {cle: (offre.titre, self.etats[cle], self._sessions(cle, offre)) for cle, offre in self.offres.items()}

    def _sessions(self, cle: str, offre: Offre) -> dict[str, tuple[int | None, int, str]]:
        vivantes = {s.source_id: (s.places, self.tenues.get((cle, s.source_id), 0), "ouverte") for s in offre.sessions}
        return vivantes | {nom: (s.places, self.tenues[c, nom], "annulee") for (c, nom), s in self.annulees.items() if c == cle}


def offre_au_hasard(des: random.Random, rang: int) -> Offre:
    sessions = tuple(Session(nom, places=des.choice([None, 1, 2, 4])) for nom in "abc" if des.random() < 0.6)
    return Offre("flux", f"o{rang:02}", TypeOffre.APPUI, f"Titre {des.randrange(3)}", DetailsAppui(), sessions=sessions)


async def tenir_des_places(des: random.Random, base: Bassin, modele: Modele) -> None:
    for cle, offre in modele.offres.items():
        for session in offre.sessions:
            if (session.places is None or session.places > 1) and des.random() < 0.3:
                modele.tenues[cle, session.source_id] = tenues = des.choice([1, 2])
                async with base.acquire() as connexion:
                    sql = "UPDATE session s SET places_tenues = $3 FROM offre o WHERE o.id = s.offre_id AND o.source_id = $1 AND s.source_id = $2"
                    await connexion.execute(sql, cle, session.source_id, tenues)


async def etat_en_base(lire: Lire) -> Etat:
    etat: Etat = {cle: (titre, etat, {}) for cle, titre, etat in await lire("SELECT source_id, titre, etat FROM offre ORDER BY source_id")}
    sql = "SELECT o.source_id, s.source_id, s.places, s.places_tenues, s.etat FROM session s JOIN offre o ON o.id = s.offre_id ORDER BY 1, 2"
    for cle, nom, places, tenues, etat_session in await lire(sql):
        etat[cle][2][nom] = (places, tenues, etat_session)
    return etat


@pytest.mark.parametrize("graine", range(4))
async def test_des_flux_au_hasard_laissent_ce_que_dit_le_modele(importe: Importe, lire: Lire, catalogue: Bassin, graine: int) -> None:
    des = random.Random(graine)
    modele = Modele()
    for _ in range(12):
        flux = [
            offre_au_hasard(des, rang) if des.random() < 0.5 or f"o{rang:02}" not in modele.offres else modele.offres[f"o{rang:02}"]
            for rang in range(9)
        ]
        flux = [replace(offre) for offre in flux if des.random() < 0.8]
        des.shuffle(flux)
        complet = des.random() < 0.5
        rapport = await importe(*flux, complet=complet, confirmer_fermetures=True)
        attendus = modele.importer(flux, complet=complet)
        assert (rapport.crees, rapport.modifies, rapport.inchanges, rapport.fermes, rapport.rejetes) == attendus
        assert await etat_en_base(lire) == modele.etat()
        await tenir_des_places(des, catalogue, modele)
