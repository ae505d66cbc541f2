"""One contract for every engine, and what each is known to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import numpy as np
import pytest

from catalogue.fusion import Genre, charger
from catalogue.vues import TextesMetier
from matching.evaluation.moteur_postgres import moteur_postgres
from matching.evaluation.moteurs import Moteur, MoteurBM25, MoteurEncodeur, MoteurHybride, MoteurTfidf
from matching.evaluation.registre import MOTEURS, Banc
from matching.evaluation.taches import Corpus, corpus_metiers
from models.encodeur import Encodeur, ModeleIllisible
from models.moteurs_reference import EncodeurReserve, TfidfCaracteres
from socle.erreurs import ErreurPersonne

TITRES = Corpus(
    (
        "Conducteur de chariot élévateur",
        "Cariste d'entrepôt",
        "Aide à domicile",
        "Infirmière de nuit",
        "Vendeur en boulangerie",
        "Vente de vêtements",
    ),
    ("n1", "n1", "k1", "j1", "d1", "d2"),
)
METIERS = corpus_metiers(
    (
        TextesMetier("N1101", "Cariste", "N1101", ("Conducteur / Conductrice de chariot",), "Déplace des palettes.", ("Gerber des palettes",)),
        TextesMetier(
            "K1304", "Employé familial / Employée familiale", "K1304", ("Aide à domicile",), "Entretient le logement.", ("Repasser du linge",)
        ),
        TextesMetier("J1506", "Infirmier / Infirmière", "J1506", (), "", ()),
    )
)
NOMS = ("hybride", "encodeur", "tfidf_caracteres", "bm25", "postgres")


@pytest.fixture(scope="module")
def moteurs(encodeur: Encodeur, url_demonstration: str) -> Iterator[dict[str, Moteur]]:
    with moteur_postgres(url_demonstration) as postgres:
        liste: list[Moteur] = [MoteurHybride(encodeur, charger()), MoteurEncodeur(encodeur), MoteurTfidf(), MoteurBM25(), postgres]
        yield {m.nom: m for m in liste}


@pytest.mark.parametrize("nom", NOMS)
@pytest.mark.parametrize("corpus", [TITRES, METIERS], ids=["titres", "metiers"])
class TestContrat:
    def test_une_note_par_cle_et_par_requete(self, moteurs: dict[str, Moteur], nom: str, corpus: Corpus) -> None:
        moteurs[nom].indexer(corpus)
        reponses = moteurs[nom].noter(["cariste", "aide à domicile", "zzzzqqqq", ""])
        assert reponses.notes.shape == (4, len(corpus.cles_uniques))
        assert reponses.notes.dtype == np.float32
        assert not np.isnan(reponses.notes).any()
        assert reponses.vides.tolist() == [False, False, True, True]

    def test_la_bonne_reponse_vient_en_tete(self, moteurs: dict[str, Moteur], nom: str, corpus: Corpus) -> None:
        moteurs[nom].indexer(corpus)
        meilleures = moteurs[nom].noter(["cariste", "aide à domicile", "infirmière"]).notes.argmax(axis=1)
        attendues = ("n1", "k1", "j1") if corpus is TITRES else ("N1101", "K1304", "J1506")
        assert tuple(corpus.cles_uniques[i] for i in meilleures) == attendues

    def test_deux_appels_donnent_la_meme_reponse(self, moteurs: dict[str, Moteur], nom: str, corpus: Corpus) -> None:
        requetes = ["conducteur de chariot", "linge"]
        moteurs[nom].indexer(corpus)
        ensemble = moteurs[nom].noter(requetes)
        moteurs[nom].indexer(TITRES)
        moteurs[nom].indexer(corpus)
        une_a_une = [moteurs[nom].noter([r]) for r in requetes]
        assert np.allclose(ensemble.notes, np.concatenate([r.notes for r in une_a_une]), atol=1e-6)
        assert moteurs[nom].empreinte


def test_les_notes_des_documents_reviennent_a_leur_cle() -> None:
    corpus = Corpus(("a", "b", "c"), ("z", "y", "z"))
    assert corpus.cles_uniques == ("y", "z")
    assert corpus.par_cle(np.array([[1, 5, 3], [4, 0, 2]], dtype=np.float32)).tolist() == [[5, 3], [0, 4]]


def test_le_genre_du_corpus_se_lit_dans_ses_textes() -> None:
    assert TITRES.genre is Genre.TITRES
    assert METIERS.genre is Genre.METIERS
    assert Corpus(("mot " * 40, "mot " * 3), ("a", "b")).genre is Genre.TEXTES


def test_une_faute_perd_bm25_et_postgres_mais_pas_le_notre(moteurs: dict[str, Moteur]) -> None:
    vides = {}
    for nom, moteur in moteurs.items():
        moteur.indexer(TITRES)
        vides[nom] = bool(moteur.noter(["infirmirre"]).vides[0])
    assert vides["bm25"]
    assert vides["postgres"]
    assert not vides["hybride"]
    assert not vides["tfidf_caracteres"]


def test_postgres_cherche_l_un_des_mots_et_non_tous(moteurs: dict[str, Moteur]) -> None:
    moteurs["postgres"].indexer(TITRES)
    notes = moteurs["postgres"].noter(["vendeur de chariot & l'avion \x00 | !"]).notes[0]
    trouves = {cle for cle, note in zip(TITRES.cles_uniques, notes, strict=True) if note > -np.inf}
    assert trouves == {"d1", "n1"}


@pytest.mark.parametrize("nom", NOMS)
def test_un_corpus_sans_un_mot_ne_fait_pas_tomber_le_moteur(moteurs: dict[str, Moteur], nom: str) -> None:
    moteurs[nom].indexer(Corpus(("", "..."), ("a", "b")))
    reponses = moteurs[nom].noter(["cariste"])
    assert reponses.notes.shape == (1, 2)
    assert reponses.vides.all()


def test_l_empreinte_de_l_hybride_suit_l_encodeur_et_la_regle(encodeur: Encodeur) -> None:
    regle = charger()
    autre = type(regle)("autre", regle.poids)
    assert MoteurHybride(encodeur, regle).empreinte == MoteurHybride(encodeur, regle).empreinte
    assert MoteurHybride(encodeur, regle).empreinte != MoteurHybride(encodeur, autre).empreinte


def test_le_tfidf_se_passe_de_corpus() -> None:
    tfidf = TfidfCaracteres()
    tfidf.indexer(["", "  "])
    assert tfidf.noter(["x"]).tolist() == [[0.0, 0.0]]
    tfidf.indexer(["cariste"])
    assert tfidf.noter([]).shape == (0, 1)


def test_la_reserve_n_encode_chaque_texte_qu_une_fois(encodeur: Encodeur) -> None:
    class Compteur:
        def __init__(self) -> None:
            self.nom, self.dimension, self.empreinte, self.plancher = encodeur.nom, encodeur.dimension, encodeur.empreinte, encodeur.plancher
            self.jalons, self.plancher_rapproche = encodeur.jalons, encodeur.plancher_rapproche
            self.encodes: list[str] = []

        def encoder(self, textes: list[str]) -> np.ndarray:
            self.encodes += textes
            return encodeur.encoder(textes)

    compteur = Compteur()
    reserve = EncodeurReserve(compteur)
    premiers = reserve.encoder(["a", "cariste", "a"])
    reserve.encoder(["cariste"])
    assert compteur.encodes == ["a", "cariste"]
    assert np.array_equal(premiers, encodeur.encoder(["a", "cariste", "a"]))
    assert reserve.encoder([]).shape == (0, encodeur.dimension)


def banc(encodeur: Encodeur, url: str = "postgresql:///") -> Banc:
    return Banc(lambda: encodeur, lambda: url)


def test_un_moteur_qui_n_existe_pas_est_refuse(encodeur: Encodeur) -> None:
    with ExitStack() as pile, pytest.raises(ErreurPersonne, match="« magie » n’existe pas"):
        banc(encodeur).ouvrir(["bm25", "magie"], pile)


def test_une_base_absente_est_dite_et_les_autres_passent(encodeur: Encodeur) -> None:
    ouvert = banc(encodeur, "postgresql://nulle-part.invalid:1/x")
    with ExitStack() as pile:
        assert [m.nom for m in ouvert.ouvrir(["postgres", "bm25", "bm25"], pile)] == ["bm25"]
    assert "ne répond pas" in ouvert.absents["postgres"]


def test_un_encodeur_illisible_laisse_les_moteurs_de_mots() -> None:
    def illisible() -> Encodeur:
        raise ModeleIllisible("Le modèle « x » est absent ou illisible.")

    sans = Banc(illisible, lambda: "")
    with ExitStack() as pile:
        assert [m.nom for m in sans.ouvrir(["hybride", "encodeur", "bm25"], pile)] == ["bm25"]
    assert set(sans.absents) == {"hybride", "encodeur"}


def test_tous_les_moteurs_nommes_s_ouvrent_ou_disent_pourquoi(encodeur: Encodeur, url_demonstration: str) -> None:
    """Except the optional one, which is slow to load: its own test asks for it."""
    noms = [nom for nom in MOTEURS if nom != "minilm"]
    ouvert = banc(encodeur, url_demonstration)
    with ExitStack() as pile:
        assert [m.nom for m in ouvert.ouvrir(noms, pile)] == noms
    assert ouvert.absents == {}
