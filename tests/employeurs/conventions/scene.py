"""A small world in which conventions are opened, offers attached and people hired, for the tests of this folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.domaine import TypeContrat
from employeurs.conventions import depot, services
from employeurs.conventions.chiffres import Engagement
from employeurs.conventions.domaine import Declaration, EtatConvention, NouvelleConvention, Suivi
from employeurs.conventions.droits import Vue
from parcours.prescriptions.domaine import Etat
from socle.base import transaction
from tests.parcours.monde import Monde, SessionEssai

NOUVELLE = NouvelleConvention(
    "Aide à domicile",
    date(2026, 1, 1),
    date(2027, 6, 30),
    "entre nous",
    (Engagement("K1304", 2026, 6), Engagement("K1304", 2027, 4), Engagement("K2204", 2026, 2)),
)


@dataclass
class Scene:
    """A world, and the conventions opened in it."""

    monde: Monde

    async def ouvrir(self, *, cle: str = "cle-1", signer: bool = True, structure_id: int | None = None, carte: str = "") -> str:
        m = self.monde
        async with transaction(m.bassin) as c:
            identifiant = await services.creer(
                c, m.comptes["cre"], cle, NOUVELLE, structure_id=structure_id or m.structure_id, carte=carte, instant=m.horloge.maintenant()
            )
            assert identifiant is not None
            if signer:
                await services.changer_etat(c, m.comptes["cre"], identifiant, EtatConvention.SIGNEE, m.horloge.maintenant())
        return identifiant

    async def faire(self, geste: Any, identifiant: str, *arguments: Any, qui: str = "cre") -> Any:
        async with transaction(self.monde.bassin) as c:
            return await geste(c, self.monde.comptes[qui], identifiant, *arguments)

    async def rattacher(self, identifiant: str, session: SessionEssai, code: str | None = None, *, qui: str = "cre") -> Any:
        return await self.faire(services.rattacher, identifiant, session.offre, code, self.monde.horloge.maintenant(), qui=qui)

    async def declarer(self, identifiant: str, cle: str, nombre: int = 2, code: str = "K1304", jour: date = date(2026, 5, 4)) -> Any:
        d = Declaration(code, jour, nombre, TypeContrat.CDI)
        return await self.faire(services.declarer, identifiant, cle, d, self.monde.horloge.maintenant())

    async def lire(self, identifiant: str, bornes: Vue = depot.TOUT) -> Suivi | None:
        async with transaction(self.monde.bassin, lecture_seule=True) as c:
            return await depot.suivi(c, identifiant, bornes, self.monde.horloge.aujourdhui())

    async def realisees(self, identifiant: str) -> int:
        lu = await self.lire(identifiant)
        assert lu is not None
        return lu.total.realisees

    async def offre(self, *codes: str, genre: str = "recrutement", debut: date | None = None, structure: int | None = None) -> SessionEssai:
        session = await self.monde.session(10, genre=genre, debut=debut, structure=structure)
        for rang, code in enumerate(codes):
            await self.monde.valeur("INSERT INTO offre_metier (offre_id, code_rome, rang) VALUES ($1, $2, $3)", session.offre_id, code, rang)
        return session

    async def embaucher(self, session: SessionEssai) -> Any:
        p = await self.monde.prescrire(await self.monde.personne(), session)
        for etat in (Etat.ACCEPTEE_STRUCTURE, Etat.PRESENTE, Etat.ENTREE):
            await self.monde.avancer(p, etat)
        return p
