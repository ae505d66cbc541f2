"""The relation with structures, in PostgreSQL: typed functions, one per question."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter

from employeurs.relations.domaine import (
    CONSTAT_JOURS,
    SILENCE_JOURS,
    Action,
    ChiffresPrescriptions,
    Contact,
    Echange,
    FicheStructure,
    OffreDeStructure,
)
from employeurs.relations.saisie import NouvelEchange, NouvelleAction, SaisieContact
from socle.base import Connexion
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("requetes.sql"))

_FICHE = TypeAdapter(FicheStructure)
_ECHANGE = TypeAdapter(Echange)
_ACTIONS = TypeAdapter(list[Action])
_OFFRES = TypeAdapter(list[OffreDeStructure])
ACTIONS_MAX = 60


@dataclass(frozen=True, slots=True)
class Auteur:
    """Account that writes, and when."""

    compte_id: int
    maintenant: datetime


@dataclass(frozen=True, slots=True)
class Collegue:
    """A CRE to whom an action may be given."""

    id: int
    identifiant: str
    nom: str


def bornes_du_silence(jour: date) -> dict[str, date]:
    """Days up to which what is asked is silent.

    Args:
        jour: today.

    Returns:
        The parameters of the queries that count silences.
    """
    return {"silence": jour - timedelta(days=SILENCE_JOURS), "constat": jour - timedelta(days=CONSTAT_JOURS)}


async def structure(connexion: Connexion, identifiant: str, jour: date) -> FicheStructure | None:
    """A structure, None when there is none of this public id."""
    ligne = await REQUETES.ligne(connexion, "structure", identifiant=identifiant, **bornes_du_silence(jour))
    return None if ligne is None else _FICHE.validate_python(dict(ligne))


async def contacts(connexion: Connexion, structure_id: int) -> list[Contact]:
    """Contacts of a structure: the one to call first, then by name, those put away last."""
    return [Contact(**ligne) for ligne in await REQUETES.lignes(connexion, "contacts", structure_id=structure_id)]


async def contact(connexion: Connexion, structure_id: int, identifiant: str) -> Contact | None:
    """One contact of a structure, None when it has none of this public id."""
    ligne = await REQUETES.ligne(connexion, "contact", structure_id=structure_id, identifiant=identifiant)
    return None if ligne is None else Contact(**ligne)


def _champs(saisie: SaisieContact) -> dict[str, str | None]:
    return {"nom": saisie.nom, "fonction": saisie.fonction, "telephone": saisie.telephone or None, "courriel": saisie.courriel or None}


async def ajouter_contact(connexion: Connexion, structure_id: int, saisie: SaisieContact, qui: Auteur, *, identifiant: str, cle: str) -> bool:
    """Keep a contact; False when the form was already sent."""
    propres = {**_champs(saisie), **asdict(qui)}
    return await REQUETES.executer(connexion, "ajouter_contact", identifiant=identifiant, cle=cle, structure_id=structure_id, **propres) == 1


async def modifier_contact(connexion: Connexion, contact_id: int, saisie: SaisieContact, maintenant: datetime) -> None:
    """Write what is known of a contact again."""
    await REQUETES.executer(connexion, "modifier_contact", id=contact_id, **_champs(saisie), maintenant=maintenant)


async def preferer(connexion: Connexion, structure_id: int, contact_id: int | None, maintenant: datetime) -> None:
    """Choose the contact to call first, None for nobody; the others no longer are."""
    await REQUETES.lignes(connexion, "verrouiller", structure_id=structure_id)
    await REQUETES.executer(connexion, "deposer_preference", structure_id=structure_id, maintenant=maintenant)
    if contact_id is not None:
        await REQUETES.executer(connexion, "preferer", id=contact_id, maintenant=maintenant)


async def archiver(connexion: Connexion, contact_id: int, archive_le: datetime | None, maintenant: datetime) -> None:
    """Put a contact away, or take them up again when ``archive_le`` is None."""
    await REQUETES.executer(connexion, "archiver", id=contact_id, archive_le=archive_le, maintenant=maintenant)


async def effacer(connexion: Connexion, vise: Contact, *, textes: bool, maintenant: datetime) -> None:
    """Erase a contact for good, with what was written of exchanges with them when ``textes``."""
    if textes:
        await REQUETES.executer(connexion, "effacer_textes", structure_id=vise.structure_id, contact_id=vise.id, maintenant=maintenant)
    await REQUETES.executer(connexion, "effacer", id=vise.id)


async def echanges(connexion: Connexion, structure_id: int, *, limite: int, debut: int) -> tuple[int, list[Echange]]:
    """How many exchanges a structure has, and those of one page, the latest first."""
    nombre: int = await REQUETES.valeur(connexion, "nombre_echanges", structure_id=structure_id)
    lignes = await REQUETES.lignes(connexion, "echanges", structure_id=structure_id, limite=limite, debut=debut)
    return nombre, [_ECHANGE.validate_python(dict(ligne)) for ligne in lignes]


async def echange(connexion: Connexion, structure_id: int, identifiant: str) -> Echange | None:
    """One exchange of a structure."""
    ligne = await REQUETES.ligne(connexion, "echange", structure_id=structure_id, identifiant=identifiant)
    return None if ligne is None else _ECHANGE.validate_python(dict(ligne))


async def ajouter_echange(
    connexion: Connexion, structure_id: int, nouvel: NouvelEchange, qui: Auteur, *, contact_id: int | None, identifiant: str, cle: str
) -> bool:
    """Keep an exchange; False when the form was already sent."""
    dit = {"nature": nouvel.nature.value, "jour": nouvel.jour, "texte": nouvel.texte, "structure_id": structure_id, "contact_id": contact_id}
    return await REQUETES.executer(connexion, "ajouter_echange", identifiant=identifiant, cle=cle, **dit, **asdict(qui)) == 1


async def retirer_echange(connexion: Connexion, identifiant: str, compte_id: int) -> bool:
    """Take an exchange back, by its author."""
    return await REQUETES.executer(connexion, "retirer_echange", identifiant=identifiant, compte_id=compte_id) == 1


async def ajouter_action(
    connexion: Connexion, structure_id: int, nouvelle: NouvelleAction, qui: Auteur, *, pour: int, identifiant: str, cle: str
) -> bool:
    """Keep an action; False when the form was already sent."""
    quoi = {"structure_id": structure_id, "quoi": nouvelle.quoi, "echeance": nouvelle.echeance, "compte_id": pour}
    qui_ecrit = {"cree_par": qui.compte_id, "maintenant": qui.maintenant}
    return await REQUETES.executer(connexion, "ajouter_action", identifiant=identifiant, cle=cle, **quoi, **qui_ecrit) == 1


async def faire(connexion: Connexion, structure_id: int, identifiant: str, *, resultat: str, compte_id: int, maintenant: datetime) -> bool:
    """Note that an action is done; False when it was already, or is another structure's."""
    qui = {"compte_id": compte_id, "maintenant": maintenant}
    return await REQUETES.executer(connexion, "faire", structure_id=structure_id, identifiant=identifiant, resultat=resultat, **qui) == 1


