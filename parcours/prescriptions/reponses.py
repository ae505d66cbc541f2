"""A structure answers its requests, alone or several at once; the same way by an account and by a signed link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comptes.domaine import Acteur
from parcours.prescriptions import depot
from parcours.prescriptions.domaine import Qui, repond_pour
from parcours.prescriptions.lignes import Auteur, DemandeRecue
from parcours.prescriptions.mouvements import Action, Conflit, Introuvable, Refusee, passer
from socle.base import Connexion
from socle.horloge import Horloge


@dataclass(frozen=True, slots=True)
class Reponse:
    """What became of one answer: ``probleme`` is empty when it was written down, else a sentence for who answered."""

    identifiant: str
    probleme: str = ""
    conflit: bool = False


Voulues = Sequence[tuple[str, Action]]


async def de_la_session(connexion: Connexion, acteur: Acteur, offre: str, session: str) -> list[DemandeRecue]:
    """What the structure of an account received for a session.

    Args:
        connexion: any.
        acteur: an account that answers for the structure.
        offre: public id of the offer.
        session: id of the session within its offer.

    Returns:
        Its requests, those already answered included; those never sent are not among them.

    Raises:
        Introuvable: no such session for this account, or nobody was sent to it.
    """
    trouvee = await depot.session_de(connexion, offre=offre, session=session)
    if trouvee is None or trouvee[1] is None or not repond_pour(acteur, trouvee[1]):
        raise Introuvable("Cette session n’existe pas.")
    demandes = await depot.demandes_recues(connexion, trouvee[1], session_id=trouvee[0])
    if not demandes:
        raise Introuvable("Personne n’a été proposé pour cette session.")
    return demandes


async def repondre(connexion: Connexion, acteur: Acteur, demandes: Sequence[DemandeRecue], voulues: Voulues, horloge: Horloge) -> list[Reponse]:
    """Write down the answers of an account.

    Args:
        connexion: inside a transaction.
        acteur: the account.
        demandes: what it received (``de_la_session``).
        voulues: public id of a prescription, and the move asked for it.
        horloge: the clock.

    Returns:
        What became of each, in the order given.

    Raises:
        Introuvable: one of them is not among the requests.
    """
    return await ecrire(connexion, Auteur(Qui.STRUCTURE, acteur), demandes, voulues, horloge)


async def ecrire(connexion: Connexion, auteur: Auteur, demandes: Sequence[DemandeRecue], voulues: Voulues, horloge: Horloge) -> list[Reponse]:
    """Write down answers, each on its own: one that comes too late, or lacks its reason, does not undo the others.

    Args:
        connexion: inside a transaction.
        auteur: the account or the link that answers.
        demandes: what it received.
        voulues: public id of a prescription, and the move asked for it.
        horloge: the clock.

    Returns:
        What became of each, in the order given.

    Raises:
        Introuvable: one of them is not among the requests.
    """
    ids = {d.identifiant: d.id for d in demandes}
    if any(identifiant not in ids for identifiant, _ in voulues):
        raise Introuvable("Cette demande n’existe pas ici.")
    await depot.verrouiller(connexion, [ids[identifiant] for identifiant, _ in voulues])
    faites = []
    for identifiant, action in voulues:
        # Read again at its turn: an answer before it may have passed a place on.
        p = (await depot.verrouiller(connexion, [ids[identifiant]]))[ids[identifiant]]
        try:
            await passer(connexion, p, auteur, action, horloge)
            faites.append(Reponse(identifiant))
        except (Conflit, Refusee) as erreur:
            faites.append(Reponse(identifiant, str(erreur), isinstance(erreur, Conflit)))
    return faites
