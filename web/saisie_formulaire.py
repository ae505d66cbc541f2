"""Between the form of an offer and what it says: reading the fields sent, preparing the boxes shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from starlette.datastructures import FormData

from catalogue.domaine import Offre, TypeOffre
from catalogue.phrases import phrase_condition
from catalogue.recherche import Moteur
from employeurs.formulations import relire
from employeurs.offres import codes
from employeurs.offres.domaine import SEANCES_MAX, Saisie, Seance
from employeurs.offres.propres import CHAMPS
from employeurs.suggestion.lecture import Suggestion, suggerer
from web.contexte import champ
from web.espace.offres import seances_simples, simple
from web.fiche import phrase_condition as phrase_typographiee
from web.pages.saisie_offre import ChoixPropose, NatureProposee, OffreLue, Propositions

# Boxes ticked in one form, far above what any offer needs.
COCHES_MAX = 60
_LONGUEURS = {
    "titre": 300,
    "texte": 20_000,
    "structure": 200,
    "type_offre": 20,
    "autre_metier": 200,
    "autre_condition": 500,
    "horaires": 300,
    "heures_hebdo": 20,
    "commune": 100,
    "adresse": 300,
    "contact_nom": 150,
    "telephone": 40,
    "courriel": 200,
}
_SEANCE = ("debut", "fin", "heure_debut", "heure_fin", "limite", "places", "reservees")


def lire_saisie(champs: FormData) -> Saisie:
    """What was typed.

    Args:
        champs: fields sent.

    Returns:
        The form, right or wrong.
    """
    textes = {nom: _texte(champs, nom, longueur) for nom, longueur in _LONGUEURS.items()}
    propres = {nom.removeprefix("propre-"): _texte(champs, nom, 300) for nom in champs if nom.startswith("propre-")}
    return replace(
        Saisie(),
        **textes,
        metiers=_coches(champs, "metiers"),
        conditions=_coches(champs, "conditions"),
        apports=_coches(champs, "apports"),
        propres=dict(list(propres.items())[:20]),
        seances=_seances(champs) or (Seance("s1"),),
        reserve_rsa=champ(champs, "reserve_rsa") == "oui",
    )


def _texte(champs: FormData, nom: str, longueur: int) -> str:
    # PostgreSQL keeps no such character.
    return champ(champs, nom, longueur).replace("\x00", "")


def _coches(champs: FormData, nom: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v.replace("\x00", "")[:200] for v in champs.getlist(nom) if isinstance(v, str) and v))[:COCHES_MAX]


def _seances(champs: FormData) -> tuple[Seance, ...]:
    cles = [v for v in _coches(champs, "seances") if v.isascii() and v.isalnum() and len(v) <= 8][:SEANCES_MAX]
    return tuple(Seance(cle, *(_texte(champs, f"seance-{cle}-{nom}", 20) for nom in _SEANCE)) for cle in cles)


def proposer(saisie: Saisie, moteur: Moteur) -> Propositions:
    """What the form offers to tick, read in the text; what is already ticked stays.

    Args:
        saisie: what was typed.
        moteur: the living catalogue.

    Returns:
        The boxes, suggested ones first with the words that led there.
    """
    texte = f"{saisie.titre}\n{saisie.texte}".strip()
    lues = suggerer(texte)
    conditions = _choix(lues.conditions, saisie.conditions, _nom_condition)
    apports = _choix(lues.apports, saisie.apports, _nom_apport)
    genre = TypeOffre(saisie.type_offre) if saisie.type_offre in set(TypeOffre) else None
    return Propositions(
        natures=tuple(NatureProposee(g, g is genre, lues.genre.mots[:3] if lues.genre and lues.genre.code == g else ()) for g in TypeOffre),
        champs=CHAMPS[genre] if genre else (),
        metiers=_metiers(saisie, moteur),
        conditions=conditions,
        autres_conditions=_restantes(codes.CONDITIONS_USUELLES, conditions, _nom_condition),
        apports=apports,
        autres_apports=_restantes(codes.APPORTS_USUELS, apports, _nom_apport),
        alertes=relire(texte),
    )


def _choix(lues: Iterable[Suggestion], cochees: Sequence[str], nommer: Callable[[str], str]) -> tuple[ChoixPropose, ...]:
    mots = {s.code: s.mots[:3] for s in lues}
    return tuple(ChoixPropose(c, nommer(c), c in cochees, mots.get(c, ())) for c in dict.fromkeys([*mots, *cochees]) if nommer(c))


def _restantes(usuelles: Iterable[str], montrees: Iterable[ChoixPropose], nommer: Callable[[str], str]) -> tuple[ChoixPropose, ...]:
    deja = {c.code for c in montrees}
    return tuple(ChoixPropose(c, nommer(c), False) for c in usuelles if c not in deja)


def _nom_condition(code: str) -> str:
    lue = codes.condition(code)
    return phrase_condition(lue, {}) if lue else ""


def _nom_apport(code: str) -> str:
    lu = codes.apport(code)
    return lu.libelle if lu else ""


def _metiers(saisie: Saisie, moteur: Moteur) -> tuple[ChoixPropose, ...]:
    noms = {code: metier.libelle for code, metier in moteur.referentiel.metiers.items()}
    mots: dict[str, tuple[str, ...]] = {}
    for lu, trouves in moteur.metiers.suggerer_offre(saisie.titre, saisie.texte, saisie.autre_metier).items():
        decisifs = moteur.metiers.mots_decisifs(lu, trouves)
        for trouve, dits in zip(trouves, decisifs, strict=True):
            mots.setdefault(trouve.code_rome, dits)
    return tuple(
        ChoixPropose(code, noms[code], code in saisie.metiers, mots.get(code, ())) for code in dict.fromkeys([*mots, *saisie.metiers]) if code in noms
    )


def lue_par_une_personne(offre: Offre, identifiant: str, structure: str, moteur: Moteur, jour: date) -> OffreLue:
    """An offer as an allocataire reads it.

    Args:
        offre: the offer, published or not.
        identifiant: its public id.
        structure: name of who proposes it, empty when nobody says.
        moteur: the living catalogue, for names.
        jour: today.

    Returns:
        Its words.
    """
    communes = {code: commune.nom for code, commune in moteur.referentiel.communes.items()}
    return OffreLue(
        offre=simple(identifiant, offre, jour),
        structure=structure,
        adresse=", ".join(m for m in (offre.lieu.adresse, offre.lieu.commune) if m),
        texte=offre.description,
        horaires=offre.horaires or "",
        a_savoir=tuple(phrase_typographiee(c, communes) for c in offre.conditions),
        seances=seances_simples(offre, jour),
    )
