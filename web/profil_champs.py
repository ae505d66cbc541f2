"""The fields of a person's profil: how each is read from a form, shown in it, and said in words. Every fact may be yes, no or unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, Protocol

from catalogue.referentiel import Referentiel
from catalogue.regles import COURRIEL
from parcours.dossier.domaine import Dossier, Reponse
from parcours.sensible import CONSEILS, contient_nir
from parcours.sensible import Genre as GenreSensible
from web.typographie import date_longue, nombre

NON_DIT: Final = "inconnu"
AUCUN: Final = "aucun"


class Saisie(Protocol):
    """What a form sent."""

    def get(self, nom: str, /) -> Any:
        """The first value of a field, None when absent."""
        ...

    def getlist(self, nom: str, /) -> list[Any]:
        """All the values of a field."""
        ...


class SaisieInvalide(ValueError):
    """A value that cannot be kept; its text says what to do."""


class Genre(StrEnum):
    """How a field is drawn."""

    TEXTE = "texte"
    LONG = "long"
    JOUR = "jour"
    NOMBRE = "nombre"
    CHOIX = "choix"
    OUI_NON = "oui_non"
    CASES = "cases"
    METIERS = "metiers"
    FREINS = "freins"
    GRILLE = "grille"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Contexte:
    """What reading and showing a field may need."""

    referentiel: Referentiel
    aujourdhui: date
    suggerer: Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Champ:
    """A field.

    Attributes:
        nom: column of the file, and name in the form.
        lire: values by column out of what was sent.
        valeur: what the form shows, out of the file: a text, or the values ticked.
        mots: what the file says, in words; None when unknown.
        options: codes and words of a choice.
        saisie: hints for the keyboard of a phone (``inputmode`` or ``type``).
    """

    nom: str
    libelle: str
    genre: Genre
    lire: Callable[[Saisie, str, Contexte], dict[str, Any]]
    valeur: Callable[[Dossier, Contexte], str | tuple[str, ...]]
    mots: Callable[[Dossier, Contexte], str | None]
    options: tuple[tuple[str, str], ...] = ()
    aide: str = ""
    saisie: str = "text"
    maximum: int = 200


def _fait(dossier: Dossier, nom: str) -> Any:
    return getattr(dossier, nom) if hasattr(dossier, nom) else getattr(dossier.personne, nom)


def lire_mot(saisie: Saisie, nom: str, maximum: int = 200) -> str:
    """A text that was sent, blanks around it removed; empty when the field is absent."""
    valeur = saisie.get(nom)
    return valeur.replace("\r\n", "\n").strip()[:maximum] if isinstance(valeur, str) else ""


# --- Texts, numbers, days -------------------------------------------------------------------------------------------------------------------


def champ_texte(nom: str, libelle: str, *, long: bool = False, aide: str = "") -> Champ:
    """A free text; a long one is several lines, and never holds a NIR."""
    maximum = 2000 if long else 200
    return Champ(
        nom,
        libelle,
        Genre.LONG if long else Genre.TEXTE,
        lambda saisie, n, _: {n: _sans_nir(lire_mot(saisie, n, maximum))},
        lambda dossier, _: _fait(dossier, nom),
        lambda dossier, _: _fait(dossier, nom) or None,
        aide=aide,
        maximum=maximum,
    )


def _sans_nir(texte: str) -> str:
    if contient_nir(texte):
        raise SaisieInvalide(CONSEILS[GenreSensible.NIR])
    return texte


def champ_liste(nom: str, libelle: str, aide: str) -> Champ:
    """Several words apart by commas."""

    def lire(saisie: Saisie, n: str, _: Contexte) -> dict[str, Any]:
        return {n: list(dict.fromkeys(mot.strip() for mot in re.split(r"[,;\n]", lire_mot(saisie, n, 1000)) if mot.strip()))}

    return Champ(
        nom,
        libelle,
        Genre.TEXTE,
        lire,
        lambda dossier, _: ", ".join(_fait(dossier, nom)),
        lambda dossier, _: ", ".join(_fait(dossier, nom)) or None,
        aide=aide,
        maximum=1000,
    )


def champ_jour(nom: str, libelle: str, *, a_venir: bool = False, aide: str = "") -> Champ:
    """A day, past unless it may be to come."""

    def lire(saisie: Saisie, n: str, contexte: Contexte) -> dict[str, Any]:
        mot = lire_mot(saisie, n)
        if not mot:
            return {n: None}
        jour = _jour_de(mot)
        if jour.year < 1990 or (jour > contexte.aujourdhui and not a_venir):
            raise SaisieInvalide("Cette date est hors du possible : vérifiez l’année.")
        return {n: jour}

    def mots(dossier: Dossier, contexte: Contexte) -> str | None:
        jour = _fait(dossier, nom)
        return date_longue(jour, contexte.aujourdhui) if jour else None

    return Champ(nom, libelle, Genre.JOUR, lire, lambda d, _: _fait(d, nom).isoformat() if _fait(d, nom) else "", mots, aide=aide, saisie="date")


def _jour_de(mot: str) -> date:
    try:
        if lu := re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", mot):
            return date(int(lu[3]), int(lu[2]), int(lu[1]))
        return date.fromisoformat(mot)
    except ValueError:
        raise SaisieInvalide("Une date s’écrit jj/mm/aaaa, par exemple 08/12/2026.") from None


def champ_nombre(nom: str, libelle: str, bornes: tuple[int, int], motif: str, unite: str = "") -> Champ:
    """A number within bounds; ``motif`` says what to do when it is not."""

    def lire(saisie: Saisie, n: str, _: Contexte) -> dict[str, Any]:
        mot = lire_mot(saisie, n).replace(",", ".")
        if not mot:
            return {n: None}
        if not re.fullmatch(r"\d{1,4}(\.\d+)?", mot) or not bornes[0] <= float(mot) <= bornes[1]:
            raise SaisieInvalide(motif)
        return {n: float(mot) if "." in mot else int(mot)}

    def montrer(dossier: Dossier, _: Contexte) -> str:
        lu = _fait(dossier, nom)
        return "" if lu is None else f"{lu:g}"

    def mots(dossier: Dossier, _: Contexte) -> str | None:
        lu = _fait(dossier, nom)
        return None if lu is None else f"{nombre(lu)}\u00a0{unite}" if unite else str(lu)

    return Champ(nom, libelle, Genre.NOMBRE, lire, montrer, mots, aide=unite, saisie="decimal")


def lire_telephone(saisie: Saisie, n: str, _: Contexte) -> dict[str, Any]:
    """A telephone number, kept as ten digits or as + and the digits of a foreign one."""
    compact = re.sub(r"[\s.()-]", "", lire_mot(saisie, n))
    compact = re.sub(r"^(?:\+33|0033)0?(?=[1-9]\d{8}$)", "0", compact)
    if compact and not re.fullmatch(r"0[1-9]\d{8}|\+\d{8,15}", compact):
        raise SaisieInvalide("Un numéro de téléphone compte 10 chiffres, par exemple 06 12 34 56 78.")
    return {n: compact or None}


def lire_courriel(saisie: Saisie, n: str, _: Contexte) -> dict[str, Any]:
    """A mail address, kept in lower case."""
    adresse = lire_mot(saisie, n).lower()
    if adresse and not COURRIEL.fullmatch(adresse):
        raise SaisieInvalide("Une adresse de courriel s’écrit nom@exemple.fr.")
    return {n: adresse or None}


def lire_commune(saisie: Saisie, n: str, contexte: Contexte) -> dict[str, Any]:
    """A commune of the référentiel, by its name, its postal code or its INSEE code."""
    mot = lire_mot(saisie, n)
    trouvee = contexte.referentiel.commune_nommee(mot) if mot else None
    if mot and trouvee is None:
        raise SaisieInvalide("Cette commune n’est pas connue : choisissez-la dans la liste, ou écrivez son code postal.")
    return {n: trouvee.code_insee if trouvee else None}


def nom_commune(dossier: Dossier, contexte: Contexte) -> str:
    """Name of the commune of a file, empty when it is unknown."""
    code = dossier.personne.commune
    commune = contexte.referentiel.communes.get(code or "")
    return commune.nom if commune else code or ""


# --- Choices ---------------------------------------------------------------------------------------------------------------------------------


def champ_choix(nom: str, libelle: str, options: Mapping[Any, str], *, aide: str = "") -> Champ:
    """One answer among several, « on ne sait pas » first."""
    codes = {str(code): (code, mots) for code, mots in options.items()}

    def lire(saisie: Saisie, n: str, _: Contexte) -> dict[str, Any]:
        mot = lire_mot(saisie, n)
        if mot in {"", NON_DIT}:
            return {n: None}
        if mot not in codes:
            raise SaisieInvalide("Choisissez une des réponses proposées.")
        return {n: codes[mot][0]}

    def montrer(dossier: Dossier, _: Contexte) -> str:
        lu = _fait(dossier, nom)
        return NON_DIT if lu is None else str(lu)

    return Champ(
        nom,
        libelle,
        Genre.CHOIX,
        lire,
        montrer,
        lambda d, c: codes[montrer(d, c)][1] if montrer(d, c) in codes else None,
        ((NON_DIT, "On ne sait pas"), *((code, mots) for code, (_, mots) in codes.items())),
        aide,
    )


_TROIS: Final = ((Reponse.OUI.value, "Oui"), (Reponse.NON.value, "Non"), (Reponse.INCONNU.value, "On ne sait pas"))


def lire_reponse(saisie: Saisie, nom: str) -> Reponse:
    """Yes, no or unknown; an absent field is unknown."""
    mot = lire_mot(saisie, nom) or NON_DIT
    if mot not in set(Reponse):
        raise SaisieInvalide("Répondez par oui, par non, ou « On ne sait pas ».")
    return Reponse(mot)


def champ_oui_non(nom: str, libelle: str, *, aide: str = "") -> Champ:
    """A question with three answers: yes, no, unknown."""
    mots = {True: "oui", False: "non", None: None}
    return Champ(
        nom,
        libelle,
        Genre.OUI_NON,
        lambda saisie, n, _: {n: lire_reponse(saisie, n).valeur},
        lambda dossier, _: Reponse.de(_fait(dossier, nom)).value,
        lambda dossier, _: mots[_fait(dossier, nom)],
        _TROIS,
        aide,
    )
