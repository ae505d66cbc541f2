"""Importing the flow of the CAF: who enters, who leaves, who moves, month after month."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pytest

from etl.personnes.moteur import FluxAncien, SortiesRefusees
from etl.personnes.rapport import RapportPersonnes
from tests.etl.formats.caf.conftest import flux, foyer, personne
from tests.etl.personnes.conftest import ImporteFichier, ImporteLignes, Lire

FIN = "<FinDroit><MOTICLORSA>PCG</MOTICLORSA><DTCLORSA>2026-11-15</DTCLORSA></FinDroit>"


class ImporteFlux(Protocol):
    """Imports a flow, and writes unless told otherwise."""

    async def __call__(self, texte: str, **demande: Any) -> RapportPersonnes: ...


@pytest.fixture
def importe_flux(importe_fichier: ImporteFichier, tmp_path: Path) -> ImporteFlux:
    async def faire(texte: str, **demande: Any) -> RapportPersonnes:
        (tmp_path / "flux.xml").write_bytes(texte.encode("windows-1252"))
        return await importe_fichier(tmp_path / "flux.xml", **demande)

    return faire


def mensuel(*foyers: str, mois: str = "2026-10-31") -> str:
    return flux(*foyers, jour=mois)


def allocataires(nombre: int) -> list[str]:
    return [foyer(personne(nom=f"NOM{'ABCDEFGHIJKLMNOPQRST'[n]}", nir=""), matricule=str(1000 + n)) for n in range(nombre)]


async def test_entrer_rester_sortir(importe_flux: ImporteFlux, lire: Lire) -> None:
    reste, part = foyer(), foyer(personne(nom="DIALLO", nir="1700594028018"), matricule="77")
    premier = await importe_flux(mensuel(reste, part))
    assert (premier.crees, premier.entres, premier.partis) == (2, 2, 0)
    second = await importe_flux(mensuel(reste, mois="2026-11-30"))
    assert (second.inchanges, second.partis) == (1, 1)
    assert await lire("SELECT nom, droit_rsa, sortie_rsa FROM allocataire ORDER BY nom") == [
        ("Diallo", "clos", date(2026, 11, 30)),
        ("Sanchez", "ouvert", None),
    ]
    retour = await importe_flux(mensuel(reste, part, mois="2026-12-31"))
    assert (retour.entres, retour.modifies, retour.crees) == (1, 1, 0)
    assert await lire("SELECT count(*) FROM allocataire WHERE sortie_rsa IS NOT NULL") == [(0,)]


async def test_le_meme_flux_deux_fois_ne_change_rien(importe_flux: ImporteFlux, lire: Lire) -> None:
    texte = mensuel(foyer(), foyer(personne(nom="DIALLO", nir=""), matricule="77"))
    await importe_flux(texte)
    avant = await lire("SELECT * FROM allocataire ORDER BY id")
    rapport = await importe_flux(texte)
    assert (rapport.inchanges, rapport.a_change) == (2, False)
    assert await lire("SELECT * FROM allocataire ORDER BY id") == avant


async def test_droit_clos(importe_flux: ImporteFlux, lire: Lire) -> None:
    await importe_flux(mensuel(foyer()))
    clos = await importe_flux(mensuel(foyer(etat="5", suite=FIN), foyer(personne(nom="DIALLO", nir=""), etat="5"), mois="2026-11-30"))
    assert (clos.partis, clos.ecartes, clos.raisons) == (1, 1, {"droit clos ou refusé, personne inconnue": 1})
    assert await lire("SELECT nom, droit_rsa, sortie_rsa FROM allocataire") == [("Sanchez", "clos", date(2026, 11, 15))]


async def test_demenager_changer_de_droit(importe_flux: ImporteFlux, lire: Lire) -> None:
    await importe_flux(mensuel(foyer()))
    rapport = await importe_flux(mensuel(foyer(commune="94081", etat="4"), mois="2026-11-30"))
    assert (rapport.modifies, rapport.deplaces_commune, rapport.droits_changes) == (1, 1, 1)
    assert await lire("SELECT commune, droit_rsa FROM allocataire") == [("94081", "versement_suspendu")]


async def test_un_flux_du_jour_ne_fait_partir_personne(importe_flux: ImporteFlux) -> None:
    await importe_flux(mensuel(foyer(), foyer(personne(nom="DIALLO", nir=""), matricule="77")))
    jour = await importe_flux(flux(foyer(), genre="I", jour="2026-11-04"))
    assert (jour.partis, jour.inchanges) == (0, 1)


async def test_le_flux_de_la_msa_ne_fait_pas_partir_ceux_de_la_caf(importe_flux: ImporteFlux) -> None:
    await importe_flux(mensuel(foyer()))
    msa = foyer(personne(nom="DIALLO", nir=""), matricule="77").replace("<FONORG>CAF</FONORG>", "<FONORG>MSA</FONORG>")
    rapport = await importe_flux(mensuel(msa, mois="2026-11-30"))
    assert (rapport.crees, rapport.partis) == (1, 0)


async def test_trop_de_sorties_demande_confirmation(importe_flux: ImporteFlux, lire: Lire) -> None:
    tous = allocataires(12)
    await importe_flux(mensuel(*tous))
    avant = await lire("SELECT * FROM allocataire ORDER BY id")
    with pytest.raises(SortiesRefusees, match="sortir du RSA 9 des 12 personnes"):
        await importe_flux(mensuel(*tous[:3], mois="2026-11-30"))
    assert await lire("SELECT * FROM allocataire ORDER BY id") == avant
    assert (await importe_flux(mensuel(*tous[:3], mois="2026-11-30"), confirmer_sorties=True)).partis == 9


async def test_un_flux_plus_ancien_est_refuse(importe_flux: ImporteFlux) -> None:
    await importe_flux(mensuel(foyer()))
    with pytest.raises(FluxAncien, match=r"du 30/09/2026\u202f; celui du 31/10/2026"):
        await importe_flux(mensuel(foyer(), mois="2026-09-30"))


async def test_une_liste_puis_le_flux_reconnaissent_la_meme_personne(importe: ImporteLignes, importe_flux: ImporteFlux, lire: Lire) -> None:
    await importe({"Nom": "Sánchez", "Prénom": "Lucie", "Date de naissance": "12/05/1984", "Ville": "Créteil", "Code postal": "94000"})
    assert (await importe_flux(mensuel(foyer()))).modifies == 1
    assert await lire("SELECT nom, droit_rsa, entree_rsa FROM allocataire") == [("Sánchez", "ouvert", date(2024, 3, 1))]


async def test_qui_attend_une_decision_ne_sort_pas(importe_flux: ImporteFlux, lire: Lire) -> None:
    await importe_flux(mensuel(foyer()))
    # The same name and year, elsewhere, with another request: who decides is a person, and nobody has left meanwhile.
    rapport = await importe_flux(mensuel(foyer(commune="94081", demande="2026-11-02", matricule="9"), mois="2026-11-30"))
    assert (rapport.douteux, rapport.partis) == (1, 0)
    assert await lire("SELECT sortie_rsa FROM allocataire") == [(None,)]
