"""A territory made up in memory from a seed: métiers, communes, offers and people, all fictitious, as many as one wants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from catalogue.depot import LignesImage, Tension
from catalogue.domaine import CRITERES_IAE, PUBLICS, Commune, Frein, Jour, Metier, NiveauFrancais, Periode, Permis, Presence, TypeOffre, creneaux
from catalogue.referentiel import Referentiel, indexer_noms
from parcours.domaine import Allocataire, MoyenTransport, Orientation

GESTES = "préparer conduire nettoyer vendre accueillir réparer monter livrer ranger cuisiner coudre garder classer peindre souder tailler".split()  # noqa: SIM905
CHOSES = "plats véhicules bureaux vêtements visiteurs machines meubles colis rayons repas tissus enfants dossiers murs métaux haies".split()  # noqa: SIM905
LIEUX = "atelier cuisine entrepôt magasin chantier école clinique jardin garage mairie".split()  # noqa: SIM905
SYLLABES = "ba che di fou gri jon lu mer noi pla que ris sta tor ule vau".split()  # noqa: SIM905
# Four thousand words that mean nothing, the frequent ones a hundred times more than the rare, as in any text.
MOTS = tuple("".join(SYLLABES[r >> d & 15] for d in (0, 4, 8)) for r in range(4096))
FREQUENCES = tuple(accumulate(1 / (r + 40) for r in range(len(MOTS))))
DISPONIBILITES = (
    None,
    creneaux(tuple(Jour)[:5], (Periode.MATIN, Periode.APRES_MIDI)),
    creneaux(tuple(Jour)[:5], (Periode.MATIN,)),
    creneaux(tuple(Jour), tuple(Periode)),
    creneaux(tuple(Jour)[:6], (Periode.SOIR, Periode.NUIT)),
)
CONDITIONS: tuple[tuple[str, str, tuple[tuple[str, ...], ...]], ...] = (
    ("permis", "dans", (("B",), ("B", "C"))),
    ("francais", "au_moins", (("A2",), ("B1",))),
    ("niveau", "au_moins", (("3",), ("4",))),
    ("age", "au_moins", (("18",), ("26",))),
    ("inscription_ft", "egal", (("oui",),)),
    ("zone", "dans", (("94",), ("94001", "94002", "94003"))),
    ("public", "dans", (("jeunes",), ("seniors", "femmes"))),
    ("autre", "egal", (("x",),)),
)


def tirer(cle: str) -> Random:
    """A source of randomness that gives the same for the same key.

    Args:
        cle: seed and what is drawn.

    Returns:
        The source.
    """
    return Random(cle)  # noqa: S311 (nothing secret is drawn)


def referentiel(graine: int, *, metiers: int = 240, communes: int = 47) -> Referentiel:
    """Métiers and communes made up.

    Args:
        graine: seed.
        metiers, communes: how many of each.

    Returns:
        The référentiels; every third métier has a measure of tension.
    """
    hasard = tirer(f"{graine} referentiel")
    codes = sorted({f"{'ABCDEFGHIJKLMN'[r % 14]}{11 + r // 14 % 9}{1 + r // 126:02d}" for r in range(metiers)})
    fiches = {c: Metier(c, f"{hasard.choice(GESTES).capitalize()} {hasard.choice(CHOSES)} {hasard.choice(LIEUX)}", c[:3] + "01") for c in codes}
    points = {
        f"94{r:03d}": Commune(f"94{r:03d}", f"Ville {r}", (), 48.7 + hasard.random() / 6, 2.3 + hasard.random() / 4, f"T{r % 5}")
        for r in range(1, communes + 1)
    }
    voisins = {c: tuple(hasard.sample([a for a in codes if a != c], 4)) for c in codes}
    tensions = {c: Tension(c, hasard.randint(1, 5), date(2025, 1, 1)) for c in codes[::3]}
    return Referentiel(fiches, voisins, points, indexer_noms(points), {}, tensions)


def lignes(graine: int, nombre: int, lu: Referentiel, jour: date) -> LignesImage:
    """Rows of offers made up, as the database gives them.

    Args:
        graine: seed.
        nombre: how many offers; the first ones are the same whatever the number.
        lu: métiers and communes.
        jour: day from which dates are counted.

    Returns:
        Rows ordered by offer.
    """
    vide = LignesImage([], [], [], [], [])
    for identifiant in range(1, nombre + 1):
        hasard = tirer(f"{graine} offre {identifiant}")
        genre = hasard.choice(list(TypeOffre)).value
        codes = hasard.sample(list(lu.metiers), hasard.randint(0, 3))
        _ajouter(vide.offres, [_offre(hasard, identifiant, genre, codes, lu, jour)])
        _ajouter(vide.metiers, ({"offre_id": identifiant, "code_rome": code} for code in codes))
        _ajouter(vide.conditions, _conditions(hasard, identifiant, genre))
        _ajouter(vide.freins, ({"offre_id": identifiant, "frein": f.value} for f in _quelques(hasard, list(Frein), 2 if genre == "appui" else 0)))
        _ajouter(vide.sessions, _sessions(hasard, identifiant, jour))
    return vide


def _ajouter(liste: list[Any], valeurs: Sequence[Any] | Iterator[Any]) -> None:
    liste.extend(valeurs)


def _offre(hasard: Random, identifiant: int, genre: str, codes: list[str], lu: Referentiel, jour: date) -> dict[str, Any]:
    commune = lu.communes[hasard.choice(list(lu.communes))]
    titre = lu.metiers[codes[0]].libelle if codes else f"{hasard.choice(GESTES).capitalize()} {hasard.choice(CHOSES)}"
    connu = hasard.random() < 0.95
    return {
        "id": identifiant,
        "identifiant": f"{identifiant:012d}",
        "type_offre": genre,
        "titre": titre,
        "description": phrase(hasard, 40),
        "structure_id": None if hasard.random() < 0.1 else hasard.randint(1, 700),
        "structure": f"Structure {hasard.randint(1, 700)}",
        "type_structure": None,
        "publics": list(_quelques(hasard, PUBLICS, 1)) if hasard.random() < 0.3 else [],
        "reserve_rsa": hasard.random() < 0.2,
        "date_limite": hasard.choice((None, None, jour + timedelta(days=hasard.randint(-5, 90)))),
        "code_insee": commune.code_insee if connu else None,
        "latitude": commune.latitude if connu else None,
        "longitude": commune.longitude if connu else None,
        "presence": hasard.choices(list(Presence), (18, 1, 1))[0].value,
        "creneaux": hasard.choice(DISPONIBILITES),
        "verifie_le": hasard.choice((None, jour - timedelta(days=hasard.randint(0, 200)))),
        "details": {},
    }


def _conditions(hasard: Random, identifiant: int, genre: str) -> Iterator[dict[str, Any]]:
    commun = {"offre_id": identifiant, "type_structure": None, "niveau_criteres": None, "libelle": ""}
    for rang, (nature, operateur, valeurs) in enumerate(_quelques(hasard, CONDITIONS, 3)):
        values = list(hasard.choice(valeurs))
        yield {
            **commun,
            "type": nature,
            "operateur": operateur,
            "valeurs": values,
            "ferme": hasard.random() < 0.8,
            "origine": "structure",
            "rang": rang,
        }
    if genre == "iae":
        criteres = ["RSA", "ASS", "AAH", "DETLD"]
        yield {**commun, "type": "critere_iae", "operateur": "dans", "valeurs": criteres, "ferme": True, "origine": "loi", "rang": 9}


def _sessions(hasard: Random, identifiant: int, jour: date) -> Iterator[dict[str, Any]]:
    for rang in range(hasard.randint(0, 2)):
        debut = hasard.choice((None, jour + timedelta(days=hasard.randint(-10, 120))))
        places = hasard.choice((None, hasard.randint(1, 20)))
        yield {
            "id": identifiant * 10 + rang,
            "offre_id": identifiant,
            "debut": debut,
            "fin": None,
            "date_limite": None,
            "places": places,
            "places_reservees": 0 if places is None else hasard.randint(0, places),
            "places_tenues": 0,
            "places_prises": 0 if places is None else hasard.randint(0, places),
            "demandes": hasard.choice((0, 0, hasard.randint(0, 12))),
        }


def personnes(graine: int, nombre: int, lu: Referentiel, jour: date) -> list[Allocataire]:
    """People made up.

    Args:
        graine: seed.
        nombre: how many people; the first ones are the same whatever the number.
        lu: métiers and communes.
        jour: day from which dates are counted.

    Returns:
        The people; any fact may be unknown.
    """
    codes, communes = list(lu.metiers), list(lu.communes)
    return [_personne(tirer(f"{graine} personne {rang}"), rang, codes, communes, jour) for rang in range(nombre)]


def _personne(hasard: Random, rang: int, codes: list[str], communes: list[str], jour: date) -> Allocataire:
    ancien = jour - timedelta(days=hasard.randint(0, 1500))
    return Allocataire(
        identifiant=f"{rang:012d}",
        prenom="Prénom",
        nom=f"Nom {rang}",
        source="invention",
        source_id=str(rang),
        commune=_peut_etre(hasard, hasard.choice(communes), 0.95),
        orientation=_peut_etre(hasard, hasard.choice(list(Orientation)), 0.8),
        annee_naissance=_peut_etre(hasard, hasard.randint(1962, 2007), 0.95),
        entree_rsa=_peut_etre(hasard, ancien, 0.9),
        date_cer=_peut_etre(hasard, ancien + timedelta(days=45), 0.6),
        publics=_quelques(hasard, PUBLICS, 2),
        criteres_iae=_quelques(hasard, CRITERES_IAE, 2),
        metiers=_quelques(hasard, codes, 3),
        projet=phrase(hasard, hasard.randint(0, 12)),
        experience=phrase(hasard, hasard.randint(0, 10)),
        competences=tuple(f"{hasard.choice(GESTES)} {hasard.choice(CHOSES)}" for _ in range(hasard.randint(0, 4))),
        niveau=_peut_etre(hasard, hasard.randint(1, 7), 0.8),
        francais=_peut_etre(hasard, hasard.choice(list(NiveauFrancais)), 0.7),
        permis=hasard.choice((None, (), (Permis.B,), (Permis.B, Permis.C))),
        vehicule=hasard.choice((None, False, True)),
        moyen_transport=_peut_etre(hasard, hasard.choice(list(MoyenTransport)), 0.8),
        rayon_km=hasard.choice((None, None, 2.0, 5.0, 10.0, 20.0)),
        disponibilites=hasard.choice(DISPONIBILITES),
        freins=_quelques(hasard, list(Frein), 3),
        inscrit_ft=hasard.choice((None, False, True)),
        pass_iae_fin=_peut_etre(hasard, jour + timedelta(days=hasard.randint(1, 700)), 0.1),
    )


def phrase(hasard: Random, mots: int) -> str:
    """Words that mean little, of the kind that offers and people say.

    Args:
        hasard: source of randomness.
        mots: how many words.

    Returns:
        The words.
    """
    sens = [hasard.choice(hasard.choice((GESTES, CHOSES, LIEUX))) for _ in range(mots // 4)]
    return " ".join((*sens, *hasard.choices(MOTS, cum_weights=FREQUENCES, k=mots - mots // 4)))


def _quelques(hasard: Random, valeurs: Sequence[Any], au_plus: int) -> tuple[Any, ...]:
    choisies = set(hasard.sample(range(len(valeurs)), hasard.randint(0, au_plus)))
    return tuple(valeur for rang, valeur in enumerate(valeurs) if rang in choisies)


def _peut_etre(hasard: Random, valeur: Any, chance: float) -> Any:
    return valeur if hasard.random() < chance else None
