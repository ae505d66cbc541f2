"""An event of the API Mes événements emploi v1 turned into an offer: job datings and collective information recruit, the others show métiers."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from catalogue.domaine import (
    Apport,
    Contact,
    DetailsDecouverte,
    DetailsRecrutement,
    FormatDecouverte,
    FormatRecrutement,
    Lieu,
    Offre,
    Presence,
    Session,
    Structure,
    TypeApport,
    TypeOffre,
    TypeStructure,
)
from etl.entree.joindre import lien_web
from etl.entree.valeurs import code_insee, code_postal, coordonnees, date_de, entier, heure_de, texte
from etl.formats.france_travail.annonce import Annonce
from etl.formats.france_travail.offre import metiers_de
from socle.horloge import PARIS
from socle.texte import cle_tri, plier

_RECRUTER = re.compile(r"recrut|trouver un emploi")
_FORMATS_DECOUVERTE: tuple[tuple[re.Pattern[str], FormatDecouverte], ...] = (
    (re.compile(r"forum|salon"), FormatDecouverte.FORUM),
    (re.compile(r"visite"), FormatDecouverte.VISITE),
    (re.compile(r"atelier"), FormatDecouverte.ATELIER),
    (re.compile(r"immersion|pmsmp"), FormatDecouverte.IMMERSION),
    (re.compile(r"information|conference|webinaire"), FormatDecouverte.INFORMATION_COLLECTIVE),
)
_JOB_DATING = re.compile(r"job ?dating|recrutement|entretien")
_INFORMATION = re.compile(r"information")
_PUBLICS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"tou[st]\s*(?:les\s*)?public"), "tous-publics"),
    (re.compile(r"demandeurs? d'emploi"), "demandeurs-emploi"),
    (re.compile(r"\brsa\b|minima"), "beneficiaires-des-minimas-sociaux"),
    (re.compile(r"jeune"), "jeunes"),
    (re.compile(r"senior"), "seniors"),
    (re.compile(r"femme"), "femmes"),
    (re.compile(r"handicap|\bth\b|boeth"), "personnes-en-situation-de-handicap"),
    (re.compile(r"etudiant|scolaire"), "etudiants"),
    (re.compile(r"salarie|actif"), "actifs"),
    (re.compile(r"refugie|exile"), "personnes-exilees"),
    (re.compile(r"qpv|quartier"), "residents-qpv-frr"),
)
_SERVICES_PUBLICS = re.compile(r"france travail|pole emploi|mission locale|cap emploi")


def organisateur_de(annonce: Annonce) -> Structure | None:
    """Who holds an event.

    Args:
        annonce: the event.

    Returns:
        The structure, None when nobody is named. Its id is its folded name: the API gives no other.
    """
    noms = [nom for chemin in ("libelleOrganisateurPrincipal", "libelleEtablissement") if (nom := annonce.texte(chemin))]
    nom = " – ".join(dict.fromkeys(noms))
    if not nom:
        return None
    public = _SERVICES_PUBLICS.search(plier(nom))
    return Structure(
        source=annonce.contexte.source,
        source_id=f"organisateur:{cle_tri(nom) or nom}",
        nom=nom,
        type_structure=TypeStructure.SERVICE_PUBLIC if public else TypeStructure.AUTRE,
    )


def evenement_de(annonce: Annonce, source_id: str, titre: str, structure: str | None) -> Offre:
    """The offer that an event is.

    Args:
        annonce: the event; doubts are noted in its ``releve``.
        source_id: number of the event.
        titre: its title.
        structure: id of the organiser in the same source.

    Returns:
        A recruitment or a discovery, with one dated session.
    """
    type_offre, details = _nature(annonce)
    recrute = type_offre is TypeOffre.RECRUTEMENT
    lien = annonce.lire("urlDetailEvenement", lien_web)
    return Offre(
        source=annonce.contexte.source,
        source_id=source_id,
        type_offre=type_offre,
        titre=" ".join(titre.split()),
        details=details,
        description=_description(annonce),
        structure=structure,
        metiers=metiers_de(annonce, annonce.textes("codesRome")),
        apports=(Apport(TypeApport.ENTRETIEN, "Rencontre avec des recruteurs"),) if recrute else (),
        publics=_publics(annonce),
        sessions=_sessions(annonce, source_id),
        lieu=_lieu(annonce),
        presence=_presence(annonce),
        contact=Contact(lien=lien),
        modalites="Inscription sur Mes événements emploi." if lien else None,
    )


def _nature(annonce: Annonce) -> tuple[TypeOffre, DetailsDecouverte | DetailsRecrutement]:
    genre = plier(annonce.texte("type") or "")
    recrute = any(_RECRUTER.search(plier(objectif)) for objectif in annonce.textes("objectifs"))
    if _JOB_DATING.search(genre):
        return TypeOffre.RECRUTEMENT, DetailsRecrutement(format=FormatRecrutement.JOB_DATING)
    if _INFORMATION.search(genre) and recrute:
        return TypeOffre.RECRUTEMENT, DetailsRecrutement(format=FormatRecrutement.INFORMATION_COLLECTIVE)
    trouve = next((decouverte for motif, decouverte in _FORMATS_DECOUVERTE if motif.search(genre)), None)
    if trouve is None:
        annonce.releve.doute("type", annonce.texte("type"), "Ce type d’événement n’est pas connu : l’événement est gardé sans format.")
        if recrute:
            return TypeOffre.RECRUTEMENT, DetailsRecrutement()
    return TypeOffre.DECOUVERTE, DetailsDecouverte(format=trouve)


def _description(annonce: Annonce) -> str:
    parties = {"": annonce.texte("description"), "Déroulement": annonce.texte("deroulement"), "Ce que vous y gagnez": annonce.texte("benefices")}
    return "\n\n".join(f"{nom} : {contenu}" if nom else contenu for nom, contenu in parties.items() if contenu)


def _publics(annonce: Annonce) -> tuple[str, ...]:
    plies = [plier(public) for public in annonce.textes("publics")]
    return tuple(dict.fromkeys(valeur for plie in plies for motif, valeur in _PUBLICS if motif.search(plie)))


def _sessions(annonce: Annonce, source_id: str) -> tuple[Session, ...]:
    jour = annonce.lire("dateEvenement", lambda v: jour_local(v, annonce.texte("timezone")))
    if jour is None:
        annonce.releve.doute("dateEvenement", annonce.brut("dateEvenement"), "Le jour n’est pas connu : l’événement n’a pas de session.")
        return ()
    return (
        Session(
            source_id=source_id,
            debut=jour,
            fin=jour,
            heure_debut=annonce.lire("heureDebut", heure_de),
            heure_fin=annonce.lire("heureFin", heure_de),
            places=_places(annonce),
        ),
    )


def jour_local(v: object, fuseau: str | None) -> date | None:
    """Day of an event where it takes place.

    Args:
        v: ISO instant; midnight there is the day before in UTC.
        fuseau: IANA name of the time zone, Paris when None or unknown.

    Returns:
        The day, None when absent.

    Raises:
        ValeurInvalide: not a date.
    """
    mot = texte(v)
    try:
        instant = datetime.fromisoformat(mot) if mot else None
        zone = ZoneInfo(fuseau) if fuseau else PARIS
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return date_de(v)
    if instant is None or instant.tzinfo is None:
        return date_de(v)
    return date_de(instant.astimezone(zone).date())


def _places(annonce: Annonce) -> int | None:
    # Registered people took theirs at France Travail: what is left is what the catalogue may offer. 0 in both totals says nothing.
    total = sum(annonce.lire(f"nombrePlaceTotal{mode}", entier) or 0 for mode in ("Presentiel", "Distance"))
    inscrits = sum(annonce.lire(f"nombreInscrit{mode}", entier) or 0 for mode in ("Presentiel", "Distance"))
    return max(total - inscrits, 0) if total > 0 else None


def _lieu(annonce: Annonce) -> Lieu:
    longitude = annonce.brut("longitude")
    latitude, lon = annonce.lire("latitude", lambda v: coordonnees(v, longitude)) or (None, None)
    code, postal = annonce.lire("codeInsee", code_insee), annonce.lire("codePostal", code_postal)
    return Lieu(code, annonce.texte("ville"), postal, annonce.texte("adresse"), latitude, lon)


def _presence(annonce: Annonce) -> Presence:
    modes = {("distance" in plier(mode)) for mode in annonce.textes("modalites")}
    if modes == {True, False}:
        return Presence.MIXTE
    return Presence.A_DISTANCE if modes == {True} else Presence.SUR_PLACE
