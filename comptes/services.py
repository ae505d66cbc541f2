"""Use cases of accounts: creating, inviting, choosing a password, entering by each way. Every one leaves its trace."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from comptes import courriels, depot, mots_de_passe
from comptes.courriels import Courriel
from comptes.domaine import Acteur, Etape, NouveauCompte, Role, Usage, etape_apres_mot_de_passe
from comptes.double_facteur import code_lisible, code_normal
from socle.base import Connexion
from socle.chiffrement import Coffre, empreinte_jeton, jeton_aleatoire
from socle.courrier import deposer, en_html
from socle.erreurs import ErreurPersonne
from socle.identifiants import Tirage, identifiant_public
from socle.journal import Agissant, noter

# Makes a whole address from a path.
Adresse = Callable[[str], str]
CHEMINS: dict[Usage, str] = {
    Usage.INVITATION: "/connexion/invitation/",
    Usage.REINITIALISATION: "/connexion/nouveau-mot-de-passe/",
    Usage.LIEN_CONNEXION: "/connexion/lien/",
}


class LienPerime(ErreurPersonne):
    """A one-time link that was used, replaced, or is too old."""

    def __init__(self) -> None:
        super().__init__("Ce lien a déjà servi ou n’est plus valable. Demandez-en un nouveau depuis la page d’entrée.")


class CourrielPris(ErreurPersonne):
    """A professional's address that already has an account."""


@dataclass(frozen=True, slots=True)
class Reconnu:
    """Somebody whose password was right, and what is still asked."""

    acteur: Acteur
    etape: Etape


def courriel_normal(tape: str) -> str:
    """An address as it is compared: without blanks, in lower case."""
    return "".join(tape.split()).lower()


def courriel_valide(tape: str) -> bool:
    """Whether a text looks like an address one can write to."""
    return re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}", courriel_normal(tape)) is not None


async def creer(connexion: Connexion, par: Agissant | None, compte: NouveauCompte, maintenant: datetime) -> Acteur:
    """Create an account, without a password yet.

    Args:
        connexion: writing transaction.
        par: who creates it, None for the command line.
        compte: what is known of it.
        maintenant: now.

    Returns:
        The account.

    Raises:
        CourrielPris: this address, or this person, already has one.
    """
    acteur = await depot.creer_compte(connexion, identifiant_public(), compte, maintenant)
    if acteur is None:
        raise CourrielPris("Cette adresse a déjà un compte.")
    await noter(connexion, par, "compte.creer", f"compte:{acteur.identifiant}", allocataire_id=acteur.allocataire_id)
    return acteur


async def nouveau_lien(connexion: Connexion, acteur: Acteur, usage: Usage, maintenant: datetime, adresse: Adresse) -> str:
    """A one-time link; the ones sent before for the same use no longer hold.

    Args:
        connexion: writing transaction.
        acteur: the account it opens.
        usage: invitation, new password, entering.
        maintenant: now.
        adresse: makes a whole address from a path.

    Returns:
        The link; only its hash is kept.
    """
    await depot.oublier_jetons(connexion, acteur.id, usage)
    jeton = jeton_aleatoire()
    await depot.ajouter_jeton(connexion, empreinte_jeton(jeton), acteur.id, usage, maintenant)
    return adresse(CHEMINS[usage] + jeton)


async def inviter(connexion: Connexion, par: Agissant | None, acteur: Acteur, courriel: str, maintenant: datetime, adresse: Adresse) -> str:
    """Send an invitation.

    Args:
        connexion: writing transaction.
        par: who invites, None for the command line.
        acteur: the account.
        courriel: where to send it.
        maintenant: now.
        adresse: makes a whole address from a path.

    Returns:
        The link sent.
    """
    lien = await nouveau_lien(connexion, acteur, Usage.INVITATION, maintenant, adresse)
    await _envoyer(connexion, courriel, courriels.invitation(acteur.nom, lien), lien)
    await noter(connexion, par, "compte.inviter", f"compte:{acteur.identifiant}")
    return lien


async def _envoyer(connexion: Connexion, courriel: str, contenu: Courriel, cle: str) -> None:
    nom = f"compte {empreinte_jeton(cle).hex()}"
    await deposer(connexion, destinataire=courriel, objet=contenu.objet, texte=contenu.texte, html=en_html(contenu.texte), cle=nom)


