"""Gathering what the lines of a workbook say: each lot once, each person and month once, and what contradicts itself left out whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Final

from employeurs.clauses.fichier.elements import HeuresDites, Lecture, LotDit, Remarque
from employeurs.clauses.libelles import mois_en_mots
from socle.texte import cle_tri

CleLot = tuple[str, str]
# A title and an object may well be written in several ways: the first ones are kept.
_LIBRES: Final = frozenset({"ou", "marche", "lot", "intitule", "objet", "titulaire", "acheteur"})
REMARQUES_MAX: Final = 500


def cle_lot(marche: str, lot: str) -> CleLot:
    """A lot as two writings of it are compared; the empty number is that of a file that names none."""
    return cle_tri(marche), cle_tri(lot)


@dataclass
class Releve:
    """What has been read so far."""

    _lots: dict[CleLot, list[LotDit]] = field(default_factory=dict)
    _heures: list[tuple[HeuresDites, str]] = field(default_factory=list)
    _rejets: list[Remarque] = field(default_factory=list)
    _avertissements: list[Remarque] = field(default_factory=list)

    def rejeter(self, ou: str, message: str) -> None:
        """Something is left out."""
        self._rejets.append(Remarque(ou, message))

    def avertir(self, ou: str, message: str) -> None:
        """Something deserves a look."""
        self._avertissements.append(Remarque(ou, message))

    def dire_lot(self, lot: LotDit) -> None:
        """A line speaks of a lot."""
        self._lots.setdefault(cle_lot(lot.marche, lot.lot), []).append(lot)

    def dire_heures(self, dites: HeuresDites, nom_plie: str) -> None:
        """A line gives hours; ``nom_plie`` is the whole name, forgotten once people have been told apart."""
        self._heures.append((dites, nom_plie))

    def conclure(self, fichier: str) -> Lecture:
        """What the workbook says."""
        lots = tuple(self._reunir_lot(dits) for dits in self._lots.values())
        heures = tuple(self._une_fois(self._sans_homonymes()))
        return Lecture(fichier, lots, heures, tuple(self._rejets[:REMARQUES_MAX]), tuple(dict.fromkeys(self._avertissements))[:REMARQUES_MAX])

    def _reunir_lot(self, dits: list[LotDit]) -> LotDit:
        reuni = dits[0]
        for champ in (f.name for f in fields(LotDit) if f.name not in {"ou", "marche", "lot"}):
            valeurs = dict.fromkeys(v for d in dits if (v := getattr(d, champ)))
            if len(valeurs) > 1 and champ not in _LIBRES:
                self.avertir(
                    reuni.ou,
                    f"Les lignes du lot « {reuni.lot} » ne disent pas toutes la même chose ({champ.replace('_', ' ')}) : rien n’en est repris.",
                )
                valeurs = {}
            reuni = replace(reuni, **{champ: next(iter(valeurs), getattr(LotDit("", "", ""), champ))})
        return reuni

    def _sans_homonymes(self) -> list[HeuresDites]:
        noms: dict[tuple[CleLot, tuple[str, str, str]], set[str]] = {}
        for dites, nom in self._heures:
            noms.setdefault((cle_lot(dites.marche, dites.lot), dites.qui), set()).add(nom)
        gardees = []
        for dites, _ in self._heures:
            if len(noms[cle_lot(dites.marche, dites.lot), dites.qui]) > 1:
                self.rejeter(
                    dites.ou, f"Deux noms différents donnent « {dites.nom} » dans ce lot : distinguez-les par une colonne « Repère » (1, 2…)."
                )
            else:
                gardees.append(dites)
        return gardees

    def _une_fois(self, toutes: Iterable[HeuresDites]) -> list[HeuresDites]:
        par_case: dict[tuple[object, ...], list[HeuresDites]] = {}
        for dites in toutes:
            par_case.setdefault((cle_lot(dites.marche, dites.lot), dites.qui, dites.mois), []).append(dites)
        gardees = []
        for memes in par_case.values():
            if len({d.heures for d in memes}) > 1:
                ailleurs = " et ".join(d.ou for d in memes)
                for d in memes:
                    self.rejeter(d.ou, f"{d.nom}, {mois_en_mots(d.mois)} : des heures différentes ({ailleurs}). Aucune n’est reprise.")
                continue
            if len(memes) > 1:
                self.avertir(
                    memes[1].ou, f"{memes[0].nom}, {mois_en_mots(memes[0].mois)} : les mêmes heures sont écrites deux fois. Elles comptent une fois."
                )
            gardees.append(memes[0])
        return gardees
