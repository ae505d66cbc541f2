"""What a person does not want: « pas de plonge », « tout sauf le ménage », « je ne veux plus faire de manutention ».

Only what is refused counts: « sans expérience », « pas cher », « non loin de », « je ne parle pas bien français » refuse nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.saisie import Mot, assembler

LONGUEUR_MAX = 6

_VOULOIR = frozenset(
    """
    accepte aime aimerais cherche desire faut interesse recherche souhaite souhaiterais supporte veut veux voudrai voudrais vouloir
    """.split()  # noqa: SIM905 (a long list of quoted words reads worse)
)
_POUVOIR = frozenset({"peux", "peut", "pourrais", "dois", "pouvoir"})
# What one cannot do any more, of what work asks: « je ne peux plus payer mon loyer » refuses nothing.
_EFFORTS = frozenset({"porter", "soulever", "travailler", "faire", "rester", "etre", "conduire", "monter", "marcher", "bosser", "tenir"})
_SUJETS = frozenset({"je", "j'", "on", "il", "elle", "ils", "elles", "c'", "ca", "cela", "nous", "y"})
_PHRASE = _VOULOIR | _SUJETS | {"ne", "n'", "en", "prefere", "surtout", "mais", "et", "plutot"}
_ARTICLES = frozenset({"de", "d'", "du", "des", "le", "la", "les", "l'", "un", "une", "ce", "cet", "cette", "ces"})
_LIEUX = frozenset({"en", "dans", "chez", "au", "aux", "sur", "avec", "a"})
_OUTILS = frozenset({"faire", "refaire", "travailler", "travail", "bosser", "etre", "emploi", "poste", "metier", "boulot", "horaires", "que"})
_FINS = frozenset({"mais", "plutot", "car", "parce", "puisque", "je", "j'", "donc", "puis", "alors", "seulement", "pour", "si", "sinon", "merci"})
_SUITES = frozenset({"et", "ou", "ni"})
_ENSEMBLES = frozenset({"tout", "tous", "toute", "n'", "importe", "quoi", "quel", "m'", "interesse", "convient", "va", "travail", "emploi", "metier"})

# What one does not have, or says in passing: a fact on the person, never a refusal.
_FAITS = frozenset(
    """
    abri aide argent autre bac besoin bon cv competence competences condition conditions connaissance connaissances contrat cdi certificat diplome
    diplomes domicile emploi engagement exception exigence experience experiences famille formation frais garde hebergement internet
    interruption jugement limite logement mode nouvelle nouvelles niveau ordinateur papier papiers periode permis prerequis probleme problemes projet
    qualification qualifications rdv rendez-vous reponse ressource ressources revenu revenus souci soucis solution titre tenue vehicule
    voiture
    """.split()  # noqa: SIM905 (the same)
)
# What follows « pas » without refusing anything: « pas cher », « pas trop loin », « pas forcément ».
_NUANCES = frozenset(
    """
    assez autant beaucoup besoin bien cher chere chers cheres complique encore evident facile forcement grand grave ici jusque loin mal moins
    obligatoirement necessairement nullement obligatoire plus possible que question seulement si suffisamment tellement toujours tout tres trop
    vraiment
    """.split()  # noqa: SIM905
)
_EXCEPTIONS = (("tout", "sauf"), ("sauf",), ("hormis",), ("excepte",), ("a", "part"), ("autre", "chose", "que"), ("en", "dehors", "de"))
_PREFERENCES = (
    *(("plutot", "que"), ("au", "lieu", "de"), ("marre", "de"), ("marre", "du"), ("marre", "des"), ("peux", "plus", "de"), ("peux", "plus", "du")),
    *(("eviter",), ("evite",), ("refuse",), ("deteste",)),
)


@dataclass(frozen=True, slots=True)
class _Tete:
    """The words that refuse: ranks from ``debut`` up to what is refused, which begins at ``objet``."""

    debut: int
    objet: int
    liste: bool


def lire_refus(mots: Sequence[Mot], pris: set[int], proteges: frozenset[int]) -> tuple[tuple[int, ...], ...]:
    """What a query refuses.

    Args:
        mots: the words typed.
        pris: ranks already understood; those of the refusals are added.
        proteges: ranks that say a frein, and so refuse nothing.

    Returns:
        Ranks of the words of each refusal, articles left out, in the order of the query.
    """
    refus: list[tuple[int, ...]] = _sujets_refuses(mots, pris)
    rang = 0
    while rang < len(mots):
        tete = None if rang in pris or rang in proteges else _tete(mots, rang)
        if tete is None:
            rang += 1
            continue
        objets, rang = _objets(mots, tete, pris)
        refus += objets
    return tuple(refus)


def nommer(mots: Sequence[Mot], rangs: Sequence[int]) -> str:
    """Words of a refusal, as typed."""
    return assembler([mots[i] for i in rangs])


def _sujets_refuses(mots: Sequence[Mot], pris: set[int]) -> list[tuple[int, ...]]:
    """What comes first and is refused after: « la vente ne m'intéresse plus »."""
    refus = []
    for i in range(2, len(mots) - 1):
        if [mots[i - 1].plie, mots[i].plie] != ["m'", "interesse"] or mots[i + 1].plie not in {"pas", "plus"}:
            continue
        debut = i - 1
        while debut > 0 and not mots[debut - 1].fin and mots[debut - 1].plie not in _FINS:
            debut -= 1
        rangs = tuple(r for r in range(debut, i - 1) if mots[r].plie not in _ARTICLES | {"ne", "n'"} and r not in pris)
        if rangs:
            refus.append(rangs)
            pris.update(range(debut, i + 2))
    return refus


