"""The closed lists of the template."""

from etl.formats.offres.colonnes import COLONNES
from etl.formats.offres.libelles import LISTES


def test_listes_relues_par_libelle_et_par_code() -> None:
    for liste in LISTES:
        for code, libelle in liste.libelles.items():
            assert (liste.code(code), liste.code(libelle)) == (code, code)


def test_listes_a_plusieurs_valeurs_sans_virgule_ni_doublon() -> None:
    for colonne in COLONNES:
        if colonne.liste is not None and colonne.format == "plusieurs":
            libelles = list(colonne.liste.libelles.values())
            assert not [mots for mots in libelles if set(mots) & set(",;|")]
            assert len(set(libelles)) == len(libelles)
