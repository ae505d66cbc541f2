"""The whole life of prescriptions, walked at random: first the rules alone, then the services over a real base against a naive model."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from catalogue.domaine import TypeOffre
from parcours.prescriptions.delais import Seance, echeance
from parcours.prescriptions.domaine import FINALS, MOTIF_REQUIS, Etat, Issue, Motif, Place, Qui, peut_passer, place_apres
from parcours.prescriptions.echeances import expirer
from parcours.prescriptions.lignes import Prescription
from parcours.prescriptions.mouvements import Refusee
from socle.base import ouvrir
from tests.parcours.monde import LUNDI, Monde, SessionEssai, creer_monde

E = Etat


class VieSeule(RuleBasedStateMachine):
    """One prescription and the rules, without a base."""

    def __init__(self) -> None:
        super().__init__()
        self.etat, self.place, self.vus = E.PROPOSEE, Place.AUCUNE, [E.PROPOSEE]

    @rule(
        qui=st.sampled_from(list(Qui)),
        vers=st.sampled_from(list(Etat)),
        motif=st.none() | st.sampled_from(list(Motif)),
        issue=st.none() | st.sampled_from(list(Issue)),
        commencee=st.booleans(),
    )
    def passer(self, qui: Qui, vers: Etat, motif: Motif | None, issue: Issue | None, commencee: bool) -> None:
        if not peut_passer(qui, self.etat, vers, motif, issue):
            return
        assert self.etat not in FINALS
        assert (motif is None) == (vers not in MOTIF_REQUIS)
        assert (issue is None) == (vers is not E.TERMINEE)
        self.place = place_apres(self.etat, vers, commencee)
        self.etat = vers
        self.vus.append(vers)

    @rule(motif=st.sampled_from(list(Motif)))
    def renoncer(self, motif: Motif) -> None:
        """A person may always give up before having come."""
        attendu = self.etat in {E.PROPOSEE, E.ACCEPTEE_PERSONNE, E.TRANSMISE, E.LISTE_ATTENTE, E.ACCEPTEE_STRUCTURE}
        assert peut_passer(Qui.PERSONNE, self.etat, E.ANNULEE, motif, None).ok is attendu

    @invariant()
    def la_place_dit_l_etat(self) -> None:
        assert (self.place is Place.TENUE) == (self.etat is E.TRANSMISE)
        if self.etat in {E.PROPOSEE, E.ACCEPTEE_PERSONNE, E.LISTE_ATTENTE, E.REFUSEE, E.ANNULEE}:
            assert self.place is Place.AUCUNE

    @invariant()
    def on_ne_repasse_jamais_au_meme_point(self) -> None:
        assert len(set(self.vus)) == len(self.vus)

    @invariant()
    def le_silence_finit_toujours(self) -> None:
        terme = echeance(self.etat, TypeOffre.FORMATION, Seance(date(2026, 12, 8)), LUNDI)
        assert (terme is None) == (self.etat in FINALS)


TestVieSeule = VieSeule.TestCase
TestVieSeule.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


@dataclass
class Modele:
    """What a session should hold, kept by hand."""

    places: int
    etats: dict[int, Etat] = field(default_factory=dict)
    attente: list[int] = field(default_factory=list)

    @property
    def tenues(self) -> int:
        return sum(e is E.TRANSMISE for e in self.etats.values())

    @property
    def prises(self) -> int:
        return sum(e in {E.ACCEPTEE_STRUCTURE, E.PRESENTE, E.ENTREE, E.TERMINEE} for e in self.etats.values())

    @property
    def libres(self) -> int:
        return self.places - self.tenues - self.prises

    def envoyer(self, numero: int) -> None:
        self.etats[numero] = E.TRANSMISE if self.libres else E.LISTE_ATTENTE
        if self.etats[numero] is E.LISTE_ATTENTE:
            self.attente.append(numero)

    def sortir(self, numero: int, vers: Etat) -> None:
        self.etats[numero] = vers
        self.attente = [n for n in self.attente if n != numero]
        while self.libres and self.attente:
            self.etats[self.attente.pop(0)] = E.TRANSMISE


class VieEnBase(RuleBasedStateMachine):
    """One session of two places, over a base; every step is compared with the model."""

    prescriptions = Bundle("prescriptions")
    monde: Monde
    boucle: asyncio.Runner

    def faire(self, travail: Any) -> Any:
        return self.boucle.run(travail)

    @initialize()
    def ouvrir_session(self) -> None:
        self.session: SessionEssai = self.faire(self.monde.session(places=2, debut=None))
        self.modele = Modele(2)

    @rule(target=prescriptions)
    def prescrire(self) -> Prescription:
        self.monde.horloge.avancer(seconds=1)
        p: Prescription = self.faire(self.monde.prescrire(self.faire(self.monde.personne()), self.session))
        self.modele.envoyer(p.id)
        return p

    def _tenter(self, p: Prescription, vers: Etat, qui: str, permis: set[Etat]) -> bool:
        """Ask for a move: it must be taken exactly where the diagram of the domain has it."""
        self.monde.horloge.avancer(seconds=1)
        attendu = self.modele.etats[p.id] in permis
        try:
            self.faire(self.monde.avancer(p, vers, qui=qui))
        except Refusee:
            assert not attendu
            return False
        assert attendu
        return True

    @rule(p=prescriptions, qui=st.sampled_from(["employeur", "cip"]))
    def accepter(self, p: Prescription, qui: str) -> None:
        if self._tenter(p, E.ACCEPTEE_STRUCTURE, qui, {E.TRANSMISE}):
            self.modele.etats[p.id] = E.ACCEPTEE_STRUCTURE

    @rule(p=prescriptions)
    def refuser(self, p: Prescription) -> None:
        if self._tenter(p, E.REFUSEE, "employeur", {E.TRANSMISE, E.LISTE_ATTENTE, E.ACCEPTEE_STRUCTURE}):
            self.modele.sortir(p.id, E.REFUSEE)

    @rule(p=prescriptions)
    def annuler(self, p: Prescription) -> None:
        if self._tenter(p, E.ANNULEE, "cip", {E.TRANSMISE, E.LISTE_ATTENTE, E.ACCEPTEE_STRUCTURE}):
            self.modele.sortir(p.id, E.ANNULEE)

    @rule(p=prescriptions)
    def dire_absent(self, p: Prescription) -> None:
        if self._tenter(p, E.ABSENTE, "employeur", {E.ACCEPTEE_STRUCTURE}):
            self.modele.sortir(p.id, E.ABSENTE)

    @rule(p=prescriptions)
    def dire_present_puis_fini(self, p: Prescription) -> None:
        if self._tenter(p, E.PRESENTE, "employeur", {E.ACCEPTEE_STRUCTURE}):
            self.modele.etats[p.id] = E.PRESENTE
            assert self._tenter(p, E.TERMINEE, "employeur", {E.PRESENTE})
            self.modele.etats[p.id] = E.TERMINEE

    @rule(p=prescriptions)
    def laisser_expirer(self, p: Prescription) -> None:
        if self.modele.etats[p.id] is E.TRANSMISE:
            self.faire(self.monde.valeur("UPDATE prescription SET echeance = $2 WHERE id = $1", p.id, self.monde.horloge.maintenant()))
            assert self.faire(expirer(self.monde.bassin, self.monde.horloge)) == 1
            self.modele.sortir(p.id, E.EXPIREE)

    @invariant()
    def la_base_dit_comme_le_modele(self) -> None:
        if not hasattr(self, "modele"):
            return
        lignes = self.faire(self.monde.valeur("SELECT jsonb_object_agg(id, etat) FROM prescription WHERE session_id = $1", self.session.id))
        assert {int(numero): Etat(etat) for numero, etat in (lignes or {}).items()} == self.modele.etats
        comptes = self.faire(self.monde.valeur("SELECT ARRAY[places_tenues, places_prises] FROM session WHERE id = $1", self.session.id))
        assert comptes == [self.modele.tenues, self.modele.prises]


def test_la_vie_en_base_suit_le_modele(url_base: str) -> None:
    with asyncio.Runner() as boucle:
        bassin = boucle.run(ouvrir(url_base, taille=2))
        VieEnBase.boucle, VieEnBase.monde = boucle, boucle.run(creer_monde(bassin))
        reglage = settings(max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        try:
            run_state_machine_as_test(VieEnBase, settings=reglage)
        finally:
            boucle.run(bassin.close())
