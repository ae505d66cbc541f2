"""The digest of a batch: one mail to each référent, who alone is told; nothing leaves for the structure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from parcours.prescriptions.annonces import quand
from parcours.prescriptions.domaine import Etat, nom_montre


def digest(
    *, auteur: str, titre: str, debut: date | None, heure: time | None, personnes: Sequence[tuple[str, str]], mot: str, adresse: str
) -> tuple[str, str]:
    """What is written to one référent.

    Args:
        auteur: the CRE.
        titre: of the offer.
        debut, heure: of the session, None when unknown.
        personnes: first names and names; a mail travels in clear, so that only the initial of the name is written.
        mot: words of the CRE, empty without any.
        adresse: of « Ma journée ».

    Returns:
        Subject, which names nobody, and text.
    """
    nombre = len(personnes)
    qui = "1\u00a0personne que vous suivez" if nombre == 1 else f"{nombre}\u00a0personnes que vous suivez"
    objet = f"Une session proposée pour {qui}"
    liste = "\n".join(f"–\u00a0{nom_montre(prenom, nom, Etat.PROPOSEE)}" for prenom, nom in personnes)
    blocs = [
        "Bonjour,",
        f"{auteur} propose «\u00a0{titre}\u00a0», {quand(debut, heure)}, pour {qui}\u00a0:",
        liste,
        *([f"Son mot\u00a0: {mot}"] if mot else []),
        f"À vous d’en parler avec chaque personne, puis de dire oui ou non dans Ma journée\u00a0:\n{adresse}",
        "La structure n’en sait rien tant que la personne n’est pas d’accord.",
    ]
    return objet, "\n\n".join(blocs)
