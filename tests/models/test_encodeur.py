"""What the shipped encoder promises."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from models.encodeur import MODELE_LIVRE, Encodeur, EncodeurSentenceTransformers, EncodeurStatique, ModeleIllisible, charger
from models.jetons import mots, seaux

TEXTES = [
    "Soudeur / Soudeuse TIG",
    "agent·e d'entretien (h/f)",
    "",
    "de la",
    "Aide à domicile auprès de personnes âgées : ménage, courses, repas.\n- Aide à la toilette\n- Ménage, ménage et ménage",
    "日本",
]
METIERS = [
    "Soudeur / Soudeuse",
    "Magasinier / Magasinière",
    "Agent / Agente d'entretien de locaux",
    "Aide à domicile",
    "Employé / Employée de ménage à domicile",
    "Agent / Agente de service hospitalier",
    "Aide-soignant / Aide-soignante",
    "Cariste",
    "Boulanger / Boulangère",
    "Serveur / Serveuse en restauration",
    "Conducteur / Conductrice de poids lourds",
    "Comptable",
    "Électricien / Électricienne du bâtiment",
    "Coiffeur / Coiffeuse",
    "Éducateur / Éducatrice de jeunes enfants",
    "Développeur / Développeuse informatique",
    "Ouvrier / Ouvrière viticole",
]


@pytest.fixture(scope="module")
def encodeur() -> Encodeur:
    return charger()


def _premier(encodeur: Encodeur, requete: str) -> str:
    return METIERS[int((encodeur.encoder(METIERS) @ encodeur.encoder([requete])[0]).argmax())]


def test_lignes_de_norme_un_ou_nulles(encodeur: Encodeur) -> None:
    vecteurs = encodeur.encoder(TEXTES)
    assert vecteurs.shape == (len(TEXTES), encodeur.dimension)
    assert vecteurs.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vecteurs, axis=1), [1, 1, 0, 0, 1, 0], atol=1e-5)
    assert encodeur.encoder([]).shape == (0, encodeur.dimension)


def test_le_meme_texte_donne_le_meme_vecteur_seul_ou_en_nombre(encodeur: Encodeur) -> None:
    ensemble = encodeur.encoder(TEXTES * 50)
    seuls = np.concatenate([charger().encoder([texte]) for texte in TEXTES])
    np.testing.assert_allclose(ensemble[: len(TEXTES)], seuls, atol=1e-6)
    np.testing.assert_allclose(ensemble[-len(TEXTES) :], seuls, atol=1e-6)


@pytest.mark.parametrize(
    ("requete", "metier"),
    [
        ("magazinier", "Magasinier / Magasinière"),
        ("aide soigniante", "Aide-soignant / Aide-soignante"),
        ("eletricien batiment", "Électricien / Électricienne du bâtiment"),
        ("ménage chez les gens", "Employé / Employée de ménage à domicile"),
        ("ASH en Ehpad", "Agent / Agente de service hospitalier"),
        ("cariste CACES 1 3 5", "Cariste"),
        ("chauffeur SPL", "Conducteur / Conductrice de poids lourds"),
        ("faire du pain", "Boulanger / Boulangère"),
        ("travailler avec des enfants", "Éducateur / Éducatrice de jeunes enfants"),
        ("servir à table le midi", "Serveur / Serveuse en restauration"),
        ("nettoyer des bureaux", "Agent / Agente d'entretien de locaux"),
    ],
)
def test_comprend_fautes_sigles_et_langue_de_tous_les_jours(encodeur: Encodeur, requete: str, metier: str) -> None:
    assert _premier(encodeur, requete) == metier


@pytest.mark.parametrize(
    ("un", "autre"),
    [
        ("Agent d'entretien", "agent·e d'entretien (h/f)"),
        ("INFIRMIER", "infirmier(ère) F/H"),
        ("Électricien", "electricien"),
        ("Conseiller en insertion", "conseiller.e.s en insertion H/F/X"),
    ],
)
def test_les_ecritures_inclusives_et_la_casse_ne_changent_rien(encodeur: Encodeur, un: str, autre: str) -> None:
    a, b = encodeur.encoder([un, autre])
    assert a @ b > 0.9999


@pytest.mark.parametrize(
    ("homme", "femme"), [("soudeur", "soudeuse"), ("serveur", "serveuse"), ("infirmier", "infirmière"), ("directeur", "directrice")]
)
def test_masculin_et_feminin_sont_proches(encodeur: Encodeur, homme: str, femme: str) -> None:
    a, b = encodeur.encoder([homme, femme])
    assert a @ b > 0.75


def test_deux_metiers_etrangers_restent_sous_le_plancher(encodeur: Encodeur) -> None:
    carte = json.loads((MODELE_LIVRE / "carte.json").read_text(encoding="utf-8"))
    assert encodeur.plancher == carte["bruit"]["0.999"]
    assert 0.2 < encodeur.plancher < 0.7
    cosinus = encodeur.encoder(METIERS) @ encodeur.encoder(["astrophysicien"])[0]
    assert cosinus.max() < encodeur.plancher


def test_meme_resultat_que_sentence_transformers(encodeur: Encodeur) -> None:
    autre = EncodeurSentenceTransformers(MODELE_LIVRE)
    assert autre.dimension == encodeur.dimension
    np.testing.assert_allclose(autre.encoder(TEXTES), encodeur.encoder(TEXTES), atol=1e-4)


def test_se_charge_vite_et_sans_torch() -> None:
    code = (
        "import sys, time; import numpy; debut = time.process_time(); from models.encodeur import charger; e = charger(); e.encoder(['maçon']);"
        "duree = time.process_time() - debut; lourds = {'torch', 'sentence_transformers', 'faiss', 'sklearn', 'scipy'} & set(sys.modules);"
        "print(duree, sorted(lourds))"
    )
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split(maxsplit=1)
    assert sortie[1].strip() == "[]"
    assert float(sortie[0]) < 0.5  # of processor: under 0.3 s is the promise, and a loaded machine computes slower


def test_le_debit_tient(encodeur: Encodeur) -> None:
    titres = [f"{metier} {suite}" for metier in METIERS for suite in ("de nuit", "débutant", "en intérim", "polyvalent", "(H/F)") for _ in range(50)]
    debut = time.process_time()
    encodeur.encoder(titres)
    assert len(titres) / (time.process_time() - debut) > 15_000


def test_les_poids_tiennent_dans_huit_mo() -> None:
    assert sum(fichier.stat().st_size for fichier in MODELE_LIVRE.glob("*.npz")) <= 8_000_000


@pytest.mark.parametrize("geste", ["octet", "coupe", "sans_poids", "sans_carte", "carte_abimee", "sans_jalons", "autres_jalons"])
def test_un_modele_abime_est_refuse(tmp_path: Path, geste: str) -> None:
    dossier = tmp_path / "modele"
    shutil.copytree(MODELE_LIVRE, dossier)
    poids, carte = dossier / "poids.npz", dossier / "carte.json"
    brut = bytearray(poids.read_bytes())
    brut[len(brut) // 2] ^= 1
    {
        "octet": lambda: poids.write_bytes(brut),
        "coupe": lambda: poids.write_bytes(brut[:1000]),
        "sans_poids": poids.unlink,
        "sans_carte": carte.unlink,
        "carte_abimee": lambda: carte.write_text("{"),
        "sans_jalons": (dossier / "jalons.npz").unlink,
        "autres_jalons": lambda: shutil.copy(poids, dossier / "jalons.npz"),
    }[geste]()
    with pytest.raises(ModeleIllisible):
        charger(dossier)


def test_un_dossier_absent_est_refuse(tmp_path: Path) -> None:
    with pytest.raises(ModeleIllisible):
        charger(tmp_path / "nulle-part")


def test_le_modele_livre_est_le_statique(encodeur: Encodeur) -> None:
    assert isinstance(encodeur, EncodeurStatique)
    assert len(encodeur.empreinte) == 64


def test_le_decoupage_est_celui_des_poids() -> None:
    # Weights are tied to these numbers: a change here asks for a new training.
    assert mots("L'agent·e d'entretien (h/f), C++ & 3x8") == ["agent", "entretien", "c++", "3x8"]
    assert seaux("ash", 40_960) == [34017, 32646, 39770, 4895, 39501, 9591]
    assert mots("Serveuses, directrice, boulangère ; hôtesses et vente") == ["serveur", "directeur", "boulanger", "hote", "vente"]
