"""What a chargé de relation entreprise looks at: the day, and the list of structures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from catalogue.domaine import TypeOffre
from comptes.domaine import Acteur
from employeurs.offres.domaine import FRAICHEUR_JOURS
from employeurs.relations.depot import bornes_du_silence
from employeurs.relations.domaine import A_VENIR_JOURS, SESSIONS_JOURS, Action, LigneStructure, SessionLibre, Silencieuse
from socle.base import Connexion
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("suivi.sql"))


@dataclass(frozen=True, slots=True)
class OffreAConfirmer:
    """A published offer that nobody has confirmed lately; ``verifie_le`` is None when nobody ever did."""

    identifiant: str
    titre: str
    type_offre: TypeOffre
    identifiant_structure: str | None
    structure: str | None
    verifie_le: date | None


_ACTIONS = TypeAdapter(list[Action])
_SILENCIEUSES = TypeAdapter(list[Silencieuse])
_SESSIONS = TypeAdapter(list[SessionLibre])
_A_CONFIRMER = TypeAdapter(list[OffreAConfirmer])
_STRUCTURES = TypeAdapter(list[LigneStructure])


async def _lire(connexion: Connexion, nom: str, **valeurs: Any) -> list[dict[str, Any]]:
    return [dict(ligne) for ligne in await REQUETES.lignes(connexion, nom, **valeurs)]


async def a_faire(connexion: Connexion, compte_id: int, jour: date) -> list[Action]:
    """Actions of an account, and those of accounts closed since: late, due, or due within a week; the most pressing first.

    Args:
        connexion: any.
        compte_id: who is to do them.
        jour: today.

    Returns:
        The actions.
    """
    return _ACTIONS.validate_python(await _lire(connexion, "a_faire", compte_id=compte_id, jusqu_au=jour + timedelta(days=A_VENIR_JOURS)))


async def silencieuses(connexion: Connexion, acteur: Acteur, jour: date) -> list[Silencieuse]:
    """Structures that were asked and do not answer, in the territoires of an account, the oldest wait first.

    Args:
        connexion: any.
        acteur: a CRE.
        jour: today.

    Returns:
        The structures, but those that someone will take up on a later day.
    """
    return _SILENCIEUSES.validate_python(
        await _lire(connexion, "silencieuses", territoires=sorted(acteur.territoires), jour=jour, **bornes_du_silence(jour))
    )


async def sessions_libres(connexion: Connexion, acteur: Acteur, jour: date) -> list[SessionLibre]:
    """Sessions that begin within two weeks and still have places, in the territoires of an account.

    Args:
        connexion: any.
        acteur: a CRE.
        jour: today.

    Returns:
        The sessions, the next one first.
    """
    jusqu_au = jour + timedelta(days=SESSIONS_JOURS)
    return _SESSIONS.validate_python(await _lire(connexion, "sessions_libres", territoires=sorted(acteur.territoires), jour=jour, jusqu_au=jusqu_au))


async def a_confirmer(connexion: Connexion, acteur: Acteur, jour: date) -> list[OffreAConfirmer]:
    """Published offers that nobody has confirmed for a month, in the territoires of an account, the oldest first.

    Args:
        connexion: any.
        acteur: a CRE.
        jour: today.

    Returns:
        The offers.
    """
    avant = jour - timedelta(days=FRAICHEUR_JOURS)
    return _A_CONFIRMER.validate_python(await _lire(connexion, "a_confirmer", territoires=sorted(acteur.territoires), avant=avant))


async def annuaire(connexion: Connexion, jour: date) -> list[LigneStructure]:
    """Every structure that is not closed, in the order of the dictionary.

    Args:
        connexion: any.
        jour: today.

    Returns:
        The structures.
    """
    return _STRUCTURES.validate_python(await _lire(connexion, "annuaire", jour=jour, **bornes_du_silence(jour)))
