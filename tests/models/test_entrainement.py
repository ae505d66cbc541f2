"""The training, on a toy world of four métiers written here."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
import torch

from models.entrainement import textes
from models.entrainement.apprentissage import Recette, apprendre
from models.entrainement.donnees import Concept, Diplome, Donnees, Fiche, part
from models.entrainement.export import NIVEAUX, arrondir
from models.entrainement.mesure import Tache, rangs, resume
from models.entrainement.paires import Corps, Coupe, Diplomes, Esco, Lexique, Passerelle, Savoirs, Source, Titres, noms_communs
from models.entrainement.reseau import Reseau


def _fiche(code: str, titres: str, items: str, mobilites: str = "") -> Fiche:
    appellations = tuple(titres.split(";"))
    return Fiche(code, appellations[0], code, appellations, (f"Exerce le métier {code}.",), tuple(items.split()), frozenset(mobilites.split()))


@pytest.fixture(autouse=True)
def un_seul_fil() -> None:
    # On a busy machine the threads of such small sums wait for one another far longer than they work.
    torch.set_num_threads(1)


@pytest.fixture
def donnees() -> Donnees:
    fiches = [
        _fiche("A1101", "Bûcheron / Bûcheronne;Abatteur / Abatteuse d'arbres", "1 2", "A1102"),
        _fiche("A1102", "Élagueur / Élagueuse;Grimpeur-élagueur / Grimpeuse-élagueuse", "2 3"),
        _fiche("D1101", "Boucher / Bouchère;Désosseur / Désosseuse", "4"),
        _fiche("K1101", "Psychologue;Psychologue du travail", "5"),
    ]
    esco = tuple(
        Concept(f"u:{i}", (fr, fr + " de nuit"), (en,), "", "")
        for i, (fr, en) in enumerate([("facteur", "postman"), ("bouchère/boucher", "butcher"), ("boulanger", "baker")])
    )
    items = {"1": "Abattre un arbre", "2": "Grimper à un arbre", "3": "Tailler une branche", "4": "Découper une carcasse", "5": "Écouter un patient"}
    return Donnees({f.code: f for f in fiches}, items, esco, esco, (Diplome("CAP boucher", "CAP", ("D1101",)),), (), {})


def test_la_coupe_est_stable() -> None:
    assert [part(c) for c in ("A1101", "K1304")] == [part(c) for c in ("A1101", "K1304")]
    assert all(0 <= part(str(i)) < 100 for i in range(500))


def test_rien_de_garde_n_est_appris(donnees: Donnees) -> None:
    coupe = Coupe.de(donnees)
    assert all(part(f.code) >= 12 for f in coupe.fiches)
    assert len(Coupe.de(donnees, tout=True).fiches) == 4


def test_un_genre_garde_ce_qui_suit_les_deux() -> None:
    vus = {textes.un_genre("Conducteur / Conductrice d'engins agricoles", Random(i)) for i in range(20)}
    assert vus == {"Conducteur d'engins agricoles", "Conductrice d'engins agricoles"}
    assert textes.un_genre("Psychologue", Random(0)) == "Psychologue"


def test_une_faute_change_le_mot_sans_le_perdre() -> None:
    hasard = Random(3)
    for _ in range(200):
        abime = textes.faute("magasinier", hasard)
        assert abs(len(abime) - len("magasinier")) <= 2
    assert textes.faute("ash", hasard) == "ash"


def test_une_offre_inventee_porte_les_taches_du_metier() -> None:
    matiere = textes.Matiere("Boucher / Bouchère", ["Découper une carcasse", "Parer une pièce", "Servir un client"], ["Exerce seul."])
    inventees = [textes.offre(matiere, Random(i)) for i in range(30)]
    pieces = ("carcasse", "pièce", "client")
    assert sum(any(piece in offre for piece in pieces) for offre in inventees) >= 28  # a task may lose its last word
    assert len(set(inventees)) == 30
    assert "{titre}" not in " ".join(inventees + [textes.projet(matiere, Random(i)) for i in range(30)])


def test_une_offre_inventee_se_dit_de_plusieurs_facons() -> None:
    matiere = textes.Matiere("Boucher / Bouchère", ["Découper une carcasse", "Servir un client"], [])
    inventees = " ".join(textes.offre(matiere, Random(i)) for i in range(60))
    assert "- Découper une carcasse" in inventees
    assert "Vous découpez une carcasse." in inventees
    assert "{" not in inventees


def test_un_projet_de_reconversion_nomme_l_ancien_metier_et_le_nouveau() -> None:
    matiere = textes.Matiere("Boucher / Bouchère", [], [], autre="Maçon / Maçonne")
    projets = [textes.projet(matiere, Random(i)) for i in range(200)]
    deux = [p for p in projets if "maçon" in p and "bouch" in p]
    assert 10 < len(deux) < 80
    assert all("bouch" in p for p in projets if "maçon" in p)


def test_perdre_des_mots_garde_le_premier_et_l_ordre() -> None:
    assert textes.perdre("un deux trois", Random(0), chance=1.0) == "un"
    assert textes.perdre("un deux trois", Random(0), chance=0.0) == "un deux trois"
    reste = textes.perdre(" ".join(str(i) for i in range(400)), Random(1)).split()
    assert 300 < len(reste) < 390
    assert reste == sorted(reste, key=int)


def test_un_nom_en_commun_joint_le_rome_et_esco(donnees: Donnees) -> None:
    communs = noms_communs(donnees.fiches.values(), donnees.metiers_esco)
    assert communs == {"u:0": frozenset(), "u:1": frozenset({"D1101"}), "u:2": frozenset()}
    lot = Passerelle(donnees, Coupe.de(donnees, tout=True)).lot(8, Random(0))
    assert len(lot.gauche) == 8
    assert not lot.ignorees.diagonal().any()
    assert lot.ignorees.sum() == 8 * 7


@pytest.mark.parametrize("nom", ["titres", "corps", "savoirs", "esco", "diplomes", "lexique", "passerelle"])
def test_un_lot_ne_prend_pas_des_proches_pour_des_etrangers(donnees: Donnees, nom: str) -> None:
    coupe = Coupe.de(donnees, tout=True)
    sources: dict[str, Source] = {
        "titres": Titres(donnees, coupe),
        "corps": Corps(donnees, coupe),
        "savoirs": Savoirs(donnees, coupe),
        "esco": Esco(coupe.metiers),
        "diplomes": Diplomes(coupe),
        "lexique": Lexique(),
        "passerelle": Passerelle(donnees, coupe),
    }
    lot = sources[nom].lot(32, Random(1))
    n = len(lot.gauche)
    assert lot.ignorees.shape == (n, n)
    assert not lot.ignorees.diagonal().any()
    for i in range(n):
        for j in range(n):
            if i != j and (lot.gauche[i] == lot.gauche[j] and nom in {"savoirs", "diplomes"} and lot.droite[i] == lot.droite[j]):
                assert lot.ignorees[i, j]


def test_les_metiers_lies_par_une_mobilite_ne_se_repoussent_pas(donnees: Donnees) -> None:
    source = Titres(donnees, Coupe.de(donnees, tout=True))
    fiches = [donnees.fiches[c] for c in ("A1101", "A1102", "D1101")]
    assert source.ignorees(fiches).tolist() == [[False, True, False], [True, False, False], [False, False, False]]


def test_le_rang_compte_une_cle_une_fois_et_les_ex_aequo_contre() -> None:
    tache = Tache("t", ("q", "r"), ("a", "b", "c", "d"), ("X", "X", "Y", "Z"), (frozenset("Y"), frozenset("Z")))
    notes = np.array([[0.9, 0.8, 0.5, 0.1], [0.2, 0.3, 0.3, 0.3]], dtype=np.float32)
    assert rangs(tache, lambda requetes, corpus: notes).tolist() == [2, 3]
    assert resume(np.array([1, 2]))["mrr"] == 0.75


def test_deux_apprentissages_de_meme_graine_donnent_les_memes_poids(donnees: Donnees) -> None:
    recette = replace(Recette(), seaux=512, dimension=16, pas=6, lot=8)
    coupe = Coupe.de(donnees, tout=True)

    def maitre(textes_anglais: list[str]) -> np.ndarray:  # type: ignore[type-arg]
        return np.stack([np.eye(384, dtype=np.float32)[len(t)] for t in textes_anglais])

    un, autre = (apprendre(donnees, coupe, recette, maitre, dire=lambda _: None) for _ in range(2))
    np.testing.assert_array_equal(un.table.detach().numpy(), autre.table.detach().numpy())


def test_apprendre_rapproche_deux_noms_d_un_metier(donnees: Donnees) -> None:
    recette = replace(Recette(), seaux=2048, dimension=32, pas=30, lot=32, parts=(("titres", 1.0),))
    coupe = Coupe.de(donnees, tout=True)
    avant, apres = (apprendre(donnees, coupe, replace(recette, pas=pas), None, dire=lambda _: None) for pas in (1, 30))
    paire = ["Boucher", "Désosseur"]

    def cosinus(vecteurs: np.ndarray) -> float:  # type: ignore[type-arg]
        return float(vecteurs[0] @ vecteurs[1])

    assert cosinus(apres.encoder(paire)) > cosinus(avant.encoder(paire)) + 0.2


def test_les_poids_livres_sont_la_moyenne_de_ceux_du_chemin(donnees: Donnees) -> None:
    recette = replace(Recette(), seaux=512, dimension=16, pas=12, lot=16, parts=(("titres", 1.0),))
    coupe = Coupe.de(donnees, tout=True)
    derniers, moyens = (apprendre(donnees, coupe, replace(recette, memoire=m), None, dire=lambda _: None).table.detach() for m in (0.0, 0.998))
    depart = apprendre(donnees, coupe, replace(recette, memoire=1.0, pas=1), None, dire=lambda _: None).table.detach()
    # The mean lags behind the last weights, nearer to where everything started.
    assert 0 < (moyens - depart).norm() < (derniers - depart).norm()


def test_les_poids_tiennent_sur_quatre_bits(donnees: Donnees) -> None:
    reseau = Reseau(64, 16, np.ones(64, dtype=np.float32), 1)
    poids = arrondir(reseau)
    assert poids["table"].dtype == np.int8
    assert np.abs(poids["table"]).max() == NIVEAUX == 7
    relue = poids["table"] * poids["echelle"].astype(np.float32)[:, None]
    pas = poids["echelle"].astype(np.float32)[:, None]
    assert (np.abs(relue - reseau.table.detach().numpy()) <= 0.51 * pas).all()
