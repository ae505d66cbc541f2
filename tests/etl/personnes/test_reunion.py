"""Lines of one file: the same person, two people, or a doubt; numbers decide, a shared mailbox never does alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from etl.personnes.lecture import PersonneLue, nom_propre
from etl.personnes.reunion import Lien, lier, reunir
from parcours.domaine import Orientation
from parcours.dossier.faits import Faits, Situation

NEE = date(1984, 5, 12)
A = PersonneLue("ligne 2", "Lucie", "Sanchez", naissance=NEE)
UN, DEUX = b"1" * 32, b"2" * 32


@pytest.mark.parametrize(
    ("une", "autre", "lien"),
    [
        (A, replace(A, nom="SÁNCHEZ"), Lien.MEME),
        (A, replace(A, naissance=date(1984, 12, 5)), Lien.DISTINCTES),
        (A, replace(A, prenom="Luc"), Lien.DISTINCTES),
        # The same NIR: one person, misspelled or married, but not two first names.
        (replace(A, nir=UN), replace(A, nir=UN, prenom="Lucy"), Lien.MEME),
        (replace(A, nir=UN), replace(A, nir=UN, nom="Martin", autre_nom="Sanchez"), Lien.MEME),
        (replace(A, nir=UN), replace(A, nir=UN, prenom="Virginie"), Lien.NUMERO_PARTAGE),
        # Two NIRs: two people born the same day, unless the same file number contradicts them.
        (replace(A, nir=UN), replace(A, nir=DEUX), Lien.DISTINCTES),
        (replace(A, nir=UN, dossier=UN), replace(A, nir=DEUX, dossier=UN), Lien.DOUTE),
        (replace(A, dossier=UN), replace(A, dossier=DEUX), Lien.DOUTE),
        # Without a birth date, a name needs something more.
        (A, replace(A, naissance=None), Lien.DISTINCTES),
        (replace(A, dossier=UN), replace(A, naissance=None, dossier=UN), Lien.MEME),
        (
            replace(A, naissance=None, faits=Faits(courriel="l@exemple.fr")),
            replace(A, naissance=None, faits=Faits(courriel="l@exemple.fr")),
            Lien.MEME,
        ),
    ],
)
def test_deux_lignes(une: PersonneLue, autre: PersonneLue, lien: Lien) -> None:
    assert lier(une, autre) is lien
    assert lier(autre, une) is lien


def test_un_foyer_partage_tout_sauf_le_prenom() -> None:
    faits = Faits(telephone="0611223344", courriel="foyer@exemple.fr")
    couple = [replace(A, nir=UN, dossier=UN, faits=faits), replace(A, chemin="ligne 3", prenom="Marc", nir=UN, dossier=UN, faits=faits)]
    groupes = reunir(couple)
    assert [g.lue.prenom for g in groupes] == ["Lucie", "Marc"]
    assert groupes[1].numero_ecarte


def test_les_lignes_se_completent_la_premiere_l_emporte() -> None:
    lignes = [
        replace(A, faits=Faits(telephone="0611223344")),
        replace(A, chemin="ligne 9", structure="Tremplin", faits=Faits(telephone="0700000000", orientation=Orientation.RUS_PROCHE)),
    ]
    (groupe,) = reunir(lignes)
    assert (groupe.lue.chemin, groupe.chemins) == ("ligne 2", ["ligne 2", "ligne 9"])
    assert (groupe.lue.faits.telephone, groupe.lue.faits.orientation, groupe.lue.structure) == ("0611223344", Orientation.RUS_PROCHE, "Tremplin")
    assert groupe.ecarts == [("ligne 9", "telephone")]


def test_un_droit_ouvert_passe_avant_un_droit_clos() -> None:
    close = replace(A, situation=Situation.SORTIE, faits=Faits(sortie_rsa=date(2026, 9, 30)))
    ouverte = replace(A, chemin="ligne 40", faits=Faits(entree_rsa=date(2026, 10, 1)))
    for ordre in ([close, ouverte], [ouverte, close]):
        (groupe,) = reunir(ordre)
        assert (groupe.lue.situation, groupe.lue.faits.sortie_rsa, groupe.lue.faits.entree_rsa) == (Situation.AU_RSA, None, date(2026, 10, 1))


def test_un_doute_dit_avec_qui() -> None:
    groupes = reunir([replace(A, nir=UN, dossier=UN), replace(A, chemin="ligne 3", nir=DEUX, dossier=UN)])
    assert [g.doute_avec for g in groupes] == [None, 0]


@pytest.mark.parametrize(("ecrit", "lu"), [("MARIE-JOSÉE", "Marie-Josée"), ("charlie", "Charlie"), ("de La Tour", "de La Tour")])
def test_noms_ecrits_en_capitales(ecrit: str, lu: str) -> None:
    assert nom_propre(ecrit) == lu
