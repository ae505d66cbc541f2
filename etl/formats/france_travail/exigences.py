"""What an offer asks: experience, diploma, licences, languages, skills.

``exigence`` is E (exigé, a hard condition) or S (souhaité, a soft one); ``experienceExige`` adds D (débutant accepté).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.domaine import Condition, Operateur, OrigineCondition, Permis, TypeCondition
from catalogue.libelles import NIVEAUX
from catalogue.phrases import duree_mois
from etl.formats.france_travail.annonce import Annonce
from socle.texte import plier

# Référentiel niveauxFormations of the API, by the beginning of the folded label. Below the end of collège everybody qualifies: no condition.
_NIVEAUX: tuple[tuple[str, int], ...] = (
    ("bac+5", 7),
    ("bac+3", 6),
    ("bac+2", 5),
    ("bac", 4),
    ("cap", 3),
    ("2nd ou 1ere", 2),
    ("3eme", 2),
    ("bepc", 2),
)

# Référentiel permis of the API. The catalogue knows fewer categories: each goes to the smallest one that allows it (D has no trailer of its own).
_PERMIS: dict[str, Permis] = {
    **dict.fromkeys(("AM", "BSR"), Permis.AM),
    **dict.fromkeys(("A", "A1", "A2"), Permis.A),
    **dict.fromkeys(("B", "B1", "B MENTION 96"), Permis.B),
    **dict.fromkeys(("BE", "EB", "B MENTION 79.06"), Permis.BE),
    **dict.fromkeys(("C", "C1"), Permis.C),
    **dict.fromkeys(("CE", "EC", "C1E"), Permis.CE),
    **dict.fromkeys(("D", "D1", "DE", "ED", "D1E"), Permis.D),
}
_CATEGORIE = re.compile(r"B MENTION [\d.]+|[A-Z0-9]+")
_DUREE = re.compile(r"(\d{1,3})\s*(mois|an)")
_MOIS_MAX = 999


def conditions_de(annonce: Annonce) -> tuple[Condition, ...]:
    """Conditions of access to a job.

    Args:
        annonce: the offer.

    Returns:
        Experience (months), level, fields of study, licences, languages, then skills, which never exclude.
    """
    return (*_experience(annonce), *_formations(annonce), *_permis(annonce), *_langues(annonce), *_competences(annonce))


def _exigee(annonce: Annonce) -> bool:
    return (annonce.texte("exigence") or "").upper() == "E"


def _condition(genre: TypeCondition, valeurs: tuple[str, ...], libelle: str, *, ferme: bool, operateur: Operateur = Operateur.DANS) -> Condition:
    return Condition(genre, operateur, valeurs, ferme, OrigineCondition.STRUCTURE, libelle)


def _experience(annonce: Annonce) -> Iterator[Condition]:
    exigence, libelle = (annonce.texte("experienceExige") or "").upper(), annonce.texte("experienceLibelle") or ""
    commentaire = annonce.texte("experienceCommentaire")
    if exigence == "D":
        # « Débutant accepté - en cuisine de collectivité souhaitée »: a wish remains.
        if commentaire:
            yield _condition(TypeCondition.AUTRE, (), f"Débutant accepté ; {commentaire}", ferme=False)
        return
    duree, ferme = _DUREE.search(plier(libelle)), exigence == "E"
    if exigence not in {"E", "S"} and duree is None:
        return
    intitule = f"Expérience {'exigée' if ferme else 'souhaitée'}"
    if duree is None:
        yield _condition(TypeCondition.AUTRE, (), f"{intitule} : {libelle}" if libelle else intitule, ferme=ferme)
        return
    mois = min(int(duree[1]) * (12 if duree[2] == "an" else 1), _MOIS_MAX)
    yield _condition(TypeCondition.EXPERIENCE, (str(mois),), _dire(intitule, mois, commentaire), ferme=ferme, operateur=Operateur.AU_MOINS)


def _dire(intitule: str, mois: int, commentaire: str | None) -> str:
    return f"{intitule} : {duree_mois(mois)}" + (f" ({commentaire})" if commentaire else "")


def niveau_de(libelle: str) -> int | None:
    """EU level of a label of training.

    Args:
        libelle: « CAP, BEP et équivalents », « Bac+2 ou équivalents » …

    Returns:
        The level, None when the label asks for no diploma or is unknown.
    """
    plie = plier(libelle).replace(" ", "") if plier(libelle).startswith("bac") else plier(libelle)
    return next((niveau for debut, niveau in _NIVEAUX if plie.startswith(debut)), None)


def _formations(annonce: Annonce) -> Iterator[Condition]:
    formations = list(annonce.objets("formations"))
    exiges, souhaites = ([f for f in formations if _exigee(f) is ferme] for ferme in (True, False))
    plancher = 1
    for groupe, ferme in ((exiges, True), (souhaites, False)):
        # Several trainings of the same force are alternatives: the lowest level opens the door.
        niveaux = [niveau for formation in groupe if (niveau := niveau_de(formation.texte("niveauLibelle") or "")) is not None]
        niveau = min(niveaux, default=0)
        if niveau > plancher:
            libelle = f"Niveau {'exigé' if ferme else 'souhaité'} : {NIVEAUX[niveau]}"
            yield _condition(TypeCondition.NIVEAU, (str(niveau),), libelle, ferme=ferme, operateur=Operateur.AU_MOINS)
            plancher = niveau
        domaines = list(dict.fromkeys(domaine for formation in groupe if (domaine := _domaine(formation))))
        if domaines:
            yield _condition(TypeCondition.AUTRE, (), f"Formation {'exigée' if ferme else 'souhaitée'} : {' ou '.join(domaines)}", ferme=ferme)


def _domaine(formation: Annonce) -> str | None:
    domaine, commentaire = formation.texte("domaineLibelle"), formation.texte("commentaire")
    if commentaire and plier(commentaire) in {plier(domaine or ""), plier(formation.texte("niveauLibelle") or "")}:
        commentaire = None
    return f"{domaine} ({commentaire})" if domaine and commentaire else domaine or commentaire


def permis_de(libelle: str) -> Permis | None:
    """Category of a driving licence.

    Args:
        libelle: « B - Véhicule léger », « CE - Poids lourd + remorque (= EC) », « B mention 79.06 (= EB) » …

    Returns:
        The category of the catalogue, None when the label starts with none.
    """
    categorie = _CATEGORIE.match(libelle.upper())
    return _PERMIS.get(categorie[0].rstrip(".")) if categorie else None


def _permis(annonce: Annonce) -> Iterator[Condition]:
    for permis in annonce.objets("permis"):
        libelle = permis.texte("libelle")
        if libelle is None:
            continue
        categorie, ferme = permis_de(libelle), _exigee(permis)
        dit = f"Permis {'exigé' if ferme else 'souhaité'} : {libelle}"
        genre, valeurs = (TypeCondition.PERMIS, (categorie.value,)) if categorie else (TypeCondition.AUTRE, ())
        yield _condition(genre, valeurs, dit, ferme=ferme)


def _langues(annonce: Annonce) -> Iterator[Condition]:
    # The API tells no level: a CECRL condition would have to invent one, French included.
    for langue in annonce.objets("langues"):
        if libelle := langue.texte("libelle"):
            ferme = _exigee(langue)
            yield _condition(TypeCondition.AUTRE, (), f"{libelle} {'exigé' if ferme else 'souhaité'}", ferme=ferme)


def _competences(annonce: Annonce) -> Iterator[Condition]:
    libelles = dict.fromkeys(libelle for competence in annonce.objets("competences") if (libelle := competence.texte("libelle")))
    for libelle in libelles:
        yield _condition(TypeCondition.COMPETENCE, (libelle,), libelle, ferme=False)
