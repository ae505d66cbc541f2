"""The sessions of an offer: one per line of the template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from catalogue.domaine import EtatSession, Session, TypeOffre
from etl.formats.offres.colonnes import DE_SESSION
from etl.formats.offres.ligne import Ligne

PERMANENTE = "permanente"


def lire_sessions(type_offre: TypeOffre, lignes: Sequence[Ligne]) -> tuple[Session, ...]:
    """Sessions of an offer.

    Args:
        type_offre: its kind.
        lignes: its lines, in the order of the file.

    Returns:
        One session per line; without any date or place, a permanent entry, or nothing for a convention, whose offers are written apart.
    """
    remplies = [ligne for ligne in lignes if any(ligne.remplie(cle) for cle in DE_SESSION)]
    if not remplies and len(lignes) == 1:
        return () if type_offre is TypeOffre.CONVENTION else (Session(PERMANENTE),)
    for ligne in lignes:
        if ligne not in remplies:
            ligne.faute(
                "debut", "Cette ligne répète l’offre sans décrire de session\u00a0: supprimez-la, ou donnez au moins une date ou un nombre de places."
            )
    sessions: dict[str, Session] = {}
    for ligne in remplies:
        session = _session(ligne)
        if session.source_id in sessions:
            ligne.faute("session", "Deux lignes décrivent la même session\u00a0: donnez à chacune un identifiant de session.")
        sessions[session.source_id] = session
    return tuple(sessions.values())


def _session(ligne: Ligne) -> Session:
    debut, fin = ligne.jour("debut"), ligne.jour("fin")
    heure_debut = ligne.heure("heure_debut")
    places, reservees = _places(ligne)
    session = Session(
        source_id=ligne.texte("session") or _identifiant(debut, heure_debut),
        debut=debut,
        fin=fin,
        heure_debut=heure_debut,
        heure_fin=ligne.heure("heure_fin"),
        date_limite=ligne.jour("date_limite"),
        places=places,
        places_reservees=reservees,
        etat=ligne.choix("etat_session", EtatSession) or EtatSession.OUVERTE,
        horaires=ligne.texte("precisions_session"),
    )
    _verifier_dates(ligne, session)
    return session


def _identifiant(debut: date | None, heure: time | None) -> str:
    if debut is None:
        return PERMANENTE
    return f"{debut:%Y-%m-%d}" + (f"T{heure:%H%M}" if heure else "")


def _places(ligne: Ligne) -> tuple[int | None, int]:
    places, reservees = ligne.entier("places"), ligne.entier("places_reservees") or 0
    if places is not None and reservees > places:
        ligne.faute("places_reservees", f"Il y a plus de places réservées que de places ({places}).")
        return places, 0
    return places, reservees


def _verifier_dates(ligne: Ligne, session: Session) -> None:
    if session.fin and not session.debut:
        ligne.faute("debut", "Il y a une date de fin sans date de début.")
    if session.debut and session.fin and session.fin < session.debut:
        ligne.faute("fin", "La session finit avant de commencer.")
    dernier = session.fin or session.debut
    if session.date_limite and dernier and session.date_limite > dernier:
        ligne.faute("date_limite", "La date limite pour candidater vient après la fin de la session.")
    meme_jour = session.debut is not None and session.fin in {None, session.debut}
    if meme_jour and session.heure_debut and session.heure_fin and session.heure_fin <= session.heure_debut:
        ligne.faute("heure_fin", "L’heure de fin vient avant l’heure de début.")
