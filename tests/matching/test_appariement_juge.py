"""Judged cases: well formed, varied, and graded by the rules that are written."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from catalogue.depot import FicheOffre
from catalogue.domaine import (
    Apport,
    Condition,
    DetailsAppui,
    DetailsRecrutement,
    Frein,
    Jour,
    Lieu,
    Offre,
    Operateur,
    Periode,
    Session,
    TypeApport,
    TypeCondition,
    TypeOffre,
    creneaux,
)
from catalogue.recherche import Moteur
from matching.evaluation.appariement.cas import Cas, Partie, lire
from matching.evaluation.appariement.jugement import distance_km, infractions, juger
from parcours.domaine import Allocataire
from socle.erreurs import ErreurPersonne

JOUR = date(2026, 11, 23)
CRETEIL = Lieu(code_insee="94028", latitude=48.7837, longitude=2.4547)
PERIGNY = Lieu(code_insee="94056", latitude=48.6953, longitude=2.5564)
EMPLOI = Offre("x", "1", TypeOffre.RECRUTEMENT, "Emploi", DetailsRecrutement(), metiers=("K2205", "K1304"), lieu=CRETEIL)
APPUI = Offre("x", "2", TypeOffre.APPUI, "Appui", DetailsAppui(), apports=(Apport(TypeApport.FREIN_LEVE, "garde", "garde_enfants"),), lieu=CRETEIL)


def cas(personne: dict[str, object] | None = None, **juge: object) -> Cas:
    faits = {"commune": "94028", **(personne or {})}
    return Cas(id="essai", note="une personne inventée pour le test", personne=faits, juge={"km": 5, **juge}, partie=Partie.REGLAGE)


def note(moteur: Moteur, un_cas: Cas, offre: Offre) -> int:
    return juger(un_cas, [FicheOffre(1, "a", offre, None)], moteur.referentiel, JOUR).get(1, 0)


def test_cent_soixante_personnes_variees_en_deux_parts() -> None:
    lus = lire()
    assert len(lus) == 160
    gens = [c.allocataire() for c in lus]
    assert len({c.note for c in lus}) == 160
    assert Counter(c.partie for c in lus) == {Partie.MESURE: 100, Partie.REGLAGE: 60}
    assert {f for p in gens for f in p.freins} == set(Frein)
    assert sum(not p.metiers for p in gens) >= 6
    assert sum(p.permis == () for p in gens) >= 20
    assert sum(bool(p.rqth) for p in gens) >= 2
    assert min(p.annee_naissance for p in gens if p.annee_naissance) < 1970
    assert max(p.annee_naissance for p in gens if p.annee_naissance) > 2004
    assert sum(len(c.projet_autres) for c in lus) >= 60


def test_chaque_cas_dit_quelque_chose_d_utile() -> None:
    for c in lire():
        assert c.juge.bons or c.juge.dabord or c.juge.aussi or c.juge.ouvert, c.id
        assert not set(c.juge.bons) & set(c.juge.refus), c.id
        assert not set(c.juge.maintenant) & set(c.juge.ensuite), c.id
        assert c.allocataire().projet not in c.projet_autres, c.id


@pytest.mark.parametrize(
    "texte", ["[[cas]]\nid = 3", "x", '[[cas]]\nid = "a"\nnote = "une note assez longue ici"\n[cas.personne]\n[cas.juge]\nkm = 0']
)
def test_un_cas_mal_ecrit_se_dit(tmp_path: Path, texte: str) -> None:
    (tmp_path / "reglage.toml").write_text(texte, encoding="utf-8")
    with pytest.raises(ErreurPersonne, match="n’est pas une liste de cas jugés"):
        lire(tmp_path)


def test_un_dossier_impossible_se_dit() -> None:
    with pytest.raises(ErreurPersonne, match="n’est pas un dossier"):
        cas({"francais": "bien"}).allocataire()


@pytest.mark.parametrize(
    ("juge", "attendue"),
    [
        ({"bons": ["K2205"], "maintenant": ["recrutement"]}, 3),
        ({"bons": ["K2205"], "ensuite": ["recrutement"]}, 2),
        ({"bons": ["K2205"], "maintenant": ["formation"]}, 0),
        ({"proches": ["K2205"], "maintenant": ["recrutement"]}, 2),
        ({"bons": ["K1304"], "maintenant": ["recrutement"]}, 2),
        ({"proches": ["K1304"], "maintenant": ["recrutement"]}, 0),
        ({"bons": ["K2205"], "maintenant": ["recrutement"], "refus": ["K1304"]}, 0),
        ({"bons": ["N1101"], "maintenant": ["recrutement"]}, 0),
    ],
)
def test_metier_et_moment(moteur: Moteur, juge: dict[str, object], attendue: int) -> None:
    assert note(moteur, cas(**juge), EMPLOI) == attendue


def test_un_frein_a_lever_d_abord_vaut_plus_qu_en_chemin(moteur: Moteur) -> None:
    assert note(moteur, cas(dabord=["garde_enfants"]), APPUI) == 3
    assert note(moteur, cas(aussi=["garde_enfants"]), APPUI) == 2
    assert note(moteur, cas(dabord=["mobilite"]), APPUI) == 0


def test_le_quatrieme_appui_pour_le_meme_frein_repete_les_trois_premiers(moteur: Moteur) -> None:
    appuis = [FicheOffre(i, str(i), replace(APPUI, source_id=str(i)), None) for i in range(1, 5)]
    loin = FicheOffre(9, "9", replace(APPUI, source_id="0", lieu=PERIGNY), None)
    assert juger(cas(km=20, dabord=["garde_enfants"]), [loin, *appuis], moteur.referentiel, JOUR) == {1: 3, 2: 3, 3: 3, 4: 1, 9: 1}


def test_sans_projet_toute_decouverte_merite_d_etre_discutee(moteur: Moteur) -> None:
    decouverte = replace(EMPLOI, type_offre=TypeOffre.DECOUVERTE)
    assert note(moteur, cas(ouvert=True, maintenant=["decouverte"]), decouverte) == 2
    assert note(moteur, cas(ouvert=True, ensuite=["decouverte"]), decouverte) == 1
    assert note(moteur, cas(ouvert=True, maintenant=["decouverte"], refus=["K2205"]), decouverte) == 0
    assert note(moteur, cas(ouvert=True, maintenant=["recrutement"]), EMPLOI) == 0


def test_la_distance_plafonne(moteur: Moteur) -> None:
    km = distance_km(cas(km=1).allocataire(), replace(EMPLOI, lieu=PERIGNY), moteur.referentiel)
    assert km == pytest.approx(12.3, abs=0.8)
    ailleurs, voulu = replace(EMPLOI, lieu=PERIGNY), {"bons": ["K2205"], "maintenant": ["recrutement"]}
    assert [note(moteur, cas(km=distance, **voulu), ailleurs) for distance in (14, 9, 6)] == [3, 1, 0]
    assert note(moteur, cas({"commune": None}, km=6, **voulu), ailleurs) == 3


def test_les_heures_impossibles_plafonnent(moteur: Moteur) -> None:
    un_cas = cas(bons=["K2205"], maintenant=["recrutement"], pas_periodes=["soir"], pas_jours=["dimanche"])
    jours = (Jour.LUNDI, Jour.MARDI)
    par_horaires = {
        creneaux(jours, (Periode.MATIN,)): 3,
        creneaux(jours, (Periode.MATIN, Periode.SOIR)): 1,
        creneaux(jours, (Periode.SOIR,)): 0,
        creneaux((Jour.DIMANCHE,), (Periode.MATIN,)): 0,
    }
    for masque, attendue in par_horaires.items():
        assert note(moteur, un_cas, replace(EMPLOI, creneaux=masque)) == attendue


def test_complete_ou_sans_le_titre_elle_ne_vaut_plus_que_la_discussion(moteur: Moteur) -> None:
    voulu = {"bons": ["K2205"], "maintenant": ["recrutement"]}
    complete = replace(EMPLOI, sessions=(Session("s", places=2, places_prises=2),))
    assert note(moteur, cas(**voulu), complete) == 1
    titre = Condition(TypeCondition.PREALABLE, Operateur.DANS, ("Carte professionnelle",))
    assert note(moteur, cas(**voulu), replace(EMPLOI, conditions=(titre,))) == 1
    assert note(moteur, cas(**voulu, acquis=["Carte professionnelle"]), replace(EMPLOI, conditions=(titre,))) == 3


@pytest.mark.parametrize(
    ("condition", "faits", "enfreinte"),
    [
        (Condition(TypeCondition.AGE, Operateur.AU_MOINS, ("18",)), {"annee_naissance": 2010}, True),
        (Condition(TypeCondition.AGE, Operateur.AU_MOINS, ("18",)), {"annee_naissance": 2008}, False),
        (Condition(TypeCondition.AGE, Operateur.AU_PLUS, ("29",)), {"annee_naissance": 1990}, True),
        (Condition(TypeCondition.NIVEAU, Operateur.AU_MOINS, ("4",)), {"niveau": 3}, True),
        (Condition(TypeCondition.NIVEAU, Operateur.AU_MOINS, ("4",)), {}, False),
        (Condition(TypeCondition.FRANCAIS, Operateur.AU_MOINS, ("B1",)), {"francais": "A2"}, True),
        (Condition(TypeCondition.FRANCAIS, Operateur.AU_PLUS, ("A2",)), {"francais": "B1"}, True),
        (Condition(TypeCondition.PERMIS, Operateur.DANS, ("B",)), {"permis": ()}, True),
        (Condition(TypeCondition.PERMIS, Operateur.DANS, ("B",)), {}, False),
        (Condition(TypeCondition.PERMIS, Operateur.DANS, ("B",)), {"permis": ("B",)}, False),
        (Condition(TypeCondition.VEHICULE, Operateur.EGAL, ("oui",)), {"vehicule": False}, True),
        (Condition(TypeCondition.INSCRIPTION_FT, Operateur.EGAL, ("oui",)), {"inscrit_ft": False}, True),
        (Condition(TypeCondition.RSA, Operateur.EGAL, ("oui",)), {}, False),
        (Condition(TypeCondition.ZONE, Operateur.DANS, ("75",)), {}, True),
        (Condition(TypeCondition.ZONE, Operateur.DANS, ("94",)), {}, False),
        (Condition(TypeCondition.NIVEAU, Operateur.AU_MOINS, ("4",), ferme=False), {"niveau": 1}, False),
    ],
)
def test_une_condition_enfreinte_interdit(moteur: Moteur, condition: Condition, faits: dict[str, object], enfreinte: bool) -> None:
    personne: Allocataire = cas(faits).allocataire()
    offre = replace(EMPLOI, conditions=(condition,))
    assert bool(infractions(personne, offre, JOUR)) is enfreinte
    assert note(moteur, cas(faits, bons=["K2205"], maintenant=["recrutement"]), offre) == (0 if enfreinte else 3)
