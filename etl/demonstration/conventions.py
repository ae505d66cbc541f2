"""Conventions followed in the demonstration: invented, but opened, signed and filled by the same services as the real ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from catalogue.domaine import TypeContrat
from comptes.domaine import Acteur, Role
from employeurs.conventions.chiffres import Engagement, Periode
from employeurs.conventions.construction import repartir
from employeurs.conventions.domaine import Declaration, EtatConvention, NouvelleConvention
from employeurs.conventions.services import changer_etat, creer, declarer, detacher, rattacher
from etl.demonstration.prescriptions import Histoire, Pas, raconter
from etl.demonstration.tables import SOURCE, Fiche, fiches
from parcours.prescriptions.domaine import Etat, Issue, Motif
from socle.base import Connexion, Ligne
from socle.horloge import PARIS, Horloge
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("conventions.sql"))
_E = Etat


def _embauche(jours: int, acceptee: int, entree: int, fin: int | None = None, issue: Issue | None = None) -> Histoire:
    """Proposed, accepted, come and hired so many days before today, and what became of it."""
    suite = (Pas(acceptee, _E.ACCEPTEE_STRUCTURE), Pas(entree + 2, _E.PRESENTE), Pas(entree, _E.ENTREE))
    return Histoire(jours, suite=suite if fin is None else (*suite, Pas(fin, _E.TERMINEE, issue=issue)))


# What came of the people whom the boîte sent to these employers.
HISTOIRES: Final = (
    _embauche(88, 82, 70, 4, Issue.EMPLOI_DURABLE),
    _embauche(62, 57, 33),
    _embauche(79, 70, 58, 8, Issue.EMPLOI_DURABLE),
    Histoire(24, suite=(Pas(15, _E.REFUSEE, motif=Motif.COMPETENCES),)),
    _embauche(85, 80, 64, 6, Issue.EMPLOI_COURT),
    _embauche(46, 41, 26),
    Histoire(5),
    _embauche(74, 69, 50, 3, Issue.EMPLOI_DURABLE),
)


@dataclass(frozen=True, slots=True)
class _Depart:
    """Where a convention of the files begins: its card when it has one, else what its entry says."""

    structure_id: int
    carte: Ligne | None
    nouvelle: NouvelleConvention

    @property
    def codes(self) -> list[str]:
        """ROME codes that it commits to."""
        return sorted({e.code_rome for e in self.nouvelle.engagements})


async def charger_conventions(connexion: Connexion, horloge: Horloge) -> int:
    """Follow the conventions, unless someone does already.

    Args:
        connexion: writing transaction, over the offers, accounts and prescriptions of the demonstration.
        horloge: the clock; every day is counted from its own.

    Returns:
        How many conventions are followed.
    """
    cre = await REQUETES.ligne(connexion, "cre")
    if cre is None or await REQUETES.valeur(connexion, "deja"):
        return 0
    acteur = _acteur(cre)
    conseillers = {c.id: c for c in map(_acteur, await REQUETES.lignes(connexion, "conseillers"))}
    suivies = 0
    for fiche in fiches("conventions_suivies", "suivie"):
        depart = await _depart(connexion, fiche, horloge.aujourdhui())
        identifiant = await _ouvrir(connexion, acteur, fiche, depart, horloge)
        await _remplir(connexion, acteur, identifiant, fiche, horloge)
        await _envoyer(connexion, conseillers, fiche, depart, horloge)
        if fiche.get("etat") == EtatConvention.CLOSE:
            await changer_etat(connexion, acteur, identifiant, EtatConvention.CLOSE, horloge.maintenant())
        suivies += 1
    return suivies


def _acteur(ligne: Ligne) -> Acteur:
    return Acteur(**{**ligne, "role": Role(ligne["role"]), "territoires": frozenset(ligne["territoires"])})


async def _depart(connexion: Connexion, fiche: Fiche, jour: date) -> _Depart:
    carte = await REQUETES.ligne(connexion, "carte", source=SOURCE, cle=fiche["employeur"])
    if carte is None:
        structure_id = await REQUETES.valeur(connexion, "structure", source=SOURCE, cle=fiche["employeur"])
        periode = Periode(jour + timedelta(days=fiche["debut"]), jour + timedelta(days=fiche["fin"]))
        prevues = [(code, int(n)) for code, _, n in (mots.partition(":") for mots in fiche["engagements"])]
        titre = fiche["titre"]
    else:
        details: dict[str, Any] = carte["details"]
        structure_id, titre = carte["structure_id"], carte["titre"]
        periode = Periode(date.fromisoformat(details["debut"]), date.fromisoformat(details["fin"]))
        prevues = [(e["code_rome"], e["prevus"]) for e in details["engagements"]]
    engagements = tuple(Engagement(code, annee, n) for code, total in prevues for annee, n in repartir(total, periode).items())
    return _Depart(structure_id, carte, NouvelleConvention(titre, periode.debut, periode.fin, fiche.get("note", ""), engagements))


async def _ouvrir(connexion: Connexion, acteur: Acteur, fiche: Fiche, depart: _Depart, horloge: Horloge) -> str:
    """Open, attach the employer's offers, sign; one in preparation stays so."""
    instant, carte = horloge.maintenant(), depart.carte["offre"] if depart.carte else ""
    cle = f"demonstration-{fiche['employeur']}"
    identifiant = await creer(connexion, acteur, cle, depart.nouvelle, structure_id=depart.structure_id, carte=carte, instant=instant)
    assert identifiant is not None
    if fiche.get("sans_offre") and carte:
        await detacher(connexion, acteur, identifiant, carte)
    elif not fiche.get("sans_offre"):
        for offre in await REQUETES.lignes(connexion, "offres", structure_id=depart.structure_id, codes=depart.codes):
            await rattacher(connexion, acteur, identifiant, offre["identifiant"], None if offre["premier"] else offre["commun"], instant)
    if fiche.get("etat") != EtatConvention.PREPAREE:
        await changer_etat(connexion, acteur, identifiant, EtatConvention.SIGNEE, instant)
    return identifiant


async def _remplir(connexion: Connexion, acteur: Acteur, identifiant: str, fiche: Fiche, horloge: Horloge) -> None:
    """Hires that the employer declared."""
    for rang, mots in enumerate(fiche["embauches"]):
        code, jours, nombre, contrat = mots.split(":")
        jour = horloge.aujourdhui() - timedelta(days=int(jours))
        declaration = Declaration(code, jour, int(nombre), TypeContrat(contrat))
        instant = min(horloge.maintenant(), datetime.combine(jour + timedelta(days=3), time(10), PARIS))
        await declarer(connexion, acteur, identifiant, f"demonstration-{fiche['employeur']}-{rang}", declaration, instant)


async def _envoyer(connexion: Connexion, conseillers: dict[int, Acteur], fiche: Fiche, depart: _Depart, horloge: Horloge) -> None:
    """People whom the boîte sent to the employer, through the card of its convention."""
    voulues: int = fiche.get("prescriptions", 0)
    if not voulues or depart.carte is None:
        return
    personnes: Sequence[Ligne] = await REQUETES.lignes(connexion, "personnes", source=SOURCE, codes=depart.codes, nombre=voulues)
    for rang, personne in enumerate(personnes):
        couple = {**dict(depart.carte), **dict(personne)}
        await raconter(connexion, conseillers[personne["referent_id"]], couple, HISTOIRES[rang % len(HISTOIRES)], horloge)