async def demander_nouveau_mot_de_passe(connexion: Connexion, courriel: str, maintenant: datetime, adresse: Adresse) -> None:
    """Send a link to choose a new password, if a professional has this address. The caller answers the same in both cases.

    Args:
        connexion: writing transaction.
        courriel: what was typed.
        maintenant: now.
        adresse: makes a whole address from a path.
    """
    connus = await depot.identifiants(connexion, courriel)
    if connus is None:
        return
    lien = await nouveau_lien(connexion, connus.acteur, Usage.REINITIALISATION, maintenant, adresse)
    await _envoyer(connexion, courriel, courriels.reinitialisation(connus.acteur.nom, lien), lien)
    await noter(connexion, connus.acteur, "compte.demander_mot_de_passe", f"compte:{connus.acteur.identifiant}")


async def demander_lien_connexion(connexion: Connexion, courriel: str, maintenant: datetime, adresse: Adresse) -> None:
    """Send a link to enter to each allocataire who reads their mail at this address.

    Args:
        connexion: writing transaction.
        courriel: what was typed.
        maintenant: now.
        adresse: makes a whole address from a path.
    """
    for acteur in await depot.acteurs_allocataires(connexion, courriel):
        lien = await nouveau_lien(connexion, acteur, Usage.LIEN_CONNEXION, maintenant, adresse)
        await _envoyer(connexion, courriel, courriels.lien_connexion(acteur.nom.split()[0], lien), lien)


async def lire_lien(connexion: Connexion, jeton: str, usage: Usage, maintenant: datetime) -> Acteur:
    """Whose one-time link it is, without using it up: mail scanners open links.

    Args:
        connexion: any.
        jeton: end of the address.
        usage: what the link is for.
        maintenant: now.

    Returns:
        The account.

    Raises:
        LienPerime: used, replaced or too old.
    """
    acteur = await depot.acteur_du_jeton(connexion, empreinte_jeton(jeton), usage, maintenant)
    if acteur is None:
        raise LienPerime
    return acteur


async def suivre_lien(connexion: Connexion, jeton: str, usage: Usage, maintenant: datetime) -> Acteur:
    """Use up a one-time link.

    Args:
        connexion: writing transaction.
        jeton: end of the address.
        usage: what the link is for.
        maintenant: now.

    Returns:
        The account it opens.

    Raises:
        LienPerime: used (perhaps by the request just before), replaced or too old.
    """
    acteur = await lire_lien(connexion, jeton, usage, maintenant)
    if not await depot.consommer_jeton(connexion, empreinte_jeton(jeton), usage, maintenant):
        raise LienPerime
    return acteur


async def choisir_mot_de_passe(connexion: Connexion, acteur: Acteur, mot_de_passe: str) -> None:
    """Keep a new password; every session and every link of the account ends, and a change is told by mail.

    Args:
        connexion: writing transaction.
        acteur: the account.
        mot_de_passe: already accepted by ``mots_de_passe.refus``.
    """
    connus = await depot.identifiants_du_compte(connexion, acteur.id)
    await depot.definir_mot_de_passe(connexion, acteur.id, await mots_de_passe.hacher(mot_de_passe))
    await depot.fermer_sessions(connexion, acteur.id)
    await depot.oublier_jetons(connexion, acteur.id, Usage.INVITATION, Usage.REINITIALISATION)
    await noter(connexion, acteur, "compte.changer_mot_de_passe", f"compte:{acteur.identifiant}")
    if connus and connus.courriel and connus.mot_de_passe:
        await _envoyer(connexion, connus.courriel, courriels.mot_de_passe_change(acteur.nom), jeton_aleatoire())


async def reconnaitre(connexion: Connexion, courriel: str, mot_de_passe: str) -> Reconnu | None:
    """Check an address and a password, in the same time whether the account exists or not.

    Args:
        connexion: writing transaction.
        courriel: what was typed.
        mot_de_passe: what was typed.

    Returns:
        The account and what is still asked; None for anything wrong, without saying what.
    """
    connus = await depot.identifiants(connexion, courriel)
    empreinte = connus.mot_de_passe if connus else None
    if not await mots_de_passe.verifier(empreinte, mot_de_passe) or connus is None or empreinte is None:
        return None
    if mots_de_passe.a_rehacher(empreinte):
        await depot.definir_mot_de_passe(connexion, connus.acteur.id, await mots_de_passe.hacher(mot_de_passe))
    return Reconnu(connus.acteur, etape_apres_mot_de_passe(connus.acteur.role, double_facteur=connus.totp_actif))


