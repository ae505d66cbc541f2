"""People and offers for everybody: who suits an offer, and the lists of all, kept in the database."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from boite.commun import SortieJson, avec_base, console, ecrire_json, encodeur, erreurs, proprement
from boite.francais import Commande
from catalogue import depot as depot_catalogue
from catalogue.recherche import Moteur
from catalogue.seances import PERMANENTE
from catalogue.vivant import charger
from matching.appariements import Bilan, Candidature, apparier, candidats_pour
from matching.appariements import depot as depot_appariements
from matching.appariements.depot import Suivie
from matching.appariements.inverse import OUVERTS
from matching.appariements.services import Consigne
from matching.classement import classer
from matching.eligibilite import Statut
from matching.explication import Explication, expliquer
from matching.exposition import equilibrer, regle
from matching.leviers import Levier, leviers
from matching.profils import Profils
from parcours.propositions.domaine import JAMAIS, Exposition
from socle.base import Bassin, transaction
from socle.erreurs import ErreurPersonne
from socle.horloge import HorlogeSysteme

SANS_REFERENT = "Sans référent connu"


@dataclass(frozen=True)
class _Trouvee:
    """A person whom the offer suits, and why."""

    suivie: Suivie
    candidature: Candidature
    explication: Explication
    exposition: Exposition
    levier: Levier | None


@dataclass(frozen=True)
class _Demande:
    """Row of the offer, day of the session (None: the next one), how many people at most, and of what statuses."""

    rang: int
    le: date | None
    nombre: int
    statuts: tuple[Statut, ...]


def enregistrer(application: typer.Typer) -> None:
    """Add the commands.

    Args:
        application: the command line.
    """
    application.command("candidats", cls=Commande, help="À qui une offre convient, avec les raisons, par référent.")(proprement(candidats))
    application.command("apparier", cls=Commande, help="Les cinquante meilleures offres de chacun, gardées en base.")(proprement(apparier_tous))


def candidats(
    offre: Annotated[str, typer.Argument(help="Identifiant de l’offre, celui de son adresse.", metavar="OFFRE")],
    session: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Premier jour de la session voulue, sinon la prochaine.")] = None,
    nombre: Annotated[int, typer.Option("--nombre", "-n", help="Nombre de personnes affichées.", min=1, max=200)] = 20,
    presque: Annotated[bool, typer.Option("--presque", help="Les personnes presque éligibles, et ce qui lève ce qui manque.")] = False,
    en_json: SortieJson = False,
) -> None:
    """People whom an offer suits, in the order of the page."""
    le, horloge = None if session is None else session.date(), HorlogeSysteme()
    recent, ancien = regle().fenetre(horloge.maintenant())

    async def travail(bassin: Bassin) -> tuple[str, list[_Trouvee]]:
        moteur = await charger(bassin, encodeur())
        async with transaction(bassin, lecture_seule=True) as connexion:
            rang = _rang(moteur, await depot_catalogue.id_offre(connexion, offre), offre)
            suivies = await depot_appariements.personnes(connexion)
            expositions = await depot_appariements.expositions(connexion, recent=recent, ancien=ancien)
        demande = _Demande(rang, _jour_de_session(moteur, rang, le), nombre, (Statut.PRESQUE,) if presque else OUVERTS)
        return moteur.image.titres[rang], _chercher(moteur, demande, suivies, expositions, horloge.aujourdhui())

    titre, trouvees = avec_base(travail)
    if en_json:
        ecrire_json({"offre": offre, "titre": titre, "personnes": [_json(t) for t in trouvees]})
    else:
        _montrer(titre, trouvees)


def _rang(moteur: Moteur, id_offre: int | None, identifiant: str) -> int:
    rangs = {int(i): rang for rang, i in enumerate(moteur.image.ids)}
    if id_offre not in rangs:
        raise ErreurPersonne(f"Aucune offre publiée ne porte l’identifiant « {identifiant} ». Il est à la fin de l’adresse de la fiche.")
    return rangs[id_offre]


def _jour_de_session(moteur: Moteur, rang: int, voulu: date | None) -> date | None:
    sessions = moteur.image.sessions
    jours = {int(j) for j in sessions.debut[sessions.offre == rang] if j != PERMANENTE}
    if voulu is not None and voulu.toordinal() not in jours:
        dits = ", ".join(date.fromordinal(j).isoformat() for j in sorted(jours)) or "aucune"
        raise ErreurPersonne(f"Aucune session ne commence le {voulu.isoformat()}. Sessions datées de cette offre : {dits}.")
    return voulu


def _chercher(moteur: Moteur, demande: _Demande, suivies: list[Suivie], expositions: dict[int, Exposition], jour: date) -> list[_Trouvee]:
    rang, le = demande.rang, demande.le
    profils = Profils.construire([s.personne for s in suivies], moteur.referentiel, moteur.encodeur)
    trouvees = candidats_pour(profils, moteur, rang, jour, le=le, statuts=demande.statuts)
    ordre = equilibrer(trouvees, [expositions.get(suivies[c.personne].id, JAMAIS).charge for c in trouvees])[: demande.nombre]
    if not ordre:
        return []
    classement = classer([suivies[c.personne].personne for c in ordre], moteur, jour, {} if le is None else {rang: le})
    return [
        _Trouvee(
            suivie=suivies[c.personne],
            candidature=c,
            explication=expliquer(classement, place, rang),
            exposition=expositions.get(suivies[c.personne].id, JAMAIS),
            levier=leviers(classement, place, [rang], seance_seule=True).get(rang),
        )
        for place, c in enumerate(ordre)
    ]


def _montrer(titre: str, trouvees: list[_Trouvee]) -> None:
    console.print(f"[bold]{titre}[/]", highlight=False)
    if not trouvees:
        console.print("Personne : l’offre n’est plus ouverte, ou aucune personne connue n’en est proche.")
    groupes: defaultdict[str, list[_Trouvee]] = defaultdict(list)
    for trouvee in trouvees:
        groupes[trouvee.suivie.referent or SANS_REFERENT].append(trouvee)
    for referent, leurs in groupes.items():
        console.print(f"\n{referent}", style="bold", highlight=False)
        for trouvee in leurs:
            personne = trouvee.suivie.personne
            console.print(f"  {personne.prenom} {personne.nom} · {trouvee.candidature.score:.2f}".replace(".", ","), highlight=False)
            for raison in trouvee.explication.raisons:
                console.print(f"     {raison.texte}", highlight=False)
            for doute in trouvee.explication.a_verifier:
                console.print(f"     [yellow]À vérifier :[/] {doute}", highlight=False)
            for manque in trouvee.explication.manque:
                console.print(f"     [yellow]Manque :[/] {manque}. {trouvee.levier.texte if trouvee.levier else ''}".rstrip(), highlight=False)
            if trouvee.exposition.charge:
                mots = f"{trouvee.exposition.recentes} en {regle().jours} jours, {trouvee.exposition.vivantes} en cours"
                console.print(f"     [dim]Propositions : {mots}[/]", highlight=False)


def _json(trouvee: _Trouvee) -> dict[str, Any]:
    return {
        "identifiant": trouvee.suivie.personne.identifiant,
        "referent": trouvee.suivie.referent or None,
        "score": round(trouvee.candidature.score, 6),
        "statut": trouvee.candidature.statut.value,
        "contributions": {part.value: round(v, 6) for part, v in trouvee.explication.contributions.items()},
        "raisons": [raison.texte for raison in trouvee.explication.raisons],
        "a_verifier": list(trouvee.explication.a_verifier),
        "manque": list(trouvee.explication.manque),
        "levier": trouvee.levier.texte if trouvee.levier else None,
        "propositions": {"recentes": trouvee.exposition.recentes, "en_cours": trouvee.exposition.vivantes},
    }


def apparier_tous(
    tous: Annotated[bool, typer.Option("--tous", help="Toutes les personnes contre toutes les offres ouvertes.")] = False,
    reprendre: Annotated[bool, typer.Option("--reprendre", help="Continuer un appariement interrompu, si rien n’a changé depuis.")] = False,
    en_json: SortieJson = False,
) -> None:
    """Lists of everybody."""
    if not tous:
        raise ErreurPersonne("Dites « boite apparier --tous » : les listes de tout le monde sont recalculées et remplacent les précédentes.")
    colonnes = (TextColumn("Personnes"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())

    async def travail(bassin: Bassin) -> Bilan:
        # The bar goes to the error console: the standard output keeps the result alone.
        with Progress(*colonnes, console=erreurs, transient=True) as barre:
            tache = barre.add_task("", total=None)
            consigne = Consigne(reprendre, suivre=lambda faites, total: barre.update(tache, completed=faites, total=total))
            return await apparier(bassin, encodeur(), HorlogeSysteme(), consigne)

    bilan = avec_base(travail)
    if en_json:
        ecrire_json(asdict(bilan))
        return
    console.print(f"{bilan.personnes} personnes, {bilan.offres} offres : les listes sont en vigueur (version {bilan.version}).", highlight=False)
    if bilan.reprises:
        console.print(f"{bilan.reprises} personnes étaient déjà faites.", highlight=False)
