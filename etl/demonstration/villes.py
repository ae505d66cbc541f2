"""Places: how the French says « à » and « de » before a commune, where an offer stands, which commune comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from random import Random

from catalogue.domaine import Commune, Lieu
from etl.demonstration.referentiels import communes
from etl.demonstration.tables import document, lignes

# The most populated communes come more often: that is where people and employers are.
TRES_GRANDES = ("94028", "94081", "94017", "94041", "94068")
GRANDES = (*TRES_GRANDES, *TRES_GRANDES, "94046", "94076", "94033", "94002", "94022", "94078", "94054", "94080", "94073", "94011", "94065", "94038")
VOYELLES = "aeiouyàâéèêëîïôöùûüAEIOUYÀÂÉÈÊËÎÏÔÖÙÛÜ"
ECART_DEGRES = 0.0045


@dataclass(frozen=True, slots=True)
class Ville:
    """A commune of the Val-de-Marne and how one comes to it."""

    commune: Commune
    acces: str

    @property
    def code(self) -> str:
        """INSEE code."""
        return self.commune.code_insee


@cache
def villes() -> dict[str, Ville]:
    """The 47 communes by INSEE code.

    Returns:
        Communes with the station or the bus that serves them.
    """
    acces = {ligne["code_insee"]: ligne["acces"] for ligne in lignes("communes")}
    return {c.code_insee: Ville(c, acces[c.code_insee]) for c in communes() if c.departement == "94"}


def a_la_commune(nom: str) -> str:
    """Say where.

    Args:
        nom: name of a commune, such as « Le Perreux-sur-Marne ».

    Returns:
        « au Perreux-sur-Marne », « à Créteil ».
    """
    return f"au {nom[3:]}" if nom.startswith("Le ") else f"à {nom}"


def de_la_commune(nom: str) -> str:
    """Say of where.

    Args:
        nom: name of a commune.

    Returns:
        « du Perreux-sur-Marne », « d’Orly », « de Créteil ».
    """
    if nom.startswith("Le "):
        return f"du {nom[3:]}"
    return f"d’{nom}" if nom[0] in VOYELLES else f"de {nom}"


def situer(texte: str, ville: Ville) -> str:
    """Fill in the name of the commune.

    Args:
        texte: text with the marks ``{a}``, ``{de}`` and ``{commune}``.
        ville: the commune.

    Returns:
        The text, apostrophes of the name made typographic.
    """
    nom = ville.commune.nom.replace("'", "’")
    return texte.format(a=a_la_commune(nom), de=de_la_commune(nom), commune=nom)


def lieu(ville: Ville, tirage: Random) -> Lieu:
    """An invented address near the usual point of a commune.

    Args:
        ville: the commune.
        tirage: draws.

    Returns:
        A street that does not exist, at most 500 m away from the point of the commune.
    """
    commune = ville.commune
    assert commune.latitude is not None
    assert commune.longitude is not None
    voie = tirage.choice(document("phrases")["voies"]["noms"])
    return Lieu(
        code_insee=commune.code_insee,
        commune=commune.nom,
        code_postal=tirage.choice(commune.codes_postaux),
        adresse=f"{tirage.randint(1, 48)} {voie}",
        latitude=round(commune.latitude + tirage.uniform(-ECART_DEGRES, ECART_DEGRES), 5),
        longitude=round(commune.longitude + tirage.uniform(-ECART_DEGRES, ECART_DEGRES), 5),
    )


class Tournee:
    """Gives communes one after the other, so that each of the 47 is served whatever the draws."""

    def __init__(self, tirage: Random) -> None:
        file = [*villes(), *GRANDES]
        tirage.shuffle(file)
        self._file = file

    def suivante(self, parmi: Iterable[str] = (), sauf: str = "") -> Ville:
        """The next commune.

        Args:
            parmi: codes allowed, any when empty.
            sauf: code left out.

        Returns:
            The first commune of the queue that is allowed; it goes back to the end, and those passed over keep their turn.
        """
        permis = (set(parmi) or set(villes())) - {sauf}
        rang = next(rang for rang, code in enumerate(self._file) if code in permis)
        code = self._file.pop(rang)
        self._file.append(code)
        return villes()[code]
