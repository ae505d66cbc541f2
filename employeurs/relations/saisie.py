"""What a CRE types about a structure, and what is made of it. Pure: nothing is read or written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from employeurs.offres.domaine import Faute
from employeurs.relations.domaine import HORIZON_JOURS, QUOI_MAX, TEXTE_MAX, Nature

NOM_MAX: Final = 120
TELEPHONE_MAX: Final = 40
COURRIEL_MAX: Final = 200
QUOI_PAR_DEFAUT: Final = "Rappeler"
_COURRIEL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TELEPHONE = re.compile(r"\+?[\d\s.()/-]+")
_CHIFFRES_MIN: Final = 4
# Nobody writes down a talk older than this.
_ANCIENNETE_MAX: Final = timedelta(days=3653)


@dataclass(frozen=True, slots=True)
class SaisieContact:
    """A contact as typed."""

    nom: str = ""
    fonction: str = ""
    telephone: str = ""
    courriel: str = ""
    prefere: bool = False


@dataclass(frozen=True, slots=True)
class SaisieEchange:
    """An exchange as typed, and perhaps what is to be done next.

    Attributes:
        contact: public id, empty when nobody in particular.
        rappel: day of the next action, empty when there is none.
        quoi: what it is.
        action: public id of the action that this exchange does, empty when it does none.
    """

    nature: str = Nature.APPEL.value
    jour: str = ""
    contact: str = ""
    texte: str = ""
    rappel: str = ""
    quoi: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class SaisieAction:
    """An action as typed; ``pour`` is the public id of an account, empty for oneself."""

    quoi: str = ""
    echeance: str = ""
    pour: str = ""


@dataclass(frozen=True, slots=True)
class NouvelleAction:
    """An action ready to be kept."""

    quoi: str
    echeance: date


@dataclass(frozen=True, slots=True)
class NouvelEchange:
    """An exchange ready to be kept."""

    nature: Nature
    jour: date
    texte: str
    suite: NouvelleAction | None


def relire_contact(saisie: SaisieContact) -> tuple[Faute, ...]:
    """What is to be corrected in a contact.

    Args:
        saisie: as typed.

    Returns:
        The faults, none when it may be kept.
    """
    regles = (
        ("nom", bool(saisie.nom), "Écrivez le nom de la personne, ou de l’accueil."),
        ("nom", len(saisie.nom) <= NOM_MAX, f"Ce nom dépasse {NOM_MAX} caractères."),
        ("fonction", len(saisie.fonction) <= NOM_MAX, f"Cette fonction dépasse {NOM_MAX} caractères."),
        ("telephone", not saisie.telephone or _telephone_possible(saisie.telephone), "Ce numéro ne s’appelle pas. Exemple : 01 99 00 12 34."),
        ("courriel", not saisie.courriel or _courriel_possible(saisie.courriel), "Cette adresse est incomplète. Exemple : accueil@exemple.fr."),
    )
    return tuple(Faute(champ, mots) for champ, juste, mots in regles if not juste)


def _telephone_possible(texte: str) -> bool:
    return sum(c.isdigit() for c in texte) >= _CHIFFRES_MIN and len(texte) <= TELEPHONE_MAX and _TELEPHONE.fullmatch(texte) is not None


def _courriel_possible(texte: str) -> bool:
    return len(texte) <= COURRIEL_MAX and _COURRIEL.fullmatch(texte) is not None


def lire_echange(saisie: SaisieEchange, jour: date) -> tuple[NouvelEchange | None, tuple[Faute, ...]]:
    """Make an exchange of what was typed.

    Args:
        saisie: as typed.
        jour: today; an exchange is never noted ahead, its sequel never behind.

    Returns:
        The exchange, None when something is to be corrected, and then what.
    """
    nature = next((n for n in Nature if n.value == saisie.nature), None)
    le = _date(saisie.jour) if saisie.jour else jour
    suite, fautes_suite = _lire_suite(saisie, jour)
    regles = (
        ("nature", nature is not None, "Choisissez comment vous avez échangé."),
        ("jour", le is not None, "Cette date n’existe pas."),
        ("jour", le is None or le <= jour, "Un échange ne se note pas d’avance : pour plus tard, prévoyez une action."),
        ("jour", le is None or le >= jour - _ANCIENNETE_MAX, "Cette date est trop ancienne."),
        ("texte", bool(saisie.texte), "Écrivez ce qui s’est dit, même en trois mots."),
        ("texte", len(saisie.texte) <= TEXTE_MAX, f"Ce texte dépasse {TEXTE_MAX} caractères."),
    )
    fautes = (*(Faute(champ, mots) for champ, juste, mots in regles if not juste), *fautes_suite)
    if fautes or nature is None or le is None:
        return None, fautes
    return NouvelEchange(nature, le, saisie.texte, suite), ()


def _lire_suite(saisie: SaisieEchange, jour: date) -> tuple[NouvelleAction | None, tuple[Faute, ...]]:
    if not saisie.rappel:
        return None, (Faute("rappel", "Choisissez le jour de cette action."),) if saisie.quoi else ()
    suite, fautes = lire_action(SaisieAction(saisie.quoi or QUOI_PAR_DEFAUT, saisie.rappel), jour)
    return suite, tuple(Faute("rappel" if f.champ == "echeance" else f.champ, f.message) for f in fautes)


def lire_action(saisie: SaisieAction, jour: date) -> tuple[NouvelleAction | None, tuple[Faute, ...]]:
    """Make an action of what was typed.

    Args:
        saisie: as typed.
        jour: today; an action is planned from today on, two years ahead at most.

    Returns:
        The action, None when something is to be corrected, and then what.
    """
    le = _date(saisie.echeance)
    regles = (
        ("quoi", bool(saisie.quoi), "Écrivez ce qu’il y a à faire."),
        ("quoi", len(saisie.quoi) <= QUOI_MAX, f"Dites-le en moins de {QUOI_MAX} caractères."),
        ("echeance", le is not None, "Choisissez un jour."),
        ("echeance", le is None or jour <= le <= jour + timedelta(days=HORIZON_JOURS), "Choisissez un jour à venir, dans les deux ans."),
    )
    fautes = tuple(Faute(champ, mots) for champ, juste, mots in regles if not juste)
    return (None, fautes) if fautes or le is None else (NouvelleAction(saisie.quoi, le), ())


def _date(texte: str) -> date | None:
    try:
        return date.fromisoformat(texte)
    except ValueError:
        return None
