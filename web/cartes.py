"""From stored offers to the cards of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from catalogue.depot import FicheOffre
from catalogue.domaine import Metier
from matching.classement import Classement
from matching.eligibilite import Statut
from matching.explication import expliquer
from matching.leviers import Levier, OffreLevier
from web.pages.cartes import CarteOffre
from web.pages.commun import Lien
from web.typographie import date_courte, pluriel

EXTRAIT_MAX = 180


def carte(fiche: FicheOffre, metiers: Mapping[str, Metier], jour: date, distance_km: float | None = None) -> CarteOffre:
    """The card of an offer.

    Args:
        fiche: the offer as stored.
        metiers: métiers by ROME code.
        jour: today.
        distance_km: from the place searched, None without one.

    Returns:
        The card, without the reasons, which belong to a person.
    """
    offre, ouvertes = fiche.offre, fiche.offre.sessions_ouvertes(jour)
    datees = [s.debut for s in ouvertes if s.debut is not None]
    connues = [s.places_libres for s in ouvertes if s.places_libres is not None]
    principal = next((metiers[c].libelle for c in offre.metiers if c in metiers), None)
    return CarteOffre(
        identifiant=fiche.identifiant,
        type_offre=offre.type_offre,
        titre=offre.titre,
        structure=fiche.structure.nom if fiche.structure else None,
        commune=offre.lieu.commune,
        distance_km=distance_km,
        prochaine_session=min(datees, default=None),
        permanente=any(s.debut is None for s in ouvertes),
        nb_sessions=len(datees),
        places_libres=sum(connues) if connues else None,
        places_reservees=sum(s.places_reservees for s in ouvertes),
        date_limite=min((s.date_limite for s in ouvertes if s.date_limite), default=offre.date_limite),
        reserve_rsa=offre.reserve_rsa,
        horaires=offre.horaires,
        heures_hebdo=offre.heures_hebdo,
        cout=offre.cout,
        metier_principal=principal,
        verifie_le=offre.verifie_le,
        etat=offre.etat,
        extrait=extrait(offre.description),
    )


def carte_pour(fiche: FicheOffre, classement: Classement, personne: int, rang: int, pour: str, levier: Levier | None) -> CarteOffre:
    """The card of an offer proposed to a person, with its reasons.

    Args:
        fiche: the offer as stored.
        classement: the ranking it comes from.
        personne: row of the person.
        rang: row of the offer in the picture.
        pour: public id of the person, carried by the link to the offer.
        levier: what opens the offer when it is almost open.

    Returns:
        The card: why, what to check, what is missing and what lifts it.
    """
    explication = expliquer(classement, personne, rang)
    simple = carte(fiche, classement.moteur.referentiel.metiers, classement.jour, explication.distance_km)
    refuse, presque = (explication.statut is s for s in (Statut.NON_ELIGIBLE, Statut.PRESQUE))
    return replace(
        simple,
        raisons=() if refuse else tuple(r.texte for r in explication.raisons),
        a_verifier=explication.a_verifier,
        manque=explication.manque[0] if presque else None,
        levier=levier.texte if levier else "",
        leviers=tuple(lien_levier(o, classement) for o in levier.offres) if levier else (),
        hors_de_portee=explication.manque if refuse else (),
        href=f"/offres/{simple.identifiant}?pour={pour}",
    )


def lien_levier(offre: OffreLevier, classement: Classement) -> Lien:
    """An offer that lifts a condition: when, how many places, and whether it comes too late.

    Args:
        offre: the offer.
        classement: the ranking it comes from.

    Returns:
        A link to it.
    """
    image = classement.moteur.image
    quand = "entrée à tout moment" if offre.debut is None else f"à partir du {date_courte(offre.debut, classement.jour)}"
    places = "" if offre.places is None else f", {pluriel(offre.places, 'place', 'places')}"
    tard = ", trop tard pour cette session" if offre.a_temps is False else ""
    return Lien(f"{image.titres[offre.rang]} ({quand}{places}{tard})", f"/offres/{image.identifiants[offre.rang]}")


def extrait(texte: str) -> str:
    """First words of a text, cut between two words.

    Args:
        texte: plain text.

    Returns:
        At most ``EXTRAIT_MAX`` characters, followed by « … » when it was cut.
    """
    uni = " ".join(texte.split())
    return uni if len(uni) <= EXTRAIT_MAX else uni[: EXTRAIT_MAX + 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
