"""The relation of the demonstration's CRE with its structures: invented, but kept by the same services as the real one, at the pace of past days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from comptes.domaine import Acteur, Role
from employeurs.relations import depot, services
from employeurs.relations.domaine import FicheStructure
from employeurs.relations.saisie import SaisieAction, SaisieContact, SaisieEchange
from employeurs.relations.services import Geste
from etl.demonstration.comptes import comptes
from etl.demonstration.tables import SOURCE, Fiche, fiches, hasard
from socle.base import Connexion
from socle.horloge import PARIS, Horloge
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("relations.sql"))
GRAINE: Final = 94


@dataclass(frozen=True, slots=True)
class _Atelier:
    """What each line is written with."""

    connexion: Connexion
    jour: date
    acteur: Acteur
    structure: FicheStructure
    cle: str

    def geste(self, il_y_a: int, *quoi: object) -> Geste:
        """An act of a past working day, at a working hour; its ids are the same at every load."""
        tirage = hasard(GRAINE, "relations", self.cle, *quoi)
        jour = self.jour - timedelta(days=il_y_a)
        jour -= timedelta(days=max(0, jour.weekday() - 4))
        instant = datetime.combine(jour, time(9), PARIS) + timedelta(minutes=tirage.randrange(7 * 60) if il_y_a else 0)
        return Geste(self.acteur, instant, tirage=tirage.randrange)


async def charger_relations(connexion: Connexion, horloge: Horloge) -> int:
    """Tell what was said and what is to be done, unless someone has noted something already.

    Args:
        connexion: writing transaction, over the accounts and structures of the demonstration.
        horloge: the clock; every day is counted from its own.

    Returns:
        How many structures are followed.
    """
    if await REQUETES.valeur(connexion, "deja"):
        return 0
    lignes = await REQUETES.lignes(connexion, "cre", identifiants=[c.identifiant for c in comptes() if c.role is Role.CRE])
    acteurs = {
        ligne["identifiant"]: Acteur(**{**ligne, "role": Role(ligne["role"]), "territoires": frozenset(ligne["territoires"])}) for ligne in lignes
    }
    cles = {c.cle: acteurs[c.identifiant] for c in comptes() if c.identifiant in acteurs}
    suivies = fiches("relations", "structure")
    for fiche in suivies:
        identifiant = await REQUETES.valeur(connexion, "structure", source=SOURCE, cle=fiche["cle"])
        structure = await depot.structure(connexion, identifiant, horloge.aujourdhui())
        assert structure is not None
        await _raconter(_Atelier(connexion, horloge.aujourdhui(), cles[fiche["cre"]], structure, fiche["cle"]), fiche)
    return len(suivies)


async def _raconter(atelier: _Atelier, fiche: Fiche) -> None:
    debut = max((e["il_y_a"] for e in fiche["echanges"]), default=1)
    for contact in fiche["contacts"]:
        champs = {nom: valeur for nom, valeur in contact.items() if nom != "archive"}
        await services.ajouter_contact(atelier.connexion, atelier.geste(debut, contact["nom"]), atelier.structure, SaisieContact(**champs))
    contacts = {c.nom: c for c in await depot.contacts(atelier.connexion, atelier.structure.id)}
    for rang, echange in enumerate(fiche["echanges"]):
        qui = contacts[echange["contact"]].identifiant if "contact" in echange else ""
        saisie = SaisieEchange(nature=echange["nature"], contact=qui, texte=echange["texte"])
        await services.noter_echange(atelier.connexion, atelier.geste(echange["il_y_a"], "echange", rang), atelier.structure, saisie)
    for rang, action in enumerate(fiche["actions"]):
        await _prevoir(atelier, rang, action)
    for contact in fiche["contacts"]:
        if contact.get("archive"):
            await services.archiver_contact(atelier.connexion, atelier.geste(1, "archive"), contacts[contact["nom"]], True)


async def _prevoir(atelier: _Atelier, rang: int, action: dict[str, Any]) -> None:
    echeance = atelier.jour + timedelta(days=action["dans"])
    geste = atelier.geste(action.get("prevue_il_y_a", 15), "action", rang)
    await services.prevoir(atelier.connexion, geste, atelier.structure, SaisieAction(action["quoi"], echeance.isoformat()))
    if "faite_il_y_a" in action:
        attendue = next(a for a in await depot.actions(atelier.connexion, atelier.structure.id) if a.quoi == action["quoi"])
        fin = atelier.geste(action["faite_il_y_a"], "faite", rang)
        await services.faire(atelier.connexion, fin, atelier.structure, attendue.identifiant, action["resultat"])