async def reporter(connexion: Connexion, structure_id: int, identifiant: str, echeance: date) -> bool:
    """Put an action off; False when it was done, is due that day already, or is another structure's."""
    return await REQUETES.executer(connexion, "reporter", structure_id=structure_id, identifiant=identifiant, echeance=echeance) == 1


async def action_existe(connexion: Connexion, structure_id: int, identifiant: str) -> bool:
    """Whether a structure has an action of this public id."""
    return bool(await REQUETES.valeur(connexion, "action_existe", structure_id=structure_id, identifiant=identifiant))


async def actions(connexion: Connexion, structure_id: int) -> list[Action]:
    """Actions of a structure: what is to be done, the most pressing first, then the last ones done."""
    lignes = await REQUETES.lignes(connexion, "actions", structure_id=structure_id, limite=ACTIONS_MAX)
    return _ACTIONS.validate_python([dict(ligne) for ligne in lignes])


async def offres(connexion: Connexion, structure_id: int, jour: date) -> list[OffreDeStructure]:
    """Offers of a structure with the places of their sessions to come, what lives first."""
    lignes = await REQUETES.lignes(connexion, "offres", structure_id=structure_id, jour=jour)
    return _OFFRES.validate_python([dict(ligne) for ligne in lignes])


async def chiffres(connexion: Connexion, structure_id: int) -> ChiffresPrescriptions:
    """What became of the prescriptions that a structure received."""
    ligne = await REQUETES.ligne(connexion, "chiffres", structure_id=structure_id)
    assert ligne is not None
    return ChiffresPrescriptions(**ligne)


async def collegues(connexion: Connexion) -> list[Collegue]:
    """CRE to whom an action may be given, by name."""
    return [Collegue(**ligne) for ligne in await REQUETES.lignes(connexion, "collegues")]
