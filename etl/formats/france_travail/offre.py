"""A job offer of the API Offres d’emploi v2 turned into an offer of the catalogue."""

from __future__ import annotations

import re

from catalogue.domaine import (
    Apport,
    DetailsIae,
    DetailsRecrutement,
    FormatRecrutement,
    Lieu,
    Offre,
    Session,
    TypeApport,
    TypeOffre,
)
from catalogue.regles import CODE_ROME
from etl.entree.valeurs import ValeurInvalide, booleen, code_insee, code_postal, coordonnees, date_de, entier
from etl.formats.france_travail.annonce import Annonce
from etl.formats.france_travail.contrat import LIBELLES, Contrat, contrat_de, creneaux_de, heures_de, horaires_de, salaire_de
from etl.formats.france_travail.entreprise import contact_de, modalites_de
from etl.formats.france_travail.exigences import conditions_de
from socle.texte import plier

PERMANENTE = "permanente"
"""Id of the only session of a job offer: one may apply at any time."""
_LIEU = re.compile(r"(?:\d[\dAB]|97\d)\s*-\s*(.+)")


def offre_de(annonce: Annonce, source_id: str, titre: str, structure: str | None, lieu: Lieu) -> Offre:
    """The offer that an announcement is.

    Args:
        annonce: the announcement; doubts are noted in its ``releve``.
        source_id: number of the offer at France Travail.
        titre: its title.
        structure: id of the employer in the same source.
        lieu: place of the job.

    Returns:
        A recruitment, or a place in IAE when the contract is one of insertion.
    """
    contrat, heures, horaires = contrat_de(annonce), heures_de(annonce), horaires_de(annonce)
    postes = annonce.lire("nombrePostes", _postes)
    return Offre(
        source=annonce.contexte.source,
        source_id=source_id,
        type_offre=TypeOffre.IAE if contrat.iae else TypeOffre.RECRUTEMENT,
        titre=" ".join(titre.split()),
        details=_details(annonce, contrat, postes),
        description=_description(annonce, contrat),
        structure=structure,
        metiers=metiers_de(annonce, (annonce.texte("romeCode") or "",)),
        conditions=conditions_de(annonce),
        apports=_apports(contrat),
        publics=_publics(annonce),
        sessions=(Session(source_id=PERMANENTE, places=postes),),
        lieu=lieu,
        creneaux=creneaux_de(heures, horaires),
        horaires=horaires,
        heures_hebdo=heures,
        contact=contact_de(annonce),
        modalites=modalites_de(annonce),
        publie_le=annonce.lire("dateCreation", date_de),
        verifie_le=annonce.lire("dateActualisation", date_de),
    )


def _postes(v: object) -> int | None:
    lu = entier(v)
    if lu is not None and lu < 1:
        raise ValeurInvalide("Une offre propose au moins un poste.")
    return lu


def _details(annonce: Annonce, contrat: Contrat, postes: int | None) -> DetailsIae | DetailsRecrutement:
    if contrat.iae:
        return DetailsIae(type_structure=contrat.type_structure, contrat=contrat.type, duree_mois=contrat.duree_mois)
    return DetailsRecrutement(FormatRecrutement.OFFRE_EMPLOI, postes, contrat.type, contrat.duree_mois, salaire_de(annonce))


def _description(annonce: Annonce, contrat: Contrat) -> str:
    deplacements = annonce.texte("deplacementLibelle")
    qualites = [libelle for qualite in annonce.objets("qualitesProfessionnelles") if (libelle := qualite.texte("libelle"))]
    conditions = [mot for mot in annonce.textes("contexteTravail.conditionsExercice") if plier(mot) != "autre"]
    parties = {
        "": annonce.texte("description"),
        "Contrat": contrat.precision,
        # The pay of a place in IAE has no field of its own.
        "Salaire": salaire_de(annonce) if contrat.iae else None,
        "Déplacements": deplacements if deplacements and plier(deplacements) != "jamais" else None,
        "Conditions d’exercice": ", ".join(conditions),
        "Qualités attendues": ", ".join(qualites),
        "Outils bureautiques": ", ".join(annonce.textes("outilsBureautiques")),
    }
    return "\n\n".join(f"{nom} : {contenu}" if nom else contenu for nom, contenu in parties.items() if contenu)


def metiers_de(annonce: Annonce, codes: tuple[str, ...]) -> tuple[str, ...]:
    """ROME codes of an offer or of an event.

    Args:
        annonce: where doubts are noted.
        codes: as received.

    Returns:
        Codes of métiers; a letter alone, which events use for a whole grand domaine, is noted as a doubt.
    """
    autres = [code for code in codes if code and not CODE_ROME.match(code)]
    if autres:
        motif = "Ce ne sont pas des codes ROME de métiers (une lettre de A à N puis 4 chiffres) : ils sont laissés de côté."
        annonce.releve.doute("romeCode", ", ".join(autres), motif)
    return tuple(dict.fromkeys(code for code in codes if CODE_ROME.match(code)))


def _apports(contrat: Contrat) -> tuple[Apport, ...]:
    libelle = LIBELLES.get(contrat.type) if contrat.type else None
    return (Apport(TypeApport.CONTRAT, libelle, contrat.type),) if libelle and contrat.type else ()


def _publics(annonce: Annonce) -> tuple[str, ...]:
    # Accessible to disabled workers does not mean kept for them; False does not mean closed to them.
    return ("tous-publics", "personnes-en-situation-de-handicap") if annonce.lire("accessibleTH", booleen) else ()


def lieu_de(annonce: Annonce, prefixe: str = "lieuTravail.") -> Lieu:
    """Place of a job.

    Args:
        annonce: the offer.
        prefixe: path of the object that tells the place.

    Returns:
        The commune without the number of its département, zeros put back in its codes. When the place is a département or a region (no code), its
        name is an address and no commune.
    """
    code, postal = annonce.lire(f"{prefixe}commune", code_insee), annonce.lire(f"{prefixe}codePostal", code_postal)
    libelle = annonce.texte(f"{prefixe}libelle")
    nomme = _LIEU.fullmatch(libelle) if libelle else None
    nom = nomme[1] if nomme else libelle
    brut = annonce.brut(f"{prefixe}latitude"), annonce.brut(f"{prefixe}longitude")
    point = annonce.releve.lire(f"{prefixe}latitude", brut[0], lambda v: coordonnees(v, brut[1])) or (None, None)
    situee = code is not None or postal is not None
    return Lieu(code, nom if situee else None, postal, None if situee else nom, *point)
