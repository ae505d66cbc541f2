"""Facts of the demonstration: métiers of the ROME 4.0, communes, and their invented grouping.

Codes and labels are those of France Travail (ROME 4.0, version 60, Licence Ouverte); no definition is copied. Communes and their points come from
La Poste's official base of postal codes. Only the grouping in EDS is invented.
"""

from __future__ import annotations

from functools import cache

from catalogue.domaine import Appellation, Commune, Metier
from etl.demonstration.tables import lignes


@cache
def metiers() -> tuple[Metier, ...]:
    """The 150 métiers of the demonstration.

    Returns:
        Métiers by code, without definition.
    """
    return tuple(
        Metier(
            code_rome=ligne["code_rome"],
            libelle=ligne["libelle"],
            code_rome_parent=ligne["code_rome_parent"],
            emploi_reglemente=ligne["reglemente"] == "oui",
            emploi_cadre=ligne["cadre"] == "oui",
            transition_eco=ligne["transition_eco"] or None,
            transition_num=ligne["transition_num"] == "oui",
            transition_demo=ligne["transition_demo"] == "oui",
        )
        for ligne in lignes("metiers")
    )


@cache
def appellations() -> tuple[Appellation, ...]:
    """A few job titles of each métier, the principal one first.

    Returns:
        Appellations with their OGR codes.
    """
    return tuple(
        Appellation(
            code_ogr=int(ligne["code_ogr"]),
            libelle=ligne["libelle"],
            libelle_court=ligne["libelle_court"],
            code_rome=ligne["code_rome"],
            principale=ligne["principale"] == "oui",
            peu_usitee=ligne["peu_usitee"] == "oui",
        )
        for ligne in lignes("appellations")
    )


@cache
def mobilites() -> tuple[tuple[str, str, int], ...]:
    """Mobilities of the ROME between two of the 150 métiers.

    Returns:
        Code, target code, order of the target in the fiche.
    """
    return tuple((ligne["code_rome"], ligne["code_rome_cible"], int(ligne["numero_ordre"])) for ligne in lignes("mobilites"))


@cache
def grands_domaines() -> tuple[tuple[str, str], ...]:
    """Grands domaines of the 150 métiers.

    Returns:
        Letter and label.
    """
    return tuple((ligne["code"], ligne["libelle"]) for ligne in lignes("grands_domaines"))


@cache
def domaines_professionnels() -> tuple[tuple[str, str], ...]:
    """Domaines professionnels of the 150 métiers; the first letter is the grand domaine.

    Returns:
        Code of three characters and label.
    """
    return tuple((ligne["code"], ligne["libelle"]) for ligne in lignes("domaines_professionnels"))


@cache
def communes() -> tuple[Commune, ...]:
    """The 47 communes of the Val-de-Marne, the arrondissements of Paris and the larger neighbouring communes.

    Returns:
        Communes by code; only those of the Val-de-Marne have a territoire.
    """
    return tuple(
        Commune(
            code_insee=ligne["code_insee"],
            nom=ligne["nom"],
            codes_postaux=tuple(ligne["codes_postaux"].split("|")),
            latitude=float(ligne["latitude"]),
            longitude=float(ligne["longitude"]),
            territoire=ligne["territoire"] or None,
        )
        for ligne in lignes("communes")
    )


@cache
def territoires() -> tuple[tuple[str, str, str], ...]:
    """The eight invented EDS that share the 47 communes.

    Returns:
        Code, name (which says that it is fictitious), nature.
    """
    return tuple((ligne["code"], ligne["nom"], ligne["nature"]) for ligne in lignes("territoires"))


@cache
def tensions() -> tuple[tuple[str, int], ...]:
    """How hard it is to recruit, for some of the métiers: invented degrees, from 1 (easy) to 5.

    Returns:
        Code and degree; nothing for the métiers of which the demonstration says nothing.
    """
    return tuple((ligne["code_rome"], int(ligne["degre"])) for ligne in lignes("tensions"))
