"""What a structure must not read about people, as words to look for in anything it is given: pages, attributes, workbooks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from io import BytesIO
from typing import Any

from httpx import Response
from lxml import html
from python_calamine import CalamineWorkbook

MOT = re.compile(r"[^\W_]+")
TAILLE = 5
Suite = tuple[str, ...]


BARRE = "¶"
BLOCS = ("td", "th", "li", "p", "h1", "h2", "h3", "dt", "dd", "label", "legend", "option", "button")


class Niveau(IntEnum):
    """What a structure may know of a person."""

    RIEN = 0
    PRENOM = 1
    NOM = 2


def mots(texte: str) -> Suite:
    return tuple(MOT.findall(texte.casefold()))


def suites(texte: str) -> set[Suite]:
    """Every run of one to five words, none across a :data:`BARRE`."""
    passages = [mots(passage) for passage in texte.split(BARRE)]
    return {lus[i : i + n] for lus in passages for n in range(1, TAILLE + 1) for i in range(len(lus) - n + 1)}


def lisible(reponse: Response) -> str:
    """All that an answer says: visible text, attributes, cells of a workbook, headers."""
    entetes = " | ".join(f"{nom} {valeur}" for nom, valeur in reponse.headers.items())
    if "spreadsheet" in reponse.headers.get("content-type", ""):
        classeur = CalamineWorkbook.from_filelike(BytesIO(reponse.content))
        lignes = (" | ".join(map(str, ligne)) for nom in classeur.sheet_names for ligne in classeur.get_sheet_by_name(nom).to_python())
        return BARRE.join((entetes, *lignes))
    if "html" not in reponse.headers.get("content-type", ""):
        return f"{entetes} {reponse.text}"
    page = html.document_fromstring(reponse.text)
    attributs = (f"{nom} {valeur}" for e in page.iter() for nom, valeur in e.attrib.items())
    # The first name of a line and the last name of the next are nobody's.
    for bloc in page.iter(*BLOCS):
        bloc.text, bloc.tail = f"{BARRE}{bloc.text or ''}", f"{BARRE}{bloc.tail or ''}"
    return BARRE.join((entetes, " ".join(page.itertext()), *attributs))


@dataclass(frozen=True)
class Personne:
    """A person of the base, with what must never leave."""

    id: int
    identifiant: str
    prenom: str
    nom: str
    telephone: str
    annee: int | None
    projet: str
    canari: str

    def formes(self, niveau: Niveau) -> list[str]:
        """How the structure may write this person."""
        if niveau is Niveau.NOM:
            return [f"{self.prenom} {self.nom}", f"{self.nom} {self.prenom}", f"{self.prenom} {self.nom[0]}"]
        return [f"{self.prenom} {self.nom[0]}"] if niveau is Niveau.PRENOM else []

    def secrets(self, niveau: Niveau) -> dict[Suite, str]:
        """What would give this person away, with what it is."""
        paires = " ".join(self.telephone[i : i + 2] for i in range(0, 10, 2))
        caches = {"identifiant": self.identifiant, "téléphone": self.telephone, "téléphone écrit": paires}
        caches |= {"année": str(self.annee or ""), "projet": " ".join(mots(self.projet)[:TAILLE]), "canari": self.canari}
        if niveau < Niveau.NOM:
            caches |= {"nom": self.nom, "prénom et nom": f"{self.prenom} {self.nom}", "nom et prénom": f"{self.nom} {self.prenom}"}
        if niveau < Niveau.PRENOM:
            caches |= {"prénom": self.prenom, "prénom et initiale": f"{self.prenom} {self.nom[0]}"}
        return {mots(valeur): f"{quoi} de {self.id}" for quoi, valeur in caches.items() if valeur}


class Gardien:
    """Looks for what a structure must not read."""

    def __init__(self, personnes: Iterable[Personne], niveaux: Mapping[int, Niveau], communs: set[Suite]) -> None:
        """``niveaux``: what the structure may know, by internal id; ``communs``: words that anybody reads in the catalogue."""
        toutes = list(personnes)
        permis = {s for p in toutes for forme in p.formes(niveaux.get(p.id, Niveau.RIEN)) for s in suites(forme)}
        caches = {s: quoi for p in toutes for s, quoi in p.secrets(niveaux.get(p.id, Niveau.RIEN)).items()}
        self.secrets = {s: quoi for s, quoi in caches.items() if s not in permis and s not in communs}

    def fuites(self, contenu: str) -> set[str]:
        """What a content gives away."""
        return {self.secrets[s] for s in suites(contenu) & self.secrets.keys()}


def personne(ligne: Mapping[str, Any]) -> Personne:
    """A person from a row of the base."""
    return Personne(
        ligne["id"],
        ligne["identifiant"],
        ligne["prenom"],
        ligne["nom"],
        ligne["telephone"],
        ligne["annee_naissance"],
        ligne["projet"],
        ligne["canari"],
    )
