"""A prescription as the person reads it: plain sentences, dates, what they may answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from parcours.prescriptions.domaine import Etat, Origine, Qui, suivants
from parcours.prescriptions.suivi import EnClair, Etape
from web.pages.espace import DemandeSimple, EtapeSimple
from web.typographie import date_heure, date_longue

_MOTS: Final[dict[Etat, str]] = {
    Etat.PROPOSEE: "Votre conseiller vous propose cette action. Est-ce que cela vous intéresse ?",
    Etat.ACCEPTEE_PERSONNE: "Vous avez dit oui. Votre conseiller prépare l’envoi.",
    Etat.TRANSMISE: "Votre demande est partie. On attend la réponse.",
    Etat.LISTE_ATTENTE: "C’est complet pour le moment. Vous êtes sur la liste d’attente.",
    Etat.ACCEPTEE_STRUCTURE: "C’est oui. Une place est pour vous.",
    Etat.PRESENTE: "Vous y êtes allé.",
    Etat.ENTREE: "Vous avez commencé.",
    Etat.TERMINEE: "C’est terminé.",
    Etat.ABSENTE: "Vous n’avez pas pu venir. Parlez-en à votre conseiller.",
    Etat.ANNULEE: "C’est annulé.",
    Etat.REFUSEE: "C’est non cette fois. Votre conseiller peut vous proposer autre chose.",
    Etat.EXPIREE: "Il n’y a pas eu de réponse à temps. Votre conseiller peut vous proposer autre chose.",
}
_DEMANDEE: Final = "Vous avez dit que cela vous intéresse. Votre conseiller va vous répondre."
# The road ahead, for what goes well.
_CHEMIN: Final = (
    (Etat.ACCEPTEE_PERSONNE, "Vous dites oui"),
    (Etat.TRANSMISE, "La demande part"),
    (Etat.ACCEPTEE_STRUCTURE, "La structure dit oui"),
    (Etat.PRESENTE, "Vous y allez"),
)


def demande(ligne: EnClair, vie: Sequence[Etape], jour: date) -> DemandeSimple:
    """A prescription in plain words.

    Args:
        ligne: the prescription.
        vie: its steps, from the first.
        jour: today.

    Returns:
        What the page shows.
    """
    de_moi = ligne.etat is Etat.PROPOSEE and ligne.origine is Origine.ALLOCATAIRE
    possibles = suivants(ligne.etat, Qui.PERSONNE)
    attendue = ligne.etat is Etat.ACCEPTEE_STRUCTURE and ligne.debut is not None and ligne.debut >= jour
    return DemandeSimple(
        identifiant=ligne.identifiant,
        offre=ligne.offre,
        titre=ligne.titre,
        type_offre=ligne.type_offre,
        mots=_DEMANDEE if de_moi else _MOTS[ligne.etat],
        rendez_vous=date_heure(ligne.debut, ligne.heure_debut, jour) if ligne.debut else "",
        ou=ligne.commune or "",
        etapes=_etapes(ligne, vie, jour),
        vivante=not ligne.etat.final,
        a_repondre=ligne.etat is Etat.PROPOSEE and not de_moi,
        annulable=Etat.ANNULEE in possibles,
        agenda=f"/mon-espace/parcours/{ligne.identifiant}/rendez-vous.ics" if attendue else None,
        debut=ligne.debut,
        heure=ligne.heure_debut,
    )


def _etapes(ligne: EnClair, vie: Sequence[Etape], jour: date) -> tuple[EtapeSimple, ...]:
    passees = {etape.vers: etape.quand.date() for etape in vie}
    if ligne.origine is Origine.ALLOCATAIRE and Etat.PROPOSEE in passees:
        # Who asks has already said yes.
        passees.setdefault(Etat.ACCEPTEE_PERSONNE, passees[Etat.PROPOSEE])
    if ligne.etat.final and ligne.etat is not Etat.TERMINEE:
        faites = tuple(EtapeSimple(mots, date_longue(passees[etat], jour), True) for etat, mots in _CHEMIN if etat in passees)
        return (*faites, EtapeSimple(_MOTS[ligne.etat].split(".")[0], date_longue(ligne.depuis.date(), jour), True))
    return tuple(EtapeSimple(mots, date_longue(passees[etat], jour) if etat in passees else "", etat in passees) for etat, mots in _CHEMIN)
