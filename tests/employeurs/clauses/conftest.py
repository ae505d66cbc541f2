"""A base with a CRE and a holder, and a lot that is followed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from catalogue.domaine import TypeContrat
from comptes.domaine import Acteur, Role
from employeurs.clauses import depot, services
from employeurs.clauses.domaine import EtatPoste, Lot, Participation, PublicClause
from employeurs.clauses.saisie import FicheLot, FicheMarche, FichePersonne, FichePoste
from socle.base import Connexion, ouvrir
from socle.horloge import HorlogeFixe

MARCHE = FicheMarche("2026-12", "Rénovation du collège", "Ville de Créteil")
LOT = FicheLot("4", "peinture", "Lumen", Decimal(1200), date(2026, 1, 15), date(2026, 12, 31))


@dataclass
class Atelier:
    """What the tests of this folder act on."""

    connexion: Connexion
    cre: Acteur
    horloge: HorlogeFixe
    marche: str
    identifiant: str

    async def lot(self) -> Lot:
        lu = await depot.un_lot(self.connexion, self.marche, self.identifiant)
        assert lu is not None
        return lu

    async def personnes(self) -> dict[str, Participation]:
        return {p.nom: p for p in await depot.participations(self.connexion, (await self.lot()).id)}

    async def ajouter(self, prenom: str, entree: date = date(2026, 2, 10), sortie: date | None = None, *, initiale: str = "B") -> Participation:
        """Someone on the first post."""
        lot = await self.lot()
        poste = (await depot.postes(self.connexion, lot.id))[0]
        fiche = FichePersonne(poste.id, prenom, initiale, "", PublicClause.RSA, entree, sortie)
        await services.ajouter_personne(self.connexion, self.cre, lot, fiche, f"cle-{prenom}-{entree}", self.horloge)
        return next(p for p in (await self.personnes()).values() if p.prenom == prenom and p.entree == entree)


@pytest.fixture
async def atelier(url_demonstration: str, horloge: HorlogeFixe) -> AsyncIterator[Atelier]:
    """A followed lot with one post, in a transaction that is undone."""
    bassin = await ouvrir(url_demonstration, taille=1)
    async with bassin.acquire() as connexion:
        essai = connexion.transaction()
        await essai.start()
        ligne = await connexion.fetchrow(
            "SELECT id, identifiant, nom, structure_id FROM compte WHERE role = 'cre' ORDER BY cardinality(territoires), id"
        )
        assert ligne is not None
        cre = Acteur(ligne["id"], ligne["identifiant"], Role.CRE, ligne["nom"], ligne["structure_id"])
        suivi = await services.suivre(connexion, cre, MARCHE, LOT, horloge)
        lot = await depot.un_lot(connexion, suivi.marche, suivi.lot)
        assert lot is not None
        poste = FichePoste("F1606", TypeContrat.CDDI, Decimal(600), EtatPoste.POURVU, None)
        await services.ouvrir_poste(connexion, cre, lot, poste, "poste-1", horloge)
        yield Atelier(connexion, cre, horloge, suivi.marche, suivi.lot)
        await essai.rollback()
    await bassin.close()
