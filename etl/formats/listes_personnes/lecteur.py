"""Reading a list of people: its columns by their names, each line on its own, numbers turned into prints at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from catalogue.domaine import Frein, Lieu
from etl.entree.fichiers import COLONNES_EN_TROP, feuilles_xlsx, lignes_csv, lignes_xlsx, verifier
from etl.entree.joindre import courriel
from etl.entree.valeurs import ValeurInvalide, booleen, code_insee, code_postal, date_de, texte
from etl.formats.listes_personnes import valeurs
from etl.formats.listes_personnes.colonnes import LIBELLES, Colonnes, comprendre
from etl.lecture import Avertissement, Rejet
from etl.personnes.lecture import Ecartee, Elements, Numeros, PersonneLue, nom_propre, sans_valeur
from parcours.dossier.domaine import DROITS_OUVERTS, DroitRsa
from parcours.dossier.faits import Faits, Situation
from socle.erreurs import FichierIllisible

T = TypeVar("T")
Ligne = dict[str, object]

RECONNAISSENT = ("naissance", "nir", "matricule", "demande")
"""Columns of which one at least must be there: without any, two people of one name are the same."""
_NULS = frozenset({"null", "néant", "n/a", "nc"})
_FREINS = {
    "frein_financier": Frein.FINANCIER,
    "frein_administratif": Frein.ADMINISTRATIF,
    "frein_logement": Frein.LOGEMENT,
    "frein_mobilite": Frein.MOBILITE,
}


def lire(chemin: Path, numeros: Numeros, appris: Mapping[str, str], aujourdhui: date) -> Elements:
    """Read a list of people.

    Args:
        chemin: CSV (UTF-8 or Windows-1252, any usual separator) or XLSX file.
        numeros: makes the prints of the numbers, which are not handed over.
        appris: fields by folded header, told or remembered for the structure.
        aujourdhui: today, for ages and « to come ».

    Yields:
        How the columns were understood, then each person, those left aside, rejections and doubts, in the order of the file.

    Raises:
        FichierIllisible: not such a file, or columns without which nobody can be recognised.
    """
    colonnes: Colonnes | None = None
    for numero, ligne in _lignes(chemin, appris):
        if colonnes is None:
            colonnes = _colonnes(chemin, ligne, appris)
            yield colonnes.lues
        cellules = _Cellules(colonnes, ligne, f"ligne {numero}")
        if cellules.vide():
            continue
        yield from _personne(cellules, numeros, aujourdhui)


def _lignes(chemin: Path, appris: Mapping[str, str]) -> Iterator[tuple[int, Ligne]]:
    verifier(chemin)
    with chemin.open("rb") as fichier:
        classeur = fichier.read(4) == b"PK\x03\x04"
    if classeur:
        yield from lignes_xlsx(chemin, _feuille(chemin, appris))
    else:
        for numero, ligne in lignes_csv(chemin):
            yield numero, dict(ligne)


def _feuille(chemin: Path, appris: Mapping[str, str]) -> str:
    """The first sheet that names people; the first one when none does, so that what is missing is said of it."""
    feuilles = feuilles_xlsx(chemin)
    for feuille in feuilles[:20] if len(feuilles) > 1 else ():
        try:
            premiere = next(lignes_xlsx(chemin, feuille), None)
        except FichierIllisible:
            continue
        if premiere and {"nom", "prenom"} <= set(comprendre(premiere[1], appris).par_champ):
            return feuille
    return feuilles[0]


def _colonnes(chemin: Path, ligne: Ligne, appris: Mapping[str, str]) -> Colonnes:
    colonnes = comprendre(ligne, appris)
    manquantes = [LIBELLES[champ] for champ in ("nom", "prenom") if champ not in colonnes.par_champ]
    if not manquantes and not any(champ in colonnes.par_champ for champ in RECONNAISSENT):
        manquantes = ["Date de naissance"]
    if manquantes:
        lues = ", ".join(f"« {' '.join(entete.split())} »" for entete in list(ligne)[:30] if entete.strip())
        raise FichierIllisible(
            f"« {chemin.name} » n’est pas une liste de personnes au RSA : il y manque {' et '.join(f'« {m} »' for m in manquantes)}. "
            f'Colonnes lues : {lues}. Si une colonne porte un autre nom, dites-le : --colonne "son nom=nom".'
        )
    return colonnes


class _Cellules:
    """The cells of one line by field, and what is wrong with them, said without what they hold."""

    def __init__(self, colonnes: Colonnes, ligne: Ligne, chemin: str) -> None:
        self.chemin = chemin
        self.fautes: list[tuple[str, str]] = []
        self.doutes: list[tuple[str, str]] = []
        self._colonnes = colonnes
        self._ligne = ligne
        if COLONNES_EN_TROP in ligne:
            self.fautes.append(("ligne", "Cette ligne a plus de valeurs que de colonnes : un texte contient sans doute le séparateur."))

    def vide(self) -> bool:
        """Whether nothing that is read is filled."""
        return all(self.brut(champ) is None for champ in self._colonnes.par_champ)

    def brut(self, champ: str) -> object:
        """The first filled cell of a field, None when all are empty."""
        for entete in self._colonnes.par_champ.get(champ, ()):
            valeur = self._ligne.get(entete)
            if valeur is not None and str(valeur).strip() and str(valeur).strip().lower() not in _NULS:
                return valeur
        return None

    def lire(self, champ: str, lecteur: Callable[[object], T | None], *, faute: bool = False) -> T | None:
        """A value, None when it is absent or bad; a bad one is noted, and rejects the line when it is a fault."""
        try:
            return lecteur(self.brut(champ))
        except ValeurInvalide as erreur:
            (self.fautes if faute else self.doutes).append((LIBELLES.get(champ, champ), erreur.motif))
            return None


def _personne(cellules: _Cellules, numeros: Numeros, aujourdhui: date) -> Elements:
    nom, prenom = (" ".join((cellules.lire(champ, texte) or "").split()) for champ in ("nom", "prenom"))
    for champ, mot in (("nom", nom), ("prenom", prenom)):
        if not any(lettre.isalpha() for lettre in mot):
            cellules.fautes.append((LIBELLES[champ], "Ce point est obligatoire et il est vide."))
    ne_le = cellules.lire("naissance", lambda v: valeurs.naissance(v, aujourdhui), faute=True)
    faits = _faits(cellules, ne_le)
    if not cellules.fautes and not (ne_le or faits.entree_rsa or faits.telephone or faits.courriel):
        motif = "Ni date de naissance, ni date d’entrée, ni téléphone, ni courriel : cette personne ne pourrait pas être reconnue une autre fois."
        cellules.fautes.append((LIBELLES["naissance"], motif))
    if cellules.fautes:
        yield Rejet(cellules.chemin, tuple(sans_valeur(*faute) for faute in (*cellules.fautes, *cellules.doutes)))
        return
    if cellules.lire("au_rsa", valeurs.oui_non) is False:
        yield Ecartee(cellules.chemin, "pas au RSA")
        return
    yield PersonneLue(
        cellules.chemin,
        nom_propre(prenom),
        nom_propre(nom),
        autre_nom=cellules.lire("nom_naissance", texte),
        naissance=ne_le,
        nir=numeros.nir(_chiffres(cellules.brut("nir"))),
        dossier=_dossier(cellules, numeros),
        lieu=_lieu(cellules),
        structure=cellules.lire("structure", texte),
        referent=cellules.lire("referent", _adresse),
        situation=_situation(faits.droit_rsa),
        faits=faits,
    )
    for doute in dict.fromkeys(cellules.doutes):
        yield Avertissement(cellules.chemin, sans_valeur(*doute))


def _faits(cellules: _Cellules, ne_le: date | None) -> Faits:
    reponses = {frein: cellules.lire(champ, valeurs.oui_non) for champ, frein in _FREINS.items()}
    lus: dict[str, Any] = {
        "entree_rsa": cellules.lire("entree_rsa", date_de),
        "date_cer": cellules.lire("date_cer", date_de),
        "orientation": cellules.lire("orientation", valeurs.orientation),
        "telephone": cellules.lire("telephone", valeurs.telephone),
        "courriel": cellules.lire("courriel", _adresse),
        "droit_rsa": cellules.lire("droits", valeurs.droit),
        "droits_devoirs": cellules.lire("droits_devoirs", booleen),
        "inscrit_ft": cellules.lire("inscrit_ft", booleen),
        "niveau": cellules.lire("niveau", valeurs.niveau),
        "rayon_km": cellules.lire("rayon", valeurs.rayon),
        "metiers": cellules.lire("metiers", valeurs.metiers) or (),
    }
    return Faits(
        **lus,
        annee_naissance=ne_le.year if ne_le else None,
        freins=tuple(frein for frein, dit in reponses.items() if dit),
        freins_absents=tuple(frein for frein, dit in reponses.items() if dit is False),
    )


def _adresse(v: object) -> str | None:
    adresse = courriel(v)
    return adresse.lower() if adresse else None


def _chiffres(v: object) -> str:
    # A spreadsheet gives a NIR as a number: 13 or 15 digits are exact in it.
    return str(int(v)) if isinstance(v, float) else str(v or "")


def _dossier(cellules: _Cellules, numeros: Numeros) -> bytes | None:
    for genre in ("matricule", "demande"):
        if empreinte := numeros.dossier(genre, _chiffres(cellules.brut(genre))):
            return empreinte
    return None


def _lieu(cellules: _Cellules) -> Lieu:
    postal, ville = cellules.lire("cp_ville", valeurs.cp_ville) or (None, None)
    return Lieu(
        code_insee=cellules.lire("code_insee", code_insee),
        commune=cellules.lire("commune", texte) or ville,
        code_postal=cellules.lire("code_postal", code_postal) or postal,
    )


def _situation(droit: DroitRsa | None) -> Situation:
    if droit is None or droit in DROITS_OUVERTS:
        return Situation.AU_RSA
    return Situation.EN_ATTENTE if droit is DroitRsa.EN_ATTENTE else Situation.SORTIE
