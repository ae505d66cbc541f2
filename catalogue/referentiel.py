"""The référentiels in memory: métiers with their neighbours and titles, communes with their points."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from catalogue import depot
from catalogue.depot import Tension, Territoire
from catalogue.domaine import Commune, Metier
from socle.base import Connexion
from socle.texte import cle_tri

# Where the long name of a commune begins to tell it from others: « Vitry » sur Seine, « Saint-Maur » des Fossés, « Maisons » Alfort.
_LIAISON = re.compile(r" (?:sur|sous|en|le|la|les|des?|du|aux?) ")
_LONGUEUR_COURT = 3


@dataclass(frozen=True)
class Referentiel:
    """Métiers and communes, indexed for the search and the ranking.

    Attributes:
        metiers: by ROME code, in the order of codes.
        voisins: by ROME code, the codes it can lead to, nearest first.
        communes: by INSEE code, in the order of the dictionary.
        communes_par_nom: by folded name, then every code that bears it.
        territoires: by code.
        tensions: by ROME code, the last measure of how hard it is to recruit.
    """

    metiers: dict[str, Metier]
    voisins: dict[str, tuple[str, ...]]
    communes: dict[str, Commune]
    communes_par_nom: dict[str, tuple[str, ...]]
    territoires: dict[str, Territoire]
    tensions: dict[str, Tension] = field(default_factory=dict)

    def commune_nommee(self, nom: str) -> Commune | None:
        """The commune a person means by a name.

        Args:
            nom: a name with or without accents and hyphens, or a postal code or INSEE code.

        Returns:
            The commune, the first by code when several share the name; None when none does.
        """
        if nom.strip() in self.communes:
            return self.communes[nom.strip()]
        codes = self.communes_par_nom.get(cle_tri(nom), ())
        return self.communes[codes[0]] if codes else None


async def charger(connexion: Connexion) -> Referentiel:
    """Read the référentiels.

    Args:
        connexion: inside a reading transaction.

    Returns:
        The référentiels as they stand.
    """
    metiers = {m.code_rome: m for m in await depot.metiers(connexion)}
    communes = {c.code_insee: c for c in await depot.communes(connexion)}
    voisins: defaultdict[str, list[str]] = defaultdict(list)
    for code, cible, _ in await depot.mobilites(connexion):
        voisins[code].append(cible)
    return Referentiel(
        metiers=metiers,
        voisins={code: tuple(liste) for code, liste in voisins.items()},
        communes=communes,
        communes_par_nom=indexer_noms(communes),
        territoires={t.code: t for t in await depot.territoires(connexion)},
        tensions={t.code_rome: t for t in await depot.tensions(connexion)},
    )


def indexer_noms(communes: dict[str, Commune]) -> dict[str, tuple[str, ...]]:
    """Names under which communes are looked for.

    Args:
        communes: by INSEE code.

    Returns:
        INSEE codes by folded name, by postal code, and by the short name people give to a commune of the territoire (« Vitry »), when no other bears
        it; in the order of codes.
    """
    noms: defaultdict[str, list[str]] = defaultdict(list)
    for commune in communes.values():
        noms[cle_tri(commune.nom)].append(commune.code_insee)
        for code_postal in commune.codes_postaux:
            noms[code_postal].append(commune.code_insee)
    courts: defaultdict[str, list[str]] = defaultdict(list)
    for commune in communes.values():
        court = _LIAISON.split(cle_tri(commune.nom))[0]
        if commune.territoire and court not in noms and len(court) >= _LONGUEUR_COURT:
            courts[court].append(commune.code_insee)
    noms |= {nom: codes for nom, codes in courts.items() if len(codes) == 1}
    return {nom: tuple(sorted(codes)) for nom, codes in noms.items()}
