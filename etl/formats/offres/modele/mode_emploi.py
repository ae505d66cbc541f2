"""The sheet « Mode d’emploi » of the template, as data."""

from __future__ import annotations

MODE_EMPLOI: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Pour commencer",
        (
            "Remplissez la feuille «\u00a0Offres\u00a0», puis confiez ce fichier à la commande «\u00a0boite importer offres\u00a0».",
            "Sans l’option --ecrire, rien n’est enregistré\u00a0: vous obtenez la liste de ce qui serait fait et de ce qui ne va pas.",
            "Les huit lignes «\u00a0EXEMPLE-…\u00a0» montrent quoi écrire. Elles sont inventées et ne sont jamais importées.",
        ),
    ),
    (
        "Une ligne, une offre",
        (
            "Trois colonnes sont obligatoires\u00a0: Identifiant, Type d’offre, Titre. Toutes les autres peuvent rester vides.",
            "Une case vide veut dire «\u00a0on ne sait pas\u00a0», jamais «\u00a0non\u00a0».",
            "L’identifiant est votre référence. Gardez le même d’un import à l’autre\u00a0: l’offre est alors mise à jour au lieu d’être doublée.",
            "L’ordre des colonnes est libre, et vous pouvez supprimer celles qui ne vous servent pas.",
        ),
    ),
    (
        "Plusieurs sessions",
        (
            "Une offre qui a plusieurs sessions occupe plusieurs lignes à la suite, avec le même identifiant.",
            "Sur les lignes suivantes, remplissez l’identifiant et les colonnes de la session\u00a0; laissez le reste vide, ou répétez-le.",
            "Sans date de début, l’offre est permanente\u00a0: on peut y entrer à tout moment.",
        ),
    ),
    (
        "Ce qu’il faut savoir",
        (
            "Les dates s’écrivent jj/mm/aaaa et les heures 9h30.",
            "Les codes (SIRET, code postal, INSEE, ROME…) sont au format texte pour que les zéros du début ne se perdent pas.",
            "Quand une colonne accepte plusieurs valeurs, séparez-les par des virgules. La feuille «\u00a0Listes\u00a0» donne les valeurs permises.",
            "Les dernières colonnes dépendent du type d’offre\u00a0: laissez vides celles des autres types.",
            "Passez la souris sur un en-tête de la feuille «\u00a0Offres\u00a0» pour lire ce qu’il attend.",
        ),
    ),
)
"""Titles and their sentences."""
