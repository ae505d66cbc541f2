"""Recruitments on the ordinary market, and posts in the services of the invented collectivité."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from random import Random

from catalogue.domaine import (
    Apport,
    Condition,
    DetailsCollectivite,
    DetailsRecrutement,
    FormatRecrutement,
    Offre,
    Presence,
    Session,
    Structure,
    TypeApport,
    TypeContrat,
    TypeOffre,
)
from etl.demonstration.calendrier import ModeleSessions, permanente, sessions_datees
from etl.demonstration.conditions import lire_conditions
from etl.demonstration.fabrique import Atelier, avec_rsa, contact, employeur, metiers_du_terrain, part_reservee, publics, venir
from etl.demonstration.horaires import rythme
from etl.demonstration.redaction import identifiant, minuscule, missions, paragraphes, phrase, tirer
from etl.demonstration.structures import structure as trouver
from etl.demonstration.tables import SOURCE, Fiche, fiches
from etl.demonstration.villes import Ville, lieu, situer

CONTRATS = {
    TypeContrat.CDI: "Un contrat à durée indéterminée",
    TypeContrat.CDD: "Un contrat à durée déterminée",
    TypeContrat.CTT: "Une mission d’intérim",
    TypeContrat.SAISONNIER: "Un contrat saisonnier",
    TypeContrat.APPRENTISSAGE: "Un contrat d’apprentissage",
    TypeContrat.PROFESSIONNALISATION: "Un contrat de professionnalisation",
    TypeContrat.PEC: "Un parcours emploi compétences",
    TypeContrat.TITULAIRE: "Un poste permanent de la fonction publique",
}
DUREES = {
    TypeContrat.CDD: (3, 4, 6, 6, 9, 12),
    TypeContrat.CTT: (1, 2, 3, 6),
    TypeContrat.SAISONNIER: (4, 5, 6),
    TypeContrat.APPRENTISSAGE: (12, 24),
    TypeContrat.PROFESSIONNALISATION: (6, 9, 12),
    TypeContrat.PEC: (9, 12),
}
FORMATS = (FormatRecrutement.OFFRE_EMPLOI,) * 5 + (FormatRecrutement.JOB_DATING,) * 3 + (FormatRecrutement.INFORMATION_COLLECTIVE,) * 2
PREFIXES = {FormatRecrutement.JOB_DATING: "Job dating : ", FormatRecrutement.INFORMATION_COLLECTIVE: "Information collective : "}


def recrutements(atelier: Atelier) -> Iterator[Offre]:
    """Job offers, job datings and collective informations, two or so per métier.

    Args:
        atelier: where they are made.

    Yields:
        One offer per place told in the files of métiers.
    """
    rang = 0
    for metier in metiers_du_terrain().values():
        for contexte in metier.get("lieux", ()):
            propre = contexte.get("structure")
            yield _recrutement(atelier, metier, contexte, trouver(propre) if propre else employeur(metier["secteur"], rang))
            rang += 1


def _recrutement(atelier: Atelier, metier: Fiche, contexte: Fiche, structure: Structure) -> Offre:
    source_id = identifiant(TypeOffre.RECRUTEMENT, metier["cle"], identifiant_court(contexte["titre"]))
    tirage = atelier.tirage(source_id)
    ville = atelier.tournee.suivante(contexte.get("communes", ()))
    habituel = tirage.choice(metier["rythmes"])
    cadre = rythme(contexte.get("rythme", habituel), tirage)
    format_, contrat = tirage.choice(FORMATS), TypeContrat(tirage.choice(metier["contrats"]))
    postes = tirage.choice((1, 1, 2, 2, 3, 4, 6, 8))
    reserve = format_ is not FormatRecrutement.OFFRE_EMPLOI and tirage.random() < 0.25
    conditions = avec_rsa(lire_conditions(contexte.get("conditions") or metier["conditions"]), reserve)
    sessions = _sessions(atelier, tirage, format_, postes, part_reservee(tirage, reserve))
    return Offre(
        source=SOURCE,
        source_id=source_id,
        type_offre=TypeOffre.RECRUTEMENT,
        titre=_titre(tirage, metier, contexte, format_, ville),
        details=DetailsRecrutement(format_, postes, contrat, _duree(tirage, contrat), tirage.choice(metier["salaires"])),
        description=_decrire(tirage, metier, contexte, format_, ville),
        structure=structure.source_id,
        metiers=tuple(metier["rome"]),
        conditions=conditions,
        apports=tuple(_apports(metier, format_, contrat)),
        publics=publics(conditions, reserve_rsa=reserve),
        reserve_rsa=reserve,
        sessions=sessions,
        date_limite=sessions[-1].date_limite,
        lieu=lieu(ville, tirage),
        presence=Presence(contexte.get("presence", "sur_place")),
        creneaux=cadre.creneaux,
        horaires=cadre.horaires,
        heures_hebdo=cadre.heures,
        contact=contact(tirage, structure, TypeOffre.RECRUTEMENT),
    )


def identifiant_court(titre: str) -> str:
    """Id of one place of a métier.

    Args:
        titre: words of the place, which may name the commune.

    Returns:
        Folded words without the mark of the commune.
    """
    return identifiant(TypeOffre.RECRUTEMENT, titre.replace("{commune}", "").replace("{a}", "").replace("{de}", "")).removeprefix("recrutement-")


def _titre(tirage: Random, metier: Fiche, contexte: Fiche, format_: FormatRecrutement, ville: Ville) -> str:
    nom, suite = tirage.choice(metier["noms"]), situer(contexte["titre"], ville)
    prefixe = PREFIXES.get(format_, "")
    return f"{prefixe}{minuscule(nom) if prefixe else nom} – {suite}"


def _decrire(tirage: Random, metier: Fiche, contexte: Fiche, format_: FormatRecrutement, ville: Ville) -> str:
    appris = tirer(tirage, metier["apprend"], tirage.choice((1, 2)))
    return paragraphes(
        (
            situer(contexte["texte"], ville),
            missions(tirage, contexte.get("missions") or metier["missions"], tirage.choice((3, 4, 4))),
            f"Ce que l’on y apprend : {' ; '.join(appris)}. {phrase(tirage, 'recrutement', 'accueil')}",
            f"{phrase(tirage, 'recrutement', format_.value)} {venir(ville)}",
        )
    )


def _sessions(atelier: Atelier, tirage: Random, format_: FormatRecrutement, postes: int, reservees: float) -> tuple[Session, ...]:
    if format_ is FormatRecrutement.OFFRE_EMPLOI:
        return (permanente(postes, tirage, reservees if reservees < 1 else 0.5, _limite(atelier, tirage)),)
    debut = tirage.choice((time(9, 30), time(10), time(14)))
    duree = 2 if format_ is FormatRecrutement.INFORMATION_COLLECTIVE else 3
    modele = ModeleSessions((1, 3), 1, (1, 5), (max(6, postes * 2), max(12, postes * 4)), reservees, (debut, debut.replace(hour=debut.hour + duree)))
    return sessions_datees(atelier.aujourdhui, modele, tirage)


def _limite(atelier: Atelier, tirage: Random) -> date | None:
    """Two job offers in three have a deadline, the others run until someone is found."""
    jours, ouverte = tirage.randint(8, 60), tirage.random() < 0.34
    return None if ouverte else atelier.dans(jours)


def _duree(tirage: Random, contrat: TypeContrat) -> int | None:
    durees = DUREES.get(contrat)
    return tirage.choice(durees) if durees else None


def _apports(metier: Fiche, format_: FormatRecrutement, contrat: TypeContrat) -> Iterator[Apport]:
    if format_ is not FormatRecrutement.OFFRE_EMPLOI:
        yield Apport(TypeApport.ENTRETIEN, "Un entretien avec l’employeur le jour même")
    yield Apport(TypeApport.CONTRAT, CONTRATS[contrat], contrat.value)
    yield Apport(TypeApport.EXPERIENCE, f"Une expérience du métier : {minuscule(metier['noms'][0])}", metier["rome"][0])


def postes_collectivite(atelier: Atelier) -> Iterator[Offre]:
    """Posts, apprenticeships and subsidised contracts in the services of the collectivité.

    Args:
        atelier: where they are made.

    Yields:
        One offer per post of the file.
    """
    for poste in fiches("collectivite", "poste"):
        yield _poste(atelier, poste)


def _poste(atelier: Atelier, poste: Fiche) -> Offre:
    source_id = identifiant(TypeOffre.COLLECTIVITE, poste["titre"])
    tirage = atelier.tirage(source_id)
    ville = atelier.tournee.suivante((poste["commune"],))
    contrat = TypeContrat(poste["contrat"])
    reserve = contrat is TypeContrat.PEC and tirage.random() < 0.4
    conditions = avec_rsa(_conditions_poste(poste), reserve)
    cadre = rythme(poste["rythme"], tirage)
    places = tirage.choice((1, 1, 1, 2, 3))
    limite = atelier.dans(tirage.randint(12, 55))
    structure = trouver("collectivite-rh")
    return Offre(
        source=SOURCE,
        source_id=source_id,
        type_offre=TypeOffre.COLLECTIVITE,
        titre=f"{poste['titre']} (F/H)" if " ou " not in poste["titre"] else poste["titre"],
        details=DetailsCollectivite(poste["service"], contrat, poste.get("categorie"), poste.get("duree")),
        description=paragraphes(
            (
                situer(poste["texte"], ville),
                f"{phrase(tirage, 'collectivite', contrat.value)} {phrase(tirage, 'collectivite', 'avantages')}",
                f"Le poste est situé {situer('{a}', ville)}. {venir(ville)}",
            )
        ),
        structure=structure.source_id,
        metiers=tuple(poste["metiers"]),
        conditions=conditions,
        apports=(
            Apport(TypeApport.CONTRAT, CONTRATS[contrat], contrat.value),
            Apport(TypeApport.EXPERIENCE, "Une expérience dans un service public"),
        ),
        publics=publics(conditions, reserve_rsa=reserve),
        reserve_rsa=reserve,
        sessions=(permanente(places, tirage, part_reservee(tirage, reserve), limite),),
        date_limite=limite,
        lieu=lieu(ville, tirage),
        creneaux=cadre.creneaux,
        horaires=cadre.horaires,
        heures_hebdo=cadre.heures,
        contact=contact(tirage, structure, TypeOffre.COLLECTIVITE),
    )


def _conditions_poste(poste: Fiche) -> tuple[Condition, ...]:
    return lire_conditions(poste.get("conditions", ("francais:A2?",)))
