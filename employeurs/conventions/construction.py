"""From what was typed to a convention or a declaration: every mistake is said with what to do, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from catalogue.domaine import TypeContrat
from employeurs.conventions.chiffres import Engagement, Periode
from employeurs.conventions.domaine import Convention, Declaration, NouvelleConvention
from employeurs.offres.domaine import Faute

LIGNES_MAX = 12
ANNEES_MAX = 10
PREVUES_MAX = 1000
DECLAREES_MAX = 200


@dataclass(frozen=True, slots=True)
class MetierLu:
    """What a typed métier means: its code, None when nothing bears this name, and then the nearest name."""

    code: str | None
    proche: str = ""


Nommer = Callable[[str], MetierLu]


@dataclass(frozen=True, slots=True)
class LigneSaisie:
    """A métier as typed and the hires of each year as typed; ``cle`` names the line within the form."""

    cle: str
    metier: str = ""
    nombres: dict[int, str] = field(default_factory=dict)

    @property
    def vide(self) -> bool:
        """Nothing was typed in it."""
        return not self.metier and not any(self.nombres.values())


@dataclass(frozen=True, slots=True)
class SaisieConvention:
    """The form as typed, right or wrong.

    Attributes:
        structure: name or SIRET of the employer, asked when there is no card.
        carte: public id of the card of the catalogue that it follows, empty without.
        annees: civil years shown, those of the period once it is known.
    """

    titre: str = ""
    structure: str = ""
    carte: str = ""
    debut: str = ""
    fin: str = ""
    note: str = ""
    annees: tuple[int, ...] = ()
    lignes: tuple[LigneSaisie, ...] = (LigneSaisie("l1"),)

    def cle_libre(self) -> str:
        """A name that no line bears."""
        prises = {ligne.cle for ligne in self.lignes}
        return next(cle for rang in range(1, len(prises) + 2) if (cle := f"l{rang}") not in prises)

    @property
    def periode(self) -> Periode | None:
        """The period typed, None while it is not one."""
        debut, fin = lire_jour(self.debut), lire_jour(self.fin)
        if debut is None or fin is None or fin < debut or fin.year - debut.year >= ANNEES_MAX or debut.year < 2000:
            return None
        return Periode(debut, fin)

    def avec_ses_annees(self) -> SaisieConvention:
        """The same, showing the years of the period typed, and those that hold a number."""
        periode = self.periode
        if periode is None:
            return self
        ecrites = {a for ligne in self.lignes for a, n in ligne.nombres.items() if n}
        return replace(self, annees=tuple(sorted({*periode.annees, *ecrites})))


def lire_jour(texte: str) -> date | None:
    """A day typed as ``AAAA-MM-JJ``, None when it is not one."""
    try:
        return date.fromisoformat(texte.strip())
    except ValueError:
        return None


def construire(saisie: SaisieConvention, nommer: Nommer) -> tuple[NouvelleConvention | None, tuple[Faute, ...]]:
    """The convention that a form describes.

    Args:
        saisie: what was typed.
        nommer: the métier that a name or a code means.

    Returns:
        The convention, None with faults, in the order of the form.
    """
    fautes = [Faute("titre", "Donnez un titre : l’employeur ou le métier, en quelques mots.")] if not saisie.titre else []
    periode = saisie.periode
    if periode is None:
        fautes.append(Faute("debut", "Donnez le premier et le dernier jour, de dix ans au plus. Exemple : du 2026-01-01 au 2027-12-31."))
    engagements: list[Engagement] = []
    deja: set[str] = set()
    for ligne in (ligne for ligne in saisie.lignes if not ligne.vide):
        lus, manques = _lire_ligne(ligne, periode, nommer, deja)
        engagements += lus
        fautes += manques
    if not engagements and not fautes:
        fautes.append(Faute(f"{saisie.lignes[0].cle}-metier", "Écrivez au moins un métier et le nombre d’embauches prévues."))
    if fautes or periode is None:
        return None, tuple(fautes)
    return NouvelleConvention(saisie.titre, periode.debut, periode.fin, saisie.note, tuple(engagements)), ()


def _lire_ligne(ligne: LigneSaisie, periode: Periode | None, nommer: Nommer, deja: set[str]) -> tuple[list[Engagement], list[Faute]]:
    lu = nommer(ligne.metier)
    champ = f"{ligne.cle}-metier"
    nombres = list(_fautes_de_nombres(ligne, periode))
    if lu.code is None:
        return [], [Faute(champ, _metier_inconnu(ligne.metier, lu.proche)), *nombres]
    if lu.code in deja:
        return [], [Faute(champ, "Ce métier est déjà sur une autre ligne."), *nombres]
    deja.add(lu.code)
    if nombres:
        return [], nombres
    engagements = [Engagement(lu.code, a, int(n)) for a, n in sorted(ligne.nombres.items()) if n and int(n)]
    rien = [Faute(champ, "Écrivez combien d’embauches sont prévues pour ce métier, au moins une année.")]
    return engagements, [] if engagements else rien


def _metier_inconnu(metier: str, proche: str) -> str:
    aide = f"Peut-être « {proche} » ?" if proche else "Écrivez son nom ou son code ROME."
    return f"Aucun métier ne s’appelle « {metier} ». {aide}" if metier else f"Écrivez le métier. {aide}"


def _fautes_de_nombres(ligne: LigneSaisie, periode: Periode | None) -> Iterator[Faute]:
    for annee, nombre in sorted(ligne.nombres.items()):
        champ = f"{ligne.cle}-{annee}"
        if nombre and not entier(nombre, PREVUES_MAX):
            yield Faute(champ, f"En {annee} : un nombre d’embauches entier, de 0 à {PREVUES_MAX}.")
        elif periode and annee not in periode.annees and nombre and int(nombre):
            yield Faute(champ, f"{annee} n’est pas dans la période : changez les dates ou effacez ce nombre.")


def entier(texte: str, plus_grand: int) -> bool:
    """Whether a text is a whole number from 0 to ``plus_grand``."""
    return texte.isascii() and texte.isdigit() and len(texte) <= 6 and int(texte) <= plus_grand


def lire_declaration(
    convention: Convention, metiers: frozenset[str], typee: dict[str, str], jour: date
) -> tuple[Declaration | None, tuple[Faute, ...]]:
    """The hires that a form declares.

    Args:
        convention: for which convention.
        metiers: ROME codes that it commits to.
        typee: ``code_rome``, ``jour``, ``nombre``, ``contrat`` as typed.
        jour: today: nobody was hired tomorrow.

    Returns:
        The declaration, None with faults.
    """
    fautes = []
    if typee["code_rome"] not in metiers:
        fautes.append(Faute("code_rome", "Choisissez un métier de la convention."))
    quand = lire_jour(typee["jour"])
    if quand is None or not convention.debut <= quand <= min(convention.fin, jour):
        fautes.append(Faute("jour", "Donnez le jour de l’embauche : dans la période de la convention, et pas dans l’avenir."))
    if not entier(typee["nombre"], DECLAREES_MAX) or not int(typee["nombre"]):
        fautes.append(Faute("nombre", f"Écrivez combien de personnes ont été embauchées, de 1 à {DECLAREES_MAX}."))
    contrat = next((c for c in TypeContrat if c.value == typee["contrat"]), None)
    if fautes or quand is None:
        return None, tuple(fautes)
    return Declaration(typee["code_rome"], quand, int(typee["nombre"]), contrat), ()


def saisie_de(titre: str, periode: Periode, engagements: tuple[Engagement, ...], noms: dict[str, str], *, note: str = "") -> SaisieConvention:
    """The form that describes a convention, to change it or to begin from its card.

    Args:
        titre: its title.
        periode: its dates.
        engagements: what it commits to.
        noms: names of the métiers by ROME code.
        note: its note.

    Returns:
        The form, filled.
    """
    codes = list(dict.fromkeys(e.code_rome for e in engagements))
    lignes = tuple(
        LigneSaisie(f"l{rang}", noms.get(code, code), {e.annee: str(e.prevues) for e in engagements if e.code_rome == code})
        for rang, code in enumerate(codes, start=1)
    )
    return SaisieConvention(
        titre=titre,
        debut=periode.debut.isoformat(),
        fin=periode.fin.isoformat(),
        note=note,
        annees=periode.annees,
        lignes=lignes or (LigneSaisie("l1"),),
    )


def repartir(prevues: int, periode: Periode) -> dict[int, int]:
    """Spread a commitment over the years of a period, in proportion of their days, as a card that tells no year is first shown.

    Args:
        prevues: hires in all.
        periode: first and last day.

    Returns:
        Hires by year, whose sum is ``prevues``; years without any are left out.
    """
    jours = {annee: periode.ecoule(annee, periode.fin)[1] for annee in periode.annees}
    total, faits, parts = sum(jours.values()), 0, {}
    cumul = 0
    for annee, n in jours.items():
        cumul += n
        jusqu_ici = (2 * prevues * cumul + total) // (2 * total)
        parts[annee], faits = jusqu_ici - faits, jusqu_ici
    return {annee: n for annee, n in parts.items() if n}
