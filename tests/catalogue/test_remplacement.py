"""Serving while the catalogue is replaced, and while the model is missing or damaged."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from catalogue.recherche import Requete
from catalogue.vivant import CatalogueVivant, charger
from models.encodeur import MODELE_LIVRE, Encodeur, ModeleIllisible
from models.encodeur import charger as charger_encodeur
from socle.base import Bassin, transaction

JOUR = date(2026, 11, 23)
LOT = 60


async def publier(base: Bassin, lot: int) -> None:
    """Replace the whole catalogue, in one transaction, by offers of another lot."""
    async with transaction(base) as connexion:
        await connexion.execute("DELETE FROM offre")
        await connexion.executemany(
            "INSERT INTO offre (identifiant, source, source_id, type_offre, titre, presence, details, etat, empreinte) "
            "VALUES ($1, 's', $1, 'appui', $2, 'sur_place', '{}', 'publiee', '')",
            [(f"{lot}{numero:011d}", f"Cuisine du lot {lot}, place {numero}") for numero in range(LOT)],
        )
        await connexion.execute("SELECT pg_notify('catalogue', '')")


async def test_une_recherche_en_cours_garde_le_catalogue_du_debut(base: Bassin, encodeur: Encodeur) -> None:
    """Searches run in threads while the catalogue is replaced again and again: each sees one lot, whole, and its ids are those of that lot."""
    await publier(base, 1)
    async with CatalogueVivant.ouvrir(base, encodeur) as vivant:
        vus: list[set[str]] = []

        def chercher() -> set[str]:
            moteur = vivant.moteur
            rangs = moteur.chercher(Requete("cuisine", par_page=1_000), JOUR).rangs.tolist()
            assert len(rangs) == LOT
            return {moteur.image.identifiants[r][0] for r in rangs}

        for lot in (2, 3):
            travaux = [asyncio.create_task(asyncio.to_thread(chercher)) for _ in range(6)]
            await publier(base, lot)
            while {vivant.moteur.image.identifiants[0][0]} != {str(lot)}:
                vivant.change.clear()
                await asyncio.wait_for(vivant.change.wait(), 10)
            vus += await asyncio.gather(*travaux, asyncio.to_thread(chercher))
    assert all(len(lots) == 1 for lots in vus)
    assert vus[-1] == {"3"}


async def test_un_moteur_garde_sert_encore_ce_qu_il_servait(base: Bassin, encodeur: Encodeur) -> None:
    await publier(base, 1)
    ancien = await charger(base, encodeur)
    avant = ancien.chercher(Requete("cuisine"), JOUR).rangs.tolist()
    await publier(base, 2)
    nouveau = await charger(base, encodeur)
    assert ancien.chercher(Requete("cuisine"), JOUR).rangs.tolist() == avant
    assert {i[0] for i in nouveau.image.identifiants} == {"2"}


@pytest.mark.parametrize("degat", ["octet", "coupe", "carte", "absent"])
def test_un_modele_abime_se_dit_et_ne_se_charge_pas(tmp_path: Path, degat: str) -> None:
    dossier = tmp_path / "modele"
    copytree(MODELE_LIVRE, dossier)
    poids = dossier / "poids.npz"
    if degat == "octet":
        octets = bytearray(poids.read_bytes())
        octets[len(octets) // 2] ^= 1
        poids.write_bytes(octets)
    elif degat == "coupe":
        poids.write_bytes(poids.read_bytes()[:1000])
    elif degat == "carte":
        (dossier / "carte.json").write_text("{", encoding="utf-8")
    else:
        poids.unlink()
    with pytest.raises(ModeleIllisible, match="modele"):
        charger_encodeur(dossier)


async def test_par_les_mots_seuls_tout_marche_et_c_est_dit(base: Bassin, encodeur: Encodeur) -> None:
    await publier(base, 1)
    degrade, entier = await charger(base, None), await charger(base, encodeur)
    for texte in ("cuizine", "cuisine", "", "tout sauf la cuisine", "je n'ai personne pour garder mon fils"):
        sans, avec = degrade.chercher(Requete(texte), JOUR), entier.chercher(Requete(texte), JOUR)
        assert (sans.degrade, avec.degrade) == (True, False)
        assert (sans.total, sans.refus, sans.comprise) == (avec.total, avec.refus, avec.comprise)
    assert [c.compris for c in degrade.chercher(Requete("cuizine"), JOUR).corrections] == ["cuisine"]
    assert degrade.chercher(Requete("cuizine"), JOUR).total == LOT
    assert degrade.proches(int(degrade.image.ids[0]), 3, JOUR).tolist() == []
