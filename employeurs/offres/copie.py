"""A new draft out of an offer: all that was said of it, but its dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from catalogue.domaine import Condition, Offre, Session, TypeCondition
from catalogue.phrases import phrase_condition
from employeurs.offres import codes
from employeurs.offres.domaine import Saisie, Seance
from employeurs.offres.propres import CHAMPS


def copier(saisie: Saisie) -> Saisie:
    """The same form with its dates blank: an offer that is posted again is not for the same days.

    Args:
        saisie: a form.

    Returns:
        The copy; each date keeps its hours and its places.
    """
    return replace(saisie, seances=tuple(replace(s, debut="", fin="", limite="") for s in saisie.seances) or (Seance("s1"),))


def de_offre(offre: Offre, structure: str) -> Saisie:
    """A form out of an offer that an import brought.

    Args:
        offre: the offer.
        structure: name of who proposes it.

    Returns:
        The form, its dates blank; a condition that the form has no box for goes in the person's words.
    """
    cochees = {c: codes.code_condition(c) for c in offre.conditions}
    autres = [_en_mots(c) for c, code in cochees.items() if code is None and c.type is not TypeCondition.RSA]
    seances = tuple(_seance(f"s{rang}", s) for rang, s in enumerate(offre.sessions[:1] or (Session("s1"),), 1))
    propres = {c.nom: _en_texte(getattr(offre.details, c.nom)) for c in CHAMPS[offre.type_offre]}
    return Saisie(
        titre=offre.titre,
        texte=offre.description,
        structure=structure,
        type_offre=offre.type_offre.value,
        metiers=offre.metiers,
        conditions=tuple(code for code in cochees.values() if code),
        autre_condition=" ; ".join(autres)[:500],
        apports=tuple(code for a in offre.apports if (code := codes.code_apport(a))),
        propres={nom: valeur for nom, valeur in propres.items() if valeur},
        seances=seances,
        horaires=offre.horaires or "",
        heures_hebdo=_en_texte(offre.heures_hebdo),
        commune=offre.lieu.commune or "",
        adresse=offre.lieu.adresse or "",
        contact_nom=offre.contact.nom or "",
        telephone=offre.contact.telephone or "",
        courriel=offre.contact.courriel or "",
        reserve_rsa=offre.reserve_rsa,
    )


def _en_mots(condition: Condition) -> str:
    return phrase_condition(condition, {v: v for v in condition.valeurs})


def _seance(cle: str, session: Session) -> Seance:
    return Seance(
        cle,
        heure_debut=_en_texte(session.heure_debut),
        heure_fin=_en_texte(session.heure_fin),
        places=_en_texte(session.places),
        reservees=_en_texte(session.places_reservees or None),
    )


def _en_texte(valeur: object) -> str:
    if valeur is None:
        return ""
    if isinstance(valeur, date):
        return valeur.isoformat()
    return f"{valeur:%H:%M}" if isinstance(valeur, time) else str(valeur)
