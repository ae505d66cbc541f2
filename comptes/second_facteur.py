"""Use cases of the second factor: setting it up, giving a code, recovery codes, taking it off."""

from __future__ import annotations

import secrets
from datetime import datetime

from comptes import depot, double_facteur
from comptes.depot import Identifiants
from comptes.domaine import Acteur, Usage
from comptes.services import empreinte_code
from socle.base import Connexion
from socle.chiffrement import Coffre
from socle.identifiants import Tirage
from socle.journal import Agissant, noter

# A secret shown on a page and not confirmed within the hour is drawn again.
_VALIDITE_S = 3600


def _sceau(acteur: Acteur) -> str:
    return f"totp {acteur.id}"


def proposer(acteur: Acteur, coffre: Coffre) -> tuple[str, str]:
    """Draw a secret; nothing is kept until a first code proves that the phone has it.

    Args:
        acteur: the account.
        coffre: keys of the service.

    Returns:
        The secret, for the picture and for typing by hand, and the same sealed, for the form to bring back.
    """
    secret = double_facteur.nouveau_secret()
    return secret, coffre.sceller(_sceau(acteur), secret).decode()


def relire(acteur: Acteur, scelle: str, coffre: Coffre) -> str:
    """The secret that a form brings back.

    Args:
        acteur: the account it was drawn for.
        scelle: the sealed secret.
        coffre: keys of the service.

    Returns:
        The secret.

    Raises:
        SceauInvalide: altered, too old, or drawn for somebody else.
    """
    return coffre.ouvrir(_sceau(acteur), scelle.encode(), secondes=_VALIDITE_S)


async def activer(
    connexion: Connexion, acteur: Acteur, secret: str, code: str, coffre: Coffre, maintenant: datetime, tirage: Tirage = secrets.randbelow
) -> tuple[str, ...]:
    """Turn the second factor on with a first right code.

    Args:
        connexion: writing transaction.
        acteur: the account.
        secret: what the phone was given.
        code: six digits.
        coffre: keys of the service.
        maintenant: now.
        tirage: draws an integer in ``[0, n)``.

    Returns:
        The recovery codes, shown once; empty when the code is wrong or the factor is already on.
    """
    pas = double_facteur.pas_du_code(secret, code, maintenant, 0)
    if pas is None or not await depot.activer_totp(connexion, acteur.id, coffre.sceller(_sceau(acteur), secret), pas):
        return ()
    codes = double_facteur.codes_de_secours(tirage)
    await depot.oublier_jetons(connexion, acteur.id, Usage.CODE_SECOURS)
    for secours in codes:
        await depot.ajouter_jeton(connexion, empreinte_code(coffre, Usage.CODE_SECOURS, secours), acteur.id, Usage.CODE_SECOURS, maintenant)
    await noter(connexion, acteur, "compte.activer_double_facteur", f"compte:{acteur.identifiant}")
    return codes


async def verifier(connexion: Connexion, acteur: Acteur, code: str, coffre: Coffre, maintenant: datetime) -> bool:
    """Check the second factor: the code of the moment, else a recovery code, each good once.

    Args:
        connexion: writing transaction.
        acteur: the account whose password was right.
        code: what was typed.
        coffre: keys of the service.
        maintenant: now.

    Returns:
        Whether it is right.
    """
    connus = await depot.identifiants_du_compte(connexion, acteur.id)
    if connus is None or not connus.totp_actif:
        return False
    if await _code_juste(connexion, connus, code, coffre, maintenant):
        return True
    empreinte = empreinte_code(coffre, Usage.CODE_SECOURS, code)
    titulaire = await depot.acteur_du_jeton(connexion, empreinte, Usage.CODE_SECOURS, maintenant)
    if titulaire is None or titulaire.id != acteur.id or not await depot.consommer_jeton(connexion, empreinte, Usage.CODE_SECOURS, maintenant):
        return False
    await noter(connexion, acteur, "compte.utiliser_code_secours", f"compte:{acteur.identifiant}")
    return True


async def retirer(connexion: Connexion, par: Agissant, acteur: Acteur) -> None:
    """Turn the second factor off.

    Args:
        connexion: writing transaction.
        par: the person, or an administrator for somebody who lost everything.
        acteur: the account.
    """
    await depot.retirer_totp(connexion, acteur.id)
    await depot.oublier_jetons(connexion, acteur.id, Usage.CODE_SECOURS)
    await noter(connexion, par, "compte.retirer_double_facteur", f"compte:{acteur.identifiant}")


async def _code_juste(connexion: Connexion, connus: Identifiants, code: str, coffre: Coffre, maintenant: datetime) -> bool:
    if connus.totp_secret is None:
        return False
    secret = coffre.ouvrir(_sceau(connus.acteur), connus.totp_secret)
    pas = double_facteur.pas_du_code(secret, code, maintenant, connus.totp_dernier_pas)
    return pas is not None and await depot.avancer_totp(connexion, connus.acteur.id, pas)
