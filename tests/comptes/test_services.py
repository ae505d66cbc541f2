"""Accounts created, invited, opened by a password, a link or a code; every link serves once."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from random import Random

import pytest
from argon2 import PasswordHasher

from comptes import depot, services, sessions
from comptes.domaine import Etape, NouveauCompte, Role, Usage
from comptes.services import CourrielPris, LienPerime
from socle.base import Bassin, transaction
from tests.comptes.conftest import MAINTENANT, MOT_DE_PASSE, Monde, avec_mot_de_passe


def adresse(chemin: str) -> str:
    return f"https://boite.test{chemin}"


def jeton(lien: str) -> str:
    return lien.rsplit("/", 1)[1]


async def test_une_adresse_n_a_qu_un_compte_de_professionnel(monde: Monde) -> None:
    with pytest.raises(CourrielPris):
        await monde.nouveau(Role.MANAGER, "camille@exemple.fr")


async def test_plusieurs_personnes_partagent_une_adresse(monde: Monde) -> None:
    from tests.comptes.conftest import allocataire

    autre = await allocataire(monde.connexion, "personne0002")
    for numero, personne in enumerate((monde.allocataire_id, autre)):
        compte = NouveauCompte(Role.ALLOCATAIRE, f"Prénom{numero} Doré", "famille@exemple.fr", allocataire_id=personne)
        await services.creer(monde.connexion, None, compte, MAINTENANT)
    await services.demander_lien_connexion(monde.connexion, "famille@exemple.fr", MAINTENANT, adresse)
    textes = await monde.courriers()
    assert [t.split(",")[0] for t in textes] == ["Bonjour Prénom0", "Bonjour Prénom1"]
    liens = [re.search(r"https://\S+", t) for t in textes]
    acteurs = [await services.suivre_lien(monde.connexion, jeton(x[0]), Usage.LIEN_CONNEXION, MAINTENANT) for x in liens if x]
    assert [a.allocataire_id for a in acteurs] == [monde.allocataire_id, autre]


async def test_une_invitation_sert_une_fois_et_la_suivante_la_remplace(monde: Monde) -> None:
    premiere = await services.inviter(monde.connexion, monde.admin, monde.cip, "camille@exemple.fr", MAINTENANT, adresse)
    seconde = await services.inviter(monde.connexion, monde.admin, monde.cip, "camille@exemple.fr", MAINTENANT, adresse)
    assert premiere in (await monde.courriers())[0]
    with pytest.raises(LienPerime):
        await services.lire_lien(monde.connexion, jeton(premiere), Usage.INVITATION, MAINTENANT)
    # Read by a mail scanner, it still holds.
    assert (await services.lire_lien(monde.connexion, jeton(seconde), Usage.INVITATION, MAINTENANT)).id == monde.cip.id
    assert (await services.suivre_lien(monde.connexion, jeton(seconde), Usage.INVITATION, MAINTENANT)).id == monde.cip.id
    with pytest.raises(LienPerime):
        await services.suivre_lien(monde.connexion, jeton(seconde), Usage.INVITATION, MAINTENANT)


@pytest.mark.parametrize(("usage", "vie"), [(Usage.INVITATION, 7 * 24), (Usage.REINITIALISATION, 1), (Usage.LIEN_CONNEXION, 0.5)])
async def test_un_lien_s_eteint_et_ne_sert_a_rien_d_autre(monde: Monde, usage: Usage, vie: float) -> None:
    lien = await services.nouveau_lien(monde.connexion, monde.cip, usage, MAINTENANT, adresse)
    fin = MAINTENANT + timedelta(hours=vie)
    assert await services.lire_lien(monde.connexion, jeton(lien), usage, fin - timedelta(seconds=1))
    with pytest.raises(LienPerime):
        await services.lire_lien(monde.connexion, jeton(lien), usage, fin)
    for autre in {Usage.INVITATION, Usage.REINITIALISATION, Usage.LIEN_CONNEXION} - {usage}:
        with pytest.raises(LienPerime):
            await services.lire_lien(monde.connexion, jeton(lien), autre, MAINTENANT)


async def test_la_base_ne_garde_que_des_empreintes(monde: Monde) -> None:
    lien = await services.nouveau_lien(monde.connexion, monde.cip, Usage.INVITATION, MAINTENANT, adresse)
    code = await services.donner_code_personnel(monde.connexion, monde.cip, monde.allocataire_id, "Ana Doré", monde.coffre, MAINTENANT)
    session = await sessions.ouvrir(monde.connexion, monde.cip, Etape.OUVERTE, MAINTENANT)
    lignes = [await monde.connexion.fetch(f"SELECT * FROM {table}") for table in ("jeton", "session_web")]
    garde = " ".join(str(dict(x)) for table in lignes for x in table)
    for secret in (jeton(lien), code, code.replace("-", "").lower(), session):
        assert secret not in garde


async def test_changer_de_mot_de_passe_deconnecte_annule_les_liens_et_previent(monde: Monde) -> None:
    await avec_mot_de_passe(monde, monde.cip)
    assert await monde.courriers() == []
    lien = await services.nouveau_lien(monde.connexion, monde.cip, Usage.REINITIALISATION, MAINTENANT, adresse)
    ouverte = await sessions.ouvrir(monde.connexion, monde.cip, Etape.OUVERTE, MAINTENANT)
    await services.choisir_mot_de_passe(monde.connexion, monde.cip, "le vélo grince sous la pluie")
    assert await sessions.retrouver(monde.connexion, ouverte, MAINTENANT) is None
    with pytest.raises(LienPerime):
        await services.lire_lien(monde.connexion, jeton(lien), Usage.REINITIALISATION, MAINTENANT)
    assert "vient de changer" in (await monde.courriers())[0]
    assert await services.reconnaitre(monde.connexion, "camille@exemple.fr", MOT_DE_PASSE) is None


@pytest.mark.parametrize(
    ("courriel", "mot_de_passe"),
    [("camille@exemple.fr", "autre chose"), ("inconnue@exemple.fr", MOT_DE_PASSE), ("camille@exemple.fr", ""), ("", "")],
)
async def test_une_mauvaise_entree_ne_dit_pas_pourquoi(monde: Monde, courriel: str, mot_de_passe: str) -> None:
    await avec_mot_de_passe(monde, monde.cip)
    assert await services.reconnaitre(monde.connexion, courriel, mot_de_passe) is None


async def test_ce_qui_reste_a_demander_depend_du_compte(monde: Monde) -> None:
    for acteur in (monde.cip, monde.admin):
        await avec_mot_de_passe(monde, acteur)
    cip = await services.reconnaitre(monde.connexion, "camille@exemple.fr", MOT_DE_PASSE)
    admin = await services.reconnaitre(monde.connexion, "yann@exemple.fr", MOT_DE_PASSE)
    assert cip is not None
    assert admin is not None
    assert (cip.etape, admin.etape) == (Etape.OUVERTE, Etape.ENROLEMENT)


async def test_une_empreinte_ancienne_est_refaite_a_l_entree(monde: Monde) -> None:
    faible = PasswordHasher(time_cost=1, memory_cost=8192).hash(MOT_DE_PASSE)
    await depot.definir_mot_de_passe(monde.connexion, monde.cip.id, faible)
    assert await services.reconnaitre(monde.connexion, "camille@exemple.fr", MOT_DE_PASSE)
    connus = await depot.identifiants(monde.connexion, "camille@exemple.fr")
    assert connus is not None
    assert connus.mot_de_passe is not None
    assert "m=19456,t=2" in connus.mot_de_passe


async def test_le_code_personnel_ouvre_l_espace_jusqu_au_suivant(monde: Monde) -> None:
    codes = [
        await services.donner_code_personnel(
            monde.connexion, monde.cip, monde.allocataire_id, "Ana Doré", monde.coffre, MAINTENANT, Random(n).randrange
        )
        for n in (1, 2)
    ]
    assert await services.reconnaitre_code(monde.connexion, monde.coffre, codes[0], MAINTENANT) is None
    for tape in (codes[1], codes[1].lower(), codes[1].replace("-", " ")):
        acteur = await services.reconnaitre_code(monde.connexion, monde.coffre, tape, MAINTENANT)
        assert acteur is not None
        assert (acteur.role, acteur.allocataire_id) == (Role.ALLOCATAIRE, monde.allocataire_id)
    assert await services.reconnaitre_code(monde.connexion, monde.coffre, codes[1], MAINTENANT + timedelta(days=180)) is None
    assert (await monde.journal()).count("personne.donner_code") == 2


async def test_un_compte_ferme_n_ouvre_plus_rien_puis_rouvre(monde: Monde) -> None:
    await avec_mot_de_passe(monde, monde.cip)
    ouverte = await sessions.ouvrir(monde.connexion, monde.cip, Etape.OUVERTE, MAINTENANT)
    await services.fermer_compte(monde.connexion, monde.admin, monde.cip)
    assert await sessions.retrouver(monde.connexion, ouverte, MAINTENANT) is None
    assert await services.reconnaitre(monde.connexion, "camille@exemple.fr", MOT_DE_PASSE) is None
    await services.demander_nouveau_mot_de_passe(monde.connexion, "camille@exemple.fr", MAINTENANT, adresse)
    assert await monde.courriers() == []
    assert await services.rouvrir_compte(monde.connexion, monde.admin, monde.cip.identifiant)
    assert await services.rouvrir_compte(monde.connexion, monde.admin, monde.cip.identifiant) is None
    assert await services.reconnaitre(monde.connexion, "camille@exemple.fr", MOT_DE_PASSE)


@pytest.mark.parametrize(
    ("tape", "valide"),
    [("prenom.nom@exemple.fr", True), (" Prenom@Exemple.FR ", True), ("prenom", False), ("prenom@exemple", False), ("a@b@c.fr", False), ("", False)],
)
def test_une_adresse_de_messagerie_se_reconnait(tape: str, valide: bool) -> None:
    assert services.courriel_valide(tape) is valide


async def test_de_deux_demandes_simultanees_une_seule_suit_le_lien(base: Bassin) -> None:
    async with transaction(base) as connexion:
        compte = NouveauCompte(Role.MANAGER, "Camille Aubrac", "camille@exemple.fr")
        acteur = await services.creer(connexion, None, compte, MAINTENANT)
        lien = await services.nouveau_lien(connexion, acteur, Usage.INVITATION, MAINTENANT, adresse)

    async def suivre() -> bool:
        try:
            async with transaction(base) as connexion:
                await services.suivre_lien(connexion, jeton(lien), Usage.INVITATION, MAINTENANT)
        except LienPerime:
            return False
        return True

    assert sorted(await asyncio.gather(*(suivre() for _ in range(6)))) == [False] * 5 + [True]
