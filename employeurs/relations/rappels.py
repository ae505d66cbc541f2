"""One mail a morning to each CRE who has something due. It names nobody: it says how much, and leads to the page."""

from __future__ import annotations

from datetime import date, time
from typing import Final

from employeurs.relations.suivi import REQUETES
from socle import courrier
from socle.base import Bassin, Ligne, transaction
from socle.horloge import Horloge

# A morning of work, in Paris: a service started later in the day waits for the next one.
OUVERTURE: Final = time(7)
FERMETURE: Final = time(12)
VENDREDI: Final = 4
PAGE: Final = "/relations"


async def rappeler(bassin: Bassin, horloge: Horloge, adresse: str) -> int:
    """Write to the CRE who have something due, on the mornings of working days; run twice, it writes once.

    Args:
        bassin: the pool.
        horloge: the clock.
        adresse: address of the service, without a final slash.

    Returns:
        How many were written to.
    """
    maintenant = horloge.maintenant()
    jour = maintenant.date()
    if jour.weekday() > VENDREDI or not OUVERTURE <= maintenant.time() < FERMETURE:
        return 0
    async with transaction(bassin) as connexion:
        attendus = await REQUETES.lignes(connexion, "a_rappeler", jour=jour)
        for ligne in attendus:
            objet, texte = composer(ligne, adresse)
            cle = cle_du_jour(ligne["identifiant"], jour)
            await courrier.deposer(connexion, destinataire=ligne["courriel"], objet=objet, texte=texte, html=courrier.en_html(texte), cle=cle)
    return len(attendus)


def cle_du_jour(compte: str, jour: date) -> str:
    """Name of the mail of a day to an account: deposited twice, it leaves once.

    Args:
        compte: public id of the account.
        jour: the day.

    Returns:
        The key, as the query that looks for who was not written to spells it.
    """
    return f"rappels:{compte}:{jour.isoformat()}"


def composer(ligne: Ligne | dict[str, int], adresse: str) -> tuple[str, str]:
    """The mail.

    Args:
        ligne: ``nombre`` of actions due, of which ``en_retard``.
        adresse: address of the service.

    Returns:
        Subject and text.
    """
    nombre, retard = ligne["nombre"], ligne["en_retard"]
    objet = f"{nombre}\u00a0{'rappel' if nombre < 2 else 'rappels'} pour aujourd’hui"
    dont = f", dont {retard}\u00a0en retard" if retard else ""
    adieu = "Ce message ne part que s’il y a quelque chose à faire."
    return objet, f"Bonjour,\n\n{objet}{dont} dans votre suivi des structures.\n{adresse}{PAGE}\n\n{adieu}"
