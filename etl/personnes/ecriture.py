"""What becomes of each person of a file: found and completed, added, put to a person, or left aside."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from etl.personnes import depot
from etl.personnes.lecture import PersonneLue
from etl.personnes.rapport import JournalPersonnes
from etl.personnes.rapprochement import Annuaire, Identite, Issue, Motif, Verdict
from etl.personnes.reunion import Groupe, cles_noms
from etl.resolution import Referentiels, resoudre_commune
from parcours.dossier import depot as depot_dossiers
from parcours.dossier.domaine import DROITS_OUVERTS
from parcours.dossier.faits import LIBELLES, Attaches, Changements, Connue, Dires, Faits, PersonneDite, Situation, comparer_faits, valeurs_nouvelles
from socle.base import Connexion
from socle.chiffrement import Coffre
from socle.identifiants import Tirage, identifiant_public
from socle.texte import cle_tri

USAGE_EMPREINTE: Final = "rapprochement"
_RAISONS: Final = {Situation.SORTIE: "droit clos ou refusé, personne inconnue", Situation.EN_ATTENTE: "demande en attente, personne inconnue"}
_RAISON_DOUTE: Final = "droit clos ou en attente, personne mal reconnue"


@dataclass(slots=True)
class Atelier:
    """One import under way.

    Attributes:
        jour: reference day of the file.
        source: ``caf`` or ``liste``.
        structure_id: structure of those for whom the file names none.
        ids: id of each person recognised or added, by rank in the file.
        candidats: who each person of the file is or may be, by rank.
        jumelles: how many people of the file share an identity.
        douteuses: people whom a doubtful line of this file may be.
    """

    connexion: Connexion
    journal: JournalPersonnes
    instant: datetime
    jour: date
    fichier: str
    source: str
    coffre: Coffre
    tirage: Tirage
    structure_id: int | None
    referentiels: Referentiels
    structures: dict[str, int]
    referents: dict[str, depot.Referent]
    annuaire: Annuaire
    connues: dict[int, Connue]
    decisions: dict[bytes, int]
    en_attente: set[bytes]
    jumelles: Counter[Identite] = field(default_factory=Counter)
    ids: dict[int, int] = field(default_factory=dict)
    candidats: dict[int, tuple[int, ...]] = field(default_factory=dict)
    prises: set[int] = field(default_factory=set)
    douteuses: set[int] = field(default_factory=set)

    def identite(self, lue: PersonneLue) -> Identite:
        """What recognises a person of the file."""
        faits = lue.faits
        commune = resoudre_commune(lue.lieu, self.referentiels)
        noms = (cle_tri(lue.nom), cle_tri(lue.prenom), cles_noms(lue))
        return Identite(0, *noms, faits.annee_naissance, commune, faits.telephone, faits.courriel, faits.entree_rsa)

    def empreinte(self, identite: Identite) -> bytes:
        """Print by which a line once decided upon is known again; made of what the base keeps anyway, without any number."""
        return self.coffre.empreinte(USAGE_EMPREINTE, repr(identite))


async def traiter(atelier: Atelier, rang: int, groupe: Groupe) -> None:
    """Deal with one person of the file.

    Args:
        atelier: the import.
        rang: rank of the person in the file.
        groupe: the person.
    """
    lue, identite = groupe.lue, atelier.identite(groupe.lue)
    verdict = _juger(atelier, groupe, identite)
    atelier.candidats[rang] = verdict.ids
    if verdict.issue is Issue.SURE:
        atelier.ids[rang] = verdict.ids[0]
        atelier.prises.add(verdict.ids[0])
        await _completer(atelier, verdict.ids[0], lue)
    elif lue.situation is not Situation.AU_RSA:
        atelier.journal.ecarter(_RAISONS[lue.situation] if verdict.issue is Issue.NOUVELLE else _RAISON_DOUTE)
    elif verdict.issue is Issue.NOUVELLE:
        atelier.ids[rang] = await _creer(atelier, lue)
        atelier.candidats[rang] = (atelier.ids[rang],)
    else:
        await _demander(atelier, lue, identite, verdict)


def _juger(atelier: Atelier, groupe: Groupe, identite: Identite) -> Verdict:
    decidee = atelier.decisions.get(atelier.empreinte(identite))
    if decidee is not None and decidee not in atelier.prises:
        return Verdict(Issue.SURE, (decidee,))
    verdict = atelier.annuaire.juger(identite, atelier.prises, atelier.jumelles[identite])
    if groupe.doute_avec is None or verdict.issue is Issue.SURE:
        return verdict
    ids = tuple(dict.fromkeys((*atelier.candidats.get(groupe.doute_avec, ()), *verdict.ids)))
    return Verdict(Issue.DOUTEUSE, ids, Motif.NUMERO) if ids else verdict


async def _completer(atelier: Atelier, id_: int, lue: PersonneLue) -> None:
    connue = atelier.connues[id_]
    changements = comparer_faits(connue, _dites(atelier, lue))
    for champ in changements.gardes:
        atelier.journal.avertir(lue.chemin, LIBELLES[champ], "Le dossier dit autre chose : il est gardé tel quel.")
    _compter_mouvements(atelier, connue, changements)
    if not changements.valeurs:
        atelier.journal.comptes["inchanges"] += 1
        return
    atelier.journal.comptes["modifies"] += 1
    await depot_dossiers.modifier(atelier.connexion, id_, changements.valeurs, atelier.instant)


def _compter_mouvements(atelier: Atelier, connue: Connue, changements: Changements) -> None:
    comptes, valeurs = atelier.journal.comptes, changements.valeurs
    if "sortie_rsa" in valeurs:
        comptes["partis" if valeurs["sortie_rsa"] else "entres"] += 1
    comptes["deplaces_commune"] += "commune" in valeurs and connue.attaches.commune is not None
    comptes["deplaces_structure"] += "structure_id" in valeurs and connue.attaches.structure_id is not None
    comptes["droits_changes"] += "droit_rsa" in valeurs and connue.faits.droit_rsa is not None


async def _creer(atelier: Atelier, lue: PersonneLue) -> int:
    identifiant = identifiant_public(atelier.tirage)
    id_ = await depot_dossiers.creer(atelier.connexion, identifiant, atelier.source, (lue.nom, lue.prenom), cles_noms(lue), atelier.instant)
    await depot_dossiers.modifier(atelier.connexion, id_, valeurs_nouvelles(_dites(atelier, lue)), atelier.instant)
    atelier.journal.comptes["crees"] += 1
    atelier.journal.comptes["entres"] += lue.faits.droit_rsa in DROITS_OUVERTS
    return id_


async def _demander(atelier: Atelier, lue: PersonneLue, identite: Identite, verdict: Verdict) -> None:
    atelier.journal.comptes["douteux"] += 1
    atelier.douteuses.update(verdict.ids)
    empreinte = atelier.empreinte(identite)
    if empreinte in atelier.en_attente:
        atelier.journal.deja_en_attente += 1
        return
    atelier.en_attente.add(empreinte)
    assert verdict.motif is not None
    attente = depot.Attente(
        identifiant=identifiant_public(atelier.tirage),
        empreinte=empreinte,
        motif=verdict.motif.value,
        fichier=atelier.fichier,
        chemin=lue.chemin,
        source=atelier.source,
        structure_id=atelier.structure_id,
        personne=PersonneDite(lue.nom, lue.prenom, cles_noms(lue), _dites(atelier, lue)),
        candidats=verdict.ids,
    )
    await depot.mettre_en_attente(atelier.connexion, attente, atelier.instant)


def _dites(atelier: Atelier, lue: PersonneLue) -> Dires:
    return Dires(_faits(atelier, lue), _attaches(atelier, lue), lue.situation, atelier.jour)


def _faits(atelier: Atelier, lue: PersonneLue) -> Faits:
    """What the file says, métiers of the référentiel only."""
    connus = atelier.referentiels.metiers
    inconnus = [code for code in lue.faits.metiers if code not in connus]
    if inconnus and connus:
        atelier.journal.avertir(lue.chemin, LIBELLES["metiers"], f"Absents du ROME chargé, non repris : {', '.join(inconnus)}.")
    return replace(lue.faits, metiers=tuple(code for code in lue.faits.metiers if code in connus)) if inconnus else lue.faits


def _attaches(atelier: Atelier, lue: PersonneLue) -> Attaches:
    commune = resoudre_commune(lue.lieu, atelier.referentiels)
    if commune is None and (lue.lieu.code_insee or lue.lieu.commune) and atelier.referentiels.communes:
        atelier.journal.avertir(lue.chemin, "Commune", "Cette commune n’est pas dans le référentiel chargé : elle n’est pas reprise.")
    structure_id = atelier.structures.get(cle_tri(lue.structure)) if lue.structure else None
    if lue.structure and structure_id is None:
        atelier.journal.avertir(lue.chemin, LIBELLES["structure"], "Aucune structure connue ne porte ce nom, ou plusieurs : elle n’est pas reprise.")
    referent = atelier.referents.get(lue.referent) if lue.referent else None
    if lue.referent and referent is None:
        atelier.journal.avertir(lue.chemin, LIBELLES["referent"], "Aucun compte de conseiller ne porte cette adresse : le référent n’est pas repris.")
    return Attaches(commune, structure_id or atelier.structure_id or (referent.structure_id if referent else None), referent.id if referent else None)
