"""Lines of one sheet: a lot, or the hours of someone; totals checked and left aside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Protocol, TypeVar

from catalogue.domaine import TypeContrat
from catalogue.libelles import CONTRATS
from employeurs.clauses.domaine import ZERO, PublicClause
from employeurs.clauses.fichier.elements import HeuresDites, LotDit
from employeurs.clauses.fichier.entetes import Colonnes
from employeurs.clauses.fichier.releve import Releve
from employeurs.clauses.libelles import PUBLICS, heures_en_mots, lire_lot
from employeurs.clauses.valeurs import (
    ValeurRefusee,
    cpv_de,
    heures_de,
    heures_du_mois,
    initiale_de,
    jour_de,
    mois_de,
    mot_de,
    prenom_de,
    separer_nom,
    siret_de,
)
from socle.texte import cle_tri

T = TypeVar("T")
_TOTAL = re.compile(r"(?:sous )?(?:total|totaux|cumul|ensemble)\b.*")
_ROME = re.compile(r"\b([A-N]\d{4})\b")
# A merged cell gives its value to the first line only; the next ones inherit it.
HERITES: Final = ("marche", "lot")
_PUBLICS: Final = {
    **{cle_tri(mots): code for code, mots in PUBLICS.items()},
    **{cle_tri(code.value): code for code in PublicClause},
    **{cle_tri(mot): code for code, mots in {
        PublicClause.RSA: ("BRSA", "Bénéficiaire du RSA", "RSA socle", "ARSA", "Allocataire RSA"),
        PublicClause.DELD: ("DETLD", "Demandeur d’emploi longue durée", "Chômeur de longue durée"),
        PublicClause.MINIMA: ("ASS", "AAH", "Minima sociaux", "Minimum social"),
        PublicClause.TH: ("RQTH", "BOE", "BOETH", "Travailleur reconnu handicapé", "Handicap"),
        PublicClause.JEUNE: ("Jeune", "Jeunes", "Jeune -26 ans", "Moins de 26 ans", "Jeune peu qualifié"),
        PublicClause.SENIOR: ("Senior", "+50 ans", "Plus de 50 ans", "50 ans et plus"),
        PublicClause.QPV: ("Résident QPV", "Habitant QPV"),
        PublicClause.IAE: ("Salarié IAE", "PASS IAE", "Parcours IAE"),
        PublicClause.REFUGIE: ("Réfugié", "Primo-arrivant", "Réfugiés"),
        PublicClause.JUSTICE: ("PPSMJ", "Sous main de justice"),
    }.items() for mot in mots},
}  # fmt: skip
_CONTRATS: Final = {
    **{cle_tri(code.value): code for code in TypeContrat},
    **{cle_tri(mots): code for code, mots in CONTRATS.items()},
    "cdi": TypeContrat.CDI, "interim": TypeContrat.CTT, "mission": TypeContrat.CTT, "apprentissage": TypeContrat.APPRENTISSAGE,
    "contrat pro": TypeContrat.PROFESSIONNALISATION, "professionnalisation": TypeContrat.PROFESSIONNALISATION, "cddi": TypeContrat.CDDI,
}  # fmt: skip
_LECTEURS_DE_LOT: Final[dict[str, Callable[[object], object]]] = {
    "objet": mot_de, "acheteur": mot_de, "acheteur_siret": siret_de, "titulaire": mot_de, "titulaire_siret": siret_de, "cpv": cpv_de,
    "notification": jour_de, "debut": jour_de, "fin": jour_de, "heures_prevues": heures_de, "intitule": mot_de,
}  # fmt: skip


class Adresses(Protocol):
    """A sheet, as lines are read from it."""

    @property
    def lignes(self) -> Sequence[Sequence[object]]:
        """Its rows."""
        ...

    def ou(self, ligne: int, colonne: int) -> str:
        """Address of a cell."""
        ...


@dataclass
class LecteurDeLignes:
    """Reads the lines under a header.

    Attributes:
        feuille: the sheet.
        colonnes: its columns.
        contexte: values that hold for every line, with their addresses.
        releve: where what is read goes.
    """

    feuille: Adresses
    colonnes: Colonnes
    contexte: Mapping[str, tuple[str, object]]
    releve: Releve
    _herites: dict[str, object] = field(default_factory=dict)
    # Hours by column since the first line, and since the last total.
    _sommes: dict[int, Decimal] = field(default_factory=dict)
    _depuis: dict[int, Decimal] = field(default_factory=dict)

    def lire(self, premiere: int) -> None:
        """Read every line from a row on."""
        for rang, cellules in enumerate(self.feuille.lignes[premiere:], premiere):
            if not any(mot_de(c) for c in cellules):
                continue
            if self._est_total(cellules):
                self._verifier_total(rang, cellules)
            else:
                self._ligne(_Ligne(self, rang, cellules))

    def _est_total(self, cellules: Sequence[object]) -> bool:
        hors = {*self.colonnes.mois, self.colonnes.champs.get("heures")}
        return any(isinstance(c, str) and _TOTAL.fullmatch(cle_tri(c)) for rang, c in enumerate(cellules) if rang not in hors)

    def _verifier_total(self, rang: int, cellules: Sequence[object]) -> None:
        for colonne in (*self.colonnes.mois, *([self.colonnes.champs["heures"]] if "heures" in self.colonnes.champs else [])):
            try:
                dit = heures_de(cellules[colonne]) if colonne < len(cellules) else None
            except ValeurRefusee:
                continue
            sommes = (self._depuis.get(colonne, ZERO), self._sommes.get(colonne, ZERO))
            if dit is not None and dit not in sommes:
                mots = f"Le total dit {heures_en_mots(dit)}, les lignes font {heures_en_mots(sommes[0])}. Ce sont les lignes qui sont reprises."
                self.releve.avertir(self.feuille.ou(rang, colonne), mots)
        self._depuis = {}

    def compter(self, colonne: int, heures: Decimal) -> None:
        """Add hours to what the next total should say."""
        for sommes in (self._sommes, self._depuis):
            sommes[colonne] = sommes.get(colonne, ZERO) + heures

    def _ligne(self, ligne: _Ligne) -> None:
        lot = ligne.lot()
        if lot is None:
            return
        self.releve.dire_lot(lot)
        if self.colonnes.de_personnes:
            ligne.heures(lot)

    def valeur(self, champ: str, rang: int, cellules: Sequence[object]) -> tuple[str, object]:
        """A value of a line with its address: its own cell, the one above for merged cells, or what stands above the header."""
        colonne = self.colonnes.champs.get(champ)
        if colonne is None:
            return self.contexte.get(champ, (self.feuille.ou(rang, 0), ""))
        valeur = cellules[colonne] if colonne < len(cellules) else ""
        if champ in HERITES:
            valeur = valeur if mot_de(valeur) else self._herites.get(champ, "")
            self._herites[champ] = valeur
            if not mot_de(valeur):
                return self.contexte.get(champ, (self.feuille.ou(rang, colonne), ""))
        return self.feuille.ou(rang, colonne), valeur


@dataclass
class _Ligne:
    """One line, its cells read by field."""

    lecteur: LecteurDeLignes
    rang: int
    cellules: Sequence[object]

    def brut(self, champ: str) -> object:
        return self.lecteur.valeur(champ, self.rang, self.cellules)[1]

    def lu(self, champ: str, comment: Callable[[object], T]) -> T | None:
        ou, valeur = self.lecteur.valeur(champ, self.rang, self.cellules)
        try:
            return comment(valeur)
        except ValeurRefusee as refus:
            self.lecteur.releve.avertir(ou, f"{refus.motif} Cette case n’est pas reprise.")
            return None

    def lot(self) -> LotDit | None:
        marche = mot_de(self.brut("marche"))[:60]
        if not marche:
            ou = self.lecteur.valeur("marche", self.rang, self.cellules)[0]
            self.lecteur.releve.rejeter(ou, "Cette ligne ne dit pas de quel marché elle est.")
            # Merged cells: what follows must not inherit from further up.
            return None
        numero, intitule = lire_lot(mot_de(self.brut("lot")))
        lus = {champ: self.lu(champ, comment) for champ, comment in _LECTEURS_DE_LOT.items()}
        dits = {champ: valeur for champ, valeur in lus.items() if valeur not in {None, ""}}
        ou = self.lecteur.valeur("marche", self.rang, self.cellules)[0]
        return LotDit(ou, marche, numero[:60], **{"intitule": intitule, **dits})  # type: ignore[arg-type]

    def heures(self, lot: LotDit) -> None:
        """Read the hours of the line, month after month; those that cannot be kept are rejected where they stand.

        Args:
            lot: the lot that the line is about.
        """
        qui = self._qui()
        cases = list(self._cases())
        for ou, colonne, mois, brut in cases:
            try:
                heures = heures_de(brut)
                if heures is not None:
                    self.lecteur.compter(colonne, heures)
                heures = heures_du_mois(brut)
            except ValeurRefusee as refus:
                self.lecteur.releve.rejeter(ou, refus.motif)
                continue
            if heures is not None and qui is None:
                self.lecteur.releve.rejeter(ou, "Ces heures n’ont pas de personne : il faut au moins un prénom, dans sa colonne.")
            elif heures is not None and qui is not None:
                self.lecteur.releve.dire_heures(self._dites(ou, lot, qui, mois, heures), self._nom_plie())
        self._verifier_total_de_ligne(cases)

    def _cases(self) -> Iterator[tuple[str, int, date, object]]:
        champs, colonnes = self.lecteur.colonnes.champs, self.lecteur.colonnes
        if "mois" in champs and "heures" in champs and not colonnes.mois:
            ou, brut = self.lecteur.valeur("heures", self.rang, self.cellules)
            annee = mot_de(self.brut("annee"))
            mois = mois_de(self.brut("mois"), int(annee) if annee.isdigit() else None)
            if mois is not None:
                yield ou, champs["heures"], mois, brut
            elif mot_de(brut):
                self.lecteur.releve.rejeter(self.lecteur.valeur("mois", self.rang, self.cellules)[0], "Ce mois ne se lit pas : écrivez 01/2026.")
            return
        for colonne, mois in colonnes.mois.items():
            yield self.lecteur.feuille.ou(self.rang, colonne), colonne, mois, self.cellules[colonne] if colonne < len(self.cellules) else ""

    def _verifier_total_de_ligne(self, cases: Sequence[tuple[str, int, date, object]]) -> None:
        if "total" not in self.lecteur.colonnes.champs or not self.lecteur.colonnes.mois:
            return
        ou, brut = self.lecteur.valeur("total", self.rang, self.cellules)
        try:
            dit = heures_de(brut)
            somme = sum((heures_de(c[3]) or ZERO for c in cases), ZERO)
        except ValeurRefusee:
            return
        if dit is not None and dit != somme:
            mots = f"Le total de la ligne dit {heures_en_mots(dit)}, ses mois font {heures_en_mots(somme)}. Ce sont les mois qui sont repris."
            self.lecteur.releve.avertir(ou, mots)

    def _noms(self) -> tuple[str, str]:
        """First name and family name, as written."""
        prenom, nom = mot_de(self.brut("prenom")), mot_de(self.brut("nom"))
        if not prenom:
            prenom, nom = separer_nom(self.brut("salarie") if "salarie" in self.lecteur.colonnes.champs else nom) or ("", nom)
        return prenom, nom

    def _qui(self) -> tuple[str, str, str] | None:
        prenom, nom = self._noms()
        repere = mot_de(self.brut("repere"))[:12]
        return (prenom_de(prenom), initiale_de(nom), repere) if prenom_de(prenom) else None

    def _nom_plie(self) -> str:
        return cle_tri(" ".join(self._noms()))

    def _dites(self, ou: str, lot: LotDit, qui: tuple[str, str, str], mois: date, heures: Decimal) -> HeuresDites:
        rome = _ROME.search(mot_de(self.brut("rome")).upper())
        return HeuresDites(
            ou,
            lot.marche,
            lot.lot,
            *qui,
            mois,
            heures,
            public=_PUBLICS.get(cle_tri(mot_de(self.brut("public")))),
            code_rome=rome[1] if rome else None,
            contrat=_CONTRATS.get(cle_tri(mot_de(self.brut("contrat")))),
            entree=self.lu("entree", jour_de),
            sortie=self.lu("sortie", jour_de),
        )
