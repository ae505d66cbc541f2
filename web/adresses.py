"""Addresses hold the whole search: reading one gives the search, writing the search gives the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams


@dataclass(frozen=True)
class Adresse:
    """A path and its parameters, in order; every change gives another address and goes back to the first page.

    Attributes:
        chemin: path, such as ``/offres``.
        parametres: ``(name, value)`` pairs, empty values left out.
    """

    chemin: str
    parametres: tuple[tuple[str, str], ...] = ()

    @classmethod
    def lire(cls, chemin: str, lus: QueryParams) -> Adresse:
        """The address of a request.

        Args:
            chemin: path of the page.
            lus: parameters received.

        Returns:
            The address, empty parameters dropped.
        """
        return cls(chemin, tuple((nom, valeur) for nom, valeur in lus.multi_items() if valeur.strip()))

    def __str__(self) -> str:
        return f"{self.chemin}?{urlencode(self.parametres)}" if self.parametres else self.chemin

    def avec(self, nom: str, valeur: str) -> Adresse:
        """The same with one more value."""
        return replace(self, parametres=(*self._premiere_page().parametres, (nom, valeur)))

    def sans(self, nom: str, valeur: str | None = None) -> Adresse:
        """The same without a value, or without a parameter."""
        gardes = tuple((n, v) for n, v in self._premiere_page().parametres if n != nom or (valeur is not None and v != valeur))
        return replace(self, parametres=gardes)

    def page(self, numero: int) -> Adresse:
        """The same, another page."""
        premiere = self._premiere_page()
        return premiere if numero == 1 else replace(premiere, parametres=(*premiere.parametres, ("page", str(numero))))

    def _premiere_page(self) -> Adresse:
        return replace(self, parametres=tuple((n, v) for n, v in self.parametres if n != "page"))
