"""Alerts, delays, words and rights of conventions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from catalogue.domaine import TypeContrat
from comptes.domaine import Acteur, Role
from employeurs.conventions.chiffres import Chiffres, Engagement, Realisees, lignes
from employeurs.conventions.construction import LigneSaisie, MetierLu, SaisieConvention, construire, lire_declaration, saisie_de
from employeurs.conventions.domaine import Alerte, Convention, EtatConvention, NatureAlerte, Suite, Suivi, alertes, bonus, ensemble
from employeurs.conventions.droits import Vue, peut_lire, peut_suivre, voit_les_petits_groupes, vue
from employeurs.conventions.libelles import mots_alerte, mots_ecart

N = NatureAlerte
JOUR = date(2026, 11, 23)
CONVENTION = Convention(
    1,
    "abcdefghjkmn",
    "Aide à domicile",
    7,
    "Les Mains",
    None,
    "eds-1",
    date(2026, 1, 1),
    date(2027, 12, 31),
    EtatConvention.SIGNEE,
    None,
    None,
    "",
    1,
)
METIERS = {"K1304": "Aide à domicile", "K2204": "Propreté"}


def suivi(prevues: int, faites: int, *, jour: date = JOUR, derniere: date | None = None, ouvertes: int = 1, **change: object) -> Suivi:
    """A convention of one métier in 2026 on a day."""
    c = replace(CONVENTION, **change)  # type: ignore[arg-type]
    engagements = (Engagement("K1304", 2026, prevues),)
    realisees = (Realisees("K1304", 2026, faites, 0, derniere or date(2026, 10, 1)),) if faites else ()
    return Suivi(c, engagements, lignes(c.periode, engagements, realisees, jour), derniere or (date(2026, 10, 1) if faites else None), 1, ouvertes)


def natures(s: Suivi, jour: date = JOUR) -> list[NatureAlerte]:
    return [a.nature for a in alertes(s, jour)]


def test_rien_a_dire_d_une_convention_qui_avance() -> None:
    assert natures(suivi(10, 9)) == []


def test_le_retard_d_abord_puis_ce_qui_manque() -> None:
    assert natures(suivi(10, 6)) == [N.RETARD]
    assert natures(suivi(10, 6, ouvertes=0)) == [N.RETARD, N.SANS_OFFRE]


def test_six_mois_sans_embauche_se_comptent_depuis_la_derniere_ou_le_debut() -> None:
    assert natures(suivi(10, 9, derniere=JOUR - timedelta(days=182))) == []
    assert natures(suivi(10, 9, derniere=JOUR - timedelta(days=183))) == [N.SANS_EMBAUCHE]
    assert N.SANS_EMBAUCHE in natures(suivi(10, 0))
    assert N.SANS_EMBAUCHE not in natures(suivi(10, 0, debut=date(2026, 9, 1)))


def test_la_fin_proche_n_alerte_que_si_l_objectif_manque() -> None:
    assert natures(suivi(10, 9, fin=JOUR + timedelta(days=60), debut=date(2026, 2, 1))) == [N.FIN_PROCHE]
    assert natures(suivi(10, 9, fin=JOUR + timedelta(days=61), debut=date(2026, 2, 1))) == []
    assert natures(suivi(10, 10, fin=JOUR + timedelta(days=1), ouvertes=0)) == []


def test_apres_la_fin_il_ne_reste_qu_a_clore() -> None:
    assert natures(suivi(10, 2, fin=JOUR - timedelta(days=1), ouvertes=0)) == [N.FINIE]
    assert natures(suivi(10, 2, fin=JOUR - timedelta(days=1), etat=EtatConvention.CLOSE)) == []


def test_une_convention_en_preparation_n_alerte_qu_a_son_premier_jour() -> None:
    prepare = suivi(10, 0, etat=EtatConvention.PREPAREE, debut=JOUR + timedelta(days=1))
    assert natures(prepare) == []
    assert natures(prepare, JOUR + timedelta(days=1)) == [N.A_SIGNER]


def test_un_metier_en_retard_est_nomme_meme_quand_les_autres_compensent() -> None:
    engagements = (Engagement("K1304", 2026, 10), Engagement("K2204", 2026, 10))
    faites = (Realisees("K1304", 2026, 3, 0, JOUR), Realisees("K2204", 2026, 14, 0, JOUR))
    s = Suivi(CONVENTION, engagements, lignes(CONVENTION.periode, engagements, faites, JOUR), JOUR, 1, 1)
    (alerte,) = alertes(s, JOUR)
    assert (alerte.nature, alerte.code_rome) == (N.RETARD_METIER, "K1304")
    assert mots_alerte(alerte, METIERS) == "En retard, Aide à domicile : 3\u00a0embauches sur 9 attendues à ce jour."


def test_l_ensemble_ne_compte_pas_ce_qui_n_est_pas_signe() -> None:
    signee, preparee = suivi(10, 4), suivi(30, 0, etat=EtatConvention.PREPAREE)
    assert ensemble([signee, preparee]) == signee.total
    assert ensemble([]) == Chiffres()


@pytest.mark.parametrize(
    ("chiffres", "mots"),
    [
        (Chiffres(10, 3, 5), "2\u00a0embauches de retard"),
        (Chiffres(10, 4, 5), "1\u00a0embauche de retard"),
        (Chiffres(10, 5, 5), "dans les temps"),
        (Chiffres(10, 7, 5), "2\u00a0embauches d’avance"),
        (Chiffres(10, 10, 10), "objectif atteint"),
        (Chiffres(10, 11, 4), "objectif atteint"),
        (Chiffres(10, 0, 0), "rien d’attendu pour l’instant"),
        (Chiffres(0, 1, 0), "1\u00a0embauche d’avance"),
    ],
)
def test_l_ecart_se_dit(chiffres: Chiffres, mots: str) -> None:
    assert mots_ecart(chiffres) == mots


def test_chaque_alerte_a_sa_phrase() -> None:
    for nature in NatureAlerte:
        assert mots_alerte(Alerte(nature, Chiffres(4, 1, 3), "K1304"), METIERS).endswith(".")


def test_le_bonus_regarde_le_delai_du_milieu_et_les_emplois_durables() -> None:
    lue = bonus(
        Suite(date(2026, 1, 1), date(2026, 1, 1 + jours), issue) for jours, issue in ((4, "emploi_durable"), (10, None), (20, "abandon"), (30, None))
    )
    assert (lue.embauches, lue.mediane, lue.durables, lue.finies) == (4, 15.0, 1, 2)
    assert bonus([]).mediane is None


def test_qui_lit_et_qui_suit() -> None:
    def acteur(role: Role, **champs: object) -> Acteur:
        return Acteur(1, "x", role, "X", **champs)  # type: ignore[arg-type]

    assert {r for r in Role if peut_lire(acteur(r))} == {Role.CRE, Role.MANAGER, Role.EMPLOYEUR}
    assert {r for r in Role if peut_suivre(acteur(r))} == {r for r in Role if voit_les_petits_groupes(acteur(r))} == {Role.CRE}
    assert vue(acteur(Role.CRE, territoires=frozenset({"t"}))) == Vue(None, frozenset())
    assert vue(acteur(Role.MANAGER, territoires=frozenset({"t"}))) == Vue(None, frozenset({"t"}))
    assert vue(acteur(Role.EMPLOYEUR, structure_id=7)) == Vue(7, frozenset(), engagees=True)
    assert vue(acteur(Role.EMPLOYEUR)).structure_id == 0  # no structure bears this number: it sees nothing


def nommer(texte: str) -> MetierLu:
    code = next((c for c, nom in METIERS.items() if texte in {c, nom}), None)
    return MetierLu(code, "" if code else "Propreté")


SAISIE = SaisieConvention(
    "Propreté", debut="2026-03-01", fin="2027-06-30", annees=(2026, 2027), lignes=(LigneSaisie("l1", "Propreté", {2026: "4", 2027: "0"}),)
)


def test_le_formulaire_devient_une_convention() -> None:
    nouvelle, fautes = construire(SAISIE, nommer)
    assert fautes == ()
    assert nouvelle is not None
    assert nouvelle.engagements == (Engagement("K2204", 2026, 4),)
    assert construire(saisie_de(nouvelle.titre, nouvelle.periode, nouvelle.engagements, METIERS), nommer)[0] == nouvelle


@pytest.mark.parametrize(
    ("change", "champ", "mots"),
    [
        ({"titre": ""}, "titre", "titre"),
        ({"fin": "2026-02-01"}, "debut", "dernier jour"),
        ({"fin": "2040-01-01"}, "debut", "dix ans"),
        ({"debut": "hier"}, "debut", "premier"),
        ({"lignes": (LigneSaisie("l1"),)}, "l1-metier", "au moins un métier"),
        ({"lignes": (LigneSaisie("l1", "Poterie", {2026: "3"}),)}, "l1-metier", "Peut-être « Propreté »"),
        ({"lignes": (LigneSaisie("l1", "", {2026: "3"}),)}, "l1-metier", "Écrivez le métier"),
        ({"lignes": (LigneSaisie("l1", "Propreté", {2026: "trois"}),)}, "l1-2026", "entier"),
        ({"lignes": (LigneSaisie("l1", "Propreté", {2026: "1001"}),)}, "l1-2026", "1000"),
        ({"lignes": (LigneSaisie("l1", "Propreté", {2026: "1", 2028: "2"}),)}, "l1-2028", "pas dans la période"),
        ({"lignes": (LigneSaisie("l1", "Propreté", {2026: "0"}),)}, "l1-metier", "combien"),
        ({"lignes": (LigneSaisie("l1", "Propreté", {2026: "1"}), LigneSaisie("l2", "K2204", {2026: "1"}))}, "l2-metier", "déjà"),
    ],
)
def test_chaque_faute_dit_quoi_faire(change: dict[str, object], champ: str, mots: str) -> None:
    nouvelle, fautes = construire(replace(SAISIE, **change), nommer)  # type: ignore[arg-type]
    assert nouvelle is None
    assert [(f.champ, mots in f.message) for f in fautes] == [(champ, True)]


def test_changer_la_periode_montre_ses_annees_et_garde_ce_qui_est_ecrit() -> None:
    assert replace(SAISIE, fin="2028-06-30").avec_ses_annees().annees == (2026, 2027, 2028)
    assert replace(SAISIE, fin="2026-12-31").avec_ses_annees().annees == (2026, 2027)  # a number was typed for 2027
    assert replace(SAISIE, fin="2026-02-30").avec_ses_annees() == replace(SAISIE, fin="2026-02-30")


def test_on_declare_dans_la_periode_et_pas_dans_l_avenir() -> None:
    bonne = {"code_rome": "K1304", "jour": "2026-11-23", "nombre": "2", "contrat": "CDI"}
    lue, _ = lire_declaration(CONVENTION, frozenset({"K1304"}), bonne, JOUR)
    assert lue is not None
    assert (lue.nombre, lue.contrat) == (2, TypeContrat.CDI)
    fausses = {"code_rome": "K2204", "jour": "2026-11-24", "nombre": "0", "contrat": "à vie"}
    for champ in ("code_rome", "jour", "nombre"):
        rien, fautes = lire_declaration(CONVENTION, frozenset({"K1304"}), {**bonne, champ: fausses[champ]}, JOUR)
        assert rien is None
        assert [f.champ for f in fautes] == [champ]
    assert lire_declaration(CONVENTION, frozenset({"K1304"}), {**bonne, "jour": "2025-12-31"}, JOUR)[0] is None
