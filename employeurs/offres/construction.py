"""From what was typed to an offer of the catalogue, with every fault in words beside its field."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Final, TypeVar

from catalogue.domaine import (
    TYPES_IAE,
    Commune,
    Condition,
    Contact,
    DetailsAppui,
    DetailsIae,
    Frein,
    Lieu,
    Offre,
    Operateur,
    Session,
    TypeApport,
    TypeCondition,
    TypeOffre,
    TypeStructure,
)
from catalogue.regles import CODE_ROME, COURRIEL, anomalies_offre
from employeurs.offres import codes
from employeurs.offres.domaine import Faute, Saisie, Seance
from employeurs.offres.propres import entier, lire_propres, montant

SOURCE: Final = "saisie"
_CODE_POSTAL = re.compile(r"\b\d{5}\b")
_PORTEUSES = TYPES_IAE | {TypeStructure.GEIQ}
_CHAMPS: Final = {"sessions": "seances", "conditions": "conditions", "metiers": "metiers", "heures_hebdo": "heures_hebdo"}

T = TypeVar("T")
Nommer = Callable[[str], Commune | None]


def construire(saisie: Saisie, identifiant: str, type_structure: TypeStructure | None, nommer: Nommer) -> tuple[Offre, tuple[Faute, ...]]:
    """The offer that a form describes.

    Args:
        saisie: what was typed.
        identifiant: public id, which is also its id in the source « saisie ».
        type_structure: kind of the structure, for a job in a SIAE.
        nommer: the commune that a name or a postal code means.

    Returns:
        The offer, without what could not be read, and the faults in the order of the form; none when it may be published.
    """
    fautes: list[Faute] = []
    genre = TypeOffre(saisie.type_offre) if saisie.type_offre in set(TypeOffre) else None
    if not saisie.titre.strip():
        fautes.append(Faute("titre", "Écrivez un titre : le poste ou l’action, en quelques mots."))
    if not saisie.texte.strip():
        fautes.append(Faute("texte", "Décrivez l’offre en quelques phrases."))
    if genre is None:
        fautes.append(Faute("type_offre", "Choisissez la nature de l’offre."))
    details, propres = lire_propres(genre or TypeOffre.DECOUVERTE, saisie.propres)
    fautes += propres if genre else []
    offre = Offre(SOURCE, identifiant, genre or TypeOffre.DECOUVERTE, saisie.titre.strip(), details, saisie.texte.strip())
    offre = replace(
        offre,
        metiers=tuple(m for m in dict.fromkeys(saisie.metiers) if CODE_ROME.match(m)),
        conditions=_conditions(saisie),
        apports=tuple(a for a in map(codes.apport, dict.fromkeys(saisie.apports)) if a),
        reserve_rsa=saisie.reserve_rsa,
        sessions=_sessions(saisie, fautes),
        horaires=saisie.horaires or None,
        heures_hebdo=_lire(saisie.heures_hebdo, lambda t: montant(t, 60), fautes, "heures_hebdo", "Les heures par semaine vont de plus de 0 à 60."),
        lieu=_lieu(saisie, nommer, fautes),
        contact=_contact(saisie, fautes),
    )
    return _selon_le_genre(offre, type_structure, fautes, annoncer=genre is not None)


def _selon_le_genre(offre: Offre, type_structure: TypeStructure | None, fautes: list[Faute], *, annoncer: bool) -> tuple[Offre, tuple[Faute, ...]]:
    if isinstance(offre.details, DetailsIae):
        # A job in insertion is carried by a SIAE or a GEIQ (articles L5132-4 and L1253-1 of the Code du travail).
        if type_structure not in _PORTEUSES:
            fautes.append(Faute("type_offre", "Un emploi en insertion est porté par une structure de l’insertion : choisissez « Recrutement »."))
        else:
            offre = replace(offre, details=replace(offre.details, type_structure=type_structure))
    if isinstance(offre.details, DetailsAppui):
        freins = tuple(Frein(a.valeur) for a in offre.apports if a.type is TypeApport.FREIN_LEVE and a.valeur)
        offre = replace(offre, details=replace(offre.details, freins=freins))
    connus = {f.champ for f in fautes}
    de_plus = (Faute(_CHAMPS.get(a.champ, a.champ), a.motif) for a in anomalies_offre(offre) if annoncer)
    uniques = dict.fromkeys([*fautes, *(f for f in de_plus if f.champ not in connus)])
    return offre, tuple(uniques)


def _conditions(saisie: Saisie) -> tuple[Condition, ...]:
    cochees = [c for c in map(codes.condition, dict.fromkeys(saisie.conditions)) if c]
    if saisie.reserve_rsa:
        cochees.insert(0, Condition(TypeCondition.RSA, Operateur.EGAL, ("oui",)))
    if saisie.autre_condition.strip():
        cochees.append(Condition(TypeCondition.AUTRE, Operateur.EGAL, (), libelle=saisie.autre_condition.strip()))
    return tuple(cochees)


def _sessions(saisie: Saisie, fautes: list[Faute]) -> tuple[Session, ...]:
    # A form without any date means that one may enter at any time: the first line stands for it.
    ecrites = tuple(s for rang, s in enumerate(saisie.seances) if not s.vide or (rang == 0 and all(t.vide for t in saisie.seances)))
    return tuple(_session(s, fautes) for s in ecrites)


def _session(seance: Seance, fautes: list[Faute]) -> Session:
    prefixe = f"seance-{seance.cle}"
    jours = {
        nom: _lire(getattr(seance, nom), date.fromisoformat, fautes, f"{prefixe}-{nom}", "Écrivez une date.") for nom in ("debut", "fin", "limite")
    }
    heures = {
        nom: _lire(getattr(seance, nom), time.fromisoformat, fautes, f"{prefixe}-{nom}", "Écrivez une heure, comme 09:30.")
        for nom in ("heure_debut", "heure_fin")
    }
    places = _lire(seance.places, lambda t: entier(t, 0, 10_000), fautes, f"{prefixe}-places", "Écrivez un nombre de places, de 0 à 10 000.")
    motif = "Écrivez un nombre de places réservées, de 0 à 10 000."
    reservees = _lire(seance.reservees, lambda t: entier(t, 0, 10_000), fautes, f"{prefixe}-reservees", motif) or 0
    if reservees > (places or 0):
        fautes.append(Faute(f"{prefixe}-reservees", "Il y a plus de places réservées que de places."))
        reservees = 0
    debut, fin = jours["debut"], jours["fin"]
    if debut and fin and fin < debut:
        fautes.append(Faute(f"{prefixe}-fin", "La date de fin est avant la date de début."))
        fin = None
    if fin and not debut:
        fautes.append(Faute(f"{prefixe}-debut", "Écrivez aussi la date de début."))
    return Session(seance.cle, debut, fin, heures["heure_debut"], heures["heure_fin"], jours["limite"], places, reservees)


def _lieu(saisie: Saisie, nommer: Nommer, fautes: list[Faute]) -> Lieu:
    code_postal = next(iter(_CODE_POSTAL.findall(saisie.adresse)), None)
    commune = nommer(saisie.commune) if saisie.commune else _commune_de(saisie.adresse, code_postal, nommer)
    if commune is None:
        motif = "Cette commune n’est pas reconnue : écrivez son nom ou son code postal." if saisie.commune else "Écrivez la commune où cela se passe."
        fautes.append(Faute("commune", motif))
        return Lieu(commune=saisie.commune or None, adresse=saisie.adresse or None)
    postal = code_postal if code_postal in commune.codes_postaux else next(iter(commune.codes_postaux), None)
    return Lieu(commune.code_insee, commune.nom, postal, saisie.adresse or None)


def _commune_de(adresse: str, code_postal: str | None, nommer: Nommer) -> Commune | None:
    """Several communes may share a postal code: the words after it say which."""
    if code_postal is None:
        return None
    nom = adresse.split(code_postal, 1)[1].strip(" ,.")
    return (nommer(nom) if nom else None) or nommer(code_postal)


def _contact(saisie: Saisie, fautes: list[Faute]) -> Contact:
    if saisie.courriel and not COURRIEL.match(saisie.courriel):
        fautes.append(Faute("courriel", "Écrivez une adresse complète, comme prenom.nom@exemple.fr."))
    chiffres = re.sub(r"[\s.()+-]", "", saisie.telephone)
    if chiffres and not (chiffres.isascii() and chiffres.isdigit() and 4 <= len(chiffres) <= 15):
        fautes.append(Faute("telephone", "Écrivez un numéro de téléphone, comme 01 23 45 67 89."))
    if not saisie.courriel and not chiffres:
        fautes.append(Faute("courriel", "Donnez une adresse de messagerie ou un téléphone : on doit pouvoir vous répondre."))
    return Contact(saisie.contact_nom or None, saisie.telephone or None, saisie.courriel or None)


def _lire(tape: str, lecteur: Callable[[str], T], fautes: list[Faute], champ: str, message: str) -> T | None:
    if not tape.strip():
        return None
    try:
        return lecteur(tape.strip())
    except ValueError:
        fautes.append(Faute(champ, message))
        return None
