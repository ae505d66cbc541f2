"""What is written to people and structures: short French texts, and nothing personal in a subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from babel.dates import format_date

from parcours.prescriptions import depot
from parcours.prescriptions.domaine import Etat
from parcours.prescriptions.lignes import Contact
from socle import courrier
from socle.base import Connexion

OBJET_PLACE = "Votre place est confirmée"
OBJET_VEILLE = "Votre rendez-vous de demain"


@dataclass(frozen=True, slots=True)
class SessionARepondre:
    """One session of a mail to a structure: what awaits, and the link that answers."""

    titre: str
    debut: date | None
    heure: time | None
    a_repondre: int
    a_constater: int
    annulees: int
    adresse: str


def quand(debut: date | None, heure: time | None) -> str:
    """Say when a session is.

    Args:
        debut: first day, None for a permanent entry.
        heure: its time, None when it is not known.

    Returns:
        « mardi 8 décembre à 9 h 30 », « entrée à tout moment ».
    """
    if debut is None:
        return "entrée à tout moment"
    jour = format_date(debut, "EEEE d MMMM", locale="fr").replace(" 1 ", " 1er ")
    if heure is None:
        return jour
    return f"{jour} à {heure.hour}\u00a0h" + (f"\u00a0{heure.minute:02d}" if heure.minute else "")


def recapitulatif(sessions: Sequence[SessionARepondre]) -> tuple[str, str]:
    """The one mail of the day to a structure.

    Args:
        sessions: what awaits it.

    Returns:
        Subject and text.
    """
    total = sum(s.a_repondre + s.a_constater for s in sessions)
    objet = f"{_compte(total, 'personne attend', 'personnes attendent')} votre réponse" if total else "Une place s’est libérée chez vous"
    blocs = [_bloc(s) for s in sessions]
    adieu = "Un clic ouvre la liste\u00a0; rien n’est envoyé tant que vous n’avez pas confirmé votre réponse. Merci de ne pas transférer ces liens."
    return objet, "\n\n".join(["Bonjour,", f"{objet} (Boîte à parcours).", *blocs, adieu])


def _bloc(session: SessionARepondre) -> str:
    morceaux = []
    if session.a_repondre:
        morceaux.append(_compte(session.a_repondre, "demande à étudier", "demandes à étudier"))
    if session.a_constater:
        morceaux.append(_compte(session.a_constater, "personne dont dire si elle est venue", "personnes dont dire si elles sont venues"))
    if session.annulees:
        morceaux.append(_compte(session.annulees, "demande annulée", "demandes annulées"))
    return f"{session.titre}, {quand(session.debut, session.heure)}\u00a0: {', '.join(morceaux)}.\n{session.adresse}"


def _compte(nombre: int, singulier: str, pluriel: str) -> str:
    return f"{nombre}\u00a0{singulier if nombre < 2 else pluriel}"


async def annoncer_place(connexion: Connexion, prescription_id: int) -> None:
    """Tell a person that a place is theirs, by SMS or by mail as they agreed; who agreed to neither is told by their référent.

    Args:
        connexion: inside the transaction that gives the place.
        prescription_id: internal id.
    """
    contact = await depot.contact_personne(connexion, prescription_id)
    suite = "Votre conseiller peut vous en dire plus."
    texte = f"Boîte à parcours\u00a0: votre place est confirmée, {quand(contact.debut, contact.heure_debut)}. {suite}"
    await _ecrire(connexion, contact, OBJET_PLACE, texte, f"{Etat.ACCEPTEE_STRUCTURE}:{contact.identifiant}")


async def rappeler_la_veille(connexion: Connexion, prescription_id: int) -> None:
    """Remind a person of the next day's session; said twice, it is said once.

    Args:
        connexion: inside a transaction.
        prescription_id: internal id.
    """
    contact = await depot.contact_personne(connexion, prescription_id)
    empechement = "Si vous ne pouvez pas venir, prévenez votre conseiller\u00a0: la place servira à quelqu’un d’autre."
    texte = f"Boîte à parcours\u00a0: vous êtes attendu demain, {quand(contact.debut, contact.heure_debut)}. {empechement}"
    await _ecrire(connexion, contact, OBJET_VEILLE, texte, f"veille:{contact.identifiant}")


async def _ecrire(connexion: Connexion, contact: Contact, objet: str, texte: str, cle: str) -> None:
    if contact.telephone:
        await courrier.deposer_sms(connexion, numero=contact.telephone, texte=texte, cle=cle)
    elif contact.courriel:
        await courrier.deposer(connexion, destinataire=contact.courriel, objet=objet, texte=texte, html=courrier.en_html(texte), cle=cle)
