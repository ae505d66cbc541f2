"""Answering for several people with one form: what was sent, and the page that shows it. Shared by accounts and signed links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from starlette.datastructures import FormData

from parcours.prescriptions.domaine import Etat, Qui
from parcours.prescriptions.libelles import ETATS
from parcours.prescriptions.lignes import DemandeRecue
from parcours.prescriptions.mouvements import Action, Refusee
from parcours.prescriptions.reponses import Reponse
from web.mouvements import action, actions, lire, proposee
from web.pages.commun import ErreurChamp
from web.pages.prescriptions import RIEN, ActionProposee, Saisie

LOT: Final = "-lot"
_GESTES: Final = {
    Etat.ACCEPTEE_STRUCTURE: "Oui, une place pour chacune",
    Etat.PRESENTE: "Elles sont venues",
    Etat.ENTREE: "Elles sont entrées dans l’action",
    Etat.TERMINEE: "C’est terminé",
    Etat.ABSENTE: "Elles ne sont pas venues",
    Etat.REFUSEE: "Non, pas cette fois",
}


@dataclass(frozen=True, slots=True)
class Envoi:
    """A form as it was sent, or what is to be shown again of it.

    Attributes:
        saisies: what was typed for each person, by public id.
        cochees: people ticked.
        lot: what was typed for the people ticked.
        groupe: the button for several people was pressed.
        voulues: answers to write down, by public id.
        reponses: what became of those already judged.
        erreur: what the whole form lacks, empty otherwise.
    """

    saisies: Mapping[str, Saisie]
    cochees: frozenset[str] = frozenset()
    lot: Saisie = RIEN
    groupe: bool = False
    voulues: tuple[tuple[str, Action], ...] = ()
    reponses: tuple[Reponse, ...] = ()
    erreur: str = ""

    @property
    def faites(self) -> int:
        """Answers written down."""
        return sum(not r.probleme for r in self.reponses)

    @property
    def conflit(self) -> bool:
        """Someone else answered first."""
        return any(r.conflit for r in self.reponses)

    @property
    def reste(self) -> bool:
        """Something that was typed is not written down, and must be shown again."""
        return bool(self.erreur) or self.faites < len(self.reponses) or any(s != RIEN for s in (self.lot, *self.saisies.values()))


VIDE: Final = Envoi({})


def gestes(demandes: Sequence[DemandeRecue], choisi: Etat | None = None) -> tuple[ActionProposee, ...]:
    """Moves that may be given to several people at once.

    Args:
        demandes: the requests of the list.
        choisi: the move that was asked for and is shown again, even when nobody is left for it.

    Returns:
        Those that one of them at least allows, in the order of a life; none for a list of one.
    """
    possibles = {a.vers for d in demandes for a in actions(d.etat, Qui.STRUCTURE)} if len(demandes) > 1 else set()
    if choisi is not None:
        possibles.add(choisi)
    return tuple(proposee(vers, mots) for vers, mots in _GESTES.items() if vers in possibles)


def lire_envoi(champs: FormData, demandes: Sequence[DemandeRecue]) -> Envoi:
    """What a form asks for.

    Args:
        champs: what was sent.
        demandes: the requests of the list; what the form says of others is left out.

    Returns:
        The answers to write down, and what cannot be.
    """
    saisies = {d.identifiant: lire(champs, f"-{d.identifiant}") for d in demandes}
    cochees = frozenset(str(valeur) for valeur in champs.getlist("personnes")) & saisies.keys()
    envoi = Envoi(saisies, cochees, lire(champs, LOT), champs.get("geste") == "lot")
    demandees = _du_lot(envoi, demandes) if envoi.groupe else [(d, s) for d in demandes if (s := saisies[d.identifiant]).vers]
    if not demandees:
        return replace(envoi, erreur=_manque(envoi))
    voulues, refusees = [], []
    for demande, saisie in demandees:
        try:
            if voulue := _action(demande, saisie, champs):
                voulues.append((demande.identifiant, voulue))
        except Refusee as refus:
            refusees.append(Reponse(demande.identifiant, str(refus)))
    return replace(envoi, voulues=tuple(voulues), reponses=tuple(refusees))


def _du_lot(envoi: Envoi, demandes: Sequence[DemandeRecue]) -> list[tuple[DemandeRecue, Saisie]]:
    return [(d, envoi.lot) for d in demandes if d.identifiant in envoi.cochees and envoi.lot.vers]


def _manque(envoi: Envoi) -> str:
    if not envoi.groupe:
        return "Choisissez au moins une réponse."
    return "Choisissez la réponse à donner aux personnes cochées." if envoi.cochees else "Cochez au moins une personne."


def _action(demande: DemandeRecue, saisie: Saisie, champs: FormData) -> Action | None:
    """The move asked for one person; what several cannot be given at this stage is said with the stage."""
    voulue = action(saisie, champs, f"-{demande.identifiant}")
    possibles = {a.vers for a in actions(demande.etat, Qui.STRUCTURE)}
    if voulue and voulue.attendu in {None, demande.etat} and voulue.vers not in possibles:
        raise Refusee(f"Cette réponse n’est pas possible à cette étape ({ETATS[demande.etat].lower()}).")
    return voulue


def apres(envoi: Envoi, ecrites: Sequence[Reponse]) -> Envoi:
    """What is left of a form once its answers were judged: what was written down leaves it, all the rest stays.

    Args:
        envoi: the form.
        ecrites: what became of the answers to write down.

    Returns:
        The form to show again.
    """
    reponses = (*envoi.reponses, *ecrites)
    faites = {r.identifiant for r in reponses if not r.probleme}
    saisies = {nom: RIEN if nom in faites else saisie for nom, saisie in envoi.saisies.items()}
    lot = RIEN if envoi.groupe and len(faites) == len(reponses) else envoi.lot
    return replace(envoi, saisies=saisies, cochees=envoi.cochees - faites, lot=lot, voulues=(), reponses=reponses)


def erreurs(envoi: Envoi, noms: Mapping[str, str]) -> Iterator[ErreurChamp]:
    """What is to be corrected, person by person.

    Args:
        envoi: the form.
        noms: how each person is named, by public id, in the order of the page.

    Yields:
        The mistakes, each with where to go.
    """
    if envoi.erreur:
        yield ErreurChamp("lot" if envoi.groupe else "reponses", envoi.erreur)
    problemes = {r.identifiant: r.probleme for r in envoi.reponses if r.probleme}
    yield from (ErreurChamp(f"demande-{nom}", f"{montre} : {problemes[nom]}") for nom, montre in noms.items() if nom in problemes)
