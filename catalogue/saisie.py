"""What a person typed, word by word: as written, folded, and where a clause ends."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from socle.texte import plier

_MOT = re.compile(r"(?:[ldjmtnscLDJMTNSC]|[Qq]u)'|[^\s,;.!?()/]+")
_DEMANDES = frozenset(
    """
    aimerai aimerais boulot cherche chercher job recherche rechercher souhaite souhaiterais trouver veut veux voudrai voudrais
    """.split()  # noqa: SIM905 (a list of quoted words reads worse)
)
_EMPLOIS = frozenset({"emploi", "metier", "offre", "poste", "travail", "travailler", "bosser"})
_SUITES = frozenset({"a", "au", "avec", "chez", "comme", "d'", "dans", "de", "en", "sur"})
_APRES_MIDI = re.compile(r"apr[eè]s midi", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mot:
    """One word.

    Attributes:
        tape: as typed; an elided article (« l' », « d' ») is a word of its own.
        plie: folded.
        suite: what follows, up to the next word: a blank, « , », « . »…
    """

    tape: str
    plie: str
    suite: str

    @property
    def fin(self) -> bool:
        """Whether a clause ends with this word."""
        return self.suite != " " and not self.tape.endswith("'")


def decouper(texte: str) -> list[Mot]:
    """Words of a query.

    Args:
        texte: as typed.

    Returns:
        The words, in order; the dashes inside a word are kept.
    """
    propre = _APRES_MIDI.sub("après-midi", texte.replace("’", "'"))
    trouves = list(_MOT.finditer(propre))
    suivants = [*(m.start() for m in trouves[1:]), len(propre)][: len(trouves)]
    return [Mot(m.group(), plier(m.group()), _suite(propre[m.end() : s], s == len(propre))) for m, s in zip(trouves, suivants, strict=True)]


def _suite(entre: str, dernier: bool) -> str:
    marque = next((c for c in entre if c in ".!?;"), next((c for c in entre if c in ",()"), ""))
    return f"{marque} " if marque or not dernier else ". "


def assembler(mots: Sequence[Mot], pris: Collection[int] = ()) -> str:
    """Words put together again, as they were typed, clauses kept apart.

    Args:
        mots: the words.
        pris: ranks of those to leave out.

    Returns:
        One line.
    """
    morceaux: list[str] = []
    for i, mot in enumerate(mots):
        if i not in pris:
            morceaux.append(mot.tape if mot.tape.endswith("'") else mot.tape + mot.suite)
        elif morceaux and mot.fin and not morceaux[-1].endswith(". "):
            morceaux[-1] = morceaux[-1].rstrip(" ,()") + mot.suite
    return "".join(morceaux).strip(" ,.;:!?()")


def sans_demande(mots: Sequence[Mot]) -> list[Mot]:
    """A query without the words that only ask: « je cherche un emploi dans le bâtiment » is about the bâtiment.

    Args:
        mots: the words.

    Returns:
        The words left; all of them when nothing else would be. « conseiller emploi » keeps « emploi ».
    """
    plies = [m.plie for m in mots]
    vus = [m for i, m in enumerate(mots) if not (m.plie in _DEMANDES or (m.plie in _EMPLOIS and plies[i + 1 : i + 2] and plies[i + 1] in _SUITES))]
    return vus if any(len(m.plie) > 2 for m in vus) else list(mots)
