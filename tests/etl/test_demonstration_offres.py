"""The five hundred offers: right counts, every commune, good data, a catalogue that looks alive."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from catalogue.domaine import (
    TYPES_IAE,
    DetailsAppui,
    DetailsClause,
    DetailsConvention,
    DetailsFormation,
    DetailsIae,
    DetailsRecrutement,
    EtatOffre,
    EtatSession,
    Frein,
    Jour,
    NiveauFrancais,
    Offre,
    Periode,
    Permis,
    Presence,
    TypeApport,
    TypeCondition,
    TypeContrat,
    TypeOffre,
    TypeStructure,
    creneaux,
)
from catalogue.regles import anomalies_offre
from etl import demonstration
from etl.demonstration.villes import villes

JOUR = date(2026, 11, 23)
NOMBRES = {
    TypeOffre.DECOUVERTE: 70,
    TypeOffre.RECRUTEMENT: 120,
    TypeOffre.FORMATION: 90,
    TypeOffre.IAE: 70,
    TypeOffre.CLAUSE: 25,
    TypeOffre.CONVENTION: 15,
    TypeOffre.COLLECTIVITE: 30,
    TypeOffre.APPUI: 80,
}
NUIT = creneaux(tuple(Jour), (Periode.NUIT,))


@pytest.fixture(scope="module")
def offres() -> tuple[Offre, ...]:
    return demonstration.offres(JOUR)


def de(offres: tuple[Offre, ...], genre: TypeOffre) -> list[Offre]:
    """Offers of one kind."""
    return [o for o in offres if o.type_offre is genre]


def part(nombre: int, total: int) -> float:
    """Share."""
    return nombre / total


def test_combien_de_chaque_sorte(offres: tuple[Offre, ...]) -> None:
    assert Counter(o.type_offre for o in offres) == NOMBRES


def test_aucune_anomalie(offres: tuple[Offre, ...]) -> None:
    assert [(o.source_id, faute) for o in offres for faute in anomalies_offre(o)] == []


def test_tout_est_marque_fictif(offres: tuple[Offre, ...]) -> None:
    connues = {s.source_id for s in demonstration.structures()}
    for offre in offres:
        assert offre.source == "demonstration"
        assert offre.structure in connues
        assert (offre.contact.telephone or "").startswith("01 99 00 ")
        assert (offre.contact.courriel or "").endswith("@exemple.invalid")
        assert offre.contact.lien is None


def test_chaque_structure_propose_quelque_chose(offres: tuple[Offre, ...]) -> None:
    assert {o.structure for o in offres} == {s.source_id for s in demonstration.structures()}


def test_les_47_communes_ont_des_offres_et_les_plus_grandes_davantage(offres: tuple[Offre, ...]) -> None:
    comptes = Counter(o.lieu.code_insee for o in offres)
    assert set(comptes) == set(villes())
    assert min(comptes.values()) >= 3
    assert comptes["94028"] > comptes["94056"]


def test_chaque_identifiant_est_unique_et_lisible(offres: tuple[Offre, ...]) -> None:
    identifiants = [o.source_id for o in offres]
    assert len(set(identifiants)) == len(identifiants)
    assert all(i.startswith(f"{o.type_offre.value}-") and i == i.lower() and " " not in i for i, o in zip(identifiants, offres, strict=True))


def test_jamais_deux_fois_le_meme_titre_dans_une_commune(offres: tuple[Offre, ...]) -> None:
    assert [cle for cle, n in Counter((o.titre, o.lieu.code_insee) for o in offres).items() if n > 1] == []


def test_le_lieu_est_complet_et_proche_de_la_commune(offres: tuple[Offre, ...]) -> None:
    for offre in offres:
        commune = villes()[offre.lieu.code_insee or ""].commune
        assert offre.lieu.commune == commune.nom
        assert offre.lieu.latitude == pytest.approx(commune.latitude, abs=0.005)
        assert offre.lieu.longitude == pytest.approx(commune.longitude, abs=0.005)
        assert offre.lieu.adresse


def test_places_comme_dans_un_catalogue_qui_vit(offres: tuple[Offre, ...]) -> None:
    ouvertes = [s for o in offres for s in o.sessions if s.etat is EtatSession.OUVERTE and s.places]
    assert all(s.places_tenues + s.places_prises <= (s.places or 0) for s in ouvertes)
    assert 0.05 < part(sum(s.places_libres == 0 for s in ouvertes), len(ouvertes)) < 0.30
    assert sum(s.places_tenues > 0 for s in ouvertes) > 50
    assert 0.3 < part(sum(s.places_reservees > 0 for s in ouvertes), len(ouvertes)) < 0.8


def test_sessions_permanentes_et_datees(offres: tuple[Offre, ...]) -> None:
    assert all(1 <= len(o.sessions) <= 4 for o in offres)
    permanentes = sum(o.sessions[0].debut is None for o in offres)
    assert 0.3 < part(permanentes, len(offres)) < 0.7
    assert sum(len(o.sessions) > 1 for o in offres) > 100
    assert {s.etat for o in offres for s in o.sessions} == set(EtatSession)


def test_tous_les_etats_sont_presents_mais_la_plupart_sont_publiees(offres: tuple[Offre, ...]) -> None:
    etats = Counter(o.etat for o in offres)
    assert set(etats) == set(EtatOffre)
    assert part(etats[EtatOffre.PUBLIEE], len(offres)) > 0.85


def test_quelques_offres_n_ont_pas_ete_verifiees_depuis_longtemps(offres: tuple[Offre, ...]) -> None:
    ages = [(JOUR - o.verifie_le).days for o in offres if o.verifie_le]
    assert part(sum(age <= 30 for age in ages), len(ages)) > 0.6
    assert 10 < sum(age > 90 for age in ages) < 80
    assert any(o.verifie_le is None and o.etat is EtatOffre.PUBLIEE for o in offres)


def test_une_offre_reservee_le_dit_partout(offres: tuple[Offre, ...]) -> None:
    reservees = [o for o in offres if o.reserve_rsa]
    assert 30 < len(reservees) < 120
    for offre in reservees:
        assert any(c.type is TypeCondition.RSA and c.ferme for c in offre.conditions)
        assert "beneficiaires-des-minimas-sociaux" in offre.publics
        assert all(s.places_reservees == s.places for s in offre.sessions if s.places is not None), offre.source_id


def test_les_conditions_parlent_de_tout_ce_que_l_on_sait_verifier(offres: tuple[Offre, ...]) -> None:
    attendus = set(TypeCondition)
    assert {c.type for o in offres for c in o.conditions} == attendus
    assert all(c.libelle for o in offres for c in o.conditions)
    assert any(c.origine == "loi" for o in offres for c in o.conditions)


def test_les_valeurs_des_conditions_sont_du_vocabulaire(offres: tuple[Offre, ...]) -> None:
    for condition in (c for o in offres for c in o.conditions):
        if condition.type is TypeCondition.FRANCAIS:
            assert {NiveauFrancais(v) for v in condition.valeurs}
        if condition.type is TypeCondition.PERMIS:
            assert {Permis(v) for v in condition.valeurs}
        if condition.type is TypeCondition.NIVEAU:
            assert all(1 <= int(v) <= 8 for v in condition.valeurs)


def test_ce_que_demandent_les_recrutements_se_prepare_ailleurs(offres: tuple[Offre, ...]) -> None:
    """Chains: what a job asks first is what a training, or a support, gives."""
    donnes = {a.valeur for o in offres for a in o.apports}
    demandes = {v for o in de(offres, TypeOffre.RECRUTEMENT) for c in o.conditions if c.type is TypeCondition.PREALABLE for v in c.valeurs}
    assert demandes & donnes >= {
        "CACES R489",
        "SSIAP 1",
        "SST",
        "Carte professionnelle de sécurité",
        "CAP AEPE",
        "Habilitation électrique",
        "FIMO voyageurs",
        "HACCP",
        "BAFA",
    }
    assert {"B", "C", "D"} <= donnes
    assert {"A2", "B1"} <= donnes
    assert "CléA" in donnes


def test_une_decouverte_une_formation_et_un_recrutement_sur_les_memes_metiers(offres: tuple[Offre, ...]) -> None:
    par_genre = {genre: {o.metiers[0] for o in de(offres, genre) if o.metiers} for genre in TypeOffre}
    chaines = par_genre[TypeOffre.DECOUVERTE] & par_genre[TypeOffre.FORMATION] & par_genre[TypeOffre.RECRUTEMENT]
    assert len(chaines) >= 20


def test_chaque_appui_leve_les_freins_qu_il_annonce(offres: tuple[Offre, ...]) -> None:
    leves = set()
    for offre in de(offres, TypeOffre.APPUI):
        assert isinstance(offre.details, DetailsAppui)
        annonces = {frein.value for frein in offre.details.freins}
        assert annonces
        assert {a.valeur for a in offre.apports if a.type is TypeApport.FREIN_LEVE} == annonces
        assert offre.details.thematiques
        leves |= annonces
    assert leves == {frein.value for frein in Frein}


def test_un_appui_gratuit_le_dit_et_un_prix_s_explique(offres: tuple[Offre, ...]) -> None:
    appuis = de(offres, TypeOffre.APPUI)
    assert all(o.cout_precisions for o in appuis)
    assert any(o.cout and o.cout > 0 for o in appuis)
    assert any(o.cout is None for o in appuis)
    assert all(o.cout == Decimal(0) for o in appuis if o.cout_precisions == "Gratuit")


def test_les_conventions_sont_celles_d_employeurs_qui_recrutent(offres: tuple[Offre, ...]) -> None:
    recrutent = {o.structure for o in de(offres, TypeOffre.RECRUTEMENT)}
    noms = {s.source_id: s.nom for s in demonstration.structures()}
    for offre in de(offres, TypeOffre.CONVENTION):
        assert isinstance(offre.details, DetailsConvention)
        assert offre.structure in recrutent
        assert offre.details.employeur == noms[offre.structure or ""]
        assert offre.metiers == tuple(e.code_rome for e in offre.details.engagements)
        assert all(0 <= e.realises < e.prevus for e in offre.details.engagements)


def test_les_heures_d_une_clause_se_suivent(offres: tuple[Offre, ...]) -> None:
    for offre in de(offres, TypeOffre.CLAUSE):
        d = offre.details
        assert isinstance(d, DetailsClause)
        assert 0 <= (d.heures_realisees or 0) <= (d.heures_engagees or 0) <= (d.heures_prevues or 0)
        assert (d.marche or "").startswith("DEMO-")
        assert d.acheteur == "Collectivité de démonstration"
        assert len(d.cpv or "") == 8
    assert len({o.details.marche for o in de(offres, TypeOffre.CLAUSE) if isinstance(o.details, DetailsClause)}) == 25


def test_l_insertion_demande_ce_que_la_loi_demande(offres: tuple[Offre, ...]) -> None:
    types = {s.source_id: s.type_structure for s in demonstration.structures()}
    for offre in de(offres, TypeOffre.IAE):
        assert isinstance(offre.details, DetailsIae)
        assert offre.details.type_structure is types[offre.structure or ""]
        demandes = {c.type for c in offre.conditions if c.ferme}
        if offre.details.type_structure in TYPES_IAE:
            assert TypeCondition.CRITERE_IAE in demandes
            assert offre.details.niveau_criteres in {1, 2}
            assert offre.details.contrat in {TypeContrat.CDDI, TypeContrat.CTT}
        else:
            assert offre.details.type_structure is TypeStructure.EA
            assert TypeCondition.PUBLIC in demandes
            assert offre.details.niveau_criteres is None


def test_les_formations_disent_leur_duree_et_leur_reconnaissance(offres: tuple[Offre, ...]) -> None:
    formations = de(offres, TypeOffre.FORMATION)
    for offre in formations:
        d = offre.details
        assert isinstance(d, DetailsFormation)
        assert (d.duree_heures or 0) > 0
        assert d.certifiante is (d.rncp is not None or d.rs is not None)
        assert d.financeur
    dispositifs = {o.details.dispositif for o in formations if isinstance(o.details, DetailsFormation)}
    assert len(dispositifs) == 9
    assert {o.details.remuneree for o in formations if isinstance(o.details, DetailsFormation)} == {True, False, None}


def test_une_formation_dure_le_temps_de_ses_heures(offres: tuple[Offre, ...]) -> None:
    for offre in de(offres, TypeOffre.FORMATION):
        assert isinstance(offre.details, DetailsFormation)
        semaines = (offre.details.duree_heures or 0) / float(offre.heures_hebdo or 35)
        for session in offre.sessions:
            assert session.debut is not None
            assert session.fin is not None
            if session.etat is not EtatSession.TERMINEE:
                assert abs((session.fin - session.debut).days / 7 - semaines) < 1.6, offre.source_id


def test_les_recrutements_disent_contrat_salaire_et_horaires(offres: tuple[Offre, ...]) -> None:
    for offre in de(offres, TypeOffre.RECRUTEMENT):
        d = offre.details
        assert isinstance(d, DetailsRecrutement)
        assert d.contrat
        assert d.salaire
        assert (d.postes or 0) > 0
        assert (d.duree_mois is None) is (d.contrat in {TypeContrat.CDI})
        assert offre.creneaux
        assert offre.horaires
        assert offre.heures_hebdo
        assert any(a.type is TypeApport.CONTRAT and a.valeur == d.contrat.value for a in offre.apports)


def test_ce_qui_se_dit_de_nuit_demande_d_etre_libre_la_nuit(offres: tuple[Offre, ...]) -> None:
    de_nuit = [o for o in offres if (o.horaires or "").startswith("de nuit")]
    assert de_nuit
    assert all((o.creneaux or 0) & NUIT for o in de_nuit)
    assert any(o.metiers[0] == "K2503" for o in de_nuit)
    a_l_ecole = [o for o in offres if "jours d’école" in (o.horaires or "")]
    assert a_l_ecole
    assert not any((o.creneaux or 0) & NUIT for o in a_l_ecole)


def test_le_permis_manque_a_certains_et_se_passe_ici(offres: tuple[Offre, ...]) -> None:
    demandent = [o for o in offres if any(c.type is TypeCondition.PERMIS and c.ferme and "B" in c.valeurs for c in o.conditions)]
    donnent = [o for o in offres if any(a.valeur == "B" for a in o.apports)]
    assert len(demandent) >= 10
    assert donnent
    assert all(o.type_offre is TypeOffre.APPUI for o in donnent)


def test_quelques_offres_se_suivent_a_distance(offres: tuple[Offre, ...]) -> None:
    assert {o.presence for o in offres} == set(Presence)


def test_les_trois_generateurs_ensemble_prennent_moins_d_une_seconde() -> None:
    debut = time.perf_counter()
    demonstration.structures()
    demonstration.offres(JOUR)
    demonstration.allocataires(JOUR)
    assert time.perf_counter() - debut < 1
