"""Sessions of an action: days, places, and what the sender says of the recruitment."""

from __future__ import annotations

import re
from datetime import date

from lxml import etree

from catalogue.domaine import EtatSession, Session
from etl.entree.valeurs import ValeurInvalide, booleen, date_de, entier
from etl.formats.lheo.arbre import Fiche, dit, extra, premier, tous
from etl.formats.lheo.codes import ETATS_RECRUTEMENT, RECRUTEMENT_FERME, RECRUTEMENT_SUSPENDU

_APPROXIMATIVE = re.compile(r"\d{4}(\d{2})?00")


def sessions_de(fiche: Fiche) -> tuple[Session, ...]:
    """Sessions of an action.

    Args:
        fiche: training and action.

    Returns:
        One per ``session`` element. With permanent entries (``modalites-entrees-sorties`` 1) they have no first day, their last day is the end
        of the period. A session at fixed dates whose first day is unknown is left out with a doubt: without a day it would read as permanent.
    """
    permanente = fiche.releve.lire("modalites-entrees-sorties", dit(fiche.action, "modalites-entrees-sorties"), booleen) or False
    seule = len(fiche.sessions) == 1
    sessions: dict[str, Session] = {}
    for element in fiche.sessions:
        session = _session(fiche, element, permanente=permanente, places=_places(fiche, element, seule=seule))
        if session is None:
            continue
        if session.source_id in sessions:
            fiche.releve.doute("session/@numero", session.source_id, "Deux sessions portent ce numéro : seule la première est retenue.")
        sessions.setdefault(session.source_id, session)
    if not fiche.sessions:
        fiche.releve.doute("session", "", "L’action n’a pas de session.")
    return tuple(sessions.values())


def _session(fiche: Fiche, element: etree._Element, *, permanente: bool, places: int | None) -> Session | None:
    periode = premier(element, "periode")
    brutes = (dit(periode, "debut"), dit(periode, "fin"))
    debut = fiche.releve.lire("session/periode/debut", brutes[0], date_de)
    fin = fiche.releve.lire("session/periode/fin", brutes[1], lambda v: date_de(v, fin=True))
    if debut and fin and fin < debut:
        fiche.releve.doute("session/periode/fin", brutes[1], "La session finit avant de commencer : sa fin est laissée de côté.")
        fin = None
    if debut is None and not permanente:
        fiche.releve.doute("session/periode/debut", brutes[0], "Le premier jour n’est pas connu : cette session est laissée de côté.")
        return None
    perimee = fiche.releve.lire("session-perimee", extra(element, "session-perimee", "session-perimee"), booleen)
    return Session(
        source_id=(element.get("numero") or "").strip() or _identifiant(debut, fin),
        debut=None if permanente else debut,
        fin=fin,
        date_limite=_date_limite(fiche, element),
        places=places,
        etat=EtatSession.TERMINEE if perimee else EtatSession.OUVERTE,
        horaires=_precision(brutes, element),
    )


def _identifiant(debut: date | None, fin: date | None) -> str:
    # Days rather than a rank: the rank of a session changes as soon as another one is added before it.
    return "/".join(jour.isoformat() for jour in (debut, fin) if jour) or "permanente"


def _date_limite(fiche: Fiche, element: etree._Element) -> date | None:
    # The first day of the period of registration is often 00000000: only its last day matters here.
    brute = dit(element, "periode-inscription/periode/fin")
    return fiche.releve.lire("session/periode-inscription/periode/fin", brute, lambda v: date_de(v, fin=True))


def _precision(brutes: tuple[str | None, str | None], element: etree._Element) -> str | None:
    phrases = []
    if any(brute and _APPROXIMATIVE.fullmatch(brute) and not brute.startswith("0000") for brute in brutes):
        phrases.append("Dates données au mois ou à l’année près : à confirmer auprès de l’organisme.")
    if suspendue(element):
        phrases.append("Inscriptions suspendues pour l’instant.")
    return " ".join(phrases) or None


def suspendue(element: etree._Element) -> bool:
    """Whether the recruitment of a session is suspended.

    Args:
        element: the session.

    Returns:
        True for ``etat-recrutement`` 3.
    """
    return dit(element, "etat-recrutement") == RECRUTEMENT_SUSPENDU


def _places(fiche: Fiche, element: etree._Element, *, seule: bool) -> int | None:
    etat = dit(element, "etat-recrutement")
    if etat is not None and etat not in ETATS_RECRUTEMENT:
        fiche.releve.doute("session/etat-recrutement", etat, "Ce code d’état n’est pas dans la table de LHÉO.")
    if etat == RECRUTEMENT_FERME:
        # « fermé, dès que le nombre de places maximum est atteint » (definition 2.3): nothing is left to offer.
        return 0
    # Funded places are told for the action: they cannot be shared out when it has several sessions.
    financees = _le_plus_grand(fiche, fiche.action, "organisme-financeur/nb-places-financees") if seule else None
    return financees or _le_plus_grand(fiche, element, "cycle/capacite-cumulee") or _le_plus_grand(fiche, element, "cycle/capacite-simultanee")


def _le_plus_grand(fiche: Fiche, element: etree._Element, chemin: str) -> int | None:
    # Two funders often tell the same places: their sum could promise some that do not exist. 0 fills an element whose number is unknown.
    nombres = [fiche.releve.lire(chemin, trouve.text, _nombre_de_places) or 0 for trouve in tous(element, chemin)]
    return max(nombres, default=0) or None


def _nombre_de_places(v: object) -> int | None:
    lu = entier(v)
    if lu is not None and not 0 <= lu <= 99_999:
        raise ValeurInvalide("Un nombre de places va de 0 à 99 999.")
    return lu
