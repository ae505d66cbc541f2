"""Sessions of browsers: a random token in a cookie, its hash here, an end by disuse and an end in any case."""

from __future__ import annotations

from datetime import datetime, timedelta

from comptes import depot
from comptes.domaine import Acteur, Etape, SessionWeb, duree_totale
from socle.base import Connexion
from socle.chiffrement import empreinte_jeton, jeton_aleatoire
from socle.journal import noter

# Reading a page writes nothing more often than this.
PRECISION = timedelta(minutes=1)


async def ouvrir(connexion: Connexion, acteur: Acteur, etape: Etape, maintenant: datetime, *, ancien: str | None = None) -> str:
    """Open a session under a new token: entering, or gaining a right, always changes it.

    Args:
        connexion: writing transaction.
        acteur: the account.
        etape: how far it has gone.
        maintenant: now.
        ancien: token of the session it replaces, ended here.

    Returns:
        The token, for the cookie; only its hash is kept.
    """
    await depot.balayer(connexion, maintenant)
    if ancien:
        await depot.fermer_session(connexion, empreinte_jeton(ancien))
    jeton = jeton_aleatoire()
    expire_le = maintenant + duree_totale(acteur.role, etape)
    await depot.ouvrir_session(connexion, empreinte_jeton(jeton), acteur.id, etape, maintenant=maintenant, expire_le=expire_le)
    if etape is Etape.OUVERTE:
        await noter(connexion, acteur, "session.ouvrir", allocataire_id=acteur.allocataire_id)
    return jeton


async def retrouver(connexion: Connexion, jeton: str, maintenant: datetime) -> SessionWeb | None:
    """The living session of a token; its last use is kept to the minute.

    Args:
        connexion: outside any READ ONLY transaction.
        jeton: what the cookie holds.
        maintenant: now.

    Returns:
        The session, None when it is unknown or ended.
    """
    session = await depot.session(connexion, empreinte_jeton(jeton))
    if session is None or not session.vivante(maintenant):
        return None
    if maintenant - session.vue_le >= PRECISION:
        await depot.voir_session(connexion, session.empreinte, maintenant)
    return session


async def fermer(connexion: Connexion, session: SessionWeb, *, partout: bool = False) -> None:
    """End a session, or every session of its account.

    Args:
        connexion: writing transaction.
        session: the session.
        partout: « me déconnecter partout ».
    """
    if partout:
        await depot.fermer_sessions(connexion, session.acteur.id)
    else:
        await depot.fermer_session(connexion, session.empreinte)
    await noter(connexion, session.acteur, "session.fermer_partout" if partout else "session.fermer")
