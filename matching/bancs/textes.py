"""Texts of invented offers, written by us: titles, descriptions and structures drawn from a seed. Fictitious, and said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random as Hasard

from models.lexique import entrees

_TITRES = (
    "{m}",
    "{m} (H/F)",
    "{m} (F/H) – {l}",
    "Information collective : {m} – {l}",
    "Job dating : {m} (F/H)",
    "Titre professionnel {m}",
    "Découvrir le métier : {m}",
    "{m} en entreprise d’insertion",
    "Visite : {l}, côté {m}",
    "Préparation opérationnelle collective : {m}",
    "Clause d’insertion : {m} – {l}",
    "Convention : {m}, plusieurs postes",
)
_LIEUX = (
    *("résidence de quartier", "marché de gros", "clinique", "école et gymnase", "chantier de logements", "restaurant d’entreprise"),
    *("plateforme de colis", "maison de retraite", "parc et jardins", "atelier de réparation", "boutique solidaire", "centre d’affaires"),
    *("cuisine centrale", "crèche municipale", "entrepôt frigorifique", "centre de tri", "hôpital de jour", "garage associatif", "ferme en ville"),
)
_MISSIONS = (
    "Vous apprendrez à {o}, avec une personne du métier à vos côtés.",
    "Le travail consiste à {o} et à tenir le cahier de liaison.",
    "Une journée ordinaire : {o}, ranger le matériel, faire le point avec l’équipe.",
    "On vous montre comment {o} sans vous faire mal au dos.",
    "Il s’agit de {o}, puis de {p}.",
    "Au programme : {o}, mais aussi {p} quand il le faut.",
)
_CADRES = (
    "Horaires du matin, du lundi au vendredi, sans coupure.",
    "Horaires décalés, un week-end sur deux, transports payés à moitié.",
    "Temps partiel de vingt-quatre heures, qui peut augmenter après trois mois.",
    "Contrat de six mois renouvelable, tenue et chaussures fournies.",
    "Deux semaines de formation, puis un stage chez l’employeur.",
    "Travail en équipe de {n} personnes, dehors par tous les temps.",
    "Poste accessible en bus et en tramway, parking à vélos fermé.",
    "Travail de nuit, de vingt-deux heures à six heures, avec une prime.",
)
_ATTENDUS = (
    "Aucune expérience n’est demandée : l’envie d’apprendre suffit.",
    "Il faut parler assez le français pour comprendre une consigne.",
    "Le permis B est utile, il n’est pas exigé.",
    "Une première expérience, même courte, sera appréciée.",
    "Être à l’aise avec les personnes âgées et garder son calme.",
    "Savoir lire un plan ou un bon de commande.",
    "Le CACES peut être passé pendant la formation.",
    "Un entretien court, sans CV, puis une demi-journée d’essai.",
)
_SUITES = (
    "Un conseiller vous accompagne pendant toute la durée du contrat.",
    "À la fin, une attestation de compétences et l’aide à trouver la suite.",
    "La place en crèche peut être cherchée avec vous avant le premier jour.",
    "Réunion le {j} à l’espace emploi, {n} places.",
    "Une aide aux premiers frais est possible : transport, vêtements, repas.",
    "L’employeur s’engage à recevoir toutes les personnes présentes.",
)
_JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
_DEBUTS = ("Bel", "Mor", "Ser", "Val", "Cor", "Lan", "Tri", "Ar", "Or", "Mi", "So", "Fa", "Ga", "Ri", "Du", "Pas", "Ver", "Na", "Ca", "Lo")
_MILIEUX = ("mo", "ri", "ta", "lan", "ve", "do", "cel", "pi", "gor", "na", "sti", "bra", "lu", "fe", "zan", "co", "ner", "ma")
_FINS = ("ra", "net", "lia", "vin", "dor", "mie", "sol", "tis", "que", "rand", "val", "ton", "lis", "meau", "gny", "pa", "rie", "zac")
_FORMES = ("Association", "Régie", "Atelier", "Entreprise", "Coopérative", "Centre", "Maison", "Groupement")


@dataclass(frozen=True, slots=True)
class TexteInvente:
    """Words of one invented offer."""

    titre: str
    description: str
    structure: str


def inventer(hasard: Hasard, metier: str, autre: str) -> TexteInvente:
    """Words of an offer.

    Args:
        hasard: source of randomness.
        metier: name of its main métier.
        autre: name of another, heard of in the description.

    Returns:
        A title, a description of about fifty words, the name of a structure.
    """
    nom = _un_genre(hasard, metier)
    dits = {"m": nom, "l": hasard.choice(_LIEUX), "n": str(hasard.randint(4, 24)), "j": hasard.choice(_JOURS)}
    gestes = {"o": hasard.choice(_gestes()), "p": hasard.choice(_gestes())}
    phrases = [
        hasard.choice(_MISSIONS).format(**gestes),
        hasard.choice(_CADRES).format(**dits),
        hasard.choice(_ATTENDUS).format(**dits),
        f"Métiers proches : {nom}, {_un_genre(hasard, autre)}.",
        hasard.choice(_SUITES).format(**dits),
    ]
    hasard.shuffle(phrases)
    propre = hasard.choice(_DEBUTS) + hasard.choice(_MILIEUX) + hasard.choice(_FINS)
    return TexteInvente(hasard.choice(_TITRES).format(**dits), " ".join(phrases), f"{hasard.choice(_FORMES)} {propre}")


def _un_genre(hasard: Hasard, metier: str) -> str:
    """One of the two forms of a title, now and then both."""
    formes = metier.split(" / ")
    return metier if len(formes) < 2 or hasard.random() < 0.3 else hasard.choice(formes)


@cache
def _gestes() -> Sequence[str]:
    """What one does at work, out of our list of everyday words."""
    return tuple(dit for dit, *_ in entrees("oral"))
