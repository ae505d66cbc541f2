"""``boite evaluer appariement``: how good the ranking of offers is, beside baselines, in one run."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from boite.commun import SortieJson, avec_base, console, ecrire_json, erreurs, proprement
from boite.francais import Commande
from catalogue.recherche import Moteur
from catalogue.vivant import charger as charger_catalogue
from matching.appariements import depot as depot_appariements
from matching.evaluation.appariement import rendu
from matching.evaluation.appariement.cas import Cas, Partie
from matching.evaluation.appariement.cas import lire as lire_cas
from matching.evaluation.appariement.comparaison import Comparaison, comparer
from matching.evaluation.appariement.methodes import Boite, Methode, par_texte, simples
from matching.evaluation.appariement.reglage import qualite, regler
from matching.evaluation.appariement.robustesse import mesurer_robustesse
from matching.evaluation.appariement.services import Matiere, lire_matiere
from matching.evaluation.intervalles import GRAINE
from matching.evaluation.registre import Banc
from matching.evaluation.rendu import decimal, pourcent
from matching.exposition import regle
from matching.listes.carte import en_json as rapport_json
from matching.score import poids
from matching.simulation.epreuve import eprouver
from matching.simulation.exposition import PREMIERES, comparer_exposition
from matching.simulation.population import population
from models.classement import ClassementRefuse
from models.encodeur import charger as charger_encodeur
from parcours.domaine import Allocataire
from socle.base import Bassin, transaction
from socle.erreurs import ErreurPersonne
from socle.horloge import HorlogeSysteme
from socle.postgres import url_serveur
from socle.reglages import reglages

# The engines of words that are asked with the projet; the others of the registry measure the search.
TEXTES = ("bm25", "encodeur", "minilm")


def enregistrer(groupe: typer.Typer) -> None:
    """Add the commands.

    Args:
        groupe: the group ``evaluer``.
    """
    groupe.command("appariement", cls=Commande, help="Cent personnes jugées : notre classement et les autres, dans la même exécution.")(appariement)
    aide = "Chaque offre propose à ses premières personnes : qui ne l’est jamais, avec et sans la règle d’équilibre."
    groupe.command("exposition", cls=Commande, help=aide)(exposition)
    groupe.command("poids", cls=Commande, help="Chercher de meilleurs poids sur les cas de réglage, et les confirmer sur les autres.")(chercher_poids)


@proprement
def appariement(
    partie: Annotated[str, typer.Option(help="Cas mesurés : mesure (tenus à l’écart du réglage), reglage, ou tout.")] = Partie.MESURE.value,
    markdown: Annotated[Path | None, typer.Option(help="Fichier Markdown à écrire.")] = None,
    simulation: Annotated[
        int, typer.Option(help="Éprouver l’apprentissage sur ce nombre de personnes simulées, au lieu des cas jugés.", min=0, max=20_000)
    ] = 0,
    en_json: SortieJson = False,
) -> None:
    """Compare rankings on judged cases, or try learning on a simulation."""
    if simulation:
        _simuler(simulation, en_json)
        return
    cas = _choisir(partie)
    with erreurs.status("Mesure…"), ExitStack() as pile:
        matiere = _matiere()
        banc = Banc(lambda: charger_encodeur(reglages().modele or None), lambda: url_serveur(reglages()))
        methodes: list[Methode] = [Boite(), *simples(GRAINE), *(par_texte(m) for m in banc.ouvrir(TEXTES, pile))]
        comparaison = comparer(matiere.terrain(cas), cas, methodes, partie)
        robustesse = mesurer_robustesse(lire_cas(), matiere.moteur, matiere.jour)
    if markdown is not None:
        markdown.write_text(rendu.en_markdown([comparaison], robustesse, banc.absents), encoding="utf-8")
    if en_json:
        ecrire_json(rendu.en_json([comparaison], robustesse, banc.absents, version=poids().version, jour=matiere.jour.isoformat()))
        return
    _montrer(comparaison, [*rendu.lignes_robustesse(robustesse), *(f"{nom} : absent, {motif}" for nom, motif in banc.absents.items())])


@proprement
def chercher_poids(en_json: SortieJson = False) -> None:
    """Look for better weights on the tuning cases; nothing is written."""
    with erreurs.status("Réglage…"):
        matiere, cas = _matiere(), _choisir(Partie.REGLAGE.value)
        trouve = regler(matiere.terrain(cas, seuls=True), cas)
        autres = _choisir(Partie.MESURE.value)
        t = matiere.terrain(autres, seuls=True)
        avant, apres = (qualite(t, autres, p) for p in (poids().parts, trouve.parts))
    if en_json:
        ecrire_json({**asdict(trouve), "version": poids().version, "mesure": {"avant": round(avant, 4), "apres": round(apres, 4)}})
        return
    console.print(f"Réglage : nDCG@10 {decimal(trouve.avant)} puis {decimal(trouve.apres)}", highlight=False)
    console.print(f"Mesure, jamais vue : nDCG@10 {decimal(avant)} puis {decimal(apres)}", highlight=False)
    for part, valeur in trouve.parts.items():
        console.print(f"  {part.value} = {valeur:.3f}", highlight=False)


@proprement
def exposition(
    simulation: Annotated[int, typer.Option(help="Nombre de personnes inventées, au lieu de celles de la base.", min=0, max=5_000)] = 0,
    premieres: Annotated[int, typer.Option(help="Personnes proposées par chaque offre.", min=1, max=50)] = PREMIERES,
    en_json: SortieJson = False,
) -> None:
    """What the rule of balance changes; nothing is written."""
    jour = HorlogeSysteme().aujourdhui()

    async def lire(bassin: Bassin) -> tuple[Moteur, list[Allocataire]]:
        moteur = await charger_catalogue(bassin, charger_encodeur(reglages().modele or None))
        async with transaction(bassin, lecture_seule=True) as connexion:
            return moteur, [s.personne for s in await depot_appariements.personnes(connexion)]

    with erreurs.status("Mesure…"):
        moteur, gens = avec_base(lire)
        if simulation:
            codes = sorted({moteur.image.codes_rome[m] for m in moteur.image.metiers.tolist()})
            gens = population(simulation, GRAINE, moteur.referentiel, codes)
        if not gens:
            raise ErreurPersonne("Aucune personne dans la base : ajoutez --simulation 300 pour en inventer.")
        trouve = comparer_exposition(gens, moteur, jour, premieres)
    if en_json:
        ecrire_json({**asdict(trouve), "version": regle().version, "premieres": premieres})
        return
    console.print(f"{trouve.offres} offres, {premieres} personnes chacune : {trouve.propositions} propositions à {trouve.personnes} personnes.")
    for nom, m in (("Par la note seule", trouve.sans), (f"Avec la règle {regle().version}", trouve.avec)):
        mots = f"jamais proposées {pourcent(m.jamais)}, Gini {decimal(m.gini)}, au plus {m.maximum}, note moyenne {decimal(m.moyenne)}"
        console.print(f"  {nom} : {mots}", highlight=False)


def _simuler(nombre: int, json: bool) -> None:
    with erreurs.status("Simulation…"):
        try:
            epreuve = eprouver(_matiere().moteur, HorlogeSysteme().maintenant(), nombre, GRAINE)
        except ClassementRefuse as refus:
            raise ErreurPersonne(f"{refus} Simulez plus de personnes.") from refus
    vrais = dict(zip((e.classeur.algorithme for e in epreuve.rapport.essais), epreuve.gains_vrais, strict=True))
    if json:
        figures = {"gains_vrais": vrais, "plafond": epreuve.plafond, "aire": epreuve.aire, "aire_melangee": epreuve.aire_hasard}
        ecrire_json(
            {"personnes": nombre, **figures, "rapport": rapport_json(epreuve.rapport), "melange": rapport_json(epreuve.hasard), "graine": GRAINE}
        )
        return
    console.print("Personnes simulées : cela éprouve la mécanique, et ne dit rien de la qualité pour de vraies personnes.", highlight=False)
    for nom, rapport in (("ce qu’elles ont fait", epreuve.rapport), ("les mêmes faits, mélangés", epreuve.hasard)):
        for essai in rapport.essais:
            v = essai.valeur
            console.print(
                f"  {nom}, {essai.classeur.algorithme} : {v.ecart:+.4f} [{v.bas:+.4f} ; {v.haut:+.4f}], remplace : {essai.remplace}", highlight=False
            )
    gains = ", ".join(f"{nom} {pourcent(gain)}" for nom, gain in vrais.items())
    console.print(f"  gain vrai, connu du simulateur : {gains} ; au mieux {pourcent(epreuve.plafond)}", highlight=False)
    console.print(f"  aire sous la courbe : {decimal(epreuve.aire)} ; mélangée : {decimal(epreuve.aire_hasard)} (hasard : 0,5)", highlight=False)


def _choisir(partie: str) -> tuple[Cas, ...]:
    if partie not in {*Partie, "tout"}:
        raise ErreurPersonne(f"« {partie} » n’est pas une part des cas : mesure, reglage ou tout.")
    return tuple(c for c in lire_cas() if partie in ("tout", c.partie))


def _matiere() -> Matiere:
    encodeur, jour = charger_encodeur(reglages().modele or None), HorlogeSysteme().aujourdhui()
    return avec_base(lambda bassin: lire_matiere(bassin, encodeur, jour))


def _montrer(comparaison: Comparaison, notes: list[str]) -> None:
    console.print(rendu.tableau(comparaison))
    console.print(f"  données {comparaison.empreinte[:16]} · graine {comparaison.graine} · {comparaison.tirages} tirages", highlight=False)
    for note in notes:
        console.print(f"  {note}", highlight=False)
