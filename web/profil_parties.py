"""The parts of a person's profil, in the order of the page, with the fields of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from catalogue.domaine import Frein, Jour, NiveauFrancais, Periode, Permis, creneau
from catalogue.libelles import CRITERES_IAE, FRANCAIS, FREINS, NIVEAUX
from parcours.domaine import MoyenTransport, Orientation
from parcours.dossier.domaine import Dossier, Reponse
from parcours.libelles import ORIENTATIONS, TRANSPORTS
from socle.texte import majuscule
from web.horaires import mots_creneaux
from web.profil_champs import (
    AUCUN,
    NON_DIT,
    Champ,
    Contexte,
    Genre,
    Saisie,
    SaisieInvalide,
    champ_choix,
    champ_jour,
    champ_liste,
    champ_nombre,
    champ_oui_non,
    champ_texte,
    lire_commune,
    lire_courriel,
    lire_mot,
    lire_reponse,
    lire_telephone,
    nom_commune,
)
from web.typographie import telephone

METIERS_MAX: Final = 6
PERMIS: Final = (*((p.value, p.value) for p in Permis), (AUCUN, "Aucun permis"))


# --- Fields with a drawing of their own --------------------


def _permis(saisie: Saisie, n: str, _: Contexte) -> dict[str, Any]:
    coches = set(saisie.getlist(n))
    if AUCUN in coches and len(coches) > 1:
        raise SaisieInvalide("« Aucun permis » ne va pas avec un permis coché.")
    permis = [p.value for p in Permis if p.value in coches]
    return {n: permis if permis or AUCUN in coches else None}


def _cases_permis(dossier: Dossier, _: Contexte) -> tuple[str, ...]:
    permis = dossier.personne.permis
    return () if permis is None else tuple(p.value for p in permis) or (AUCUN,)


def _mots_permis(dossier: Dossier, _: Contexte) -> str | None:
    permis = dossier.personne.permis
    return None if permis is None else " et ".join(permis) or "aucun"


def _criteres(saisie: Saisie, n: str, _: Contexte) -> dict[str, Any]:
    coches = set(saisie.getlist(n))
    return {n: [code for code in CRITERES_IAE if code in coches]}


def _metiers(saisie: Saisie, n: str, contexte: Contexte) -> dict[str, Any]:
    connus = contexte.referentiel.metiers
    codes = [code for code in dict.fromkeys(saisie.getlist(n)) if code in connus]
    if mot := lire_mot(saisie, "metier_ajout"):
        code = mot.upper() if mot.upper() in connus else contexte.suggerer(mot)
        if code is None:
            raise SaisieInvalide(f"Aucun métier ne ressemble à « {mot} ». Essayez d’autres mots.")
        codes = list(dict.fromkeys((*codes, code)))
    if len(codes) > METIERS_MAX:
        raise SaisieInvalide(f"Gardez au plus {METIERS_MAX} métiers : ceux qui comptent vraiment.")
    return {n: codes}


def _mots_metiers(dossier: Dossier, contexte: Contexte) -> str | None:
    metiers = contexte.referentiel.metiers
    return ", ".join(metiers[code].libelle if code in metiers else code for code in dossier.personne.metiers) or None


def _freins(saisie: Saisie, _: str, __: Contexte) -> dict[str, Any]:
    reponses = {frein: lire_reponse(saisie, f"frein_{frein}") for frein in Frein}
    return {
        "freins": [f.value for f, r in reponses.items() if r is Reponse.OUI],
        "freins_absents": [f.value for f, r in reponses.items() if r is Reponse.NON],
    }


def _mots_freins(dossier: Dossier, _: Contexte) -> str | None:
    presents = ", ".join(FREINS[f].lower() for f in dossier.personne.freins)
    return majuscule(presents) if presents else "Aucun" if len(dossier.freins_absents) == len(Frein) else None


def _creneaux(saisie: Saisie, n: str, _: Contexte) -> dict[str, Any]:
    if NON_DIT in saisie.getlist(n):
        return {n: None}
    coches = {mot for mot in saisie.getlist(n) if isinstance(mot, str)}
    masque = sum(creneau(jour, periode) for jour in Jour for periode in Periode if f"{jour}-{periode}" in coches)
    if not masque:
        raise SaisieInvalide("Cochez au moins un moment, ou « On ne sait pas encore ».")
    return {n: masque}


def _cases_creneaux(dossier: Dossier, _: Contexte) -> tuple[str, ...]:
    masque = dossier.personne.disponibilites
    if masque is None:
        return (NON_DIT,)
    return tuple(f"{jour}-{periode}" for jour in Jour for periode in Periode if masque & creneau(jour, periode))


def _mots_disponibilites(dossier: Dossier, _: Contexte) -> str | None:
    return mots_creneaux(dossier.personne.disponibilites) if dossier.personne.disponibilites else None


# --- Parts of the file -----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Partie:
    """A part of the profil, saved as one."""

    cle: str
    titre: str
    icone: str
    champs: tuple[Champ, ...]
    aide: str = ""


def _mots_telephone(dossier: Dossier, _: Contexte) -> str | None:
    return telephone(dossier.telephone) if dossier.telephone else None


PARTIES: Final[tuple[Partie, ...]] = (
    Partie(
        "projet",
        "Le projet",
        "recrutement",
        (
            champ_texte("projet", "Son projet, dans ses mots", long=True, aide="Tel que la personne le dit. Les métiers proposés en viennent."),
            Champ("metiers", "Métiers souhaités", Genre.METIERS, _metiers, lambda d, _: d.personne.metiers, _mots_metiers),
            champ_texte("experience", "Expérience", long=True),
            champ_liste("competences", "Compétences", "Séparé par des virgules : accueil, caisse, cuisine…"),
        ),
    ),
    Partie(
        "freins",
        "Les freins",
        "appui",
        (Champ("freins", "Freins à l’emploi", Genre.FREINS, _freins, lambda d, _: tuple(f"{f}:{d.frein(f)}" for f in Frein), _mots_freins),),
        "« Non » veut dire que la question a été posée. Sans réponse, rien n’est supposé.",
    ),
    Partie(
        "disponibilites",
        "Quand",
        "horloge",
        (Champ("disponibilites", "Moments possibles", Genre.GRILLE, _creneaux, _cases_creneaux, _mots_disponibilites),),
    ),
    Partie(
        "deplacements",
        "Où et comment",
        "voiture",
        (
            Champ("commune", "Commune", Genre.COMMUNE, lire_commune, nom_commune, lambda d, c: nom_commune(d, c) or None),
            champ_choix("moyen_transport", "Se déplace surtout", {m.value: majuscule(TRANSPORTS[m]) for m in MoyenTransport}),
            champ_nombre("rayon_km", "Accepte d’aller jusqu’à", (1, 200), "Une distance va de 1 à 200 km.", "km"),
            Champ(
                "permis", "Permis", Genre.CASES, _permis, _cases_permis, _mots_permis, PERMIS,
                "Rien de coché : on ne sait pas.",
            ),
            champ_oui_non("vehicule", "Un véhicule à disposition"),
        ),
    ),
    Partie(
        "situation",
        "La situation",
        "personne",
        (
            champ_choix("orientation", "Orientation", {o.value: ORIENTATIONS[o] for o in Orientation}),
            champ_jour("entree_rsa", "Entrée dans le RSA"),
            champ_jour("date_cer", "Contrat (CER ou PPAE) signé le"),
            champ_oui_non("inscrit_ft", "Inscription à France Travail"),
            champ_nombre("annee_naissance", "Année de naissance", (1900, 2100), "L’année de naissance s’écrit en quatre chiffres."),
            champ_choix("niveau", "Niveau d’études", NIVEAUX),
            champ_choix("francais", "Niveau de français", {n.value: FRANCAIS[n] for n in NiveauFrancais}),
        ),
    ),
    Partie(
        "iae",
        "L’insertion par l’activité économique",
        "iae",
        (
            champ_jour("pass_iae_fin", "PASS IAE valable jusqu’au", a_venir=True),
            champ_oui_non("rqth", "RQTH", aide="Seulement si la personne veut qu’on s’en serve."),
            Champ(
                "criteres_iae", "Critères connus", Genre.CASES, _criteres, lambda d, _: d.personne.criteres_iae,
                lambda d, _: ", ".join(CRITERES_IAE.get(c, c) for c in d.personne.criteres_iae) or None,
                tuple((code, majuscule(mots)) for code, mots in CRITERES_IAE.items()),
                "Un critère non coché reste à vérifier.",
            ),
        ),
    ),
    Partie(
        "contact",
        "Contact",
        "telephone",
        (
            Champ("telephone", "Téléphone", Genre.TEXTE, lire_telephone, lambda d, _: d.telephone or "", _mots_telephone, saisie="tel"),
            champ_oui_non("accord_telephone", "Accepte les messages par SMS"),
            Champ("courriel", "Courriel", Genre.TEXTE, lire_courriel, lambda d, _: d.courriel or "", lambda d, _: d.courriel, saisie="email"),
            champ_oui_non("accord_courriel", "Accepte les messages par courriel"),
        ),
        "Sans accord, aucun message ne part.",
    ),
)  # fmt: skip
PAR_CLE: Final = {partie.cle: partie for partie in PARTIES}


def lire_partie(partie: Partie, saisie: Saisie, contexte: Contexte) -> tuple[dict[str, Any], dict[str, str]]:
    """What a form says of a part of the file.

    Args:
        partie: the part.
        saisie: what was sent; an absent field counts as an empty one.
        contexte: référentiels and day.

    Returns:
        Values by column, and mistakes by field; nothing is to be written when there is one.
    """
    valeurs: dict[str, Any] = {}
    erreurs: dict[str, str] = {}
    for champ in partie.champs:
        try:
            valeurs |= champ.lire(saisie, champ.nom, contexte)
        except SaisieInvalide as erreur:
            erreurs[champ.nom] = str(erreur)
    return valeurs, erreurs
