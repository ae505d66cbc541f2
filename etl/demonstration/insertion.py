"""Places in the insertion by economic activity, social clauses in public contracts, conventions with employers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from catalogue.domaine import (
    TYPES_IAE,
    Apport,
    Condition,
    DetailsClause,
    DetailsConvention,
    DetailsIae,
    Engagement,
    Offre,
    Structure,
    TypeApport,
    TypeContrat,
    TypeOffre,
    TypeStructure,
)
from etl.demonstration.calendrier import permanente
from etl.demonstration.conditions import critere_iae, lire_condition, lire_conditions
from etl.demonstration.fabrique import RSA, Atelier, contact, metiers_du_terrain, publics, venir
from etl.demonstration.horaires import Rythme, rythme
from etl.demonstration.redaction import identifiant, missions, paragraphes, phrase, tirer
from etl.demonstration.structures import structure as trouver
from etl.demonstration.tables import SOURCE, Fiche, document, fiches
from etl.demonstration.villes import Ville, lieu, situer, villes

HANDICAP = "personnes-en-situation-de-handicap"
# Hours that one does not start again with.
LOURDS = frozenset({"nuit", "marche_nuit", "deux_huit", "coupe", "vacations"})
# Usual contract, months of a first contract, rhythm imposed by the kind of structure (None: that of the métier).
CADRES: dict[TypeStructure, tuple[TypeContrat, int | None, str | None]] = {
    TypeStructure.ACI: (TypeContrat.CDDI, 4, "chantier_court"),
    TypeStructure.EI: (TypeContrat.CDDI, 6, None),
    TypeStructure.AI: (TypeContrat.CDDI, 4, "matins"),
    TypeStructure.ETTI: (TypeContrat.CTT, 3, None),
    TypeStructure.EA: (TypeContrat.CDD, 6, "bureau_partiel"),
}


def places_iae(atelier: Atelier) -> Iterator[Offre]:
    """Places in structures of insertion, and in the entreprise adaptée.

    Args:
        atelier: where they are made.

    Yields:
        One offer per entry, and one more per entry that has an ``ailleurs``.
    """
    for fiche in fiches("iae", "iae"):
        premiere = trouver(fiche["structures"][0])
        ville = _ville_iae(atelier, fiche, premiere)
        yield _place(atelier, fiche, premiere, ville)
        if "ailleurs" in fiche:
            autre = atelier.tournee.suivante(fiche.get("communes", ()), sauf=ville.code)
            yield _place(atelier, fiche, trouver(fiche["structures"][-1]), autre, ailleurs=True)


def _ville_iae(atelier: Atelier, fiche: Fiche, structure: Structure) -> Ville:
    """A chantier stays at home; the others work around."""
    if structure.type_structure is TypeStructure.ACI and structure.lieu.code_insee:
        return villes()[structure.lieu.code_insee]
    return atelier.tournee.suivante(fiche.get("communes", ()))


def _place(atelier: Atelier, fiche: Fiche, structure: Structure, ville: Ville, *, ailleurs: bool = False) -> Offre:
    source_id = identifiant(TypeOffre.IAE, fiche["titre"], *(("ailleurs",) if ailleurs else ()))
    tirage = atelier.tirage(source_id)
    metier = metiers_du_terrain()[fiche["metier"]]
    genre = structure.type_structure
    contrat, duree, _ = CADRES[genre]
    cadre = _cadre(tirage, fiche, metier, genre, ailleurs)
    conditions = _conditions_iae(fiche, metier, genre)
    return Offre(
        source=SOURCE,
        source_id=source_id,
        type_offre=TypeOffre.IAE,
        titre=fiche["titre"],
        details=DetailsIae(genre, contrat, duree, tirage.choice((1, 2, 2)) if genre in TYPES_IAE else None),
        description=_decrire_iae(tirage, fiche, metier, genre, ville, ailleurs),
        structure=structure.source_id,
        metiers=tuple(metier["rome"]),
        conditions=conditions,
        apports=(
            Apport(TypeApport.CONTRAT, "Un contrat de travail avec un accompagnement", contrat.value),
            Apport(TypeApport.EXPERIENCE, "Une expérience et une attestation de compétences", metier["rome"][0]),
        ),
        publics=publics(conditions, reserve_rsa=False, propres=(RSA, "demandeurs-emploi") if genre in TYPES_IAE else ()),
        sessions=(permanente(tirage.randint(1, 5), tirage, tirage.choice((0.0, 0.34, 0.5))),),
        lieu=lieu(ville, tirage),
        creneaux=cadre.creneaux,
        horaires=cadre.horaires,
        heures_hebdo=cadre.heures,
        contact=contact(tirage, structure, TypeOffre.IAE),
    )


def _cadre(tirage: Random, fiche: Fiche, metier: Fiche, genre: TypeStructure, ailleurs: bool) -> Rythme:
    """The hours told by the entry, else those of the kind of structure, else daytime hours of the métier."""
    de_jour = [cle for cle in metier["rythmes"] if cle not in LOURDS] or ["bureau"]
    habituel = tirage.choice(de_jour)
    propre = fiche.get("rythme_ailleurs", fiche.get("rythme")) if ailleurs else fiche.get("rythme")
    return rythme(propre or CADRES[genre][2] or habituel, tirage)


def _conditions_iae(fiche: Fiche, metier: Fiche, genre: TypeStructure) -> tuple[Condition, ...]:
    """What the law asks, then what the entry asks; of the métier only the age is kept: one comes to learn it."""
    acces = critere_iae() if genre in TYPES_IAE else lire_condition(f"public:{HANDICAP}:loi")
    du_metier = [mots for mots in metier["conditions"] if mots.startswith("age:")]
    return (acces, *lire_conditions(fiche.get("conditions", du_metier)))


def _decrire_iae(tirage: Random, fiche: Fiche, metier: Fiche, genre: TypeStructure, ville: Ville, ailleurs: bool) -> str:
    accompagnement = phrase(tirage, "iae", genre.value)
    entree = f"{phrase(tirage, 'iae', 'entree')} {venir(ville)}"
    propre = fiche["ailleurs"] if ailleurs else ""
    return paragraphes(
        (situer(fiche["texte"], ville), propre, missions(tirage, fiche.get("missions") or metier["missions"], 3), accompagnement, entree)
    )


def clauses(atelier: Atelier) -> Iterator[Offre]:
    """Social clauses of invented public contracts.

    Args:
        atelier: where they are made.

    Yields:
        One offer per contract.
    """
    for fiche in fiches("clauses", "clause"):
        yield _clause(atelier, fiche)


def _clause(atelier: Atelier, fiche: Fiche) -> Offre:
    source_id = identifiant(TypeOffre.CLAUSE, fiche["marche"])
    tirage = atelier.tirage(source_id)
    ville = atelier.tournee.suivante((fiche["commune"],))
    titulaire = trouver(fiche["titulaire"])
    facilitatrice = trouver("collectivite-insertion")
    eligibles = (RSA, "demandeurs-emploi", "jeunes", HANDICAP)
    return Offre(
        source=SOURCE,
        source_id=source_id,
        type_offre=TypeOffre.CLAUSE,
        titre=fiche["titre"],
        details=DetailsClause(
            marche=fiche["marche"],
            lot=fiche["lot"],
            acheteur="Collectivité de démonstration",
            titulaire=titulaire.nom,
            cpv=fiche["cpv"],
            heures_prevues=fiche["heures"],
            heures_engagees=fiche["engage"],
            heures_realisees=fiche["realise"],
            fin=atelier.aujourdhui + timedelta(days=fiche["fin"]),
        ),
        description=paragraphes((situer(fiche["texte"], ville), " ".join(tirer(tirage, document("phrases")["clause"]["cadre"], 2)), venir(ville))),
        structure=titulaire.source_id,
        metiers=tuple(fiche["metiers"]),
        conditions=lire_conditions(("autre:Être éligible aux clauses d’insertion : la facilitatrice le vérifie", "zone:94?")),
        apports=(
            Apport(TypeApport.CONTRAT, "Un contrat sur les heures d’insertion du marché"),
            Apport(TypeApport.EXPERIENCE, "Une expérience sur un chantier suivi", fiche["metiers"][0]),
        ),
        publics=publics((), reserve_rsa=False, propres=eligibles),
        sessions=(permanente(max(1, (fiche["heures"] - fiche["realise"]) // 800), tirage, 0.5),),
        lieu=lieu(ville, tirage),
        contact=contact(tirage, facilitatrice, TypeOffre.CLAUSE),
    )


def conventions(atelier: Atelier) -> Iterator[Offre]:
    """Conventions with employers of the demonstration, each of which also recruits.

    Args:
        atelier: where they are made.

    Yields:
        One offer per convention.
    """
    for fiche in fiches("conventions", "convention"):
        yield _convention(atelier, fiche)


def _convention(atelier: Atelier, fiche: Fiche) -> Offre:
    source_id = identifiant(TypeOffre.CONVENTION, fiche["employeur"])
    tirage = atelier.tirage(source_id)
    structure = trouver(fiche["employeur"])
    engagements = tuple(_engagement(mots) for mots in fiche["engagements"])
    jour = atelier.aujourdhui
    debut, fin = (jour + timedelta(days=fiche[cle]) for cle in ("debut", "fin"))
    reste = sum(engagement.prevus - engagement.realises for engagement in engagements)
    ville = villes()[structure.lieu.code_insee or ""]
    return Offre(
        source=SOURCE,
        source_id=source_id,
        type_offre=TypeOffre.CONVENTION,
        titre=fiche["titre"],
        details=DetailsConvention(structure.nom, debut, fin, engagements),
        description=paragraphes((situer(fiche["texte"], ville), " ".join(tirer(tirage, document("phrases")["convention"]["cadre"], 2)))),
        structure=structure.source_id,
        metiers=tuple(engagement.code_rome for engagement in engagements),
        conditions=lire_conditions(("zone:94?",)),
        apports=(Apport(TypeApport.ENTRETIEN, "Un entretien garanti pour chaque proposition"),),
        publics=publics((), reserve_rsa=False, propres=(RSA,)),
        sessions=(permanente(reste, tirage, 0.5),),
        lieu=structure.lieu,
        contact=contact(tirage, structure, TypeOffre.CONVENTION),
    )


def _engagement(mots: str) -> Engagement:
    code, _, nombres = mots.partition(":")
    prevus, _, realises = nombres.partition("/")
    return Engagement(code, int(prevus), int(realises))