def _tete(mots: Sequence[Mot], i: int) -> _Tete | None:
    """The head of a refusal at that word, if it is one."""
    plies = [m.plie for m in mots]
    for formule in (*_EXCEPTIONS, *_PREFERENCES):
        if tuple(plies[i : i + len(formule)]) == formule and not mots[i + len(formule) - 1].fin:
            passe = _ENSEMBLES if formule in _EXCEPTIONS else _PHRASE
            return _Tete(_reculer(mots, i, passe), i + len(formule), formule in _EXCEPTIONS)
    if plies[i] not in {"pas", "plus", "jamais", "sans", "ni"} or mots[i].fin or i + 1 >= len(mots) or plies[i + 1] in _NUANCES:
        return None
    if not (plies[i] in {"sans", "ni"} or _voulue(mots, i)):
        return None
    return _Tete(i if plies[i] == "sans" else _reculer(mots, i, _PHRASE | _POUVOIR | {"m'"}), i + 1, plies[i] in {"sans", "ni"})


def _voulue(mots: Sequence[Mot], i: int) -> bool:
    """Whether « pas », « plus » or « jamais » says a will: after a verb of wanting, or on its own before a name (« mais pas la peinture »)."""
    plies, suivant = [m.plie for m in mots], mots[i + 1].plie
    avant = plies[i - 1] if i and not mots[i - 1].fin else ""
    if avant in _VOULOIR:
        return True
    if avant in _POUVOIR:
        return suivant in _EFFORTS
    clause = _clause(mots, i)
    if plies[i] == "plus" or clause & _SUJETS or clause & {"ne", "n'"}:
        return False
    return suivant in _ARTICLES | _LIEUX or avant in {"mais", "surtout"}


def _clause(mots: Sequence[Mot], i: int) -> set[str]:
    """Words of the clause before that rank."""
    debut = i
    while debut > 0 and not mots[debut - 1].fin and mots[debut - 1].plie not in {"mais", "et", "car", "plutot"}:
        debut -= 1
    return {m.plie for m in mots[debut:i]}


def _reculer(mots: Sequence[Mot], i: int, passe: frozenset[str]) -> int:
    """First of the words before that rank that only carry the refusal (« je ne veux », « tout m'intéresse »)."""
    while i > 0 and not mots[i - 1].fin and mots[i - 1].plie in passe:
        i -= 1
    return i


def _objets(mots: Sequence[Mot], tete: _Tete, pris: set[int]) -> tuple[list[tuple[int, ...]], int]:
    """What a head refuses: one name, or several joined by « et », « ni », a comma; and the rank where reading goes on."""
    objets: list[tuple[int, ...]] = []
    depart, debut = tete.debut, tete.objet
    while True:
        objet, fin = _objet(mots, debut, pris)
        if not objet:
            return objets, max(fin, tete.objet)
        objets.append(objet)
        pris.update(range(depart, fin))
        suite = _suite(mots, fin, tete.liste)
        if suite is None:
            return objets, fin
        depart, debut = fin, suite


def _objet(mots: Sequence[Mot], debut: int, pris: set[int]) -> tuple[tuple[int, ...], int]:
    """Ranks of one name refused, and the rank after it; none for a fact on the person."""
    i = debut
    while i < len(mots) and mots[i].plie in _ARTICLES | _OUTILS and i not in pris and not (mots[i].fin and i > debut and mots[i].plie in _ARTICLES):
        if mots[i].fin:
            return (), i + 1
        i += 1
    if i >= len(mots) or mots[i].plie in _FAITS:
        return (), i + 1
    rangs: list[int] = []
    while i < len(mots) and len(rangs) < LONGUEUR_MAX and i not in pris and mots[i].plie not in _FINS | _SUITES:
        rangs.append(i)
        i += 1
        if mots[i - 1].fin:
            break
    return tuple(rangs), i


def _suite(mots: Sequence[Mot], i: int, liste: bool) -> int | None:
    """Rank where the next name of a list of refusals begins."""
    if not 0 < i < len(mots):
        return None
    suivant = mots[i + 1].plie if i + 1 < len(mots) else ""
    if mots[i].plie in _SUITES and not mots[i - 1].fin and suivant and (liste or mots[i].plie == "ni" or suivant in _ARTICLES):
        return i + 1
    if mots[i - 1].fin and (mots[i].plie in {"de", "d'", "du", "des"} or (liste and mots[i].plie in _ARTICLES)):
        return i
    return None
