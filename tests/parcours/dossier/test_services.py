"""Changing a file, writing and deleting notes, giving people to a colleague: who may, what is kept, what is traced."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest

from catalogue.domaine import Frein
from comptes.domaine import Acteur
from parcours import depot as depot_personnes
from parcours.dossier import depot, services
from parcours.dossier.domaine import Dossier, Note, Reponse
from parcours.dossier.services import DossierChange, peut_supprimer_note
from parcours.perimetre import Perimetre, Suivi
from socle.base import transaction
from socle.erreurs import ErreurPersonne
from socle.journal import consultations
from tests.parcours.monde import Monde


async def lire(monde: Monde, personne: str, acteur: Acteur | None = None) -> Dossier:
    async with transaction(monde.bassin) as connexion:
        dossier = await depot.dossier(connexion, personne, Perimetre.de(acteur or monde.cip))
    assert dossier is not None
    return dossier


async def suivi(monde: Monde, personne: str, acteur: Acteur | None = None) -> Suivi:
    async with transaction(monde.bassin) as connexion:
        trouve = await depot_personnes.suivi(connexion, personne, Perimetre.de(acteur or monde.cip))
    assert trouve is not None
    return trouve


async def modifier(monde: Monde, personne: str, version: int, qui: str = "cip", **valeurs: Any) -> int:
    async with transaction(monde.bassin) as connexion:
        fiche = await depot_personnes.suivi(connexion, personne, Perimetre.de(monde.comptes[qui]))
        assert fiche is not None
        return await services.modifier(connexion, monde.comptes[qui], fiche, "projet", version, valeurs, monde.horloge)


async def test_seules_les_colonnes_dites_changent(monde: Monde) -> None:
    personne = await monde.personne(niveau=4, projet="cuisinier", permis=["B"])
    assert await modifier(monde, personne, 1, projet="pâtissière", date_cer=date(2026, 11, 20), freins=["langue"], freins_absents=["sante"]) == 2
    dossier = await lire(monde, personne)
    assert (dossier.personne.projet, dossier.personne.niveau, dossier.personne.permis) == ("pâtissière", 4, ("B",))
    assert dossier.personne.date_cer == date(2026, 11, 20)
    assert [dossier.frein(f) for f in (Frein.LANGUE, Frein.SANTE, Frein.AIDANT)] == [Reponse.OUI, Reponse.NON, Reponse.INCONNU]
    assert (dossier.version, dossier.maj_par) == (2, "Cip")


async def test_un_non_redevient_inconnu(monde: Monde) -> None:
    personne = await monde.personne(vehicule=False, niveau=3)
    await modifier(monde, personne, 1, vehicule=None, niveau=None)
    dossier = await lire(monde, personne)
    assert (dossier.personne.vehicule, dossier.personne.niveau) == (None, None)


async def test_deux_personnes_a_la_fois_l_une_est_prevenue(monde: Monde) -> None:
    personne = await monde.personne()
    essais = await asyncio.gather(
        *(modifier(monde, personne, 1, qui, projet=f"projet de {qui}") for qui in ("cip", "collegue")), return_exceptions=True
    )
    assert sorted(type(e).__name__ for e in essais) == ["DossierChange", "int"]
    gagnant = ("cip", "collegue")[[isinstance(e, int) for e in essais].index(True)]
    assert (await lire(monde, personne)).personne.projet == f"projet de {gagnant}"
    with pytest.raises(DossierChange):
        await modifier(monde, personne, 1, projet="encore")


async def test_chaque_changement_est_trace_sans_son_contenu(monde: Monde) -> None:
    personne = await monde.personne()
    await modifier(monde, personne, 1, projet="un projet secret")
    fiche = await suivi(monde, personne)
    async with transaction(monde.bassin) as connexion:
        (trace,) = await consultations(connexion, fiche.id)
    assert (trace.acteur, trace.action, trace.objet) == ("Cip", "personne.modifier", "projet")


async def test_hors_du_perimetre_il_n_y_a_pas_de_dossier(monde: Monde) -> None:
    personne = await monde.personne()
    async with transaction(monde.bassin) as connexion:
        assert await depot.dossier(connexion, personne, Perimetre.de(monde.comptes["etranger"])) is None


async def ecrire(monde: Monde, fiche: Suivi, texte: str, qui: str = "cip") -> None:
    async with transaction(monde.bassin) as connexion:
        await services.ecrire_note(connexion, monde.comptes[qui], fiche, texte, monde.horloge, monde.hasard.randrange)


async def notes(monde: Monde, fiche: Suivi) -> list[Note]:
    async with transaction(monde.bassin) as connexion:
        return await depot.notes(connexion, fiche.id)


async def test_notes(monde: Monde) -> None:
    fiche = await suivi(monde, await monde.personne())
    await ecrire(monde, fiche, "  Vient à vélo.  ")
    await ecrire(monde, fiche, "Diabétique, mange à midi.", "collegue")
    assert [(n.auteur, n.texte, n.alertes) for n in await notes(monde, fiche)] == [
        ("Collegue", "Diabétique, mange à midi.", ("sante",)),
        ("Cip", "Vient à vélo.", ()),
    ]
    recente = (await notes(monde, fiche))[0]
    async with transaction(monde.bassin) as connexion:
        await services.supprimer_note(connexion, monde.cip, fiche, recente)
    assert [n.texte for n in await notes(monde, fiche)] == ["Vient à vélo."]


@pytest.mark.parametrize("texte", ["", "   ", "x" * 4001, "NIR 284059402801735"])
async def test_une_note_refusee_ne_laisse_rien(monde: Monde, texte: str) -> None:
    fiche = await suivi(monde, await monde.personne())
    with pytest.raises(ErreurPersonne):
        await ecrire(monde, fiche, texte)
    assert await notes(monde, fiche) == []


async def test_qui_supprime_une_note(monde: Monde) -> None:
    fiche = await suivi(monde, await monde.personne())
    await ecrire(monde, fiche, "Écrite par la collègue.", "collegue")
    (note,) = await notes(monde, fiche)
    droits = {qui: bool(peut_supprimer_note(monde.comptes[qui], fiche, note)) for qui in ("cip", "collegue", "etranger", "cre")}
    assert droits == {"cip": True, "collegue": True, "etranger": False, "cre": False}
    await ecrire(monde, fiche, "Écrite par la référente.")
    assert not peut_supprimer_note(monde.comptes["collegue"], fiche, (await notes(monde, fiche))[0])


async def affecter(monde: Monde, identifiants: list[str], referent: str, qui: str = "cip") -> int:
    async with transaction(monde.bassin) as connexion:
        return await services.affecter(connexion, monde.comptes[qui], identifiants, monde.comptes[referent].identifiant, monde.horloge)


async def test_confier_des_personnes(monde: Monde) -> None:
    miennes = [await monde.personne(), await monde.personne("Awa", "Ba")]
    ailleurs = await monde.personne("Paul", "Gil", referent="etranger")
    assert await affecter(monde, [*miennes, ailleurs], "collegue") == 2
    assert await affecter(monde, miennes, "collegue") == 0
    async with transaction(monde.bassin) as connexion:
        referents = await connexion.fetch("SELECT a.nom, r.nom AS referent FROM allocataire a JOIN compte r ON r.id = referent_id ORDER BY a.id")
    assert [tuple(r) for r in referents] == [("Diallo", "Collegue"), ("Ba", "Collegue"), ("Gil", "Etranger")]


async def test_confier_a_sa_structure_seulement(monde: Monde) -> None:
    personne = await monde.personne()
    with pytest.raises(ErreurPersonne, match="référent de votre structure"):
        await affecter(monde, [personne], "etranger")
    with pytest.raises(ErreurPersonne, match="au moins une personne"):
        await affecter(monde, [], "collegue")
    assert (await suivi(monde, personne)).referent == "Cip"
