"""Discovery sessions: visits, workshops, immersions, forums, collective informations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from random import Random

from catalogue.domaine import Apport, DetailsDecouverte, FormatDecouverte, Offre, Session, TypeApport, TypeOffre
from etl.demonstration.calendrier import ModeleSessions, permanente, sessions_datees
from etl.demonstration.conditions import lire_conditions
from etl.demonstration.fabrique import GRATUIT, Atelier, avec_rsa, contact, employeur, metiers_du_terrain, part_reservee, publics, venir
from etl.demonstration.horaires import masque
from etl.demonstration.redaction import identifiant, paragraphes, phrase, tirer
from etl.demonstration.tables import SOURCE, Fiche, fiches
from etl.demonstration.villes import Ville, lieu, situer

MOMENTS: dict[str, tuple[time, time]] = {
    "matin": (time(9, 30), time(12)),
    "apres_midi": (time(14), time(16, 30)),
    "journee": (time(9), time(16, 30)),
}
PLACES = {
    FormatDecouverte.VISITE: (8, 14),
    FormatDecouverte.ATELIER: (6, 12),
    FormatDecouverte.IMMERSION: (1, 4),
    FormatDecouverte.INFORMATION_COLLECTIVE: (15, 30),
    FormatDecouverte.FORUM: (80, 200),
}


def decouvertes(atelier: Atelier) -> Iterator[Offre]:
    """Discovery sessions.

    Args:
        atelier: where they are made.

    Yields:
        One offer per entry of the folder ``decouvertes``.
    """
    for rang, fiche in enumerate(fiches("decouvertes", "decouverte")):
        yield _decouverte(atelier, fiche, rang)


def _decouverte(atelier: Atelier, fiche: Fiche, rang: int) -> Offre:
    source_id = identifiant(TypeOffre.DECOUVERTE, fiche["titre"])
    tirage = atelier.tirage(source_id)
    metier = metiers_du_terrain()[fiche["metier"]]
    structure = employeur(metier["secteur"], rang)
    ville = atelier.tournee.suivante(fiche.get("communes", ()))
    format_ = FormatDecouverte(fiche["format"])
    reserve = tirage.random() < 0.35
    conditions = avec_rsa(lire_conditions(_conditions(format_, metier)), reserve)
    sessions = _sessions(atelier, tirage, fiche, format_, part_reservee(tirage, reserve))
    immersion = format_ is FormatDecouverte.IMMERSION
    return Offre(
        source=SOURCE,
        source_id=source_id,
        type_offre=TypeOffre.DECOUVERTE,
        titre=fiche["titre"],
        details=DetailsDecouverte(format_),
        description=_decrire(tirage, fiche, metier, format_, ville),
        structure=structure.source_id,
        metiers=tuple(metier["rome"]),
        conditions=conditions,
        apports=tuple(_apports(format_, metier)),
        publics=publics(conditions, reserve_rsa=reserve, propres=("femmes",) if "Femmes" in fiche["titre"] else ()),
        reserve_rsa=reserve,
        sessions=sessions,
        lieu=lieu(ville, tirage),
        creneaux=masque("lun-ven matin+apres_midi") if immersion else None,
        horaires="en journée, aux horaires de l’équipe" if immersion else None,
        contact=contact(tirage, structure, TypeOffre.DECOUVERTE),
        cout=GRATUIT,
        cout_precisions="Gratuit",
    )


def _conditions(format_: FormatDecouverte, metier: Fiche) -> list[str]:
    """Discovering asks for almost nothing: the age that the métier itself asks by law, for an immersion."""
    if format_ is not FormatDecouverte.IMMERSION:
        return []
    return [mots for mots in metier["conditions"] if mots.startswith("age:")] or ["age:16"]


def _sessions(atelier: Atelier, tirage: Random, fiche: Fiche, format_: FormatDecouverte, reservees: float) -> tuple[Session, ...]:
    heures = _heures(tirage, fiche, format_)
    immersion = format_ is FormatDecouverte.IMMERSION
    if immersion and tirage.random() < 0.4:
        return (permanente(tirage.randint(*PLACES[format_]), tirage, reservees),)
    nombre = (1, 1) if format_ is FormatDecouverte.FORUM else (1, 4)
    modele = ModeleSessions(nombre, fiche.get("jours", 1), (2, 6), PLACES[format_], reservees, heures)
    return sessions_datees(atelier.aujourdhui, modele, tirage)


def _heures(tirage: Random, fiche: Fiche, format_: FormatDecouverte) -> tuple[time, time | None]:
    """Hours that the entry tells, else a whole day for what lasts, else a half-day."""
    tire = tirage.choice(("matin", "apres_midi"))
    if "heures" in fiche:
        debut, fin = fiche["heures"]
        return time.fromisoformat(debut), time.fromisoformat(fin) if fin else None
    longue = format_ in {FormatDecouverte.IMMERSION, FormatDecouverte.FORUM}
    return MOMENTS[fiche.get("moment", "journee" if longue else tire)]


def _decrire(tirage: Random, fiche: Fiche, metier: Fiche, format_: FormatDecouverte, ville: Ville) -> str:
    vus = tirer(tirage, metier["missions"], 3)
    return paragraphes(
        (
            situer(fiche["texte"], ville),
            f"Ce que font les professionnels que vous rencontrerez : {' ; '.join(vus)}.",
            f"{phrase(tirage, 'decouverte', format_.value)} {phrase(tirage, 'decouverte', 'apres')}",
            venir(ville),
        )
    )


def _apports(format_: FormatDecouverte, metier: Fiche) -> Iterator[Apport]:
    if format_ is FormatDecouverte.IMMERSION:
        yield Apport(TypeApport.EXPERIENCE, "Une première expérience en situation de travail", metier["rome"][0])
    yield Apport(TypeApport.ATTESTATION, "Une attestation de participation")
    if format_ is FormatDecouverte.FORUM:
        yield Apport(TypeApport.ENTRETIEN, "Des rencontres avec des employeurs")
