"""The life of a prescription, without a base."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domaine import TypeOffre
from comptes.domaine import Acteur, Role
from parcours.prescriptions import libelles
from parcours.prescriptions.delais import DELAIS, Seance, echeance, relance
from parcours.prescriptions.domaine import (
    FINALS,
    MOTIF_REQUIS,
    TRANSITIONS,
    VIVANTS,
    Etat,
    Issue,
    Liens,
    Motif,
    Place,
    Qui,
    alerte_places,
    nom_montre,
    peut_passer,
    place_apres,
    qualite,
    suivants,
)
from socle.horloge import PARIS

LUNDI = datetime(2026, 11, 23, 9, 0, tzinfo=PARIS)
E = Etat


def atteints(depart: Etat) -> set[Etat]:
    vus, a_voir = {depart}, [depart]
    while a_voir:
        de = a_voir.pop()
        nouveaux = {t.vers for t in TRANSITIONS if t.de is de} - vus
        vus |= nouveaux
        a_voir += nouveaux
    return vus


def test_le_chemin_complet_existe() -> None:
    chemin = [E.PROPOSEE, E.ACCEPTEE_PERSONNE, E.TRANSMISE, E.ACCEPTEE_STRUCTURE, E.PRESENTE, E.ENTREE, E.TERMINEE]
    couples = {(t.de, t.vers) for t in TRANSITIONS}
    assert set(pairwise(chemin)) <= couples


def test_toute_prescription_peut_finir_et_rien_ne_sort_d_une_fin() -> None:
    for etat in VIVANTS:
        assert atteints(etat) & FINALS
        assert any(t.vers is E.EXPIREE and t.qui == {Qui.SYSTEME} for t in TRANSITIONS if t.de is etat), f"{etat} resterait en suspens"
    assert not [t for t in TRANSITIONS if t.de in FINALS]
    assert atteints(E.PROPOSEE) == set(Etat)


def test_chaque_passage_est_ecrit_une_fois() -> None:
    assert len({(t.de, t.vers) for t in TRANSITIONS}) == len(TRANSITIONS)


@pytest.mark.parametrize(
    ("qui", "de", "attendus"),
    [
        (Qui.PERSONNE, E.PROPOSEE, (E.ACCEPTEE_PERSONNE, E.ANNULEE)),
        (Qui.PERSONNE, E.TRANSMISE, (E.ANNULEE,)),
        (Qui.PERSONNE, E.PRESENTE, ()),
        (Qui.CRE, E.PROPOSEE, (E.ANNULEE,)),
        (Qui.CRE, E.TRANSMISE, ()),
        (Qui.STRUCTURE, E.PROPOSEE, ()),
        (Qui.STRUCTURE, E.TRANSMISE, (E.ACCEPTEE_STRUCTURE, E.REFUSEE)),
        (Qui.STRUCTURE, E.ACCEPTEE_STRUCTURE, (E.PRESENTE, E.ABSENTE, E.REFUSEE)),
        (Qui.PRESCRIPTEUR, E.ACCEPTEE_PERSONNE, (E.TRANSMISE, E.LISTE_ATTENTE, E.ANNULEE)),
        (Qui.PRESCRIPTEUR, E.ENTREE, (E.TERMINEE,)),
        (Qui.SYSTEME, E.LISTE_ATTENTE, (E.TRANSMISE, E.ANNULEE, E.EXPIREE)),
    ],
)
def test_qui_peut_quoi(qui: Qui, de: Etat, attendus: tuple[Etat, ...]) -> None:
    assert suivants(de, qui) == attendus


def test_un_motif_ou_une_issue_ou_il_en_faut_et_la_seulement() -> None:
    for t in TRANSITIONS:
        qui = min(t.qui)
        for motif, issue in product((None, Motif.AUTRE), (None, Issue.SANS_SUITE)):
            attendu = (motif is not None) == (t.vers in MOTIF_REQUIS) and (issue is not None) == (t.vers is E.TERMINEE)
            decision = peut_passer(qui, t.de, t.vers, motif, issue)
            assert decision.ok is attendu
            assert bool(decision.motif) is not attendu


def test_un_passage_qui_n_existe_pas_ou_d_un_autre_est_refuse_avec_ses_mots() -> None:
    assert "n’est plus à cette étape" in peut_passer(Qui.STRUCTURE, E.REFUSEE, E.ACCEPTEE_STRUCTURE, None, None).motif
    assert "ne vous revient pas" in peut_passer(Qui.PERSONNE, E.TRANSMISE, E.ACCEPTEE_STRUCTURE, None, None).motif


@pytest.mark.parametrize(
    ("de", "vers", "commencee", "place"),
    [
        (E.ACCEPTEE_PERSONNE, E.TRANSMISE, False, Place.TENUE),
        (E.TRANSMISE, E.ACCEPTEE_STRUCTURE, False, Place.PRISE),
        (E.TRANSMISE, E.REFUSEE, False, Place.AUCUNE),
        (E.TRANSMISE, E.EXPIREE, True, Place.AUCUNE),
        (E.ACCEPTEE_STRUCTURE, E.ANNULEE, False, Place.AUCUNE),
        (E.ACCEPTEE_STRUCTURE, E.ABSENTE, False, Place.AUCUNE),
        (E.ACCEPTEE_STRUCTURE, E.ABSENTE, True, Place.PRISE),
        (E.ENTREE, E.TERMINEE, True, Place.PRISE),
        (E.PRESENTE, E.EXPIREE, True, Place.PRISE),
    ],
)
def test_la_place_suit_l_etat(de: Etat, vers: Etat, commencee: bool, place: Place) -> None:
    assert place_apres(de, vers, commencee) is place


def test_la_qualite_de_chacun() -> None:
    liens = Liens(allocataire_id=1, referent_id=10, cree_par=11, structure_id=5)

    def acteur(role: Role, **champs: int) -> Acteur:
        return Acteur(champs.pop("id", 99), "x", role, "Nom", **champs)

    assert qualite(acteur(Role.ALLOCATAIRE, allocataire_id=1), liens, suit=True, envoyee=True) is Qui.PERSONNE
    assert qualite(acteur(Role.ALLOCATAIRE, allocataire_id=2), liens, suit=False, envoyee=True) is None
    assert qualite(acteur(Role.EMPLOYEUR, structure_id=5), liens, suit=False, envoyee=True) is Qui.STRUCTURE
    assert qualite(acteur(Role.EMPLOYEUR, structure_id=6), liens, suit=False, envoyee=True) is None
    assert qualite(acteur(Role.CIP), liens, suit=True, envoyee=True) is Qui.PRESCRIPTEUR
    assert qualite(acteur(Role.CIP), liens, suit=False, envoyee=True) is None
    assert qualite(acteur(Role.CIP, id=10), liens, suit=False, envoyee=True) is Qui.PRESCRIPTEUR
    assert qualite(acteur(Role.CIP, structure_id=5), liens, suit=False, envoyee=True) is Qui.STRUCTURE
    assert qualite(acteur(Role.CRE, structure_id=5), liens, suit=False, envoyee=True) is None
    assert qualite(acteur(Role.CRE, id=11), liens, suit=False, envoyee=True) is Qui.CRE
    assert qualite(acteur(Role.CRE), liens, suit=False, envoyee=True) is None
    for role in (Role.MANAGER, Role.ADMIN):
        assert qualite(acteur(role, structure_id=5), liens, suit=True, envoyee=True) is None
    for role in (Role.EMPLOYEUR, Role.CIP):
        assert qualite(acteur(role, structure_id=5), liens, suit=False, envoyee=False) is None, "rien n’existe pour la structure avant l’envoi"
    assert qualite(acteur(Role.CIP, structure_id=5), liens, suit=True, envoyee=False) is Qui.PRESCRIPTEUR


def test_un_employeur_sans_structure_ne_repond_pas_pour_une_offre_sans_structure() -> None:
    sans = Liens(1, None, 11, None)
    assert qualite(Acteur(1, "x", Role.EMPLOYEUR, "Nom"), sans, suit=False, envoyee=True) is None


dates = st.none() | st.dates(date(2026, 11, 1), date(2027, 6, 1))


@given(st.sampled_from(list(Etat)), st.sampled_from(list(TypeOffre)), dates, dates, dates)
def test_ce_qui_vit_a_toujours_une_fin_devant_soi(etat: Etat, genre: TypeOffre, debut: date | None, fin: date | None, limite: date | None) -> None:
    terme = echeance(etat, genre, Seance(debut, fin, limite), LUNDI)
    assert (terme is None) is etat.final
    assert terme is None or LUNDI < terme <= LUNDI + timedelta(days=600)


def test_une_place_se_tient_au_plus_jusqu_au_soir_du_premier_jour() -> None:
    demain = Seance(debut=date(2026, 11, 24))
    assert echeance(E.TRANSMISE, TypeOffre.FORMATION, demain, LUNDI) == datetime(2026, 11, 25, tzinfo=PARIS)
    loin = Seance(debut=date(2027, 3, 1))
    assert echeance(E.TRANSMISE, TypeOffre.RECRUTEMENT, loin, LUNDI) == LUNDI + timedelta(days=DELAIS[TypeOffre.RECRUTEMENT].tenue)
    assert echeance(E.TRANSMISE, TypeOffre.IAE, loin, LUNDI) == LUNDI + timedelta(days=DELAIS[TypeOffre.IAE].tenue)


def test_la_date_limite_ferme_ce_qui_n_est_pas_envoye() -> None:
    seance = Seance(debut=date(2026, 12, 8), date_limite=date(2026, 12, 1))
    assert echeance(E.PROPOSEE, TypeOffre.FORMATION, seance, LUNDI) == datetime(2026, 12, 2, tzinfo=PARIS)
    assert echeance(E.LISTE_ATTENTE, TypeOffre.FORMATION, seance, LUNDI) == datetime(2026, 12, 9, tzinfo=PARIS)


def test_ce_qui_suit_se_compte_apres_la_seance() -> None:
    seance = Seance(debut=date(2026, 12, 8), fin=date(2027, 1, 8))
    assert echeance(E.ACCEPTEE_STRUCTURE, TypeOffre.DECOUVERTE, seance, LUNDI) == datetime(2026, 12, 23, tzinfo=PARIS)
    assert echeance(E.PRESENTE, TypeOffre.DECOUVERTE, seance, LUNDI) == datetime(2027, 2, 8, tzinfo=PARIS)
    assert echeance(E.ENTREE, TypeOffre.IAE, Seance(), LUNDI) == datetime(2028, 2, 22, tzinfo=PARIS)


def test_la_structure_est_relancee_a_trois_et_sept_jours_puis_plus() -> None:
    moments = [relance(E.TRANSMISE, n, Seance(date(2026, 12, 8)), LUNDI) for n in range(4)]
    assert moments == [LUNDI, LUNDI + timedelta(days=3), LUNDI + timedelta(days=7), None]


def test_la_presence_est_demandee_le_lendemain_puis_une_semaine_apres() -> None:
    moments = [relance(E.ACCEPTEE_STRUCTURE, n, Seance(date(2026, 12, 8)), LUNDI) for n in range(3)]
    assert moments == [datetime(2026, 12, 9, tzinfo=PARIS), datetime(2026, 12, 15, tzinfo=PARIS), None]
    assert relance(E.ACCEPTEE_STRUCTURE, 0, Seance(), LUNDI) is None


@pytest.mark.parametrize(
    ("libres", "demandes", "mots"),
    [
        (None, 40, None),
        (3, 2, None),
        (3, 5, "3 places, 5 demandes en cours."),
        (1, 1, "1 place, 1 demande en cours."),
        (0, 0, "Session complète : la personne sera sur liste d’attente."),
        (0, 2, "Session complète : la personne sera sur liste d’attente, derrière 2 demandes."),
    ],
)
def test_l_alerte_dit_les_places_et_les_demandes(libres: int | None, demandes: int, mots: str | None) -> None:
    dite = alerte_places(libres, demandes)
    assert (dite.replace("\u00a0", " ") if dite else None) == mots


def test_le_nom_entier_ne_se_montre_qu_apres_un_oui() -> None:
    assert nom_montre("Amina", "Diallo", E.TRANSMISE) == "Amina D."
    assert nom_montre("Amina", "Diallo", E.REFUSEE) == "Amina D."
    assert nom_montre("Amina", "Diallo", E.ANNULEE) == "Amina D."
    assert nom_montre("Amina", "Diallo", E.ACCEPTEE_STRUCTURE) == "Amina Diallo"


def test_chaque_code_a_ses_mots() -> None:
    assert set(libelles.ETATS) == set(Etat)
    assert set(libelles.MOTIFS) == set(Motif)
    assert set(libelles.ISSUES) == set(Issue)
    assert set(libelles.QUI) == set(Qui)
    assert {t.vers for t in TRANSITIONS} - {E.EXPIREE} == set(libelles.ACTIONS)
