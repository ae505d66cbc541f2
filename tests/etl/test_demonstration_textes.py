"""What everybody reads first: varied descriptions, good French, nothing left of the machine that put them together."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from catalogue.domaine import Offre, TypeOffre
from catalogue.regles import TITRE_MAX
from etl import demonstration
from etl.demonstration.tables import document, fiches
from etl.demonstration.villes import de_la_commune, villes
from socle.texte import mots, texte_brut

JOUR = date(2026, 11, 23)
# A plain apostrophe, a straight quote, a mark not filled in, two spaces, a space before a comma or a full stop.
FAUTES = re.compile(r"['\"{}]|  | [,.]|\.\.|\( | \)|\s$|^\s")
ARTICLES = re.compile(r"\b(?:à|de) Le |\bd’(?=[bcdfgjklmnpqrstvwxz])")


@pytest.fixture(scope="module")
def offres() -> tuple[Offre, ...]:
    return demonstration.offres(JOUR)


def textes(offre: Offre) -> Iterator[str]:
    """Everything of an offer that people read."""
    yield from (offre.titre, offre.description, offre.horaires or "", offre.modalites or "", offre.cout_precisions or "")
    yield from (c.libelle for c in offre.conditions)
    yield from (a.libelle for a in offre.apports)


def test_les_descriptions_sont_presque_toutes_differentes(offres: tuple[Offre, ...]) -> None:
    assert len({o.description for o in offres}) == len(offres)
    premieres = Counter(o.description.split("\n\n")[0] for o in offres)
    assert len(premieres) >= 400
    assert max(premieres.values()) <= 2


def test_les_descriptions_disent_quelque_chose(offres: tuple[Offre, ...]) -> None:
    longueurs = sorted(len(mots(o.description)) for o in offres)
    assert longueurs[0] >= 15
    assert longueurs[len(longueurs) // 2] >= 35
    assert all(o.description.endswith(".") for o in offres)


def test_les_titres_sont_courts_et_varies(offres: tuple[Offre, ...]) -> None:
    longueurs = [len(o.titre) for o in offres]
    assert min(longueurs) >= 8
    assert max(longueurs) <= 120 < TITRE_MAX
    assert all(not o.titre.endswith(".") for o in offres)
    assert len({o.titre for o in offres}) >= 400


def test_aucune_faute_de_typographie(offres: tuple[Offre, ...]) -> None:
    fautifs = [(o.source_id, texte) for o in offres for texte in textes(o) if texte and FAUTES.search(texte)]
    assert fautifs == []


def test_aucun_article_mal_accorde(offres: tuple[Offre, ...]) -> None:
    assert [(o.source_id, ARTICLES.search(o.description)) for o in offres if ARTICLES.search(o.description)] == []


def test_ponctuation_double_avec_une_espace(offres: tuple[Offre, ...]) -> None:
    """A plain space before « : ; ! ? »: the pages make it a non-breaking one."""
    sans_espace = re.compile(r"\w[;:!?](?!//)")
    assert [(o.source_id, texte) for o in offres for texte in textes(o) if sans_espace.search(texte)] == []


def test_guillemets_francais_ouverts_et_fermes(offres: tuple[Offre, ...]) -> None:
    for offre in offres:
        assert offre.description.count("«") == offre.description.count("»"), offre.source_id


def test_les_textes_sont_deja_du_texte_brut(offres: tuple[Offre, ...]) -> None:
    assert [o.source_id for o in offres if texte_brut(o.description) != o.description] == []


def test_le_lieu_dit_dans_le_texte_est_celui_de_l_offre(offres: tuple[Offre, ...]) -> None:
    """The way to come is that of the commune of the offer."""
    for offre in offres:
        if "Pour venir" in offre.description:
            assert f"Pour venir : {villes()[offre.lieu.code_insee or ''].acces}." in offre.description, offre.source_id


def test_une_commune_nommee_pour_un_recrutement_est_la_sienne(offres: tuple[Offre, ...]) -> None:
    for offre in (o for o in offres if o.type_offre is TypeOffre.RECRUTEMENT):
        sienne = villes()[offre.lieu.code_insee or ""].commune.nom.replace("'", "’")
        autres = {de_la_commune(v.commune.nom.replace("'", "’")) for v in villes().values()} - {de_la_commune(sienne)}
        contexte = offre.description.split("\n\n")[0]
        nommees = [nom for nom in autres if re.search(rf"(?:secteur|agence|site) {re.escape(nom)}\b", contexte)]
        assert nommees == [], offre.source_id


@pytest.mark.parametrize("dossier", ["metiers", "decouvertes", "formations", "appuis", "structures"])
def test_les_fiches_ecrites_ne_se_repetent_pas(dossier: str) -> None:
    cle = {"metiers": "metier", "decouvertes": "decouverte", "formations": "formation", "appuis": "appui", "structures": "structure"}[dossier]
    corps = [f["texte"] for f in fiches(dossier, cle) if "texte" in f]
    corps += [lieu["texte"] for f in fiches(dossier, cle) for lieu in f.get("lieux", ())]
    corps += [f["ailleurs"] for f in fiches(dossier, cle) if "ailleurs" in f]
    assert corps
    assert len(set(corps)) == len(corps)


def test_soixante_metiers_au_moins_sont_racontes_en_detail() -> None:
    racontes = fiches("metiers", "metier")
    assert len(racontes) >= 60
    for metier in racontes:
        assert len(metier["missions"]) >= 5, metier["cle"]
        assert metier["apprend"], metier["cle"]
        assert all(mission[0].islower() and not mission.endswith(".") for mission in metier["missions"]), metier["cle"]


def test_chaque_phrase_commune_est_une_phrase() -> None:
    phrases = document("phrases")
    groupes = [groupe for nom, section in phrases.items() if nom != "voies" for groupe in section.values()]
    for phrase in (p for groupe in groupes for p in groupe):
        assert phrase[0].isupper(), phrase
        assert phrase.endswith("."), phrase


def test_les_rues_n_existent_pas() -> None:
    inventes = re.compile(r"Démonstration|Exemple|Modèle|Maquette|Gabarit|Essais|Prototype|Brouillon|Canevas|Esquisse")
    assert all(inventes.search(voie) for voie in document("phrases")["voies"]["noms"])


def test_aucun_numero_ni_courriel_dans_les_textes(offres: tuple[Offre, ...]) -> None:
    """Contacts stand in their own fields, where they are known to be fictitious."""
    indiscret = re.compile(r"@|\b0\d(?:[ .]?\d\d){4}\b|https?:")
    assert [o.source_id for o in offres for texte in textes(o) if indiscret.search(texte)] == []


def test_aucune_definition_du_rome_n_est_recopiee(offres: tuple[Offre, ...], donnees_reelles: Path) -> None:
    contenu = gzip.decompress((donnees_reelles / "rome-4.0" / "unix_texte_v460_utf8.csv.gz").read_bytes()).decode("utf-8")
    officiels = {ligne["libelle_texte"].strip().lower() for ligne in csv.DictReader(io.StringIO(contenu))}
    phrases = {morceau.strip(" -.").lower() for o in offres for morceau in re.split(r"[.\n]", o.description) if len(morceau) > 40}
    assert phrases
    assert not {p for p in phrases if p in officiels or f"{p}." in officiels}
