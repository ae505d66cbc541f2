"""Writing what a workbook says: hours are replaced, never added, and what is unclear is left out with its reason.

A dry run is a true import undone (decision 0004): its report is the one that writing would give.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from comptes.domaine import Acteur
from employeurs.clauses import depot, services
from employeurs.clauses.domaine import MARGE_MOIS, ZERO, EtatPoste, Lot, Participation, Source, bornes_de, bornes_du_lot
from employeurs.clauses.fichier.elements import HeuresDites, Lecture, LotDit, Remarque
from employeurs.clauses.fichier.releve import cle_lot
from employeurs.clauses.libelles import heures_en_mots, mois_en_mots
from employeurs.clauses.saisie import FicheLot, FicheMarche, FichePersonne, FichePoste
from socle.base import Connexion
from socle.horloge import Horloge
from socle.identifiants import Tirage, identifiant_public
from socle.journal import noter
from socle.texte import cle_tri

_UTILES = {
    "lot": "le numéro du lot",
    "objet": "l’objet du marché",
    "acheteur": "l’acheteur",
    "titulaire": "le titulaire",
    "heures_prevues": "les heures prévues",
    "fin": "la fin du lot",
}


@dataclass(frozen=True, slots=True)
class LotImporte:
    """A lot that the file speaks of: hours done before and after."""

    marche: str
    lot: str
    nouveau: bool
    avant: Decimal
    apres: Decimal


@dataclass(frozen=True, slots=True)
class RapportClauses:
    """Outcome of an import; ``lus = crees + modifies + inchanges`` count hours of someone for a month.

    Attributes:
        ecrit: False for a dry run.
        personnes: people opened.
        lots: those of the file that are followed, in its order.
        rejets, avertissements: where and why.
    """

    fichier: str
    ecrit: bool
    crees: int
    modifies: int
    inchanges: int
    personnes: int
    lots: tuple[LotImporte, ...]
    rejets: tuple[Remarque, ...]
    avertissements: tuple[Remarque, ...]

    @property
    def lus(self) -> int:
        """Hours of someone for a month that were taken."""
        return self.crees + self.modifies + self.inchanges

    @property
    def rejetes(self) -> int:
        """What was left out."""
        return len(self.rejets)

    @property
    def a_change(self) -> bool:
        """Whether something is not what it was."""
        return bool(self.crees or self.modifies or self.personnes or any(lot.nouveau for lot in self.lots))

    def vers_dict(self) -> dict[str, Any]:
        """The report as plain values, ready for JSON."""
        return {**asdict(self), "lus": self.lus, "rejetes": self.rejetes}


class _Annulee(Exception):
    """Undoes a dry run."""


async def importer(
    connexion: Connexion, lecture: Lecture, horloge: Horloge, *, ecrire: bool, acteur: Acteur | None = None, tirage: Tirage = secrets.randbelow
) -> RapportClauses:
    """Import a workbook.

    Args:
        connexion: inside a writing transaction.
        lecture: the workbook, read.
        horloge: clock.
        ecrire: False for a dry run.
        acteur: who imports, None for the command line.
        tirage: draws public ids.

    Returns:
        What was done, or would be.
    """
    travail = _Import(connexion, horloge, acteur, tirage, rejets=list(lecture.rejets), avertissements=list(lecture.avertissements))
    try:
        async with connexion.transaction():
            await travail.tout(lecture)
            if not ecrire:
                raise _Annulee
    except _Annulee:
        pass
    return travail.rapport(lecture.fichier, ecrire)


@dataclass
class _Import:
    connexion: Connexion
    horloge: Horloge
    acteur: Acteur | None
    tirage: Tirage
    rejets: list[Remarque]
    avertissements: list[Remarque]
    comptes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("crees", "modifies", "inchanges", "personnes"), 0))
    lots: list[LotImporte] = field(default_factory=list)

    def rapport(self, fichier: str, ecrit: bool) -> RapportClauses:
        return RapportClauses(
            fichier, ecrit, **self.comptes, lots=tuple(self.lots), rejets=tuple(self.rejets), avertissements=tuple(self.avertissements)
        )

    async def tout(self, lecture: Lecture) -> None:
        """Lots in an order that does not depend on that of the lines: two imports at once take their locks alike."""
        par_lot: dict[tuple[str, str], list[HeuresDites]] = {}
        for dites in lecture.heures:
            par_lot.setdefault(cle_lot(dites.marche, dites.lot), []).append(dites)
        for dit in sorted(lecture.lots, key=lambda d: cle_lot(d.marche, d.lot)):
            heures = par_lot.get(cle_lot(dit.marche, dit.lot), [])
            trouve = await self._lot(dit)
            if isinstance(trouve, str):
                self.rejets += [Remarque(ou, trouve) for ou in ([h.ou for h in heures] or [dit.ou])]
            else:
                await self._importer_lot(*trouve, heures)

    async def _lot(self, dit: LotDit) -> tuple[Lot, bool] | str:
        """The lot and whether it is new, or why it is not taken."""
        marches = await depot.marches_nommes(self.connexion, dit.marche, None)
        if dit.acheteur and marches:
            memes = [
                m for m in marches if cle_tri(m.acheteur) == cle_tri(dit.acheteur) or (dit.acheteur_siret and m.acheteur_siret == dit.acheteur_siret)
            ]
            if not memes:
                autre = marches[0].acheteur
                return f"Le marché {dit.marche} est suivi pour un autre acheteur ({autre}) : écrivez le même, ou ouvrez ce marché à la main."
            marches = memes
        if len(marches) > 1:
            return f"Plusieurs acheteurs ont un marché {dit.marche} : ajoutez une colonne « Acheteur »."
        connus = await depot.lots(self.connexion, marche=marches[0].identifiant) if marches else ()
        trouves = [lot for lot in connus if cle_tri(lot.numero) == cle_tri(dit.lot)] if dit.lot else list(connus)
        if len(trouves) > 1:
            return f"Le marché {dit.marche} a plusieurs lots : écrivez lequel dans une colonne « Lot »."
        if trouves:
            self._comparer(trouves[0], dit)
            return trouves[0], False
        return await self._creer(dit)

    def _comparer(self, lot: Lot, dit: LotDit) -> None:
        if dit.heures_prevues is not None and dit.heures_prevues != lot.bilan.prevues:
            mots = (
                f"{lot.nom} : le fichier prévoit {heures_en_mots(dit.heures_prevues)}, le suivi {heures_en_mots(lot.bilan.prevues)}. Le suivi reste."
            )
            self.avertissements.append(Remarque(dit.ou, mots))

    async def _creer(self, dit: LotDit) -> tuple[Lot, bool] | str:
        debut = dit.debut or dit.notification
        manquent = [mots for champ, mots in _UTILES.items() if not getattr(dit, champ)] + ([] if debut else ["le début du lot"])
        nom = f"Le lot {dit.lot} du marché {dit.marche}" if dit.lot else f"Le marché {dit.marche}"
        if manquent:
            return f"{nom} n’est pas suivi, et le fichier ne dit pas de quoi l’ouvrir : il manque {', '.join(manquent)}."
        assert debut
        assert dit.fin
        assert dit.heures_prevues
        if dit.fin < debut:
            return f"{nom} n’est pas suivi, et sa fin vient avant son début."
        marche = FicheMarche(dit.marche, dit.objet[:1000], dit.acheteur[:200], dit.acheteur_siret, dit.cpv, dit.notification)
        fiche = FicheLot(dit.lot, dit.intitule[:300], dit.titulaire[:200], dit.heures_prevues, debut, dit.fin)
        suivi = await services.suivre(self.connexion, self.acteur, marche, fiche, self.horloge, siret=dit.titulaire_siret, tirage=self.tirage)
        lot = await depot.un_lot(self.connexion, suivi.marche, suivi.lot)
        assert lot is not None
        return lot, True

    async def _importer_lot(self, lot: Lot, nouveau: bool, heures: Sequence[HeuresDites]) -> None:
        await depot.prendre_lot(self.connexion, lot.id)
        personnes = list(await depot.participations(self.connexion, lot.id))
        avant = (self.comptes["crees"], self.comptes["modifies"])
        par_personne: dict[tuple[str, ...], list[HeuresDites]] = {}
        for dites in sorted(heures, key=lambda d: (d.qui, d.mois)):
            par_personne.setdefault(tuple(cle_tri(mot) for mot in dites.qui), []).append(dites)
        faites = sum((p.total for p in personnes), ZERO)
        for cle, dites_par_mois in par_personne.items():
            connus = [p for p in personnes if (cle_tri(p.prenom), cle_tri(p.initiale), cle_tri(p.repere)) == cle]
            faites += await self._personne(lot, connus, dites_par_mois)
        if (self.comptes["crees"], self.comptes["modifies"]) != avant:
            await depot.avancer_version(self.connexion, lot.id, self.horloge.maintenant())
            await noter(self.connexion, self.acteur, "heures.importer", f"lot:{lot.identifiant}")
        self.lots.append(LotImporte(lot.marche_numero, lot.nom, nouveau, lot.bilan.realisees, faites))

    async def _personne(self, lot: Lot, connus: list[Participation], dites: list[HeuresDites]) -> Decimal:
        """Hours that someone gains in all (less than zero when the file takes some back)."""
        bornes = bornes_du_lot(lot.debut, lot.fin)
        dans_le_lot = [d for d in dites if bornes.accepte(d.mois)]
        self.rejets += [Remarque(d.ou, _hors_du_lot(lot, d.mois)) for d in dites if d not in dans_le_lot]
        if not connus and any(d.heures for d in dans_le_lot):
            connus = [await self._ouvrir(lot, dans_le_lot)]
        gain = ZERO
        for d in dans_le_lot:
            cible = self._cible(lot, connus, d)
            if cible is None:
                continue
            if not d.heures and d.mois not in cible.heures:
                self.comptes["inchanges"] += 1
                continue
            rang = connus.index(cible)
            cible = await self._elargir(cible, d)
            gain += await self._ecrire(cible, d)
            connus[rang] = depot.avec_heures(cible, d.mois, d.heures)
        return gain

    def _cible(self, lot: Lot, connus: list[Participation], d: HeuresDites) -> Participation | None:
        """Which of the contracts of someone these hours belong to; None, told, when it is none or several."""
        bornes = bornes_du_lot(lot.debut, lot.fin)
        presents = [p for p in connus if bornes_de(bornes, p.entree, p.sortie).accepte(d.mois)]
        if len(presents) == 1:
            return presents[0]
        if not presents and len(connus) == 1 and connus[0].dates_deduites and d.mois < connus[0].entree:
            return connus[0]
        if connus:
            mots = "est hors de ses dates de contrat" if not presents else "tombe dans plusieurs de ses contrats"
            self.rejets.append(Remarque(d.ou, f"{d.nom} : {mois_en_mots(d.mois)} {mots} sur ce lot."))
        return None

    async def _ouvrir(self, lot: Lot, dites: Sequence[HeuresDites]) -> Participation:
        entrees, sorties = [d.entree for d in dites if d.entree], [d.sortie for d in dites if d.sortie]
        premier = min(d.mois for d in dites if d.heures)
        entree = min(max(min(entrees), lot.debut) if entrees else max(premier, lot.debut), lot.fin)
        sortie = max(sorties) if sorties and max(sorties) >= entree else None
        poste = await self._poste(lot, dites)
        d = dites[0]
        public = min((x.public for x in dites if x.public), default=None)
        fiche = FichePersonne(poste, d.prenom, d.initiale, d.repere, public, entree, sortie)
        identifiant, instant = identifiant_public(self.tirage), self.horloge.maintenant()
        id_ = await depot.ajouter_participation(self.connexion, identifiant, f"import-{identifiant}", fiche, instant, dates_deduites=not entrees)
        assert id_ is not None
        self.comptes["personnes"] += 1
        return Participation(id_, identifiant, poste, d.prenom, d.initiale, d.repere, public, entree, sortie, not entrees, liee=False)

    async def _poste(self, lot: Lot, dites: Sequence[HeuresDites]) -> int:
        """The post of that métier and contract, opened without committed hours when there is none."""
        rome = min((d.code_rome for d in dites if d.code_rome), default=None)
        contrat = min((d.contrat for d in dites if d.contrat), default=None)
        if rome and not await depot.metier_connu(self.connexion, rome):
            self.avertissements.append(Remarque(dites[0].ou, f"Le code ROME {rome} n’existe pas : le métier reste à préciser."))
            rome = None
        postes = [p for p in await depot.postes(self.connexion, lot.id) if p.etat is not EtatPoste.ANNULE]
        if memes := [p for p in postes if (rome or p.code_rome, contrat or p.contrat) == (p.code_rome, p.contrat)]:
            return memes[0].id
        identifiant, fiche = identifiant_public(self.tirage), FichePoste(rome, contrat, ZERO, EtatPoste.POURVU, None)
        id_ = await depot.ajouter_poste(self.connexion, identifiant, f"import-{identifiant}", lot.id, fiche, self.horloge.maintenant())
        assert id_ is not None
        mots = f"{lot.nom} : un poste est ouvert sans heures engagées, le fichier n’en dit pas. Complétez-le sur la page du lot."
        self.avertissements.append(Remarque(dites[0].ou, mots))
        return id_

    async def _elargir(self, p: Participation, d: HeuresDites) -> Participation:
        """Dates deduced from another file follow the months of this one."""
        if not p.dates_deduites or d.mois >= date(p.entree.year, p.entree.month, 1):
            return p
        elargie = replace(p, entree=d.mois)
        await depot.regler_participation(self.connexion, elargie)
        return elargie

    async def _ecrire(self, p: Participation, d: HeuresDites) -> Decimal:
        connues = p.heures.get(d.mois)
        if connues == d.heures:
            self.comptes["inchanges"] += 1
            return ZERO
        self.comptes["modifies" if connues is not None else "crees"] += 1
        qui, instant = self.acteur.id if self.acteur else None, self.horloge.maintenant()
        await depot.ecrire_heures(self.connexion, p.id, d.mois, d.heures, source=Source.IMPORT, compte_id=qui, instant=instant)
        return d.heures - (connues or ZERO)


def _hors_du_lot(lot: Lot, mois: date) -> str:
    dates = f"du {lot.debut:%d/%m/%Y} au {lot.fin:%d/%m/%Y}, et {MARGE_MOIS} mois de plus pour les heures dites en retard"
    return f"{lot.nom} : {mois_en_mots(mois)} est hors de ses dates ({dates})."
