"""The form of a convention: reading the fields sent, doing what its buttons ask, understanding the métiers typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from starlette.datastructures import FormData

from catalogue.recherche import Moteur
from employeurs.conventions.construction import LIGNES_MAX, LigneSaisie, MetierLu, Nommer, SaisieConvention
from employeurs.offres.domaine import Faute
from socle.identifiants import LONGUEUR
from socle.texte import cle_tri
from web.contexte import champ
from web.conventions_detail import noms_des_metiers

# The dates changed and years that were never shown are now part of the period: nothing is committed for them without being asked.
ANNEES: Final = (Faute("annees", "La période a changé : vérifiez les embauches de chaque année, puis enregistrez."),)


def lire(champs: FormData) -> SaisieConvention:
    """What was typed.

    Args:
        champs: fields sent.

    Returns:
        The form, right or wrong.
    """
    cles = [v for v in champs.getlist("lignes") if isinstance(v, str) and v.isascii() and v.isalnum() and len(v) <= 8][:LIGNES_MAX]
    annees = tuple(sorted({int(a) for a in champs.getlist("annees") if isinstance(a, str) and a.isascii() and a.isdigit() and len(a) == 4}))[:20]
    lignes = tuple(
        LigneSaisie(cle, _texte(champs, f"{cle}-metier", 200), {a: n for a in annees if (n := _texte(champs, f"{cle}-{a}", 6))})
        for cle in dict.fromkeys(cles)
    )
    return SaisieConvention(
        titre=_texte(champs, "titre", 200),
        structure=_texte(champs, "structure", 200),
        carte=_texte(champs, "carte", LONGUEUR),
        debut=_texte(champs, "debut", 10),
        fin=_texte(champs, "fin", 10),
        note=_texte(champs, "note", 2000),
        annees=annees,
        lignes=lignes or (LigneSaisie("l1"),),
    )


def _texte(champs: FormData, nom: str, longueur: int) -> str:
    # PostgreSQL keeps no such character.
    return champ(champs, nom, longueur).replace("\x00", "")


def version(champs: FormData) -> int:
    """The version that the form was shown, 0 when it says none."""
    numero = champ(champs, "version", 9)
    return int(numero) if numero.isascii() and numero.isdigit() else 0


def agit(champs: FormData) -> bool:
    """Whether the button asks for something else than keeping the form: a line more, a line less, the years of the dates typed."""
    return champ(champs, "action", 40) not in {"", "enregistrer"}


def agir(saisie: SaisieConvention, action: str) -> SaisieConvention:
    """Do what the button asks.

    Args:
        saisie: the form.
        action: ``ajouter``, ``retirer:l2``, ``annees``.

    Returns:
        The form, with the years of the dates typed.
    """
    quoi, _, cle = action.partition(":")
    if quoi == "ajouter" and len(saisie.lignes) < LIGNES_MAX:
        saisie = replace(saisie, lignes=(*saisie.lignes, LigneSaisie(saisie.cle_libre())))
    if quoi == "retirer":
        saisie = replace(saisie, lignes=tuple(x for x in saisie.lignes if x.cle != cle) or (LigneSaisie("l1"),))
    return saisie.avec_ses_annees()


def annees_vues(saisie: SaisieConvention) -> bool:
    """Whether every year of the period was shown."""
    return saisie.periode is not None and set(saisie.periode.annees) <= set(saisie.annees)


def lecteur_de_metiers(moteur: Moteur) -> Nommer:
    """What turns a typed métier into its code.

    Args:
        moteur: the living catalogue.

    Returns:
        A function: a ROME code or an exact name gives the code, anything else the nearest name.
    """
    noms = noms_des_metiers(moteur)
    par_nom = {cle_tri(nom): code for code, nom in noms.items()}

    def nommer(texte: str) -> MetierLu:
        code = texte.strip().upper() if texte.strip().upper() in noms else par_nom.get(cle_tri(texte))
        if code or not texte:
            return MetierLu(code)
        proches = moteur.metiers.suggerer(texte, k=1)
        return MetierLu(None, proches[0].libelle if proches else "")

    return nommer
