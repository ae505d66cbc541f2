"""The outbox: a message is a row written in the transaction of what it tells, and leaves only once that is committed.

Sent at least once: a crash between the sending and its record sends again, with the same ``Message-ID``, which mail software shows once.
"""

from __future__ import annotations

import hashlib
import html as echappement
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from socle.base import Bassin, Connexion, transaction
from socle.ecoute import notifier
from socle.horloge import Horloge
from socle.sql import charger

REQUETES = charger(Path(__file__).parent / "courrier.sql")
CANAL: Final = "courrier"

# Waits between two attempts; once they are used up, the message is given up and a person looks at it.
ATTENTES: Final = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))
CONSERVATION: Final = timedelta(days=90)

_ADRESSE = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)»]")


class Canal(StrEnum):
    """By which way a message leaves."""

    COURRIEL = "courriel"
    SMS = "sms"


class EchecEnvoi(Exception):
    """The message did not leave this time; it will be tried again."""


class AdresseRefusee(Exception):
    """The message will never leave: nobody has this address."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the outbox.

    Attributes:
        cle: names the message once and for all; the ``Message-ID`` comes from it.
        destinataire: mail address, or telephone number for an SMS.
        objet: subject, never personal data; empty for an SMS.
        html: the same words laid out; empty for an SMS.
        essais: attempts already made.
    """

    id: int
    cle: str
    canal: Canal
    destinataire: str
    objet: str
    texte: str
    html: str
    essais: int = 0

    @property
    def empreinte(self) -> str:
        """32 hexadecimal digits that name the message without saying whom it is about."""
        return hashlib.sha256(self.cle.encode()).hexdigest()[:32]


class Transport(Protocol):
    """What carries a message out."""

    async def envoyer(self, message: Message) -> None:
        """Send it.

        Args:
            message: what to send.

        Raises:
            EchecEnvoi: not this time.
            AdresseRefusee: never.
        """
        ...


@dataclass(frozen=True, slots=True)
class Tournee:
    """What a round of sending did: messages sent, put off, given up."""

    envoyes: int = 0
    reportes: int = 0
    abandonnes: int = 0


async def deposer(connexion: Connexion, *, destinataire: str, objet: str, texte: str, html: str, cle: str) -> None:
    """Put a mail in the outbox.

    Args:
        connexion: inside the transaction of what the mail tells: both are committed, or neither.
        destinataire: mail address.
        objet: subject; no personal data, it travels and is shown in clear.
        texte: the mail in plain text.
        html: the same in HTML (see ``en_html``).
        cle: unique name of the mail; deposited again, nothing happens.

    Raises:
        ValueError: a line break in the address or in the subject, which would forge a header.
    """
    if any(c in champ for champ in (destinataire, objet) for c in "\r\n"):
        raise ValueError("retour à la ligne dans l’adresse ou l’objet d’un courriel")
    await _deposer(connexion, Canal.COURRIEL, destinataire=destinataire, objet=objet, texte=texte, html=html, cle=cle)


async def deposer_sms(connexion: Connexion, *, numero: str, texte: str, cle: str) -> None:
    """Put an SMS in the outbox.

    Args:
        connexion: inside the transaction of what the message tells.
        numero: telephone number.
        texte: what it says.
        cle: unique name of the message; deposited again, nothing happens.
    """
    await _deposer(connexion, Canal.SMS, destinataire=numero, objet="", texte=texte, html="", cle=cle)


async def _deposer(connexion: Connexion, canal: Canal, **champs: str) -> None:
    await REQUETES.executer(connexion, "deposer", canal=canal.value, **champs)
    await notifier(connexion, CANAL)


async def envoyer(bassin: Bassin, transports: Mapping[Canal, Transport], horloge: Horloge) -> Tournee:
    """Send all that is due, oldest first; several workers may run it at once.

    Args:
        bassin: the pool.
        transports: one per channel; a channel without one gives its messages up, saying so.
        horloge: the clock.

    Returns:
        What was done.
    """
    comptes = {"envoye": 0, "reporte": 0, "abandonne": 0}
    while sort := await _envoyer_un(bassin, transports, horloge.maintenant()):
        comptes[sort] += 1
    return Tournee(comptes["envoye"], comptes["reporte"], comptes["abandonne"])


async def _envoyer_un(bassin: Bassin, transports: Mapping[Canal, Transport], maintenant: datetime) -> str | None:
    """Send one message inside the transaction that records it: killed half-way, the row is as before and will be sent again."""
    async with transaction(bassin) as connexion:
        ligne = await REQUETES.ligne(connexion, "prochain", maintenant=maintenant)
        if ligne is None:
            return None
        message = Message(**{**ligne, "canal": Canal(ligne["canal"])})
        try:
            await _porter(transports, message)
        except (EchecEnvoi, AdresseRefusee) as erreur:
            return await _noter_echec(connexion, message, erreur, maintenant)
        await REQUETES.executer(connexion, "marquer_envoye", id=message.id, maintenant=maintenant)
        return "envoye"


async def _porter(transports: Mapping[Canal, Transport], message: Message) -> None:
    transport = transports.get(message.canal)
    if transport is None:
        raise AdresseRefusee(f"aucun moyen d’envoyer par {message.canal} n’est réglé")
    await transport.envoyer(message)


async def _noter_echec(connexion: Connexion, message: Message, erreur: Exception, maintenant: datetime) -> str:
    if isinstance(erreur, AdresseRefusee) or message.essais >= len(ATTENTES):
        await REQUETES.executer(connexion, "abandonner", id=message.id, echec=str(erreur))
        return "abandonne"
    await REQUETES.executer(connexion, "reporter", id=message.id, echec=str(erreur), reprise_le=maintenant + ATTENTES[message.essais])
    return "reporte"


async def compter(connexion: Connexion) -> dict[str, int]:
    """How many messages in each state (``a_envoyer``, ``envoye``, ``abandonne``); a state without any is absent."""
    return {ligne["etat"]: ligne["nombre"] for ligne in await REQUETES.lignes(connexion, "compter")}


async def purger(connexion: Connexion, maintenant: datetime) -> int:
    """Forget the messages sent more than 90 days ago.

    Args:
        connexion: inside a transaction.
        maintenant: now.

    Returns:
        How many were forgotten.
    """
    return await REQUETES.executer(connexion, "purger", avant=maintenant - CONSERVATION)


def en_html(texte: str) -> str:
    """Lay out a plain text as the HTML of a mail: paragraphs, line breaks, addresses one can click.

    Args:
        texte: plain text; a blank line starts a paragraph.

    Returns:
        A whole small HTML document, everything escaped.
    """
    paragraphes = [p.strip() for p in re.split(r"\n\s*\n", texte.strip())]
    corps = "\n".join(f"<p>{_ADRESSE.sub(_lien, echappement.escape(p)).replace(chr(10), '<br>')}</p>" for p in paragraphes)
    style = "font-family: system-ui, sans-serif; font-size: 16px; line-height: 1.5; max-width: 40em"
    return f'<!doctype html>\n<html lang="fr"><head><meta charset="utf-8"></head>\n<body style="{style}">\n{corps}\n</body></html>\n'


def _lien(trouve: re.Match[str]) -> str:
    return f'<a href="{trouve[0]}">{trouve[0]}</a>'
