"""Sessions of the demonstration's employers with several people each, at every stage: what one answers, alone or several at once."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from catalogue.domaine import TypeContrat
from comptes.domaine import Role
from etl.demonstration.prescriptions import Histoire, Pas, acteurs, raconter
from etl.demonstration.tables import SOURCE, document
from parcours.prescriptions.contrats import contrat_de
from parcours.prescriptions.domaine import Etat, Motif
from socle.base import Connexion
from socle.horloge import PARIS, Horloge, HorlogeFixe
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("reponses.sql"))


def seances() -> tuple[tuple[str, str, tuple[Histoire, ...]], ...]:
    """What the file tells: structure, which of its sessions, and the lives of those proposed."""
    return tuple((s["structure"], s["quand"], tuple(_histoire(vie) for vie in s["vies"])) for s in document("reponses")["session"])


def _histoire(vie: dict[str, Any]) -> Histoire:
    if "proposition" in vie:
        return Histoire(vie["proposition"], envoyee=False)
    return Histoire(vie["envoi"], suite=tuple(_pas(pas) for pas in vie.get("suite", ())))


def _pas(pas: dict[str, Any]) -> Pas:
    motif = Motif(pas["motif"]) if "motif" in pas else None
    contrat = contrat_de(TypeContrat(pas["contrat"]) if "contrat" in pas else None, pas.get("mois"), None)
    return Pas(pas["jours"], Etat(pas["vers"]), motif=motif, contrat=contrat, mots=pas.get("mots", ""))


async def charger_reponses(connexion: Connexion, horloge: Horloge) -> int:
    """Propose people to the employers of the demonstration.

    Args:
        connexion: writing transaction, over the prescriptions of the demonstration.
        horloge: the clock.

    Returns:
        How many prescriptions were made.
    """
    conseillers = [a for a in await acteurs(connexion) if a.role is Role.CIP]
    faites = 0
    for rang, (structure, quand, histoires) in enumerate(seances()):
        conseiller = conseillers[rang % len(conseillers)]
        valeurs = {
            "source": SOURCE,
            "jour": horloge.aujourdhui(),
            "structure": structure,
            "quand": quand,
            "places": sum(h.envoyee for h in histoires),
        }
        session = await REQUETES.ligne(connexion, "session", **valeurs)
        if session is None:
            continue
        personnes = await REQUETES.lignes(connexion, "personnes", source=SOURCE, referent_id=conseiller.id, nombre=len(histoires))
        repere = _repere(session["debut"], horloge) if quand == "commencee" else horloge
        for personne, histoire in zip(personnes, histoires, strict=False):
            faites += await raconter(connexion, conseiller, {**session, **personne}, histoire, repere)
    return faites


def _repere(debut: date, horloge: Horloge) -> HorlogeFixe:
    return HorlogeFixe(min(datetime.combine(debut, time(9), PARIS), horloge.maintenant()))
