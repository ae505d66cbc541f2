"""Keeping contacts, exchanges and actions on the real base: once each, by whom, and erased on demand."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from employeurs.relations import depot, services
from employeurs.relations.domaine import Action, Contact, Echange, FicheStructure
from employeurs.relations.saisie import SaisieAction, SaisieContact, SaisieEchange
from employeurs.relations.services import Invalide
from socle.base import transaction
from tests.employeurs.relations.conftest import geste
from tests.parcours.monde import Monde


async def ecrire(monde: Monde, service: Callable[..., Awaitable[Any]], *suite: Any, qui: str = "cre", cle: str = "") -> Any:
    async with transaction(monde.bassin) as connexion:
        return await service(connexion, geste(monde, qui, cle), *suite)


async def contacts(monde: Monde, structure: FicheStructure) -> list[Contact]:
    async with transaction(monde.bassin) as connexion:
        return await depot.contacts(connexion, structure.id)


async def echanges(monde: Monde, structure: FicheStructure) -> list[Echange]:
    async with transaction(monde.bassin) as connexion:
        return (await depot.echanges(connexion, structure.id, limite=50, debut=0))[1]


async def actions(monde: Monde, structure: FicheStructure) -> list[Action]:
    async with transaction(monde.bassin) as connexion:
        return await depot.actions(connexion, structure.id)


async def traces(monde: Monde) -> list[str]:
    return await monde.valeur("SELECT coalesce(array_agg(action ORDER BY id), '{}') FROM journal WHERE action !~ '^(prescription|personne)'")


async def test_un_contact_est_appele_en_premier_et_un_seul(monde: Monde, structure: FicheStructure) -> None:
    for nom in ("Mme Lacombe", "M. Soler"):
        await ecrire(monde, services.ajouter_contact, structure, SaisieContact(nom=nom))
    premier, second = await contacts(monde, structure)
    assert (premier.nom, premier.prefere, second.prefere) == ("Mme Lacombe", True, False)
    await ecrire(monde, services.modifier_contact, second, SaisieContact(nom="M. Soler", telephone="01 99 00 11 22", prefere=True))
    assert [(c.nom, c.prefere) for c in await contacts(monde, structure)] == [("M. Soler", True), ("Mme Lacombe", False)]
    await ecrire(monde, services.archiver_contact, (await contacts(monde, structure))[0], True)
    range_ = (await contacts(monde, structure))[-1]
    assert (range_.nom, range_.prefere, range_.archive) == ("M. Soler", False, True)
    await ecrire(monde, services.archiver_contact, range_, False)
    assert not (await contacts(monde, structure))[-1].archive
    assert await traces(monde) == ["contact.ajouter"] * 2 + ["contact.modifier", "contact.archiver", "contact.reprendre"]


async def test_deux_premiers_contacts_au_meme_instant(monde: Monde, structure: FicheStructure) -> None:
    saisies = [SaisieContact(nom=f"Accueil {n}", prefere=True) for n in range(4)]
    await asyncio.gather(*(ecrire(monde, services.ajouter_contact, structure, s) for s in saisies))
    assert [c.prefere for c in await contacts(monde, structure)] == [True, False, False, False]


async def test_un_formulaire_envoye_deux_fois_n_est_garde_qu_une(monde: Monde, structure: FicheStructure) -> None:
    echange = SaisieEchange(texte="Six postes.", rappel="2026-11-30", quoi="Demander les horaires")
    for service, saisie in (
        (services.ajouter_contact, SaisieContact(nom="Accueil")),
        (services.noter_echange, echange),
        (services.prevoir, SaisieAction("Visiter", "2026-12-01")),
    ):
        assert [await ecrire(monde, service, structure, saisie, cle="k") for _ in range(2)] == [True, False]
    assert len(await contacts(monde, structure)) == len(await echanges(monde, structure)) == 1
    assert [a.quoi for a in await actions(monde, structure)] == ["Demander les horaires", "Visiter"]
    assert await ecrire(monde, services.noter_echange, structure, echange, qui="voisine", cle="k") is True, "la clé est celle d’un compte"


async def test_le_meme_formulaire_envoye_au_meme_instant(monde: Monde, structure: FicheStructure) -> None:
    saisie = SaisieEchange(texte="Six postes.", rappel="2026-11-30")
    faits = await asyncio.gather(*(ecrire(monde, services.noter_echange, structure, saisie, cle="k") for _ in range(4)))
    assert sorted(faits) == [False, False, False, True]
    assert len(await echanges(monde, structure)) == len(await actions(monde, structure)) == 1


async def test_un_appel_fait_le_rappel_et_prevoit_le_suivant(monde: Monde, structure: FicheStructure) -> None:
    await ecrire(monde, services.ajouter_contact, structure, SaisieContact(nom="Mme Lacombe"))
    await ecrire(monde, services.prevoir, structure, SaisieAction("Rappeler", "2026-11-23"))
    (rappel,) = await actions(monde, structure)
    assert (rappel.contact, rappel.identifiant_contact) == ("Mme Lacombe", (await contacts(monde, structure))[0].identifiant)
    saisie = SaisieEchange(texte="Pas libre.", rappel="2026-11-26", action=rappel.identifiant, contact=rappel.identifiant_contact)
    await ecrire(monde, services.noter_echange, structure, saisie)
    a_faire, faite = await actions(monde, structure)
    assert (a_faire.quoi, a_faire.echeance, a_faire.faite_le) == ("Rappeler", date(2026, 11, 26), None)
    assert (faite.identifiant, faite.faite_par) == (rappel.identifiant, "Cre")
    assert [(e.contact, e.texte, e.auteur) for e in await echanges(monde, structure)] == [("Mme Lacombe", "Pas libre.", "Cre")]


async def test_une_action_se_confie_se_reporte_et_se_fait_une_fois(monde: Monde, structure: FicheStructure) -> None:
    voisine = monde.comptes["voisine"]
    await ecrire(monde, services.prevoir, structure, SaisieAction("Visiter", "2026-11-23", voisine.identifiant))
    (action,) = await actions(monde, structure)
    assert action.pour == "Voisine"
    assert [await ecrire(monde, services.reporter, structure, action.identifiant, 3) for _ in range(2)] == [True, False]
    (action,) = await actions(monde, structure)
    assert (action.echeance, action.reports) == (date(2026, 11, 26), 1)
    assert [await ecrire(monde, services.faire, structure, action.identifiant, "Vu.") for _ in range(2)] == [True, False]
    assert await ecrire(monde, services.reporter, structure, action.identifiant, 1) is False
    assert await ecrire(monde, services.faire, structure, "000000000000", "") is None
    assert [(a.resultat, a.faite_par) for a in await actions(monde, structure)] == [("Vu.", "Cre")]


async def test_l_action_d_une_autre_structure_n_existe_pas(monde: Monde, structure: FicheStructure) -> None:
    await ecrire(monde, services.prevoir, structure, SaisieAction("Visiter", "2026-11-23"))
    (action,) = await actions(monde, structure)
    ailleurs = await monde.valeur("SELECT identifiant FROM structure WHERE id <> $1 ORDER BY id LIMIT 1", structure.id)
    async with transaction(monde.bassin) as connexion:
        autre = await depot.structure(connexion, ailleurs, monde.horloge.aujourdhui())
        assert autre is not None
        assert await services.faire(connexion, geste(monde), autre, action.identifiant, "") is None
        assert await services.reporter(connexion, geste(monde), autre, action.identifiant, 1) is None
    assert (await actions(monde, structure))[0].faite_le is None


async def test_on_ne_note_rien_avec_le_contact_d_une_autre_structure(monde: Monde, structure: FicheStructure) -> None:
    with pytest.raises(Invalide) as refus:
        await ecrire(monde, services.noter_echange, structure, SaisieEchange(texte="Bonjour.", contact="000000000000"))
    assert [f.champ for f in refus.value.fautes] == ["contact"]
    with pytest.raises(Invalide) as refus:
        await ecrire(monde, services.prevoir, structure, SaisieAction("Visiter", "2026-12-01", monde.comptes["cip"].identifiant))
    assert [f.champ for f in refus.value.fautes] == ["pour"]
    assert await echanges(monde, structure) == await actions(monde, structure) == []


async def test_un_echange_se_retire_le_jour_meme_par_son_auteur(monde: Monde, structure: FicheStructure) -> None:
    await ecrire(monde, services.noter_echange, structure, SaisieEchange(texte="Trompée de structure."))
    (echange,) = await echanges(monde, structure)
    assert await ecrire(monde, services.retirer_echange, structure, echange.identifiant, qui="voisine") is False
    monde.horloge.avancer(days=1)
    assert await ecrire(monde, services.retirer_echange, structure, echange.identifiant) is False
    monde.horloge.avancer(days=-1)
    assert await ecrire(monde, services.retirer_echange, structure, echange.identifiant) is True
    assert await ecrire(monde, services.retirer_echange, structure, echange.identifiant) is None
    assert await echanges(monde, structure) == []


@pytest.mark.parametrize("textes", [True, False])
async def test_effacer_un_contact_ne_laisse_rien_de_la_personne(monde: Monde, structure: FicheStructure, textes: bool) -> None:
    saisie = SaisieContact(nom="Brigitte Lacombe", telephone="01 99 00 41 10", courriel="brigitte@exemple.fr")
    await ecrire(monde, services.ajouter_contact, structure, saisie)
    (contact,) = await contacts(monde, structure)
    await ecrire(monde, services.noter_echange, structure, SaisieEchange(texte="Brigitte part en mai.", contact=contact.identifiant))
    await ecrire(monde, services.noter_echange, structure, SaisieEchange(texte="Le siège déménage."))
    await ecrire(monde, services.effacer_contact, contact, textes)
    assert await contacts(monde, structure) == []
    garde = "" if textes else "Brigitte part en mai."
    assert [(e.contact, e.texte, e.efface_le is not None) for e in await echanges(monde, structure)] == [
        ("", "Le siège déménage.", False),
        ("", garde, textes),
    ]
    assert (await traces(monde))[-1] == "contact.effacer"
    restes = await monde.valeur("SELECT count(*) FROM journal WHERE objet ILIKE '%lacombe%'")
    assert restes == 0
