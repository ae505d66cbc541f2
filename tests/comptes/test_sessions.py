"""Sessions end by disuse and in any case, change their token, and close everywhere; the second factor serves once."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from comptes import depot, second_facteur, services, sessions
from comptes.domaine import DUREES, Acteur, Etape, Role, Usage
from socle.chiffrement import SceauInvalide, empreinte_jeton
from tests.comptes.conftest import MAINTENANT, Monde


async def test_une_session_dure_tant_qu_on_s_en_sert_jusqu_a_sa_fin(monde: Monde) -> None:
    jeton, instant = await sessions.ouvrir(monde.connexion, monde.cip, Etape.OUVERTE, MAINTENANT), MAINTENANT
    pas = DUREES[Role.CIP].inactivite - timedelta(minutes=5)
    while instant + pas < MAINTENANT + DUREES[Role.CIP].totale:
        instant += pas
        assert await sessions.retrouver(monde.connexion, jeton, instant) is not None
    assert await sessions.retrouver(monde.connexion, jeton, MAINTENANT + DUREES[Role.CIP].totale) is None


@pytest.mark.parametrize("role", [Role.CIP, Role.ADMIN])
async def test_une_session_oubliee_se_ferme(monde: Monde, role: Role) -> None:
    acteur = monde.cip if role is Role.CIP else monde.admin
    jeton = await sessions.ouvrir(monde.connexion, acteur, Etape.OUVERTE, MAINTENANT)
    assert await sessions.retrouver(monde.connexion, jeton, MAINTENANT + DUREES[role].inactivite) is None


async def test_entrer_change_le_jeton_et_ferme_l_ancien(monde: Monde) -> None:
    avant = await sessions.ouvrir(monde.connexion, monde.cip, Etape.SECOND_FACTEUR, MAINTENANT)
    apres = await sessions.ouvrir(monde.connexion, monde.cip, Etape.OUVERTE, MAINTENANT, ancien=avant)
    assert avant != apres
    assert await sessions.retrouver(monde.connexion, avant, MAINTENANT) is None
    assert await depot.session(monde.connexion, empreinte_jeton(apres)) is not None


async def test_une_entree_inachevee_ne_dure_pas(monde: Monde) -> None:
    jeton = await sessions.ouvrir(monde.connexion, monde.cip, Etape.SECOND_FACTEUR, MAINTENANT)
    assert await sessions.retrouver(monde.connexion, jeton, MAINTENANT + timedelta(minutes=9)) is not None
    assert await sessions.retrouver(monde.connexion, jeton, MAINTENANT + timedelta(minutes=10)) is None


async def test_se_deconnecter_partout_ne_touche_personne_d_autre(monde: Monde) -> None:
    jetons = [await sessions.ouvrir(monde.connexion, monde.cip, Etape.OUVERTE, MAINTENANT) for _ in range(3)]
    autre = await sessions.ouvrir(monde.connexion, monde.admin, Etape.OUVERTE, MAINTENANT)
    assert await depot.nombre_sessions(monde.connexion, monde.cip.id, MAINTENANT) == 3
    ouverte = await sessions.retrouver(monde.connexion, jetons[0], MAINTENANT)
    assert ouverte is not None
    await sessions.fermer(monde.connexion, ouverte, partout=True)
    assert [await sessions.retrouver(monde.connexion, j, MAINTENANT) for j in jetons] == [None] * 3
    assert await sessions.retrouver(monde.connexion, autre, MAINTENANT) is not None


async def test_ce_qui_est_fini_est_balaye(monde: Monde) -> None:
    await sessions.ouvrir(monde.connexion, monde.cip, Etape.OUVERTE, MAINTENANT)
    await services.nouveau_lien(monde.connexion, monde.cip, Usage.REINITIALISATION, MAINTENANT, str)
    await sessions.ouvrir(monde.connexion, monde.cip, Etape.OUVERTE, MAINTENANT + timedelta(days=2))
    assert await monde.connexion.fetchval("SELECT count(*) FROM session_web") == 1
    assert await monde.jetons() == 0


async def activer(monde: Monde, acteur: Acteur) -> tuple[str, tuple[str, ...]]:
    secret, scelle = second_facteur.proposer(acteur, monde.coffre)
    assert second_facteur.relire(acteur, scelle, monde.coffre) == secret
    codes = await second_facteur.activer(monde.connexion, acteur, secret, pyotp.TOTP(secret).at(MAINTENANT), monde.coffre, MAINTENANT)
    return secret, codes


async def test_un_code_du_telephone_ne_sert_pas_deux_fois(monde: Monde) -> None:
    secret, codes = await activer(monde, monde.cip)
    assert len(codes) == 8
    # The code that turned it on is used up.
    assert not await second_facteur.verifier(monde.connexion, monde.cip, pyotp.TOTP(secret).at(MAINTENANT), monde.coffre, MAINTENANT)
    plus_tard = MAINTENANT + timedelta(minutes=1)
    suivant = pyotp.TOTP(secret).at(plus_tard)
    assert await second_facteur.verifier(monde.connexion, monde.cip, suivant, monde.coffre, plus_tard)
    assert not await second_facteur.verifier(monde.connexion, monde.cip, suivant, monde.coffre, plus_tard)


async def test_un_code_de_secours_sert_une_fois_a_son_titulaire(monde: Monde) -> None:
    _, codes = await activer(monde, monde.cip)
    _, codes_admin = await activer(monde, monde.admin)
    assert not await second_facteur.verifier(monde.connexion, monde.admin, codes[0], monde.coffre, MAINTENANT)
    assert await second_facteur.verifier(monde.connexion, monde.cip, codes[0].lower(), monde.coffre, MAINTENANT)
    assert not await second_facteur.verifier(monde.connexion, monde.cip, codes[0], monde.coffre, MAINTENANT)
    assert await second_facteur.verifier(monde.connexion, monde.admin, codes_admin[0], monde.coffre, MAINTENANT)


async def test_un_mauvais_code_n_active_rien_et_le_secret_est_scelle(monde: Monde) -> None:
    secret, scelle = second_facteur.proposer(monde.cip, monde.coffre)
    assert await second_facteur.activer(monde.connexion, monde.cip, secret, "000000", monde.coffre, MAINTENANT) == ()
    assert secret not in scelle
    with pytest.raises(SceauInvalide):
        second_facteur.relire(monde.admin, scelle, monde.coffre)
    secret, _ = await activer(monde, monde.cip)
    garde = await monde.connexion.fetchval("SELECT totp_secret FROM compte WHERE id = $1", monde.cip.id)
    assert secret.encode() not in garde


async def test_retirer_le_second_facteur_annule_les_codes(monde: Monde) -> None:
    _, codes = await activer(monde, monde.cip)
    await second_facteur.retirer(monde.connexion, monde.admin, monde.cip)
    assert not await second_facteur.verifier(monde.connexion, monde.cip, codes[0], monde.coffre, MAINTENANT)
    assert await monde.jetons() == 0
