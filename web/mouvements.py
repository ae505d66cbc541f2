"""What the pages of prescriptions share: reading a move from a form, and the moves one may make."""

from __future__ import annotations

from enum import StrEnum
from secrets import token_urlsafe
from typing import Final, TypeVar
from urllib.parse import quote

from starlette.datastructures import FormData

from catalogue.domaine import TypeContrat
from parcours.prescriptions.domaine import MOTIF_REQUIS, Etat, Issue, Motif, Qui, suivants
from parcours.prescriptions.libelles import ACTIONS, ISSUES, MOTIFS
from parcours.prescriptions.mouvements import Action
from web.contexte import champ
from web.contrats import lire_contrat
from web.pages.prescriptions import ActionProposee, Saisie
from web.typographie import typo

Code = TypeVar("Code", bound=StrEnum)

LONGUEUR_MOT: Final = 2000
MOTIFS_EN_MOTS: Final = tuple((m, typo(mots)) for m, mots in MOTIFS.items())
ISSUES_EN_MOTS: Final = tuple((i, typo(mots)) for i, mots in ISSUES.items())
_PRINCIPALES: Final = frozenset({Etat.ACCEPTEE_PERSONNE, Etat.TRANSMISE, Etat.ACCEPTEE_STRUCTURE, Etat.PRESENTE, Etat.ENTREE})


def tirer_cle() -> str:
    """A new key for a form: sent twice, what it asks is done once."""
    return token_urlsafe(16)


def actions(etat: Etat, qui: Qui) -> tuple[ActionProposee, ...]:
    """The moves that a page offers.

    Args:
        etat: present state.
        qui: in what quality the reader acts.

    Returns:
        The moves, in the order of a life. A proposal may be sent at once by the prescripteur, who then vouches for the person's agreement; the
        waiting list is not chosen, it comes of a session without a place.
    """
    voulus = [e for e in suivants(etat, qui) if e is not Etat.LISTE_ATTENTE]
    if etat is Etat.PROPOSEE and qui is Qui.PRESCRIPTEUR:
        voulus.insert(1, Etat.TRANSMISE)
    return tuple(proposee(e, _mots(etat, e, qui)) for e in voulus)


def proposee(vers: Etat, mots: str) -> ActionProposee:
    """A move as a form offers it.

    Args:
        vers: where it leads.
        mots: what its button says.

    Returns:
        The move, with what it wants beside it.
    """
    return ActionProposee(vers, typo(mots), vers in MOTIF_REQUIS, vers is Etat.TERMINEE, vers is Etat.ENTREE, vers in _PRINCIPALES)


# A conseiller writes down what the structure said by telephone: the words say who speaks.
_RAPPORTEES: Final = {Etat.ACCEPTEE_STRUCTURE: "La structure a dit oui", Etat.REFUSEE: "La structure a dit non"}


def _mots(etat: Etat, vers: Etat, qui: Qui) -> str:
    if etat is Etat.PROPOSEE and vers is Etat.TRANSMISE:
        return "La personne est d’accord : envoyer à la structure"
    if etat is Etat.ACCEPTEE_STRUCTURE and vers is Etat.REFUSEE:
        return "Finalement, ce n’est plus possible"
    return _RAPPORTEES.get(vers, ACTIONS[vers]) if qui is Qui.PRESCRIPTEUR else ACTIONS[vers]


def adresse_session(offre: str, session: str) -> str:
    """Where a structure answers for the people of a session.

    Args:
        offre: public id of the offer.
        session: id of the session within its offer; an import may have put slashes in it.

    Returns:
        The path.
    """
    return f"/mes-propositions/{offre}/{quote(session, safe='/')}"


def code(champs: FormData, nom: str, genre: type[Code]) -> Code | None:
    """A code of a form, None when it is absent or unknown.

    Args:
        champs: what was sent.
        nom: name of the field.
        genre: the list of codes.

    Returns:
        The code.
    """
    return next((c for c in genre if c.value == champ(champs, nom)), None)


def lire(champs: FormData, suffixe: str = "") -> Saisie:
    """A move as it was typed.

    Args:
        champs: what was sent.
        suffixe: put after the names of the fields, when the form holds several moves.

    Returns:
        What was typed, unknown codes left out.
    """
    return Saisie(
        code(champs, f"vers{suffixe}", Etat),
        code(champs, f"motif{suffixe}", Motif),
        code(champs, f"issue{suffixe}", Issue),
        champ(champs, f"precisions{suffixe}", LONGUEUR_MOT),
        code(champs, f"contrat{suffixe}", TypeContrat),
        champ(champs, f"mois{suffixe}", 20),
        champ(champs, f"fin{suffixe}", 20),
    )


def action(saisie: Saisie, champs: FormData, suffixe: str = "") -> Action | None:
    """The move that a form asks for.

    Args:
        saisie: what was typed.
        champs: what was sent, for the key and for the state the reader saw.
        suffixe: as for ``lire``.

    Returns:
        The move; a reason, an outcome or a contract chosen beside a move that has none is left out. None when no move was chosen.

    Raises:
        Refusee: the contract cannot be read.
    """
    if saisie.vers is None:
        return None
    return Action(
        vers=saisie.vers,
        cle=champ(champs, "cle", 100) or None,
        motif=saisie.motif if saisie.vers in MOTIF_REQUIS else None,
        issue=saisie.issue if saisie.vers is Etat.TERMINEE else None,
        contrat=lire_contrat(saisie) if saisie.vers is Etat.ENTREE else None,
        precisions=saisie.precisions,
        attendu=code(champs, f"attendu{suffixe}", Etat),
    )
