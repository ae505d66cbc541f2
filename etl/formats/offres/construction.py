"""An offer out of its line or lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from catalogue.domaine import (
    Contact,
    DetailsCollectivite,
    DetailsIae,
    DetailsRecrutement,
    EtatOffre,
    Jour,
    Lieu,
    Offre,
    Periode,
    Presence,
    Session,
    TypeOffre,
    creneaux,
)
from catalogue.regles import anomalies_offre
from etl.entree.joindre import courriel, lien_web, telephone
from etl.entree.valeurs import ValeurInvalide, code_insee, code_postal, coordonnees
from etl.formats.offres.colonnes import PAR_CLE
from etl.formats.offres.conditions import lire_apports, lire_conditions
from etl.formats.offres.details import lire_details
from etl.formats.offres.ligne import Ligne
from etl.formats.offres.seances import lire_sessions
from etl.lecture import Contexte


def construire(ligne: Ligne, lignes: Sequence[Ligne], structure: str | None, contexte: Contexte) -> Offre | None:
    """Build an offer.

    Args:
        ligne: what its lines say together.
        lignes: its lines, one per session.
        structure: ``source_id`` of its structure.
        contexte: source and day of the import.

    Returns:
        The offer; None when it has no kind or no title, or breaks a rule of the catalogue (each fault is noted).
    """
    type_offre = ligne.choix("type_offre", TypeOffre)
    titre = ligne.texte("titre")
    for cle, absent in (("type_offre", type_offre is None), ("titre", titre is None)):
        if absent and not ligne.remplie(cle):
            ligne.faute(cle, "Cette colonne est obligatoire.")
    if type_offre is None or titre is None:
        return None
    offre = _offre(type_offre, titre, ligne, lire_sessions(type_offre, lignes), structure, contexte)
    for anomalie in anomalies_offre(offre):
        # Told under the header of the column; sessions are checked line by line, and the import engine applies every rule again.
        if anomalie.champ in PAR_CLE:
            ligne.releve.faute(PAR_CLE[anomalie.champ].libelle, anomalie.valeur, anomalie.motif)
    return offre


def _offre(type_offre: TypeOffre, titre: str, ligne: Ligne, sessions: tuple[Session, ...], structure: str | None, contexte: Contexte) -> Offre:
    details = lire_details(type_offre, ligne)
    contrat = details.contrat if isinstance(details, DetailsRecrutement | DetailsIae | DetailsCollectivite) else None
    return Offre(
        source=contexte.source,
        source_id=ligne.texte("identifiant") or "",
        type_offre=type_offre,
        titre=titre,
        details=details,
        description=ligne.texte("description") or "",
        structure=structure,
        metiers=tuple(code.upper() for code in ligne.codes("metiers")),
        conditions=lire_conditions(ligne),
        apports=lire_apports(ligne, contrat),
        publics=ligne.plusieurs("publics", str),
        reserve_rsa=bool(ligne.oui("reserve_rsa")),
        sessions=sessions,
        date_limite=_date_limite(sessions),
        lieu=_lieu(ligne),
        presence=ligne.choix("presence", Presence) or Presence.SUR_PLACE,
        creneaux=_creneaux(ligne),
        horaires=ligne.texte("horaires"),
        heures_hebdo=ligne.nombre("heures_hebdo"),
        contact=_contact(ligne),
        modalites=ligne.texte("modalites"),
        cout=ligne.nombre("cout"),
        cout_precisions=ligne.texte("cout_precisions"),
        etat=ligne.choix("etat", EtatOffre) or EtatOffre.PUBLIEE,
        verifie_le=_verifie_le(ligne, contexte),
    )


def _date_limite(sessions: tuple[Session, ...]) -> date | None:
    """The last day to apply to the offer is that of its last session, when all of them have one."""
    limites = [session.date_limite for session in sessions]
    connues = [limite for limite in limites if limite is not None]
    return max(connues) if connues and len(connues) == len(limites) else None


def _lieu(ligne: Ligne) -> Lieu:
    latitude, longitude = _coordonnees(ligne)
    return Lieu(
        code_insee=ligne.lire("code_insee", code_insee),
        commune=ligne.texte("commune"),
        code_postal=ligne.lire("code_postal", code_postal),
        adresse=ligne.texte("adresse"),
        latitude=latitude,
        longitude=longitude,
    )


def _coordonnees(ligne: Ligne) -> tuple[float | None, float | None]:
    if ligne.remplie("latitude") != ligne.remplie("longitude"):
        ligne.faute("latitude", "Latitude et longitude vont ensemble.")
        return None, None
    try:
        return coordonnees(ligne.cellules.get("latitude"), ligne.cellules.get("longitude"))
    except ValeurInvalide as erreur:
        ligne.faute("latitude", erreur.motif)
        return None, None


def _creneaux(ligne: Ligne) -> int | None:
    jours, moments = ligne.plusieurs("jours", Jour), ligne.plusieurs("moments", Periode)
    if bool(jours) != bool(moments):
        manque = "moments" if jours else "jours"
        ligne.doute(manque, "Jours et moments vont ensemble\u00a0: sans l’un, l’autre n’est pas repris.")
    return creneaux(jours, moments) or None


def _contact(ligne: Ligne) -> Contact:
    return Contact(
        nom=ligne.texte("contact_nom"),
        telephone=ligne.lire("telephone", telephone),
        courriel=ligne.lire("courriel", courriel),
        lien=ligne.lire("lien", lien_web),
    )


def _verifie_le(ligne: Ligne, contexte: Contexte) -> date | None:
    jour = ligne.jour("verifie_le")
    if jour and jour > contexte.aujourdhui:
        ligne.faute("verifie_le", "Cette date est dans le futur.")
    return jour
