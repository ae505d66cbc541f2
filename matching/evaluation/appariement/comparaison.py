"""Ways of ranking compared in one run: figures with intervals, paired differences, exposure, places."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from catalogue.image import INCONNU
from matching.evaluation import intervalles
from matching.evaluation.appariement.cas import Cas
from matching.evaluation.appariement.jugement import infractions, juger
from matching.evaluation.appariement.mesures import PAR_PERSONNE, congestion, couverture, gini, holm, mesurer_personne
from matching.evaluation.appariement.methodes import PREMIERES, Methode, Rangs, Terrain
from matching.evaluation.intervalles import GRAINE, TIRAGES, Intervalle, Reels

REFERENCE = "boite"


@dataclass(frozen=True)
class Resultat:
    """What is said of one way of ranking.

    Attributes:
        mesures: by name of figure, over the judged people.
        ecarts: its figures minus those of the reference, with Holm's probabilities over the ways compared; empty for the reference.
        couverture: share of the living offers that someone is shown among the first ten, over everybody.
        gini: inequality of showing, over everybody.
        congestion: share of people whose best offers have no place left for them, over everybody.
        non_eligibles: share of lines shown that break a hard condition, over everybody, by the oracle.
        sans_filtre: the same when the way of ranking knows nothing of eligibility.
        sans_liste: share of everybody with nothing to show.
    """

    nom: str
    empreinte: str
    mesures: Mapping[str, Intervalle]
    ecarts: Mapping[str, Intervalle]
    couverture: float
    gini: float
    congestion: Intervalle
    non_eligibles: float
    sans_filtre: float
    sans_liste: float


@dataclass(frozen=True)
class Comparaison:
    """Everything measured in one run, the best first by nDCG@10 (ties by name).

    Attributes:
        juges: judged people of the part measured that have at least one offer worth something.
        sans_bonne: ids of judged people for whom no offer of the catalogue is worth anything: nothing can be measured on them.
        personnes: everybody ranked, judged or not: exposure, places, eligibility.
        offres: living offers.
        empreinte: hash of the judgements and of the people.
    """

    partie: str
    juges: tuple[str, ...]
    sans_bonne: tuple[str, ...]
    personnes: int
    offres: int
    empreinte: str
    graine: int
    tirages: int
    resultats: tuple[Resultat, ...]


@dataclass(frozen=True)
class Mesure:
    """Raw figures of one way of ranking: ``valeurs`` is ``[n_juges, 3]``, ``bouchons`` is ``[n_personnes]``."""

    valeurs: Reels
    bouchons: Reels
    resultat: Resultat


def comparer(t: Terrain, cas: Sequence[Cas], methodes: Sequence[Methode], partie: str, graine: int = GRAINE) -> Comparaison:
    """Compare ways of ranking.

    Args:
        t: the ground; its first people are those of ``cas``, in the same order, others may follow.
        cas: judged cases.
        methodes: ways of ranking, ours among them.
        partie: name of the part of the cases, for the report.
        graine: seed of the resamples.

    Returns:
        The comparison, against :data:`REFERENCE` when it is there.
    """
    grades = grades_par_rang(t, cas)
    juges = [i for i, notes in enumerate(grades) if notes]
    brutes = [_mesurer(t, grades, juges, methode, graine) for methode in methodes]
    reference = next((b for b in brutes if b.resultat.nom == REFERENCE), None)
    resultats = _avec_ecarts(brutes, reference, graine)
    return Comparaison(
        partie=partie,
        juges=tuple(cas[i].id for i in juges),
        sans_bonne=tuple(c.id for c, notes in zip(cas, grades, strict=True) if not notes),
        personnes=len(t.personnes),
        offres=int(t.vivantes.sum()),
        empreinte=_empreinte(cas, grades, t),
        graine=graine,
        tirages=TIRAGES,
        resultats=tuple(sorted(resultats, key=lambda r: (-r.mesures["ndcg@10"].valeur, r.nom))),
    )


def grades_par_rang(t: Terrain, cas: Sequence[Cas]) -> list[dict[int, int]]:
    """Grades of the living offers for each judged person.

    Args:
        t: the ground.
        cas: judged cases.

    Returns:
        For each case, grade 1 to 3 by row of the picture. What the person cannot enter is worth nothing, whatever the method.
    """
    rang = {int(i): r for r, i in enumerate(t.moteur.image.ids)}
    vivantes = [t.fiches[int(i)] for i in t.moteur.image.ids[t.vivantes]]
    return [{rang[i]: note for i, note in juger(c, vivantes, t.moteur.referentiel, t.jour).items()} for c in cas]


def _mesurer(t: Terrain, grades: Sequence[Mapping[int, int]], juges: Sequence[int], methode: Methode, graine: int) -> Mesure:
    ordres = [ordre.tolist() for ordre in methode.ordres(t, filtre=True)]
    libres = t.moteur.image.places_libres(t.jour)
    vivantes = np.flatnonzero(t.vivantes).tolist()
    valeurs = np.array([mesurer_personne(ordres[i], grades[i]) for i in juges], dtype=np.float64).reshape(len(juges), len(PAR_PERSONNE))
    bouchons = congestion(ordres, {r: int(libres[r]) for r in vivantes if libres[r] != INCONNU}, graine)
    tires = intervalles.moyennes(valeurs, graine)
    resultat = Resultat(
        nom=methode.nom,
        empreinte=methode.empreinte,
        mesures={nom: intervalles.intervalle(valeurs[:, k], tires[:, k]) for k, nom in enumerate(PAR_PERSONNE)},
        ecarts={},
        couverture=couverture(ordres, vivantes),
        gini=gini(ordres, vivantes),
        congestion=intervalles.intervalle(bouchons, intervalles.moyennes(bouchons[:, None], graine)[:, 0]),
        non_eligibles=part_non_eligible(t, ordres),
        sans_filtre=part_non_eligible(t, [ordre.tolist() for ordre in methode.ordres(t, filtre=False)]),
        sans_liste=sum(not ordre for ordre in ordres) / len(ordres),
    )
    return Mesure(valeurs, bouchons, resultat)


def part_non_eligible(t: Terrain, ordres: Sequence[Sequence[int]]) -> float:
    """Share of the lines shown that break a hard condition, by the oracle of ``jugement``.

    Args:
        t: the ground.
        ordres: rows shown to each person.
    """
    ids = t.moteur.image.ids
    lignes = [(personne, t.fiches[int(ids[r])].offre) for personne, ordre in zip(t.personnes, ordres, strict=True) for r in ordre]
    return sum(bool(infractions(personne, offre, t.jour)) for personne, offre in lignes) / max(len(lignes), 1)


def _avec_ecarts(brutes: Sequence[Mesure], reference: Mesure | None, graine: int) -> list[Resultat]:
    if reference is None:
        return [b.resultat for b in brutes]
    autres = [b for b in brutes if b is not reference]
    face = intervalles.moyennes(reference.valeurs, graine)
    ecarts: dict[str, dict[str, Intervalle]] = {b.resultat.nom: {} for b in brutes}
    for k, nom in enumerate(PAR_PERSONNE):
        bruts = [
            intervalles.ecart(b.valeurs[:, k], reference.valeurs[:, k], intervalles.moyennes(b.valeurs, graine)[:, k], face[:, k]) for b in autres
        ]
        for b, ecart, p in zip(autres, bruts, holm([e.p or 0.0 for e in bruts]), strict=True):
            ecarts[b.resultat.nom][nom] = replace(ecart, p=p)
    return [replace(b.resultat, ecarts=ecarts[b.resultat.nom]) for b in brutes]


def _empreinte(cas: Sequence[Cas], grades: Sequence[Mapping[int, int]], t: Terrain) -> str:
    """Hash of the people and of the grades, named by source and not by ids drawn at loading."""
    noms = [t.fiches[int(i)].offre.source_id for i in t.moteur.image.ids]
    lignes = [f"{c.model_dump_json()} {sorted((noms[r], n) for r, n in notes.items())}" for c, notes in zip(cas, grades, strict=True)]
    return hashlib.sha256("\n".join(lignes).encode()).hexdigest()


def premiers(ordre: Rangs) -> set[int]:
    """Offers of the first page of a list."""
    return set(ordre[:PREMIERES].tolist())
