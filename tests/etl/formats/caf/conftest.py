"""Flows of our own, with invented people, in the structure of vrsb0801."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest


def personne(
    nom: str = "SANCHEZ", prenom: str = "LUCIE", naissance: str = "1984-05-12", nir: str = "2840594028017", role: str = "DEM", soumise: str = "1"
) -> str:
    """A person of a foyer."""
    prestations = "".join(
        f"<Prestations><NATPREST>{nature}</NATPREST><ROLEPERS>{role}</ROLEPERS><TOPCHAPERS>1</TOPCHAPERS></Prestations>" for nature in ("PFA", "RSA")
    )
    return (
        f"<Personne><Identification><NOM>{nom}</NOM><NOMNAI>{nom}</NOMNAI><PRENOM>{prenom}</PRENOM><NOMCOMNAI>LYON</NOMCOMNAI><DTNAI>{naissance}</DTNAI>"
        f"<NIR>{nir}</NIR><SEXE>2</SEXE></Identification><DossierCAF><TOPRESPDOS>1</TOPRESPDOS><DDRATDOS>2019-01-01</DDRATDOS></DossierCAF>{prestations}"
        f"<MontantCalculDroitRSAPersonne><TOPPERSDRODEVORSA>{soumise}</TOPPERSDRODEVORSA></MontantCalculDroitRSAPersonne></Personne>"
    )


def foyer(
    *personnes: str,
    etat: str = "2",
    matricule: str = "123456700000000",
    commune: str = "94028",
    demande: str = "2024-03-01",
    suite: str = "",
    depart: str = "",
) -> str:
    """A foyer; ``suite`` follows the state of the file, ``depart`` is the block of those who leave for another organisme."""
    return f"""
<InfosFoyerRSA>
<IdentificationRSA><Organisme><FONORG>CAF</FONORG><NUMORG>941</NUMORG><MATRICULE>{matricule}</MATRICULE></Organisme>
<Partenaire><TYPEPARTE>CG</TYPEPARTE><IDEPARTE>094</IDEPARTE></Partenaire>
<DemandeRSA><DTDEMRSA>{demande}</DTDEMRSA><NUMDEMRSA>00000000001</NUMDEMRSA></DemandeRSA>{depart}</IdentificationRSA>
{"".join(personnes) or personne()}
<DonneesAdministratives><SituationFamille><SITFAM>CEL</SITFAM><DDSITFAM>2001-01-01</DDSITFAM><REGAGRIFAM>SA</REGAGRIFAM></SituationFamille>
<Adresse><TroncCommunAdresse><RGADR>01</RGADR><DTEMM>2021-05-26</DTEMM><PAYS>FRA</PAYS><TYPEADR>D</TYPEADR><ETATADR>CO</ETATADR></TroncCommunAdresse>
<AdresseDetailleeFrance><COMPLIDEADR/><COMPLADR/><NUMVOIE>25</NUMVOIE><LIBTYPEVOIE>RUE</LIBTYPEVOIE>
<NOMVOIE>X</NOMVOIE><LIEUDIST/><NUMCOM>{commune}</NUMCOM><CODEPOS>94000</CODEPOS><NOMCOM>CRETEIL</NOMCOM></AdresseDetailleeFrance></Adresse>
</DonneesAdministratives>
<PrestationRSA><SituationDossierRSA><EtatDossierRSA><ETATDOSRSA>{etat}</ETATDOSRSA></EtatDossierRSA>{suite}</SituationDossierRSA>
<DetailDroitRSA><TroncCommunDroitRSA><TOPSANSDOMFIXE>0</TOPSANSDOMFIXE><ORIDEMRSA>DEM</ORIDEMRSA><DTORIDEMRSA>2020-11-07</DTORIDEMRSA></TroncCommunDroitRSA></DetailDroitRSA>
</PrestationRSA>
</InfosFoyerRSA>"""


def flux(*foyers: str, genre: str = "M", jour: str = "2026-10-31", annonces: int | None = None) -> str:
    """A whole flow."""
    return f"""<?xml version="1.0" encoding="windows-1252"?>
<Racine><IdentificationFlux><APPLIEME>CRI</APPLIEME><NUMVERSIONAPPLIEME>6200</NUMVERSIONAPPLIEME><TYPEFLUX>{genre}</TYPEFLUX><NATFLUX>D</NATFLUX>
<DTCREAFLUX>{jour}</DTCREAFLUX><HEUCREAFLUX>01:18:36.0000</HEUCREAFLUX><DTREF>{jour}</DTREF></IdentificationFlux>{"".join(foyers)}
<TransmissionFlux>
<NBTOTDOSRSATRANSM>{len(foyers) if annonces is None else annonces:08d}</NBTOTDOSRSATRANSM>
<NBTOTDOSRSATRANSMANO>0</NBTOTDOSRSATRANSMANO></TransmissionFlux>
</Racine>"""


class Poser(Protocol):
    """Writes a flow in a file, in the encoding that it declares."""

    def __call__(self, texte: str) -> Path: ...


@pytest.fixture
def poser(tmp_path: Path) -> Callable[[str], Path]:
    """Write a flow."""

    def faire(texte: str) -> Path:
        chemin = tmp_path / "flux.xml"
        chemin.write_bytes(texte.encode("windows-1252"))
        return chemin

    return faire
