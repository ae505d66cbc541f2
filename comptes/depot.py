"""Reading and writing accounts in PostgreSQL."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from comptes.domaine import VALIDITES, Acteur, Etape, NouveauCompte, Role, SessionWeb, Usage
from socle.base import Connexion, Ligne
from socle.sql import charger

REQUETES = charger(Path(__file__).parent / "requetes.sql")


@dataclass(frozen=True, slots=True)
class CompteDemonstration:
    """An account offered in one click, in demonstration mode only."""

    identifiant: str
    role: Role
    nom: str
    structure: str


@dataclass(frozen=True, slots=True)
class Identifiants:
    """What entering is checked against.

    Attributes:
        mot_de_passe: ``$argon2id$`` hash, None before the first password.
        totp_secret: sealed secret of the second factor, None without one.
        totp_dernier_pas: last interval of 30 seconds whose code was used.
    """

    acteur: Acteur
    courriel: str | None
    mot_de_passe: str | None
    totp_actif: bool
    totp_secret: bytes | None
    totp_dernier_pas: int


@dataclass(frozen=True, slots=True)
class LigneCompte:
    """An account in the list of who keeps them.

    Attributes:
        entre: the person has already entered once.
    """

    identifiant: str
    role: str
    nom: str
    courriel: str
    structure: str
    actif: bool
    double_facteur: bool
    entre: bool


@dataclass(frozen=True, slots=True)
class Restes:
    """Rows of the demonstration."""

    comptes: int
    personnes: int
    offres: int


def _acteur(ligne: Ligne | dict[str, Any]) -> Acteur:
    return Acteur(
        id=ligne["id"],
        identifiant=ligne["identifiant"],
        role=Role(ligne["role"]),
        nom=ligne["nom"],
        structure_id=ligne["structure_id"],
        territoires=frozenset(ligne["territoires"]),
        allocataire_id=ligne["allocataire_id"],
    )


async def acteur(connexion: Connexion, identifiant: str) -> Acteur | None:
    """An account that may act, by its public id."""
    ligne = await REQUETES.ligne(connexion, "acteur", identifiant=identifiant)
    return _acteur(ligne) if ligne else None


async def comptes_demonstration(connexion: Connexion) -> list[CompteDemonstration]:
    """Accounts of the demonstration."""
    lignes = await REQUETES.lignes(connexion, "comptes_demonstration")
    return [CompteDemonstration(x["identifiant"], Role(x["role"]), x["nom"], x["structure"]) for x in lignes]


async def session(connexion: Connexion, empreinte: bytes) -> SessionWeb | None:
    """A session by the hash of its token; its account must be active.

    Args:
        connexion: any.
        empreinte: SHA-256 of the token.

    Returns:
        The session, perhaps ended (see ``vivante``); None when there is none.
    """
    ligne = await REQUETES.ligne(connexion, "session", empreinte=empreinte)
    if ligne is None:
        return None
    return SessionWeb(ligne["empreinte"], _acteur(ligne), Etape(ligne["etape"]), ligne["creee_le"], ligne["vue_le"], ligne["expire_le"])


async def ouvrir_session(connexion: Connexion, empreinte: bytes, compte_id: int, etape: Etape, *, maintenant: datetime, expire_le: datetime) -> None:
    """Keep a new session."""
    await REQUETES.executer(
        connexion, "ouvrir_session", empreinte=empreinte, compte_id=compte_id, etape=etape, maintenant=maintenant, expire_le=expire_le
    )


async def voir_session(connexion: Connexion, empreinte: bytes, maintenant: datetime) -> None:
    """Say that a session was just used."""
    await REQUETES.executer(connexion, "voir_session", empreinte=empreinte, maintenant=maintenant)


async def fermer_session(connexion: Connexion, empreinte: bytes) -> None:
    """End one session."""
    await REQUETES.executer(connexion, "fermer_session", empreinte=empreinte)


async def fermer_sessions(connexion: Connexion, compte_id: int, *, sauf: bytes | None = None) -> int:
    """End every session of an account, all but ``sauf``; how many ended."""
    return await REQUETES.executer(connexion, "fermer_sessions", compte_id=compte_id, sauf=sauf)


async def nombre_sessions(connexion: Connexion, compte_id: int, maintenant: datetime) -> int:
    """Open sessions of an account."""
    nombre: int = await REQUETES.valeur(connexion, "nombre_sessions", compte_id=compte_id, maintenant=maintenant)
    return nombre


async def balayer(connexion: Connexion, maintenant: datetime) -> None:
    """Forget the sessions that ended and the links that no longer hold."""
    await REQUETES.executer(connexion, "balayer_sessions", maintenant=maintenant)
    await REQUETES.executer(connexion, "balayer_jetons", maintenant=maintenant)


def _identifiants(ligne: Ligne | None) -> Identifiants | None:
    if ligne is None:
        return None
    propres = {nom: ligne[nom] for nom in ("courriel", "mot_de_passe", "totp_actif", "totp_secret", "totp_dernier_pas")}
    return Identifiants(_acteur(ligne), **propres)


async def identifiants(connexion: Connexion, courriel: str) -> Identifiants | None:
    """What entering with the address of a professional is checked against; None without an active account."""
    return _identifiants(await REQUETES.ligne(connexion, "identifiants", courriel=courriel))


async def identifiants_du_compte(connexion: Connexion, compte_id: int) -> Identifiants | None:
    """The same, for an account already recognised."""
    return _identifiants(await REQUETES.ligne(connexion, "identifiants_du_compte", compte_id=compte_id))


async def acteurs_allocataires(connexion: Connexion, courriel: str) -> list[Acteur]:
    """People who receive their mail at one address: several may share it."""
    return [_acteur(x) for x in await REQUETES.lignes(connexion, "acteurs_allocataires", courriel=courriel)]


async def acteur_de_l_allocataire(connexion: Connexion, allocataire_id: int) -> Acteur | None:
    """The account of a person, None when they have none yet."""
    ligne = await REQUETES.ligne(connexion, "acteur_de_l_allocataire", allocataire_id=allocataire_id)
    return _acteur(ligne) if ligne else None


async def acteur_du_sujet(connexion: Connexion, emetteur: str, sujet: str) -> Acteur | None:
    """The account linked to a person of an OpenID Connect provider."""
    ligne = await REQUETES.ligne(connexion, "acteur_du_sujet", emetteur=emetteur, sujet=sujet)
    return _acteur(ligne) if ligne else None


async def acteur_invite(connexion: Connexion, courriel: str) -> Acteur | None:
    """A professional's account that no provider is linked to yet."""
    ligne = await REQUETES.ligne(connexion, "acteur_invite", courriel=courriel)
    return _acteur(ligne) if ligne else None


