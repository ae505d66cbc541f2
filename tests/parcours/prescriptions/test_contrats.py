"""The contract said with an entry: what may be said, what it speaks for, and that it is never lost on the way."""

from __future__ import annotations

from datetime import date

import asyncpg
import pytest

from catalogue.domaine import TypeContrat
from parcours.prescriptions.contrats import SANS_FIN, Contrat, contrat_de, issue_suggeree, peut_dire
from parcours.prescriptions.domaine import Etat, Issue
from parcours.prescriptions.lignes import Prescription
from parcours.prescriptions.mouvements import Refusee
from tests.parcours.monde import Monde

E, T = Etat, TypeContrat
JOUR = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("contrat", "vers", "mots"),
    [
        (None, E.REFUSEE, ""),
        (Contrat(T.CDI), E.ENTREE, ""),
        (Contrat(T.CDD, 8), E.ENTREE, ""),
        (Contrat(T.CDD, fin=date(2027, 6, 30)), E.ENTREE, ""),
        (Contrat(T.CDI), E.PRESENTE, "quand la personne est entrée"),
        (Contrat(T.CDI, 6), E.ENTREE, "n’a pas de fin"),
        (Contrat(T.TITULAIRE, fin=date(2027, 6, 30)), E.ENTREE, "n’a pas de fin"),
        (Contrat(T.CDD, 8, date(2027, 6, 30)), E.ENTREE, "pas les deux"),
        (Contrat(T.CDD, 0), E.ENTREE, "de 1 à 120"),
        (Contrat(T.CDD, 121), E.ENTREE, "de 1 à 120"),
        (Contrat(T.CTT, fin=date(2026, 11, 22)), E.ENTREE, "déjà passée"),
    ],
)
def test_ce_qui_peut_se_dire(contrat: Contrat | None, vers: Etat, mots: str) -> None:
    decision = peut_dire(contrat, vers, JOUR)
    assert decision.ok is (mots == "")
    assert mots in decision.motif


@pytest.mark.parametrize(
    ("contrat", "issue"),
    [
        (Contrat(T.CDI), Issue.EMPLOI_DURABLE),
        (Contrat(T.CDD, 6), Issue.EMPLOI_DURABLE),
        (Contrat(T.CDD, 5), Issue.EMPLOI_COURT),
        (Contrat(T.CDD, fin=date(2027, 5, 22)), Issue.EMPLOI_DURABLE),
        (Contrat(T.CDD, fin=date(2027, 5, 21)), Issue.EMPLOI_COURT),
        (Contrat(T.CDD), None),
        (Contrat(T.CDDI, 4), Issue.IAE),
        (Contrat(T.CTT, 3), Issue.EMPLOI_COURT),
        (Contrat(T.CTT, 9), None),
        (Contrat(T.APPRENTISSAGE, 24), None),
        (None, None),
    ],
)
def test_l_issue_que_le_contrat_suggere(contrat: Contrat | None, issue: Issue | None) -> None:
    assert issue_suggeree(contrat, JOUR) is issue


def test_six_mois_depuis_un_jour_que_fevrier_n_a_pas() -> None:
    assert issue_suggeree(Contrat(T.CDD, fin=date(2027, 2, 28)), date(2026, 8, 31)) is Issue.EMPLOI_DURABLE
    assert issue_suggeree(Contrat(T.CDD, fin=date(2027, 2, 27)), date(2026, 8, 31)) is Issue.EMPLOI_COURT


def test_sans_genre_il_n_y_a_pas_de_contrat() -> None:
    assert contrat_de(None, 6, None) is None
    assert contrat_de(T.CDD, 6, None) == Contrat(T.CDD, 6)


async def presente(monde: Monde) -> Prescription:
    p = await monde.prescrire(await monde.personne(), await monde.session())
    await monde.avancer(p, E.ACCEPTEE_STRUCTURE, qui="employeur")
    return await monde.avancer(p, E.PRESENTE, qui="employeur")


async def test_le_contrat_dit_a_l_entree_reste_jusqu_au_bout(monde: Monde) -> None:
    p = await presente(monde)
    contrat = Contrat(T.CDD, fin=date(2027, 6, 30))
    assert (await monde.avancer(p, E.ENTREE, qui="employeur", contrat=contrat)).contrat == contrat
    finie = await monde.avancer(p, E.TERMINEE, qui="employeur", issue=Issue.POURSUITE)
    assert (finie.contrat, finie.issue) == (contrat, Issue.POURSUITE)
    etape = await monde.valeur("SELECT (contrat, contrat_mois, contrat_fin) FROM prescription_etape WHERE vers = 'entree'")
    assert tuple(etape) == ("CDD", None, date(2027, 6, 30))
    assert await monde.valeur("SELECT count(*) FROM prescription_etape WHERE contrat IS NOT NULL") == 1
    assert await monde.valeur("SELECT contrat FROM prescription_en_clair") == "CDD"


async def test_un_contrat_faux_n_est_pas_ecrit_et_la_personne_n_entre_pas(monde: Monde) -> None:
    p = await presente(monde)
    with pytest.raises(Refusee, match="n’a pas de fin"):
        await monde.avancer(p, E.ENTREE, qui="employeur", contrat=Contrat(T.CDI, 6))
    assert await monde.etat(p) is E.PRESENTE


async def test_la_base_refuse_ce_que_les_regles_refusent(monde: Monde) -> None:
    p = await presente(monde)
    await monde.avancer(p, E.ENTREE, qui="employeur")
    faux = [
        "contrat = 'CDX'",
        "contrat_mois = 6",
        "contrat = 'CDD', contrat_mois = 0",
        "contrat = 'CDD', contrat_mois = 6, contrat_fin = '2027-06-30'",
    ]
    faux += [f"contrat = '{genre.value}', contrat_mois = 6" for genre in SANS_FIN]
    for valeurs in faux:
        with pytest.raises(asyncpg.CheckViolationError):
            await monde.valeur(f"UPDATE prescription SET {valeurs} WHERE id = $1", p.id)
    for genre in TypeContrat:
        await monde.valeur("UPDATE prescription SET contrat = $1 WHERE id = $2", genre.value, p.id)
    with pytest.raises(asyncpg.CheckViolationError):
        await monde.valeur("UPDATE prescription SET etat = 'presente' WHERE id = $1", p.id)