def empreinte_code(coffre: Coffre, usage: Usage, code: str) -> bytes:
    """Keyed print of a code short enough to be copied by hand: without the key, a stolen table teaches nothing."""
    return coffre.empreinte(usage, code_normal(code))


async def donner_code_personnel(
    connexion: Connexion, par: Agissant, allocataire_id: int, nom: str, coffre: Coffre, maintenant: datetime, tirage: Tirage = secrets.randbelow
) -> str:
    """Give a person the code that opens their space; the one given before no longer holds.

    Args:
        connexion: writing transaction.
        par: the référent.
        allocataire_id: internal id of the person.
        nom: first name and name, for an account that does not exist yet.
        coffre: keys of the service.
        maintenant: now.
        tirage: draws an integer in ``[0, n)``.

    Returns:
        The code, shown once, to be printed.
    """
    acteur = await depot.acteur_de_l_allocataire(connexion, allocataire_id)
    if acteur is None:
        acteur = await creer(connexion, par, NouveauCompte(Role.ALLOCATAIRE, nom, allocataire_id=allocataire_id), maintenant)
    code = code_lisible(tirage)
    await depot.oublier_jetons(connexion, acteur.id, Usage.CODE_PERSONNEL)
    await depot.ajouter_jeton(connexion, empreinte_code(coffre, Usage.CODE_PERSONNEL, code), acteur.id, Usage.CODE_PERSONNEL, maintenant)
    await noter(connexion, par, "personne.donner_code", f"compte:{acteur.identifiant}", allocataire_id=allocataire_id)
    return code


async def choisir_courriel(connexion: Connexion, acteur: Acteur, courriel: str) -> None:
    """Keep the address at which a person receives their links to enter; the links sent to the one before no longer hold.

    Args:
        connexion: writing transaction.
        acteur: the account of an allocataire, who chooses for themself.
        courriel: already checked by ``courriel_valide``; empty for none.
    """
    await depot.definir_courriel(connexion, acteur.id, courriel or None)
    await depot.oublier_jetons(connexion, acteur.id, Usage.LIEN_CONNEXION)
    await noter(connexion, acteur, "compte.changer_courriel", f"compte:{acteur.identifiant}", allocataire_id=acteur.allocataire_id)


async def reconnaitre_code(connexion: Connexion, coffre: Coffre, code: str, maintenant: datetime) -> Acteur | None:
    """Whose personal code it is; the code goes on serving until it is replaced.

    Args:
        connexion: any.
        coffre: keys of the service.
        code: what was typed.
        maintenant: now.

    Returns:
        The account, None when nobody has this code.
    """
    return await depot.acteur_du_jeton(connexion, empreinte_code(coffre, Usage.CODE_PERSONNEL, code), Usage.CODE_PERSONNEL, maintenant)


async def fermer_compte(connexion: Connexion, par: Agissant, acteur: Acteur) -> None:
    """Close an account at once: its sessions and links end.

    Args:
        connexion: writing transaction.
        par: who closes it.
        acteur: the account.
    """
    await depot.fermer_compte(connexion, acteur.id)
    await depot.fermer_sessions(connexion, acteur.id)
    await depot.oublier_jetons(connexion, acteur.id, *Usage)
    await noter(connexion, par, "compte.fermer", f"compte:{acteur.identifiant}")


async def rouvrir_compte(connexion: Connexion, par: Agissant, identifiant: str) -> Acteur | None:
    """Open a closed account again, with the password it had.

    Args:
        connexion: writing transaction.
        par: who opens it.
        identifiant: public id.

    Returns:
        The account, None when there is no closed account of a professional there.
    """
    acteur = await depot.rouvrir_compte(connexion, identifiant)
    if acteur is not None:
        await noter(connexion, par, "compte.rouvrir", f"compte:{acteur.identifiant}")
    return acteur
