"""Supports that lift a frein or prepare for a job."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from decimal import Decimal
from random import Random

from catalogue.domaine import Apport, DetailsAppui, Frein, Offre, Presence, Session, TypeApport, TypeCondition, TypeOffre
from etl.demonstration.calendrier import ModeleSessions, permanente, sessions_datees
from etl.demonstration.conditions import frein_leve, lire_apport, lire_conditions
from etl.demonstration.fabrique import GRATUIT, RSA, Atelier, contact, part_reservee, publics, venir
from etl.demonstration.horaires import JOURS, ORDRE, heures_dites, masque
from etl.demonstration.redaction import identifiant, paragraphes, phrase
from etl.demonstration.structures import structure as trouver
from etl.demonstration.tables import SOURCE, Fiche, fiches
from etl.demonstration.villes import Ville, lieu, situer

SEMAINE = ("lun matin", "mar matin", "mer matin", "jeu matin", "ven matin", "lun apres_midi", "mar apres_midi", "jeu apres_midi")
HEURES = {"matin": (time(9, 30), time(12)), "apres_midi": (time(14), time(16, 30)), "soir": (time(18), time(20))}
MOTS = {"matin": "9 h 30 – 12 h", "apres_midi": "14 h – 16 h 30"}
# Publics that a frein tells of, in the words of data·inclusion.
PUBLICS_FREIN = {
    Frein.GARDE_ENFANTS: "familles",
    Frein.JUDICIAIRE: "personnes-en-situation-juridique-specifique",
}


def appuis(atelier: Atelier) -> Iterator[Offre]:
    """Supports, some of them held in two communes.

    Args:
        atelier: where they are made.

    Yields:
        One offer per entry, and one more per entry that has an ``ailleurs``.
    """
    for fiche in fiches("appuis", "appui"):
        premier = _appui(atelier, fiche, atelier.tournee.suivante())
        yield premier
        if "ailleurs" in fiche:
            yield _appui(atelier, fiche, atelier.tournee.suivante(sauf=premier.lieu.code_insee or ""), ailleurs=True)


def _appui(atelier: Atelier, fiche: Fiche, ville: Ville, *, ailleurs: bool = False) -> Offre:
    source_id = identifiant(TypeOffre.APPUI, fiche["titre"], *(("ailleurs",) if ailleurs else ()))
    tirage = atelier.tirage(source_id)
    structure = trouver(fiche["structures"][-1 if ailleurs else 0])
    freins = tuple(Frein(mot) for mot in fiche["freins"])
    conditions = lire_conditions(fiche.get("conditions", ()))
    reserve = any(c.type is TypeCondition.RSA for c in conditions)
    creneaux, horaires = _quand(tirage, fiche, ailleurs)
    cout = Decimal(fiche["cout"]) if "cout" in fiche else GRATUIT
    return Offre(
        source=SOURCE,
        source_id=source_id,
        type_offre=TypeOffre.APPUI,
        titre=fiche["titre"],
        details=DetailsAppui(freins, Decimal(fiche["montant"]) if "montant" in fiche else None, tuple(fiche["thematiques"])),
        description=_decrire(tirage, fiche, ville, ailleurs),
        structure=structure.source_id,
        conditions=conditions,
        apports=tuple(_apports(fiche, freins)),
        publics=publics(conditions, reserve_rsa=reserve, propres=_publics_propres(freins, fiche)),
        reserve_rsa=reserve,
        sessions=_sessions(atelier, tirage, fiche, (creneaux, horaires), part_reservee(tirage, reserve)),
        lieu=lieu(ville, tirage),
        presence=Presence(fiche.get("presence", "sur_place")),
        creneaux=masque(creneaux) if creneaux else None,
        horaires=horaires,
        contact=contact(tirage, structure, TypeOffre.APPUI),
        cout=None if "cout_texte" in fiche and "cout" not in fiche else cout,
        cout_precisions=fiche.get("cout_texte", "Gratuit"),
    )


def _quand(tirage: Random, fiche: Fiche, ailleurs: bool) -> tuple[str, str]:
    """Half-days of the support and their words; nothing to be free for when one comes by appointment."""
    suffixe = "_ailleurs" if ailleurs and "creneaux_ailleurs" in fiche else ""
    if f"creneaux{suffixe}" in fiche:
        return fiche[f"creneaux{suffixe}"], fiche[f"horaires{suffixe}"]
    demi_journee = tirage.choice(SEMAINE)
    jour, periode = demi_journee.split()
    if fiche["seances"] == "dates":
        return demi_journee, f"le {JOURS[jour].value}, {MOTS[periode]}"
    libre = f"sur rendez-vous, et le {JOURS[jour].value} {MOTS[periode]} sans rendez-vous"
    return "", tirage.choice((libre, "sur rendez-vous, du lundi au vendredi"))


def _sessions(atelier: Atelier, tirage: Random, fiche: Fiche, quand: tuple[str, str], reservees: float) -> tuple[Session, ...]:
    creneaux, horaires = quand
    places: int | None = fiche.get("places")
    if fiche["seances"] == "permanent":
        return (permanente(places, tirage, reservees),)
    jours, periodes = creneaux.split()
    premier = ORDRE.index(JOURS[jours[:3]])
    heures = heures_dites(horaires) or HEURES[periodes.split("+")[0]]
    modele = ModeleSessions((2, 4), 1, (1, 5), (places or 8, places or 8), reservees, heures, (premier,))
    return sessions_datees(atelier.aujourdhui, modele, tirage)


def _decrire(tirage: Random, fiche: Fiche, ville: Ville, ailleurs: bool) -> str:
    propre = fiche["ailleurs"] if ailleurs else ""
    ou = situer("Rendez-vous {a}.", ville)
    return paragraphes((situer(fiche["texte"], ville), propre, f"{phrase(tirage, 'appui', 'entree')} {ou} {venir(ville)}"))


def _apports(fiche: Fiche, freins: tuple[Frein, ...]) -> Iterator[Apport]:
    for mots in fiche.get("apports", ()):
        yield lire_apport(mots)
    for frein in freins:
        yield frein_leve(frein)
    if fiche["seances"] == "dates":
        yield Apport(TypeApport.ATTESTATION, "Une attestation de présence, à la demande")


def _publics_propres(freins: tuple[Frein, ...], fiche: Fiche) -> tuple[str, ...]:
    vises = [PUBLICS_FREIN[frein] for frein in freins if frein in PUBLICS_FREIN]
    return (*vises, RSA) if vises else tuple(fiche.get("publics", ()))
