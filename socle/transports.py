"""What carries messages out: a mail server, files of a folder (demonstration), or memory (tests)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

import aiosmtplib

from socle.courrier import AdresseRefusee, Canal, EchecEnvoi, Message, Transport
from socle.reglages import Reglages

DELAI_S = 20.0


def composer(message: Message, expediteur: str) -> EmailMessage:
    """Turn a message of the outbox into a mail.

    Args:
        message: the message.
        expediteur: ``Nom <adresse>``.

    Returns:
        A mail of two parts, text then HTML, whose ``Message-ID`` is the same at each attempt.
    """
    courriel = EmailMessage()
    courriel["From"] = expediteur
    courriel["To"] = message.destinataire
    courriel["Subject"] = message.objet
    courriel["Message-ID"] = f"<{message.empreinte}@{parseaddr(expediteur)[1].rpartition('@')[2]}>"
    # RFC 3834: out-of-office software does not answer to it.
    courriel["Auto-Submitted"] = "auto-generated"
    courriel.set_content(message.texte)
    if message.html:
        courriel.add_alternative(message.html, subtype="html")
    return courriel


@dataclass(frozen=True, slots=True)
class TransportSmtp:
    """Mails through a server."""

    reglages: Reglages

    async def envoyer(self, message: Message) -> None:
        """Send one mail."""
        r = self.reglages
        try:
            await aiosmtplib.send(
                composer(message, r.smtp_expediteur),
                hostname=r.smtp_hote,
                port=r.smtp_port,
                username=r.smtp_utilisateur or None,
                password=r.smtp_mot_de_passe.get_secret_value() or None,
                use_tls=r.smtp_securite == "tls",
                start_tls=r.smtp_securite == "starttls",
                timeout=DELAI_S,
            )
        except aiosmtplib.SMTPRecipientsRefused as erreur:
            raise _refus(max(refus.code for refus in erreur.recipients)) from None
        except aiosmtplib.SMTPResponseException as erreur:
            raise EchecEnvoi(f"le serveur de courriel répond {erreur.code}") from None
        except (aiosmtplib.SMTPException, OSError) as erreur:
            raise EchecEnvoi(type(erreur).__name__) from None


def _refus(code: int) -> Exception:
    """A 5xx code is for ever, a 4xx one for now (RFC 5321, § 4.2.1); the server's own words may hold the address and are not kept."""
    return AdresseRefusee(f"adresse refusée ({code})") if code >= 500 else EchecEnvoi(f"adresse refusée pour l’instant ({code})")


@dataclass(frozen=True, slots=True)
class TransportPasserelle:
    """SMS through a gateway that reads mails sent to ``numéro@domaine``."""

    smtp: TransportSmtp
    domaine: str

    async def envoyer(self, message: Message) -> None:
        """Send one SMS."""
        numero = "".join(c for c in message.destinataire if c.isdigit())
        await self.smtp.envoyer(
            Message(message.id, message.cle, Canal.SMS, f"{numero}@{self.domaine}", "Boîte à parcours", message.texte, "", message.essais)
        )


@dataclass(frozen=True, slots=True)
class TransportDossier:
    """Files of a folder: ``.eml`` for a mail, which any mail software opens, ``.txt`` for an SMS."""

    dossier: Path
    expediteur: str

    async def envoyer(self, message: Message) -> None:
        """Write one file, whole or not at all; sent twice, it is the same file."""
        await asyncio.to_thread(self._ecrire, message)

    def _ecrire(self, message: Message) -> None:
        if message.canal is Canal.COURRIEL:
            nom, contenu = f"{message.empreinte}.eml", composer(message, self.expediteur).as_bytes()
        else:
            nom, contenu = f"{message.empreinte}.txt", f"À : {message.destinataire}\n\n{message.texte}\n".encode()
        try:
            self.dossier.mkdir(parents=True, exist_ok=True)
            provisoire = self.dossier / f".{nom}"
            provisoire.write_bytes(contenu)
            provisoire.replace(self.dossier / nom)
        except OSError as erreur:
            raise EchecEnvoi(type(erreur).__name__) from None


@dataclass(slots=True)
class TransportMemoire:
    """A fake that remembers; ``pannes`` are raised first, one per sending."""

    recus: list[Message] = field(default_factory=list)
    pannes: list[Exception] = field(default_factory=list)

    async def envoyer(self, message: Message) -> None:
        """Remember one message."""
        if self.pannes:
            raise self.pannes.pop(0)
        self.recus.append(message)


def transports(reglages: Reglages) -> dict[Canal, Transport]:
    """What the settings ask for.

    Args:
        reglages: settings of the process.

    Returns:
        One transport per channel; without a mail server, both write files.
    """
    if not reglages.smtp_hote:
        fichiers = TransportDossier(reglages.boite_aux_lettres, reglages.smtp_expediteur)
        return {Canal.COURRIEL: fichiers, Canal.SMS: fichiers}
    smtp = TransportSmtp(reglages)
    choisis: dict[Canal, Transport] = {Canal.COURRIEL: smtp}
    if reglages.sms_passerelle:
        choisis[Canal.SMS] = TransportPasserelle(smtp, reglages.sms_passerelle)
    return choisis
