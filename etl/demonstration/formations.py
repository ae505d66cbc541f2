"""Trainings: each is told once, and some are given a second time elsewhere, with what is proper to that edition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from random import Random

from catalogue.domaine import Apport, Condition, DetailsFormation, Dispositif, Offre, Presence, Structure, TypeApport, TypeCondition, TypeOffre
from etl.demonstration.calendrier import ModeleSessions, sessions_datees
from etl.demonstration.conditions import lire_apport, lire_conditions
from etl.demonstration.fabrique import GRATUIT, Atelier, contact, part_reservee, publics, venir
from etl.demonstration.horaires import heures_dites, rythme
from etl.demonstration.redaction import identifiant, paragraphes, phrase, tirer
from etl.demonstration.structures import secteurs
from etl.demonstration.tables import SOURCE, Fiche, document, fiches
from etl.demonstration.villes import Ville, lieu, situer

# Paid by law or by the scheme itself; for the others it depends on the person, so it is left unknown.
REMUNEREES = frozenset({Dispositif.POEI, Dispositif.POEC, Dispositif.AFPR, Dispositif.ALTERNANCE, Dispositif.QUALIFIANTE})
NON_REMUNEREES = frozenset({Dispositif.FLE, Dispositif.VAE})
JOURNEE = (time(9), time(17))
# Hours from which a training leaves room for two periods in a company.
LONGUE = 300


def formations(atelier: Atelier) -> Iterator[Offre]:
    """Trainings, the second editions in another commune.

    Args:
        atelier: where they are made.

    Yields:
        One offer per entry, and one more per entry that has an ``ailleurs``.
    """
    for fiche in fiches("formations", "formation"):
        premiere = _formation(atelier, fiche, atelier.tournee.suivante())
        yield premiere
        if "ailleurs" in fiche:
            yield _formation(atelier, fiche, atelier.tournee.suivante(sauf=premiere.lieu.code_insee or ""), ailleurs=True)


def _formation(atelier: Atelier, fiche: Fiche, ville: Ville, *, ailleurs: bool = False) -> Offre:
    source_id = identifiant(TypeOffre.FORMATION, fiche["titre"], *(("ailleurs",) if ailleurs else ()))
    tirage = atelier.tirage(source_id)
    structure: Structure = secteurs()[fiche["secteur"]][0]
    conditions = lire_conditions(fiche["conditions"])
    reserve = any(c.type is TypeCondition.RSA and c.ferme for c in conditions)
    cadre = rythme(_cle_rythme(fiche, ailleurs), tirage)
    duree = max(1, round(fiche["heures"] * 5 / float(cadre.heures)))
    modele = ModeleSessions((1, 3), duree, (7, 15), (8, 16), part_reservee(tirage, reserve), heures_dites(cadre.horaires) or JOURNEE)
    return Offre(
        source=SOURCE,
        source_id=source_id,
        type_offre=TypeOffre.FORMATION,
        titre=fiche["titre"],
        details=_details(fiche),
        description=_decrire(tirage, fiche, ville, ailleurs),
        structure=structure.source_id,
        metiers=tuple(fiche["metiers"]),
        conditions=conditions,
        apports=tuple(_apports(fiche)),
        publics=publics(conditions, reserve_rsa=reserve, propres=_publics_propres(fiche, conditions)),
        reserve_rsa=reserve,
        sessions=sessions_datees(atelier.aujourdhui, modele, tirage),
        lieu=lieu(ville, tirage),
        presence=Presence(fiche.get("presence", "sur_place")),
        creneaux=cadre.creneaux,
        horaires=cadre.horaires,
        heures_hebdo=cadre.heures,
        contact=contact(tirage, structure, TypeOffre.FORMATION),
        cout=GRATUIT,
        cout_precisions=f"Prise en charge : {fiche['financeur']}",
    )


def _cle_rythme(fiche: Fiche, ailleurs: bool) -> str:
    habituel: str = fiche.get("rythme", "formation_jour")
    return str(fiche.get("rythme_ailleurs", habituel)) if ailleurs else habituel


def _details(fiche: Fiche) -> DetailsFormation:
    dispositif = Dispositif(fiche["dispositif"])
    remuneree = True if dispositif in REMUNEREES else (False if dispositif in NON_REMUNEREES else None)
    return DetailsFormation(
        rncp=fiche.get("rncp"),
        rs=fiche.get("rs"),
        niveau_sortie=fiche.get("niveau"),
        duree_heures=fiche["heures"],
        financeur=fiche["financeur"],
        remuneree=remuneree,
        dispositif=dispositif,
        certifiante="rncp" in fiche or "rs" in fiche,
    )


def _decrire(tirage: Random, fiche: Fiche, ville: Ville, ailleurs: bool) -> str:
    propre = fiche["ailleurs"] if ailleurs else ""
    pratique = " ".join(tirer(tirage, _phrases_pratiques(fiche), 2))
    return paragraphes((situer(fiche["texte"], ville), propre, pratique, f"{phrase(tirage, 'formation', 'suite')} {venir(ville)}"))


def _phrases_pratiques(fiche: Fiche) -> list[str]:
    """Sentences that may be said of any training, and those that are only true of some."""
    phrases = document("phrases")["formation"]
    dispositif = Dispositif(fiche["dispositif"])
    longue = fiche["heures"] >= LONGUE and dispositif is not Dispositif.ALTERNANCE
    possibles = (("remuneree", dispositif in REMUNEREES), ("longue", longue), ("blocs", "rncp" in fiche))
    return [*phrases["pratique"], *(p for cle, vrai in possibles if vrai for p in phrases[cle])]


def _apports(fiche: Fiche) -> Iterator[Apport]:
    if "rncp" in fiche:
        yield Apport(TypeApport.CERTIFICATION, fiche["titre"], f"RNCP{fiche['rncp']}")
    for mots in fiche.get("apports", ()):
        yield lire_apport(mots)
    if "rncp" not in fiche and "apports" not in fiche:
        yield Apport(TypeApport.ATTESTATION, "Une attestation de fin de formation")


def _publics_propres(fiche: Fiche, conditions: tuple[Condition, ...]) -> tuple[str, ...]:
    if any(c.type is TypeCondition.INSCRIPTION_FT for c in conditions):
        return ("demandeurs-emploi", "beneficiaires-des-minimas-sociaux")
    return ("personnes-exilees", "tous-publics") if fiche["dispositif"] == "FLE" else ()