async def lier_sujet(connexion: Connexion, compte_id: int, emetteur: str, sujet: str) -> bool:
    """Link an account to a person of a provider, once and for all; False when it was already linked to somebody."""
    return await REQUETES.executer(connexion, "lier_sujet", compte_id=compte_id, emetteur=emetteur, sujet=sujet) == 1


async def creer_compte(connexion: Connexion, identifiant: str, compte: NouveauCompte, maintenant: datetime) -> Acteur | None:
    """Add an account.

    Args:
        connexion: writing transaction.
        identifiant: its public id.
        compte: what is known of it.
        maintenant: now.

    Returns:
        The account; None when the address, or the person, already has one.
    """
    champs = {**asdict(compte), "territoires": sorted(compte.territoires)}
    if not await REQUETES.executer(connexion, "creer_compte", identifiant=identifiant, maintenant=maintenant, **champs):
        return None
    return await acteur(connexion, identifiant)


async def definir_mot_de_passe(connexion: Connexion, compte_id: int, empreinte: str) -> None:
    """Keep the hash of a new password."""
    await REQUETES.executer(connexion, "definir_mot_de_passe", compte_id=compte_id, mot_de_passe=empreinte)


async def definir_courriel(connexion: Connexion, compte_id: int, courriel: str | None) -> None:
    """Change an address."""
    await REQUETES.executer(connexion, "definir_courriel", compte_id=compte_id, courriel=courriel)


async def fermer_compte(connexion: Connexion, compte_id: int) -> None:
    """Close an account: nobody enters with it any more."""
    await REQUETES.executer(connexion, "fermer_compte", compte_id=compte_id)


