"""The outbox: written with what it tells, sent at least once, never lost."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from socle import courrier
from socle.base import Bassin, transaction
from socle.courrier import ATTENTES, AdresseRefusee, Canal, EchecEnvoi, Message, Tournee
from socle.horloge import HorlogeFixe
from socle.reglages import Reglages
from socle.transports import TransportMemoire, TransportSmtp, composer, transports


async def deposer(bassin: Bassin, cle: str = "lettre-1", **champs: str) -> None:
    texte = champs.pop("texte", "Bonjour,\n\nVotre place est confirmée.")
    lettre = {"destinataire": "awa@essai.example", "objet": "Votre place", "texte": texte, "html": courrier.en_html(texte), **champs}
    async with transaction(bassin) as connexion:
        await courrier.deposer(connexion, cle=cle, **lettre)


async def compter(bassin: Bassin) -> dict[str, int]:
    async with transaction(bassin, lecture_seule=True) as connexion:
        return await courrier.compter(connexion)


async def test_une_lettre_part_une_fois_et_son_contenu_est_oublie(base: Bassin, horloge: HorlogeFixe) -> None:
    await deposer(base)
    facteur = TransportMemoire()
    assert await courrier.envoyer(base, {Canal.COURRIEL: facteur}, horloge) == Tournee(envoyes=1)
    assert await courrier.envoyer(base, {Canal.COURRIEL: facteur}, horloge) == Tournee()
    (recue,) = facteur.recus
    assert (recue.destinataire, recue.objet) == ("awa@essai.example", "Votre place")
    async with base.acquire() as connexion:
        reste = await connexion.fetchrow("SELECT etat, texte, html FROM courrier")
    assert tuple(reste or ()) == ("envoye", None, None)


async def test_ce_qui_n_est_pas_valide_n_est_pas_envoye(base: Bassin, horloge: HorlogeFixe) -> None:
    with pytest.raises(RuntimeError, match="panne"):
        async with transaction(base) as connexion:
            await courrier.deposer(connexion, destinataire="a@b.example", objet="Objet", texte="x", html="x", cle="perdue")
            raise RuntimeError("panne")
    assert await compter(base) == {}


async def test_la_meme_cle_deposee_deux_fois_est_une_lettre(base: Bassin, horloge: HorlogeFixe) -> None:
    await asyncio.gather(*(deposer(base) for _ in range(5)))
    assert await compter(base) == {"a_envoyer": 1}


async def test_un_echec_se_reprend_de_plus_en_plus_tard_puis_s_arrete(base: Bassin, horloge: HorlogeFixe) -> None:
    await deposer(base)
    facteur = TransportMemoire(pannes=[EchecEnvoi("plus tard")] * (len(ATTENTES) + 1))
    for attente in ATTENTES:
        assert await courrier.envoyer(base, {Canal.COURRIEL: facteur}, horloge) == Tournee(reportes=1)
        presque = HorlogeFixe(horloge.instant + attente - timedelta(seconds=1))
        assert await courrier.envoyer(base, {Canal.COURRIEL: facteur}, presque) == Tournee(), "trop tôt"
        horloge = HorlogeFixe(horloge.instant + attente)
    assert await courrier.envoyer(base, {Canal.COURRIEL: facteur}, horloge) == Tournee(abandonnes=1)
    async with base.acquire() as connexion:
        assert await connexion.fetchval("SELECT echec || ' ' || essais FROM courrier WHERE texte IS NOT NULL") == f"plus tard {len(ATTENTES) + 1}"


async def test_une_reprise_finit_par_passer(base: Bassin, horloge: HorlogeFixe) -> None:
    await deposer(base)
    facteur = TransportMemoire(pannes=[EchecEnvoi("plus tard")])
    await courrier.envoyer(base, {Canal.COURRIEL: facteur}, horloge)
    plus_tard = HorlogeFixe(horloge.instant + ATTENTES[0])
    assert await courrier.envoyer(base, {Canal.COURRIEL: facteur}, plus_tard) == Tournee(envoyes=1)


async def test_une_adresse_refusee_n_est_pas_reprise_et_n_arrete_pas_les_autres(base: Bassin, horloge: HorlogeFixe) -> None:
    await deposer(base, "mauvaise")
    await deposer(base, "bonne")
    facteur = TransportMemoire(pannes=[AdresseRefusee("adresse refusée (550)")])
    assert await courrier.envoyer(base, {Canal.COURRIEL: facteur}, horloge) == Tournee(envoyes=1, abandonnes=1)


async def test_deux_facteurs_ne_portent_pas_deux_fois(base: Bassin, horloge: HorlogeFixe) -> None:
    for n in range(12):
        await deposer(base, f"lettre-{n}")
    facteur = TransportMemoire()
    tournees = await asyncio.gather(*(courrier.envoyer(base, {Canal.COURRIEL: facteur}, horloge) for _ in range(3)))
    assert sum(t.envoyes for t in tournees) == 12
    assert len({m.cle for m in facteur.recus}) == len(facteur.recus) == 12


async def test_un_canal_sans_transport_le_dit_et_ne_bloque_rien(base: Bassin, horloge: HorlogeFixe) -> None:
    async with transaction(base) as connexion:
        await courrier.deposer_sms(connexion, numero="0600000001", texte="Demain, 9 h.", cle="sms-1")
    await deposer(base)
    assert await courrier.envoyer(base, {Canal.COURRIEL: TransportMemoire()}, horloge) == Tournee(envoyes=1, abandonnes=1)


async def test_un_entete_ne_se_forge_pas(base: Bassin) -> None:
    for champs in ({"objet": "Objet\nBcc: tous@essai.example"}, {"destinataire": "a@b.example\r\nBcc: x@y.example"}):
        with pytest.raises(ValueError, match="retour à la ligne"):
            await deposer(base, **champs)


async def test_les_vieilles_lettres_sont_oubliees(base: Bassin, horloge: HorlogeFixe) -> None:
    await deposer(base, "ancienne")
    await courrier.envoyer(base, {Canal.COURRIEL: TransportMemoire()}, horloge)
    await deposer(base, "en attente")
    async with transaction(base) as connexion:
        assert await courrier.purger(connexion, horloge.instant + timedelta(days=89)) == 0
        assert await courrier.purger(connexion, horloge.instant + timedelta(days=91)) == 1
    assert await compter(base) == {"a_envoyer": 1}


def test_le_html_echappe_et_rend_les_adresses_cliquables() -> None:
    html = courrier.en_html("Bonjour <b>,\n\nOuvrez https://boite.example/repondre/abc.\nMerci.")
    assert "<p>Bonjour &lt;b&gt;,</p>" in html
    assert '<a href="https://boite.example/repondre/abc">https://boite.example/repondre/abc</a>.<br>Merci.' in html


MESSAGE = Message(1, "lettre-1", Canal.COURRIEL, "awa@essai.example", "Votre place, à Créteil", "Bonjour", "<p>Bonjour</p>")


def test_le_courriel_a_deux_parts_et_toujours_le_meme_message_id() -> None:
    une, deux = (composer(MESSAGE, "Boîte <ne-pas-repondre@boite.example>") for _ in range(2))
    assert une["Message-ID"] == deux["Message-ID"]
    assert une["Message-ID"].endswith("@boite.example>")
    assert [part.get_content_type() for part in une.iter_parts()] == ["text/plain", "text/html"]
    assert une["Auto-Submitted"] == "auto-generated"


async def test_sans_serveur_les_messages_sont_des_fichiers(tmp_path: Path) -> None:
    choisis = transports(Reglages(dossier_courrier=tmp_path / "courrier", _env_file=None))
    for _ in range(2):
        await choisis[Canal.COURRIEL].envoyer(MESSAGE)
    await choisis[Canal.SMS].envoyer(Message(2, "sms-1", Canal.SMS, "0600000001", "", "Demain, 9 h.", ""))
    lettre, sms = sorted((tmp_path / "courrier").iterdir(), key=lambda f: f.suffix)
    lue = email.message_from_bytes(lettre.read_bytes(), policy=email.policy.default)
    assert lue["Subject"] == "Votre place, à Créteil"
    assert sms.read_text("utf-8") == "À : 0600000001\n\nDemain, 9 h.\n"


async def test_un_dossier_impossible_est_un_echec_a_reprendre(tmp_path: Path) -> None:
    (tmp_path / "courrier").write_text("un fichier à la place du dossier", "utf-8")
    with pytest.raises(EchecEnvoi):
        await transports(Reglages(dossier_courrier=tmp_path / "courrier", _env_file=None))[Canal.COURRIEL].envoyer(MESSAGE)


@asynccontextmanager
async def serveur_smtp(reponse_rcpt: bytes, recus: list[bytes]) -> AsyncIterator[int]:
    """A mail server of a few lines: it keeps what it takes."""

    async def parler(lecteur: asyncio.StreamReader, plume: asyncio.StreamWriter) -> None:
        plume.write(b"220 essai\r\n")
        while ligne := await lecteur.readline():
            ordre = ligne[:4].upper()
            if ordre == b"DATA":
                plume.write(b"354 allez-y\r\n")
                recus.append(await lecteur.readuntil(b"\r\n.\r\n"))
            plume.write({b"RCPT": reponse_rcpt, b"QUIT": b"221 au revoir\r\n"}.get(ordre, b"250 bien\r\n"))
            await plume.drain()
            if ordre == b"QUIT":
                break
        plume.close()
        await plume.wait_closed()

    serveur = await asyncio.start_server(parler, "127.0.0.1", 0)
    try:
        yield serveur.sockets[0].getsockname()[1]
    finally:
        serveur.close()
        await serveur.wait_closed()


def reglages_smtp(port: int, **champs: str) -> Reglages:
    return Reglages(smtp_hote="127.0.0.1", smtp_port=port, smtp_securite="aucune", smtp_mot_de_passe=SecretStr(""), _env_file=None, **champs)


async def test_le_serveur_de_courriel_recoit_la_lettre() -> None:
    recus: list[bytes] = []
    async with serveur_smtp(b"250 bien\r\n", recus) as port:
        await transports(reglages_smtp(port))[Canal.COURRIEL].envoyer(MESSAGE)
    assert f"<{MESSAGE.empreinte}@".encode() in recus[0]


async def test_un_sms_passe_par_la_passerelle() -> None:
    recus: list[bytes] = []
    async with serveur_smtp(b"250 bien\r\n", recus) as port:
        sms = Message(2, "sms-1", Canal.SMS, "+33 6 00 00 00 01", "", "Demain.", "")
        await transports(reglages_smtp(port, sms_passerelle="sms.example"))[Canal.SMS].envoyer(sms)
    assert b"To: 33600000001@sms.example" in recus[0]
    assert Canal.SMS not in transports(reglages_smtp(1))


@pytest.mark.parametrize(("reponse", "attendue"), [(b"550 inconnu\r\n", AdresseRefusee), (b"451 plus tard\r\n", EchecEnvoi)])
async def test_un_refus_est_pour_toujours_ou_pour_l_instant(reponse: bytes, attendue: type[Exception]) -> None:
    async with serveur_smtp(reponse, []) as port:
        with pytest.raises(attendue) as refus:
            await TransportSmtp(reglages_smtp(port)).envoyer(MESSAGE)
    assert "awa" not in str(refus.value), "l’adresse ne se retrouve pas dans les journaux"


async def test_un_serveur_absent_est_un_echec_a_reprendre() -> None:
    async with serveur_smtp(b"250 bien\r\n", []) as port:
        pass
    with pytest.raises(EchecEnvoi):
        await TransportSmtp(reglages_smtp(port)).envoyer(MESSAGE)
