"""Measuring the search: the same tasks for every engine, in the same run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from boite.commun import SortieJson, avec_base, console, ecrire_json, erreurs, proprement
from boite.francais import Commande, groupe
from catalogue import depot as depot_catalogue
from catalogue import fusion
from catalogue.depot import LignesImage
from catalogue.recherche import Moteur as MoteurDeRecherche
from catalogue.vivant import charger as charger_catalogue
from catalogue.vues import TextesMetier
from matching.evaluation import etalon, ouvertes
from matching.evaluation import fautes as verification_fautes
from matching.evaluation.comparaison import Comparaison, comparer
from matching.evaluation.fichiers import ecrire_metiers, ecrire_tache, lire_metiers, lire_tache
from matching.evaluation.intervalles import GRAINE
from matching.evaluation.moteurs import Moteur
from matching.evaluation.registre import MOTEURS, MOTEURS_METIERS, Banc
from matching.evaluation.rendu import COLONNES, COLONNES_METIERS, decimal, en_json, en_markdown, pourcent, tableau
from matching.evaluation.rome import lire_rome
from matching.evaluation.suggestion import MoteurSuggestion
from matching.evaluation.taches import Tache
from models.encodeur import Encodeur
from models.encodeur import charger as charger_encodeur
from models.entrainement.donnees import Donnees
from models.entrainement.donnees import lire as lire_donnees
from socle.base import Bassin, transaction
from socle.erreurs import ErreurPersonne, FichierIllisible
from socle.horloge import HorlogeSysteme
from socle.postgres import url_serveur
from socle.reglages import reglages

application = groupe("Mesurer la recherche : les mêmes questions à tous les moteurs, dans la même exécution.")

Moteurs = Annotated[str, typer.Option(help=f"Moteurs comparés, séparés par des virgules, parmi {', '.join(MOTEURS)}.")]
MoteursMetiers = Annotated[str, typer.Option(help=f"Moteurs comparés, séparés par des virgules, parmi {', '.join(MOTEURS_METIERS)}.")]
Modeles = Annotated[list[str], typer.Option("--modele", help="Autre modèle sentence-transformers à comparer : dossier ou nom. Peut se répéter.")]
NotreEncodeur = Annotated[str, typer.Option("--encodeur", help="Dossier d’un encodeur mis à la place de celui qui est livré.")]
DossierDonnees = Annotated[Path, typer.Option("--donnees", help="Dossier des données ouvertes (rome-4.0, esco, certifications, france-travail).")]
DossierRome = Annotated[Path | None, typer.Option("--rome", help="Dossier des tables du ROME, au lieu de la base.")]
TOUS = ",".join(MOTEURS)
TOUS_METIERS = ",".join(MOTEURS_METIERS)
NOMMES = 5
LARGEUR_MAX = 400


@application.command("recherche", cls=Commande, help="Requêtes, corpus et jugements d’un fichier : MRR, MAP, nDCG, rappels, avec intervalles.")
@proprement
def recherche(
    requetes: Annotated[Path, typer.Option(help="TSV « identifiant, tabulation, texte ».")],
    corpus: Annotated[Path, typer.Option(help="TSV « identifiant, tabulation, texte ».")],
    jugements: Annotated[Path, typer.Option(help="Jugements TREC « requête 0 document note ».")],
    moteurs: Moteurs = TOUS,
    modele: Modeles = [],  # noqa: B006 - Typer reads the default and never keeps it
    encodeur: NotreEncodeur = "",
    en_json_: SortieJson = False,
) -> None:
    """Compare engines on a task of search."""
    lue = lire_tache(requetes, corpus, jugements)
    _prevenir("Requêtes jugées mais absentes, laissées de côté", lue.inconnus)
    _prevenir("Documents jugés justes mais absents du corpus, comptés comme manqués", lue.documents_inconnus)
    banc, comparaisons = _comparer([lue.tache], moteurs, modele, encodeur)
    _montrer(comparaisons, banc, COLONNES, en_json_, requetes_inconnues=list(lue.inconnus), documents_inconnus=list(lue.documents_inconnus))


@application.command("metiers", cls=Commande, help="Du texte au métier, sur tout le ROME : exactitude à 1, 5 et 10, stricte et souple.")
@proprement
def metiers(
    requetes: Annotated[Path, typer.Option(help="JSON Lines « requete, codes_rome, codes_rome_famille ».")],
    rome: DossierRome = None,
    moteurs: MoteursMetiers = TOUS_METIERS,
    modele: Modeles = [],  # noqa: B006 - Typer reads the default and never keeps it
    encodeur: NotreEncodeur = "",
    en_json_: SortieJson = False,
) -> None:
    """Compare engines on text → métier."""
    connus = _rome(rome)
    lue = lire_metiers(requetes, connus)
    _prevenir("Codes absents de ce ROME, comptés comme manqués", lue.inconnus)
    banc, comparaisons = _comparer([lue.tache], moteurs, modele, encodeur, MOTEURS_METIERS)
    _montrer(comparaisons, banc, COLONNES_METIERS, en_json_, metiers=len(connus), codes_inconnus=list(lue.inconnus))


@application.command("preparer", cls=Commande, help="Écrire les tâches ouvertes en fichiers, pour « boite evaluer recherche » et « metiers ».")
@proprement
def preparer(
    donnees: DossierDonnees,
    sortie: Annotated[Path, typer.Option(help="Dossier à remplir, hors du dépôt : ces textes ne se republient pas.")],
    en_json_: SortieJson = False,
) -> None:
    """Write the open tasks."""
    tirees = _ouvertes(donnees)
    taches, deposees = tirees.toutes(), tirees.deposees()
    for tache in taches:
        ecrire_tache(tache, sortie)
    for tache in deposees:
        ecrire_metiers(tache, sortie)
    if en_json_:
        ecrire_json({"dossier": str(sortie), "taches": _resumes(taches), "metiers": _resumes(deposees)})
    else:
        console.print(f"{len(taches)} tâches et {len(deposees)} fichiers d’offres déposées écrits dans {sortie}", highlight=False)


def _resumes(taches: Sequence[Tache]) -> dict[str, dict[str, object]]:
    return {t.nom: {"requetes": len(t.requetes), "empreinte": t.empreinte} for t in taches}


@application.command("tout", cls=Commande, help="Toutes les tâches ouvertes et les requêtes d’or, tous les moteurs, un tableau.")
@proprement
def tout(
    donnees: DossierDonnees,
    moteurs: Moteurs = TOUS,
    modele: Modeles = [],  # noqa: B006 - Typer reads the default and never keeps it
    encodeur: NotreEncodeur = "",
    markdown: Annotated[Path | None, typer.Option(help="Fichier Markdown à écrire.")] = None,
    sans_or: Annotated[bool, typer.Option("--sans-or", help="Sans les requêtes d’or, qui demandent la base de démonstration.")] = False,
    en_json_: SortieJson = False,
) -> None:
    """Compare engines on every open task."""
    banc, comparaisons = _comparer(_ouvertes(donnees).toutes(), moteurs, modele, encodeur)
    if not sans_or:
        try:
            comparaisons.append(_requetes_or(moteurs, encodeur)[1])
        except ErreurPersonne as absence:
            banc.absents["or"] = str(absence).rstrip(".")
    if not encodeur:
        erreurs.print(
            "[yellow]L’encodeur livré a appris toutes les données ouvertes :[/] pour des chiffres sur ce qu’il n’a jamais vu, donnez "
            "--encodeur le témoin, appris sans ce qui est tenu à l’écart (docs/evaluation.md).",
            highlight=False,
        )
    if markdown is not None:
        markdown.write_text(en_markdown(comparaisons, banc.absents), encoding="utf-8")
    _montrer(comparaisons, banc, COLONNES, en_json_, encodeur=encodeur or "livré")


@application.command("or", cls=Commande, help="Les deux cents requêtes d’or dans le catalogue de la base : la vraie recherche et les autres.")
@proprement
def requetes_or(
    moteurs: Moteurs = TOUS,
    encodeur: NotreEncodeur = "",
    pires: Annotated[int, typer.Option(help="Nombre de requêtes les plus mal servies à montrer.", min=0, max=200)] = 10,
    en_json_: SortieJson = False,
) -> None:
    """Compare the search of the product with the engines on the golden queries."""
    banc, comparaison, tache, produit = _requetes_or(moteurs, encodeur)
    mal_servies = etalon.pires(tache, produit.noter(tache.textes).notes, pires)
    themes = etalon.par_theme(tache, produit)
    _montrer([comparaison], banc, COLONNES, en_json_, pires=mal_servies, themes=themes)
    if not en_json_:
        for theme, figures in themes.items():
            console.print(f"  {theme:<9} {figures['n']:>3} requêtes, MRR {decimal(figures.get('mrr', 0))}", highlight=False)
        for ligne in mal_servies:
            place = f"première offre juste en {ligne['premiere_juste']}" if ligne["premiere_juste"] else "aucune offre juste"
            console.print(f"  {ligne['requete']:<12} « {ligne['texte'][:80]} » : {place}, {ligne['resultats']} résultats", highlight=False)


@application.command(
    "fautes", cls=Commande, help="Les noms des métiers courants, mal tapés d’une lettre : leur métier vient-il dans les cinq premiers ?"
)
@proprement
def fautes(
    rome: DossierRome = None,
    moteur: Annotated[str, typer.Option(help=f"Moteur éprouvé : produit (la suggestion de métiers), {', '.join(MOTEURS)}.")] = "produit",
    encodeur: NotreEncodeur = "",
    par_nom: Annotated[int, typer.Option(help="Fautes tirées par nom.", min=1, max=5_000)] = 10,
    noms: Annotated[int, typer.Option(help="Nombre de noms, du plus au moins courant.", min=1, max=500)] = 500,
    en_json_: SortieJson = False,
) -> None:
    """Check every typo of one letter."""
    connus = _rome(rome)
    with ExitStack() as pile, erreurs.status("Fautes…"):
        eprouve = _moteur_seul(moteur, encodeur, pile)
        bilan = verification_fautes.verifier(eprouve, connus, verification_fautes.codes_courants()[:noms], par_nom)
    if en_json_:
        ecrire_json({**asdict(bilan), "taux": round(bilan.taux, 5), "moteur": moteur, "empreinte": eprouve.empreinte, "graine": GRAINE})
        return
    essais = sum(bilan.essais.values())
    console.print(f"{bilan.noms} noms, {essais} essais : {pourcent(bilan.taux)} des fautes retrouvent leur métier", highlight=False)
    for genre, nombre in sorted(bilan.essais.items()):
        console.print(f"  {genre:<10} {bilan.trouves.get(genre, 0)} sur {nombre}", highlight=False)
    for manque in bilan.manques[:20]:
        console.print(f"  « {manque.tape} » pour « {manque.nom} » ({manque.code_rome}) : {manque.rang or 'introuvable'}", highlight=False)


@application.command("regler", cls=Commande, help="Réapprendre les poids de la fusion, avec un encodeur qui n’a pas vu ce qui est tenu à l’écart.")
@proprement
def regler(
    donnees: DossierDonnees,
    encodeur: Annotated[str, typer.Option("--encodeur", help="Dossier du témoin.")],
    version: Annotated[str, typer.Option(help="Nom de la règle, gardé avec ce qu’elle classe.")],
    sortie: Annotated[Path, typer.Option(help="Fichier TOML à écrire.")] = fusion.FICHIER,
    en_json_: SortieJson = False,
) -> None:
    """Learn the weights of the fusion."""
    from matching.evaluation.reglage import en_toml
    from matching.evaluation.reglage import regler as apprendre

    temoin = _encodeur(encodeur)()
    with erreurs.status("Apprentissage de la fusion…"):
        regle = apprendre(_donnees(donnees), temoin, version)
    entete = (
        "Poids de la fusion, appris par « boite evaluer regler » (docs/evaluation.md) : ne pas corriger à la main.",
        f"Témoin : {temoin.empreinte}",
    )
    sortie.write_text(en_toml(regle, entete), encoding="utf-8")
    if en_json_:
        ecrire_json({"fichier": str(sortie), "version": version, "temoin": temoin.empreinte})
    else:
        console.print(f"Règle « {version} » écrite dans {sortie}", highlight=False)


def _comparer(
    taches: Sequence[Tache], moteurs: str, modeles: Sequence[str], encodeur: str, possibles: Sequence[str] = MOTEURS
) -> tuple[Banc, list[Comparaison]]:
    banc = Banc(_encodeur(encodeur), _url, modeles, possibles)
    with ExitStack() as pile, erreurs.status("Mesure…") as etat:
        ouverts = banc.ouvrir(_noms(moteurs), pile)
        comparaisons = []
        for tache in taches:
            etat.update(f"{tache.libelle}…")
            comparaisons.append(comparer(tache, ouverts))
    return banc, comparaisons


def _requetes_or(moteurs: str, encodeur: str) -> tuple[Banc, Comparaison, Tache, Moteur]:
    notre = _encodeur(encodeur)
    jour = HorlogeSysteme().aujourdhui()

    async def lire(bassin: Bassin) -> tuple[MoteurDeRecherche, LignesImage]:
        moteur = await charger_catalogue(bassin, notre())
        async with transaction(bassin, lecture_seule=True) as connexion:
            return moteur, await depot_catalogue.lignes_image(connexion)

    moteur, lignes = avec_base(lire)
    tache = etalon.tache(etalon.lire(), moteur, lignes, jour)
    produit = etalon.MoteurProduit(moteur, jour, notre().empreinte)
    banc = Banc(notre, _url)
    with ExitStack() as pile, erreurs.status("Requêtes d’or…"):
        return banc, comparer(tache, [produit, *banc.ouvrir(_noms(moteurs), pile)]), tache, produit


def _moteur_seul(nom: str, encodeur: str, pile: ExitStack) -> Moteur:
    notre = _encodeur(encodeur)
    if nom == MoteurSuggestion.nom:
        return MoteurSuggestion(notre())
    banc = Banc(notre, _url)
    ouverts = banc.ouvrir([nom], pile)
    if not ouverts:
        raise ErreurPersonne(f"Le moteur « {nom} » ne peut pas servir ici : {banc.absents[nom]}.")
    return ouverts[0]


def _montrer(comparaisons: Sequence[Comparaison], banc: Banc, colonnes: Sequence[str], json: bool, **autres: Any) -> None:
    if json:
        ecrire_json(en_json(comparaisons, banc.absents, graine=GRAINE, fusion=fusion.charger().version, **autres))
        return
    for comparaison in comparaisons:
        _tout_montrer(tableau(comparaison, colonnes))
        console.print(f"  données {comparaison.empreinte[:16]} · graine {comparaison.graine} · {comparaison.tirages} tirages", highlight=False)
        for ligne in comparaison.moteurs:
            console.print(f"  {ligne.moteur} : {ligne.empreinte[:64]}, corpus lu en {decimal(ligne.indexation_s, 2)} s", highlight=False)
    for nom, motif in banc.absents.items():
        console.print(f"[yellow]{nom} : absent, {motif}.[/]", highlight=False)


def _tout_montrer(table: Table) -> None:
    """A table with every figure whole: on a narrow terminal its lines go on below, in a file they are as long as they need be."""
    voulue = Measurement.get(console, console.options.update(max_width=LARGEUR_MAX), table).maximum
    Console(file=console.file, width=max(console.width, voulue)).print(table)


def _prevenir(quoi: str, inconnus: Sequence[str]) -> None:
    if inconnus:
        suite = ", …" if len(inconnus) > NOMMES else ""
        erreurs.print(f"[yellow]{quoi} ({len(inconnus)}) :[/] {', '.join(inconnus[:NOMMES])}{suite}", highlight=False)


def _noms(moteurs: str) -> list[str]:
    return [nom.strip() for nom in moteurs.split(",") if nom.strip()]


def _encodeur(source: str) -> Callable[[], Encodeur]:
    if source and not Path(source).is_dir():
        raise ErreurPersonne(f"Le dossier de l’encodeur « {source} » n’existe pas.")
    return cache(lambda: charger_encodeur(source or reglages().modele or None))


def _url() -> str:
    return url_serveur(reglages())


def _rome(dossier: Path | None) -> list[TextesMetier]:
    if dossier is not None:
        return lire_rome(dossier)

    async def lire(bassin: Bassin) -> list[TextesMetier]:
        async with transaction(bassin, lecture_seule=True) as connexion:
            return await depot_catalogue.metiers_en_mots(connexion)

    lus = avec_base(lire)
    if not lus:
        raise ErreurPersonne("La base ne contient aucun métier : importez le ROME (« boite importer rome ») ou donnez --rome DOSSIER.")
    return lus


def _donnees(dossier: Path) -> Donnees:
    try:
        return lire_donnees(dossier)
    except (OSError, KeyError) as erreur:
        raise FichierIllisible(f"« {dossier} » n’est pas le dossier des données ouvertes : {erreur} manque ou ne se lit pas.") from erreur


def _ouvertes(dossier: Path) -> ouvertes.TachesOuvertes:
    return ouvertes.TachesOuvertes(_donnees(dossier), ouvertes.Part.MESURE)
