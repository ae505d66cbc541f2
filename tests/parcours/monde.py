"""A small world for the tests of prescriptions: one structure, its accounts, people, offers, and a clock that one sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from comptes.domaine import Acteur, Role
from parcours.prescriptions.domaine import Etat, Issue, Motif
from parcours.prescriptions.lignes import Prescription
from parcours.prescriptions.mouvements import Action
from parcours.prescriptions.services import Demande, avancer, prescrire
from socle.base import Bassin, transaction
from socle.horloge import PARIS
from socle.identifiants import identifiant_public

LUNDI = datetime(2026, 11, 23, 9, 0, tzinfo=PARIS)


@dataclass
class HorlogeReglable:
    """A clock that shows what the test says."""

    instant: datetime = LUNDI

    def maintenant(self) -> datetime:
        return self.instant

    def aujourdhui(self) -> date:
        return self.instant.date()

    def avancer(self, **duree: float) -> None:
        self.instant += timedelta(**duree)


@dataclass(frozen=True)
class SessionEssai:
    """An offer with one session."""

    offre: str
    offre_id: int
    id: int
    session: str = "s1"


@dataclass
class Monde:
    """Accounts are internal ids behind ``Acteur``; everything is fictitious."""

    bassin: Bassin
    horloge: HorlogeReglable = field(default_factory=HorlogeReglable)
    structure_id: int = 0
    comptes: dict[str, Acteur] = field(default_factory=dict)
    numeros: Any = field(default_factory=lambda: count(1))
    hasard: Random = field(default_factory=lambda: Random(94))

    @property
    def cip(self) -> Acteur:
        return self.comptes["cip"]

    @property
    def employeur(self) -> Acteur:
        return self.comptes["employeur"]

    def identifiant(self) -> str:
        return identifiant_public(self.hasard.randrange)

    async def valeur(self, sql: str, *arguments: Any) -> Any:
        async with transaction(self.bassin) as connexion:
            return await connexion.fetchval(sql, *arguments)

    async def structure(self, nom: str, courriel: str | None = "accueil@structure.example") -> int:
        n = next(self.numeros)
        return await self.valeur(
            "INSERT INTO structure (identifiant, source, source_id, nom, cle_tri, type_structure, courriel, empreinte)"
            " VALUES ($1, 'essai', $2, $3, lower($3), 'association', $4, '') RETURNING id",
            self.identifiant(), f"s{n}", nom, courriel,
        )  # fmt: skip

    async def compte(self, cle: str, role: Role, structure_id: int | None = None, allocataire_id: int | None = None) -> Acteur:
        identifiant = self.identifiant()
        numero = await self.valeur(
            "INSERT INTO compte (identifiant, role, nom, courriel, structure_id, allocataire_id, cree_le)"
            " VALUES ($1, $2, $3, $4, $5, $6, now()) RETURNING id",
            identifiant, role.value, cle.title(), f"{cle}@essai.example", structure_id, allocataire_id,
        )  # fmt: skip
        self.comptes[cle] = Acteur(numero, identifiant, role, cle.title(), structure_id, frozenset(), allocataire_id)
        return self.comptes[cle]

    async def personne(self, prenom: str = "Amina", nom: str = "Diallo", *, rsa: bool = True, referent: str | None = "cip", **champs: Any) -> str:
        n, identifiant = next(self.numeros), self.identifiant()
        colonnes = {"entree_rsa": date(2026, 1, 5) if rsa else None, "referent_id": None, "structure_id": None, **champs}
        if referent:
            colonnes |= {"referent_id": self.comptes[referent].id, "structure_id": self.comptes[referent].structure_id}
        noms = ", ".join(colonnes)
        marques = ", ".join(f"${i}" for i in range(6, 6 + len(colonnes)))
        await self.valeur(
            f"INSERT INTO allocataire (identifiant, prenom, nom, source, source_id, cle_tri, {noms})"
            f" VALUES ($1, $2, $3, 'essai', $4, $5, {marques})",
            identifiant, prenom, nom, f"p{n}", f"{nom} {prenom} {n:04d}".lower(), *colonnes.values(),
        )  # fmt: skip
        return identifiant

    async def session(
        self,
        places: int | None = 10,
        *,
        reservees: int = 0,
        debut: date | None = date(2026, 12, 8),
        genre: str = "formation",
        structure: int | None = None,
        **champs: Any,
    ) -> SessionEssai:
        n, identifiant = next(self.numeros), self.identifiant()
        offre_id = await self.valeur(
            "INSERT INTO offre (identifiant, source, source_id, type_offre, titre, structure_id, presence, details, etat, empreinte)"
            " VALUES ($1, 'essai', $2, $3, $4, $5, 'sur_place', '{}', 'publiee', '') RETURNING id",
            identifiant, f"o{n}", genre, f"Offre d’essai {n}", structure or self.structure_id,
        )  # fmt: skip
        colonnes = {"debut": debut, "places": places, "places_reservees": reservees, **champs}
        marques = ", ".join(f"${i}" for i in range(2, 2 + len(colonnes)))
        numero = await self.valeur(
            f"INSERT INTO session (offre_id, source_id, etat, {', '.join(colonnes)}) VALUES ($1, 's1', 'ouverte', {marques}) RETURNING id",
            offre_id, *colonnes.values(),
        )  # fmt: skip
        return SessionEssai(identifiant, offre_id, numero)

    async def prescrire(
        self, personne: str, session: SessionEssai, *, qui: str = "cip", cle: str | None = None, envoyer: bool = True, **demande: Any
    ) -> Prescription:
        voulue = Demande(
            cle=cle or f"cle-{next(self.numeros)}", allocataire=personne, offre=session.offre, session=session.session,
            **{"accord_personne": envoyer, "transmettre": envoyer, **demande},
        )  # fmt: skip
        async with transaction(self.bassin) as connexion:
            return await prescrire(connexion, self.comptes[qui], voulue, self.horloge, self.hasard.randrange)

    async def avancer(self, p: Prescription | str, vers: Etat, *, qui: str = "cip", **action: Any) -> Prescription:
        if vers in {Etat.REFUSEE, Etat.ANNULEE, Etat.ABSENTE}:
            action.setdefault("motif", Motif.AUTRE)
        if vers is Etat.TERMINEE:
            action.setdefault("issue", Issue.EMPLOI_DURABLE)
        identifiant = p if isinstance(p, str) else p.identifiant
        async with transaction(self.bassin) as connexion:
            return await avancer(connexion, self.comptes[qui], identifiant, Action(vers=vers, **action), self.horloge)

    async def etat(self, p: Prescription) -> Etat:
        return Etat(await self.valeur("SELECT etat FROM prescription WHERE id = $1", p.id))

    async def comptes_justes(self) -> None:
        """The counters of every session equal its rows, and never pass what it offers."""
        async with transaction(self.bassin) as connexion:
            for s in await connexion.fetch(
                "SELECT s.id, s.places, s.places_tenues, s.places_prises, s.places_hors_reserve,"
                " count(*) FILTER (WHERE p.place = 'tenue') AS tenues, count(*) FILTER (WHERE p.place = 'prise') AS prises,"
                " count(*) FILTER (WHERE p.place <> 'aucune' AND NOT p.beneficiaire) AS hors"
                " FROM session s LEFT JOIN prescription p ON p.session_id = s.id GROUP BY s.id"
            ):
                assert (s["places_tenues"], s["places_prises"], s["places_hors_reserve"]) == (s["tenues"], s["prises"], s["hors"])
                assert s["places"] is None or s["tenues"] + s["prises"] <= s["places"]


async def creer_monde(bassin: Bassin) -> Monde:
    """One structure that answers, one that prescribes, and an account of each kind."""
    monde = Monde(bassin)
    monde.structure_id = await monde.structure("Atelier du Pont")
    service = await monde.structure("Service d’insertion", None)
    ailleurs = await monde.structure("Autre association", None)
    await monde.compte("cip", Role.CIP, service)
    await monde.compte("collegue", Role.CIP, service)
    await monde.compte("etranger", Role.CIP, ailleurs)
    await monde.compte("cre", Role.CRE, service)
    await monde.compte("employeur", Role.EMPLOYEUR, monde.structure_id)
    await monde.compte("concurrent", Role.EMPLOYEUR, ailleurs)
    return monde
