"""The figures of conventions as a workbook (XLSX): one line per convention, then per métier and year, delays and outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Final

from employeurs.conventions.domaine import Bonus, Suivi, alertes
from employeurs.conventions.libelles import ETATS, mots_alerte, mots_ecart
from pilotage.domaine import GROUPE_MINIMAL, masquer
from pilotage.libelles import EFFECTIF_CACHE
from socle.tableur import Cellule, ouvrir

_CONVENTIONS = (
    "Convention",
    "Employeur",
    "Commune",
    "Début",
    "Fin",
    "État",
    "Prévues",
    "Réalisées",
    "Attendues à ce jour",
    "Où en est-elle",
    "À faire",
)
_LIGNES = ("Convention", "Employeur", "Métier", "Code ROME", "Année", "Prévues", "Réalisées", "Attendues à ce jour")
_BONUS = ("Convention", "Embauches par prescription", "Délai médian (jours)", "Emplois durables", "Suite pas encore connue")
NON_MONTRE: Final = "non montré"
Mesures = Sequence[tuple[Suivi, Bonus]]


def ecrire(mesures: Mesures, metiers: Mapping[str, str], instant: datetime, *, petits: bool, fictif: bool) -> bytes:
    """Write the workbook.

    Args:
        mesures: conventions, their figures, their delays and outcomes.
        metiers: names by ROME code.
        instant: when it is written, said on the first sheet.
        petits: counts of fewer than five people are written.
        fictif: the data are those of the demonstration, said on the first sheet.

    Returns:
        The file.
    """
    tampon = BytesIO()
    with ouvrir(tampon) as classeur:
        classeur.feuille("À lire", ("Ce classeur",), _lisez_moi(instant, petits=petits, fictif=fictif))
        classeur.feuille("Conventions", _CONVENTIONS, _conventions(mesures, metiers, instant))
        classeur.feuille("Métiers et années", _LIGNES, _lignes(mesures, metiers))
        classeur.feuille("Délais et issues", _BONUS, (_bonus(s, b, petits=petits) for s, b in mesures))
    return tampon.getvalue()


def _lisez_moi(instant: datetime, *, petits: bool, fictif: bool) -> Iterable[tuple[str]]:
    yield (f"Écrit le {instant:%d/%m/%Y à %H:%M}",)
    yield ("Réalisées : embauches déclarées par l’employeur et entrées par une prescription sur une offre rattachée, comptées une fois.",)
    yield ("Attendues à ce jour : part du temps écoulé de l’année couverte, arrondie à l’embauche la plus proche.",)
    if not petits:
        yield (f"« {EFFECTIF_CACHE} », « {NON_MONTRE} » : un groupe de moins de cinq personnes, ou celui qui permettrait de le retrouver.",)
    if fictif:
        yield ("Données fictives : démonstration.",)


def _conventions(mesures: Mesures, metiers: Mapping[str, str], instant: datetime) -> Iterable[tuple[Cellule, ...]]:
    for s, _ in mesures:
        c, somme = s.convention, s.total
        yield (
            c.titre,
            c.structure,
            c.commune or "",
            f"{c.debut:%d/%m/%Y}",
            f"{c.fin:%d/%m/%Y}",
            ETATS[c.etat],
            somme.prevues,
            somme.realisees,
            somme.attendues,
            mots_ecart(somme),
            " ".join(mots_alerte(a, metiers) for a in alertes(s, instant.date())),
        )


def _lignes(mesures: Mesures, metiers: Mapping[str, str]) -> Iterable[tuple[Cellule, ...]]:
    for s, _ in mesures:
        for x in s.tableau:
            c = x.chiffres
            nom = metiers.get(x.code_rome, x.code_rome)
            yield s.convention.titre, s.convention.structure, nom, x.code_rome, x.annee, c.prevues, c.realisees, c.attendues


def masquees(b: Bonus, *, petits: bool) -> Mapping[str, int | None]:
    """What became of the hires, small groups hidden, and one more when the total would give a single one away.

    Args:
        b: delays and outcomes.
        petits: counts of fewer than five people are shown.

    Returns:
        ``durables``, ``autres`` and ``en_cours``, whose sum is the hires; None for what is hidden.
    """
    parties = {"durables": b.durables, "autres": b.finies - b.durables, "en_cours": b.embauches - b.finies}
    return parties if petits else masquer(parties)


def _bonus(s: Suivi, b: Bonus, *, petits: bool) -> tuple[Cellule, ...]:
    if not petits and 0 < b.embauches < GROUPE_MINIMAL:
        return s.convention.titre, EFFECTIF_CACHE, "", "", ""
    parties = masquees(b, petits=petits)
    durables, en_cours = (NON_MONTRE if parties[cle] is None else parties[cle] or 0 for cle in ("durables", "en_cours"))
    return s.convention.titre, b.embauches, "" if b.mediane is None else round(b.mediane, 1), durables, en_cours
