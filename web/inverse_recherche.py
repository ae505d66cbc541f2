"""Who is found for an offer: what the address asks for, the people judged at the day of the session, in their balanced order."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from fastapi import HTTPException, Request

from catalogue import depot as depot_catalogue
from catalogue.depot import FicheOffre
from catalogue.domaine import Session
from catalogue.recherche import Moteur
from comptes.domaine import Acteur
from matching import exposition
from matching.appariements.inverse import OUVERTS, Candidature, candidats_pour
from matching.eligibilite import Statut, jours_des_etapes
from matching.profils import Profils
from parcours import depot as depot_personnes
from parcours.domaine import Allocataire
from parcours.perimetre import Perimetre
from parcours.prescriptions.suivi import OUBLI
from parcours.propositions import depot as depot_propositions
from parcours.propositions.domaine import JAMAIS, DejaProposee, Exposition
from socle.base import Connexion
from web.adresses import Adresse
from web.contexte import Service
from web.pagination import numero_page

PAR_PAGE = 20
PRESQUE, OUBLIEES = "presque", "oubliees"


@dataclass(frozen=True)
class Demande:
    """What is asked of the page.

    Attributes:
        adresse: the whole search, what was just sent left out.
        presque: those whom the offer nearly suits.
        oubliees: only those nobody proposed anything lately.
        session: id of the session within its offer, empty for the first one.
    """

    offre: str
    adresse: Adresse
    presque: bool
    oubliees: bool
    session: str
    page: int

    @classmethod
    def lire(cls, request: Request, offre: str) -> Demande:
        """The search that an address holds."""
        p = request.query_params
        adresse = Adresse.lire(f"/offres/{offre}/personnes", p)
        # Page by page the search is the same; what was just sent is told once.
        adresse = Adresse(adresse.chemin, tuple((nom, valeur) for nom, valeur in adresse.parametres if nom != "lot"))
        return cls(offre, adresse, p.get("onglet") == PRESQUE, p.get("exposition") == OUBLIEES, p.get("session", "")[:100], numero_page(p))


@dataclass(frozen=True)
class Recherche:
    """What was found.

    Attributes:
        demande: what was asked for.
        rang: row of the offer in the picture.
        seance: the session chosen, None when none is open.
        personnes: everybody the reader may see; rows of ``Candidature`` are theirs.
        conviennent, presque: people in their balanced order.
        referents: name of the référent, by public id, of the people of the page.
        expositions, deja: by public id, those who have some.
        depuis: instant after which a proposal is « lately ».
    """

    demande: Demande
    moteur: Moteur
    jour: date
    fiche: FicheOffre
    rang: int
    seance: Session | None
    personnes: Sequence[Allocataire]
    conviennent: Sequence[Candidature]
    presque: Sequence[Candidature]
    referents: Mapping[str, str]
    expositions: Mapping[str, Exposition]
    deja: Mapping[str, DejaProposee]
    depuis: datetime

    @property
    def au(self) -> dict[int, date]:
        """Day at which the offer is judged, when a session was found."""
        return {} if self.seance is None else {self.rang: self.seance.debut or self.jour}

    @property
    def autre_jour(self) -> bool:
        """The session chosen is not the one whose date the score counts with: what it says of dates is then not true of it."""
        prochain = int(jours_des_etapes(self.moteur.image, self.jour)[self.rang])
        return any(jour.toordinal() != prochain for jour in self.au.values())

    def exposition(self, candidature: Candidature) -> Exposition:
        """How often a person was proposed something."""
        return self.expositions.get(self.personnes[candidature.personne].identifiant, JAMAIS)

    @property
    def onglet(self) -> Sequence[Candidature]:
        """The people of the tab asked for."""
        return self.presque if self.demande.presque else self.conviennent

    @property
    def oubliees(self) -> list[Candidature]:
        """Those of the tab whom nobody proposed anything lately, in the same order."""
        return [c for c in self.onglet if self.exposition(c).oubliee(self.depuis)]

    @property
    def liste(self) -> Sequence[Candidature]:
        """The people asked for, on all pages."""
        return self.oubliees if self.demande.oubliees else self.onglet

    @property
    def page(self) -> list[Candidature]:
        """The people of the page as they are seen: by référent, in the order of the best person of each."""
        places: dict[str, int] = {}
        siens = [(self.referents.get(self.personnes[c.personne].identifiant, ""), c) for c in decouper(self.liste, self.demande.page)]
        return [c for _, c in sorted(siens, key=lambda sien: places.setdefault(sien[0], len(places)))]


def decouper(liste: Sequence[Candidature], page: int) -> Sequence[Candidature]:
    """One page of a list."""
    return liste[(page - 1) * PAR_PAGE : page * PAR_PAGE]


async def chercher(connexion: Connexion, service: Service, acteur: Acteur, demande: Demande) -> Recherche:
    """Look for people.

    Args:
        connexion: any.
        service: clock and catalogue.
        acteur: the reader; people come from their perimeter only.
        demande: what is asked for.

    Returns:
        What was found.

    Raises:
        HTTPException: 404, no such offer in the catalogue.
    """
    moteur, maintenant, perimetre = service.vivant.moteur, service.horloge.maintenant(), Perimetre.de(acteur)
    rang = moteur.image.rangs_identifiants.get(demande.offre)
    fiche = None if rang is None else (await depot_catalogue.fiches(connexion, [int(moteur.image.ids[rang])])).get(int(moteur.image.ids[rang]))
    if rang is None or fiche is None:
        raise HTTPException(404)
    jour = service.horloge.aujourdhui()
    seance = _choisie(fiche, demande.session, jour)
    personnes = await depot_personnes.allocataires(connexion, perimetre)
    recent, ancien = exposition.regle().fenetre(maintenant)
    expositions = await depot_propositions.expositions(connexion, perimetre, recent=recent, ancien=ancien)
    cle = seance.source_id if seance else ""
    deja = await depot_propositions.deja_proposees(connexion, perimetre, offre=demande.offre, session=cle, apres=maintenant - OUBLI)
    le = None if seance is None else seance.debut or jour
    conviennent, presque = await asyncio.to_thread(_trouver, personnes, expositions, moteur, rang, jour, le)
    trouvees = Recherche(demande, moteur, jour, fiche, rang, seance, personnes, conviennent, presque, {}, expositions, deja, ancien)
    montrees = [personnes[c.personne].identifiant for c in decouper(trouvees.liste, demande.page)]
    return replace(trouvees, referents=await depot_personnes.referents(connexion, perimetre, montrees))


def _choisie(fiche: FicheOffre, cle: str, jour: date) -> Session | None:
    ouvertes = fiche.offre.sessions_ouvertes(jour)
    return next((s for s in ouvertes if s.source_id == cle), ouvertes[0] if ouvertes else None)


def _trouver(
    personnes: Sequence[Allocataire], expositions: Mapping[str, Exposition], moteur: Moteur, rang: int, jour: date, le: date | None
) -> tuple[list[Candidature], list[Candidature]]:
    """Those whom the offer suits and those whom it nearly suits, each in its balanced order."""
    profils = Profils.construire(personnes, moteur.referentiel, moteur.encodeur)
    trouvees = candidats_pour(profils, moteur, rang, jour, le=le, statuts=(*OUVERTS, Statut.PRESQUE))
    charges = [expositions.get(personnes[c.personne].identifiant, JAMAIS).charge for c in trouvees]
    ordre = exposition.equilibrer(trouvees, charges)
    return [c for c in ordre if c.statut in OUVERTS], [c for c in ordre if c.statut is Statut.PRESQUE]
