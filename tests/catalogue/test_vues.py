"""Métiers seen from several sides. The métiers are those of a small invented ROME."""

from __future__ import annotations

import numpy as np
import pytest

from catalogue.alignement import BOUTS
from catalogue.fusion import charger
from catalogue.suggestion import IndexMetiers
from catalogue.vues import TextesMetier, VuesMetiers
from models.encodeur import Encodeur

METIERS = (
    TextesMetier(
        "A1203", "Jardinier / Jardinière", "A1203", ("Ouvrier / Ouvrière paysagiste",), "Soigne les plantes et les pelouses.", ("Tailler une haie",)
    ),
    TextesMetier(
        "G1602", "Commis / Commise de cuisine", "G1602", ("Aide de cuisine",), "Prépare les plats sous les ordres du chef.", ("Éplucher des légumes",)
    ),
    TextesMetier("J1501", "Aide-soignant / Aide-soignante", "J1501", (), "Accompagne les malades.", ("Faire la toilette d'une personne",)),
    TextesMetier("N1101", "Cariste", "N1101", ("Conducteur / Conductrice de chariot élévateur",), "", ()),
)


@pytest.fixture(scope="module")
def vues(encodeur: Encodeur) -> VuesMetiers:
    return VuesMetiers.construire(METIERS, encodeur)


def premier(vues: VuesMetiers, texte: str) -> str:
    return vues.codes[int(np.argmax(vues.fusionner(vues.noter(texte), charger())))]


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("jardinière", "A1203"),
        ("ouvrier paysagiste", "A1203"),
        ("ariste", "N1101"),
        ("conductrice de chariot", "N1101"),
        ("tailler des haies", "A1203"),
        ("faire la toilette des personnes", "J1501"),
        ("éplucher des légumes dans une cantine", "G1602"),
        ("comis de cuizine", "G1602"),
    ],
)
def test_un_metier_se_trouve_par_chacun_de_ses_cotes(vues: VuesMetiers, texte: str, code: str) -> None:
    assert premier(vues, texte) == code


def test_chaque_cote_note_chaque_metier(vues: VuesMetiers) -> None:
    lues = vues.noter("éplucher")
    assert set(lues.notes) == {"mots_titres", "mots_fiche", "lettres", "sens_titres", "sens_metier", "sens_famille", "sens_competences", *BOUTS}
    assert all(valeurs.shape == (4,) and valeurs.dtype == np.float32 for valeurs in lues.notes.values())
    # The word is in a skill only: the titles say nothing of it, the fiche does.
    assert not lues.notes["mots_titres"].any()
    assert lues.notes["mots_fiche"].argmax() == 1
    # A métier without any skill scores nothing on that side.
    assert lues.notes["sens_competences"][3] == 0


def test_les_metiers_d_une_famille_ont_le_meme_vecteur(encodeur: Encodeur) -> None:
    fiches = [
        TextesMetier("N1101", "Cariste", "N1101"),
        TextesMetier("N1105", "Manutentionnaire", "N1101"),
        TextesMetier("J1506", "Infirmier", "J1506"),
    ]
    notes = VuesMetiers.construire(fiches, encodeur).noter("cariste").notes["sens_famille"]
    assert notes[0] == notes[1] > notes[2]


def test_le_titre_qui_decide_est_dit(vues: VuesMetiers) -> None:
    assert vues.meilleur_nom(3, vues.noter("chariot élévateur")) == "Conducteur / Conductrice de chariot élévateur"
    assert vues.meilleur_nom(3, vues.noter("cariste")) == "Cariste"
    assert vues.meilleur_nom(1, vues.noter("aide de cuisine")) == "Aide de cuisine"


def test_le_nom_d_un_secteur_mene_a_ses_metiers_et_non_a_ceux_qui_le_dirigent(encodeur: Encodeur) -> None:
    magasin = (
        TextesMetier("D1509", "Chef / Cheffe des ventes", "D1509"),
        TextesMetier("D1106", "Vendeur / Vendeuse en magasin", "D1106"),
        TextesMetier("D1402", "Assistant / Assistante des ventes", "D1402"),
    )
    ventes = VuesMetiers.construire((*magasin, *METIERS), encodeur)
    assert premier(ventes, "vente") == premier(ventes, " Vente ") == "D1106"
    assert premier(ventes, "chef des ventes") == "D1509"
    lues = ventes.noter("vente")
    assert ventes.meilleur_nom(1, lues) == "Vendeur / Vendeuse en magasin"
    assert all(valeurs.shape == (7,) for valeurs in lues.notes.values())


def test_un_vecteur_deja_calcule_donne_les_memes_notes(vues: VuesMetiers, encodeur: Encodeur) -> None:
    donnees, refaites = vues.noter("jardin"), vues.noter("jardin", encodeur.encoder(["jardin"])[0])
    assert all(np.array_equal(donnees.notes[nom], refaites.notes[nom]) for nom in donnees.notes)


def test_sans_encodeur_les_mots_et_les_lettres_suffisent() -> None:
    degradees = VuesMetiers.construire(METIERS, None)
    lues = degradees.noter("cariste")
    assert set(lues.notes) == {"mots_titres", "mots_fiche", "lettres"}
    assert premier(degradees, "cariste") == "N1101"
    assert degradees.meilleur_nom(3, lues) == "Cariste"


def test_le_libelle_n_est_pas_compte_deux_fois() -> None:
    metier = TextesMetier("N1101", "Cariste", "N1101", ("Cariste", "Conducteur de chariot"))
    assert metier.noms == ("Cariste", "Conducteur de chariot")


def test_les_fautes_pardonnees_et_le_contexte_sont_rendus(vues: VuesMetiers) -> None:
    lues = vues.noter("jardinnier")
    assert [c.compris for c in lues.corrections] == ["jardinier"]
    assert lues.contexte.corriges == 1.0


def test_un_titre_a_une_lettre_est_signale(vues: VuesMetiers) -> None:
    assert vues.noter("ariste").a_une_lettre.tolist() == [False, False, False, True]
    assert not vues.noter("cariste").a_une_lettre.any()


def test_la_suggestion_garde_une_place_au_titre_a_une_lettre(encodeur: Encodeur) -> None:
    caisses = tuple(TextesMetier(f"D150{i}", nom, f"D150{i}") for i, nom in enumerate(("Caissier", "Chef de caisse", "Hôtesse de caisse", "Caisse")))
    index = IndexMetiers.construire((*caisses, *METIERS), encodeur)
    for k in (2, 3, 5):
        trouves = [m.code_rome for m in index.suggerer("caiste", k=k)]
        assert len(trouves) <= k
        assert trouves[0].startswith("D150")
        assert "N1101" in trouves
    assert next(m.code_rome for m in index.suggerer("cariste", k=5)) == "N1101"
    assert len(index.suggerer("caiste", k=1)) == 1