async def rouvrir_compte(connexion: Connexion, identifiant: str) -> Acteur | None:
    """Open a closed account of a professional again; None when there is no such closed account."""
    rouvert = await REQUETES.executer(connexion, "rouvrir_compte", identifiant=identifiant)
    return await acteur(connexion, identifiant) if rouvert else None


async def activer_totp(connexion: Connexion, compte_id: int, secret: bytes, pas: int) -> bool:
    """Ask for the second factor from now on; False when there is one already.

    Args:
        connexion: writing transaction.
        compte_id: the account.
        secret: sealed secret.
        pas: interval of 30 seconds whose code was just used.

    Returns:
        Whether it was turned on.
    """
    return await REQUETES.executer(connexion, "activer_totp", compte_id=compte_id, secret=secret, pas=pas) == 1


async def retirer_totp(connexion: Connexion, compte_id: int) -> None:
    """Ask for the second factor no longer."""
    await REQUETES.executer(connexion, "retirer_totp", compte_id=compte_id)


async def avancer_totp(connexion: Connexion, compte_id: int, pas: int) -> bool:
    """Use up the code of an interval; False when it was already used."""
    return await REQUETES.executer(connexion, "avancer_totp", compte_id=compte_id, pas=pas) == 1


async def ajouter_jeton(connexion: Connexion, empreinte: bytes, compte_id: int, usage: Usage, maintenant: datetime) -> None:
    """Keep the hash of a token for as long as its use allows."""
    expire_le = maintenant + VALIDITES[usage]
    await REQUETES.executer(
        connexion, "ajouter_jeton", empreinte=empreinte, compte_id=compte_id, usage=usage, maintenant=maintenant, expire_le=expire_le
    )


async def acteur_du_jeton(connexion: Connexion, empreinte: bytes, usage: Usage, maintenant: datetime) -> Acteur | None:
    """The account of a token that still holds."""
    ligne = await REQUETES.ligne(connexion, "acteur_du_jeton", empreinte=empreinte, usage=usage, maintenant=maintenant)
    return _acteur(ligne) if ligne else None


async def consommer_jeton(connexion: Connexion, empreinte: bytes, usage: Usage, maintenant: datetime) -> bool:
    """Use up a token; False when it no longer holds, or another request used it first."""
    return await REQUETES.executer(connexion, "consommer_jeton", empreinte=empreinte, usage=usage, maintenant=maintenant) == 1


async def oublier_jetons(connexion: Connexion, compte_id: int, *usages: Usage) -> None:
    """Cancel every token of an account for some uses."""
    await REQUETES.executer(connexion, "oublier_jetons", compte_id=compte_id, usages=list(usages))


async def nombre_jetons(connexion: Connexion, compte_id: int, usage: Usage, maintenant: datetime) -> int:
    """Tokens of an account that still hold."""
    nombre: int = await REQUETES.valeur(connexion, "nombre_jetons", compte_id=compte_id, usage=usage, maintenant=maintenant)
    return nombre


async def comptes(connexion: Connexion) -> list[LigneCompte]:
    """Accounts of professionals."""
    return [LigneCompte(**x) for x in await REQUETES.lignes(connexion, "comptes")]


async def structures(connexion: Connexion) -> list[tuple[str, str]]:
    """Public id and name of the structures an account may belong to."""
    return [(x["identifiant"], x["nom"]) for x in await REQUETES.lignes(connexion, "structures")]


async def id_structure(connexion: Connexion, designation: str) -> int | None:
    """Internal id of an open structure, by its public id or its SIRET."""
    trouve: int | None = await REQUETES.valeur(connexion, "id_structure", designation=designation)
    return trouve


async def territoires_connus(connexion: Connexion) -> frozenset[str]:
    """Codes of the territoires."""
    return frozenset(x["code"] for x in await REQUETES.lignes(connexion, "territoires_connus"))


async def restes_de_demonstration(connexion: Connexion) -> Restes:
    """What a service in production must not hold."""
    ligne = await REQUETES.ligne(connexion, "restes_de_demonstration")
    assert ligne is not None
    return Restes(**ligne)
