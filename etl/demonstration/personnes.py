"""Three hundred invented people, in varied situations, with projets in their own words.

What nobody knows stays unknown: a fact that is not drawn is ``None``, never « no ».
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from catalogue.domaine import CRITERES_IAE, PUBLICS, Frein, NiveauFrancais, Permis
from etl.demonstration.horaires import masque
from etl.demonstration.projets import Portrait, portraits
from etl.demonstration.tables import SOURCE, document, hasard
from etl.demonstration.villes import Tournee
from parcours.domaine import Allocataire, MoyenTransport, Orientation
from socle.identifiants import identifiant_public

NOMBRE = 300
DISPONIBILITES = {
    "ecole": ("lun,mar,jeu,ven matin+apres_midi",),
    "matin": ("lun-ven matin",),
    "soir": ("lun-ven soir",),
    "jour": ("lun-ven matin+apres_midi",),
    "nuit": ("lun-dim soir+nuit",),
    "weekend": ("sam-dim matin+apres_midi",),
    "dialyse": ("lun,mer,ven apres_midi", "mar,jeu matin+apres_midi"),
    "large": ("lun-sam matin+apres_midi+soir",),
    "tout": ("lun-dim matin+apres_midi+soir+nuit",),
}
# What is drawn when the file says nothing; None is « nobody knows ».
DISPO_TIREE = (None, None, None, "jour", "jour", "jour", "large", "large", "tout", "matin")
NIVEAUX = (None, None, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6)
FRANCAIS = (None, None, None, None, "A1", "A1", "A2", "A2", "B1", "B1", "B1", "B2", "C1", "C1", "C2")
# Those who wrote a few lines in French know it well enough, or have never been asked.
FRANCAIS_ECRIT = (None, None, None, "B1", "B2", "B2", "C1", "C1", "C2", "C2")
RAYONS = (None, None, 3.0, 5.0, 5.0, 8.0, 10.0, 10.0, 15.0, 20.0, 30.0)
ORIENTATIONS = ("rus_proche",) * 7 + ("rus_eloigne",) * 5 + ("ft_proche",) * 4 + ("ft_global",) * 3 + (None,)
NON_TIRES = frozenset({Frein.ILLETTRISME, Frein.JUDICIAIRE})
FREINS_TIRES = (*(frein.value for frein in Frein if frein not in NON_TIRES), "mobilite", "langue", "garde_enfants", "garde_enfants")
PERMIS_TIRES = (*(None,) * 4, *((),) * 8, *(("B",),) * 7, ("B", "A"), ("AM",))
JOURS_PAR_MOIS = 30.44
# Characters from which a projet is a text and not a few words.
LONG = 80


class Noms:
    """Gives names, never the same pair twice."""

    def __init__(self) -> None:
        self._pris: set[tuple[str, str]] = set()

    def suivant(self, tirage: Random, sexe: str) -> tuple[str, str]:
        """The next name.

        Args:
            tirage: draws.
            sexe: « f » or « m ».

        Returns:
            First name and surname.
        """
        noms = document("personnes/noms")
        while True:
            couple = (tirage.choice(noms["femmes" if sexe == "f" else "hommes"]), tirage.choice(noms["noms"]))
            if couple not in self._pris:
                self._pris.add(couple)
                return couple


@dataclass(frozen=True, slots=True)
class Situation:
    """What is drawn first, and what the rest follows from."""

    age: int
    mois_rsa: int | None
    freins: tuple[Frein, ...]
    niveau: int | None
    francais: NiveauFrancais | None
    orientation: Orientation | None
    inscrit_ft: bool | None
    rqth: bool | None


def allocataires(aujourdhui: date, graine: int = 94) -> tuple[Allocataire, ...]:
    """The people, all invented.

    Args:
        aujourdhui: day from which every date is counted.
        graine: seed of what is drawn.

    Returns:
        Three hundred people; their ids and what they say do not depend on the day.
    """
    noms, tournee = Noms(), Tournee(hasard(graine, "communes", "personnes"))
    tous = enumerate(portraits(graine, NOMBRE), start=1)
    return tuple(_personne(aujourdhui, hasard(graine, "personne", rang), rang, portrait, noms, tournee.suivante().code) for rang, portrait in tous)


def _personne(aujourdhui: date, tirage: Random, rang: int, portrait: Portrait, noms: Noms, commune: str) -> Allocataire:
    prenom, nom = noms.suivant(tirage, portrait.sexe)
    permis = _permis(tirage, portrait)
    vehicule = _vehicule(tirage, portrait, permis)
    situation = _situation(tirage, portrait, vehicule)
    transport = _transport(tirage, portrait, vehicule)
    entree = None if situation.mois_rsa is None else aujourdhui - timedelta(days=int(situation.mois_rsa * JOURS_PAR_MOIS))
    return Allocataire(
        identifiant=identifiant_public(tirage.randrange),
        prenom=prenom,
        nom=nom,
        source=SOURCE,
        source_id=f"personne-{rang:03d}",
        commune=portrait.commune or commune,
        orientation=situation.orientation,
        annee_naissance=aujourdhui.year - situation.age if tirage.random() < 0.97 else None,
        entree_rsa=entree,
        date_cer=_date_cer(tirage, aujourdhui, entree),
        publics=_publics(portrait, situation),
        criteres_iae=_criteres(tirage, portrait, situation),
        metiers=portrait.metiers,
        projet=portrait.projet,
        experience=portrait.experience,
        competences=portrait.competences,
        niveau=situation.niveau,
        francais=situation.francais,
        permis=permis,
        vehicule=vehicule,
        moyen_transport=transport,
        rayon_km=_rayon(tirage, transport),
        disponibilites=_disponibilites(tirage, portrait, situation),
        freins=situation.freins,
        inscrit_ft=situation.inscrit_ft,
        rqth=situation.rqth,
        pass_iae_fin=aujourdhui + timedelta(days=tirage.randint(40, 650)) if tirage.random() < 0.07 else None,
    )


def _situation(tirage: Random, portrait: Portrait, vehicule: bool | None) -> Situation:
    age = tirage.randint(*portrait.age) if portrait.age else _age(tirage, parent=Frein.GARDE_ENFANTS.value in portrait.freins)
    orientation = portrait.orientation or tirage.choice(ORIENTATIONS)
    niveau, tire = tirage.choice(NIVEAUX), tirage.choice(FRANCAIS_ECRIT if len(portrait.projet) > LONG else FRANCAIS)
    francais = portrait.francais or tire
    rqth, connu = portrait.rqth or tirage.random() < 0.03, tirage.random() < 0.08
    return Situation(
        age=age,
        mois_rsa=_mois_rsa(tirage, age),
        freins=_freins(tirage, portrait, orientation, frozenset(_impossibles(age, francais, vehicule, portrait))),
        niveau=portrait.niveau if portrait.niveau is not None else niveau,
        francais=NiveauFrancais(francais) if francais else None,
        orientation=Orientation(orientation) if orientation else None,
        inscrit_ft=_inscrit(tirage, portrait, orientation),
        # Told only where the person wants it used: for nearly everybody nothing is known.
        rqth=True if rqth else (False if connu else None),
    )


def _age(tirage: Random, *, parent: bool) -> int:
    """From 18 to 63, younger when children are small.

    Under 25 the RSA goes to young parents and to those who have worked two years (CASF, articles L262-4 and L262-7-1).
    """
    if tirage.random() < 0.07:
        return tirage.randint(18, 24)
    return int(tirage.triangular(25, 47 if parent else 64, 33 if parent else 37))


def _mois_rsa(tirage: Random, age: int) -> int | None:
    """Months in the RSA: one person in three entered in the last year, some have been there for years."""
    connu = tirage.random() < 0.96
    mois = int(tirage.expovariate(1 / 30))
    plafond = max(3, (age - 24) * 12) if age >= 25 else 10
    return min(mois, plafond, 180) if connu else None


def _date_cer(tirage: Random, aujourdhui: date, entree: date | None) -> date | None:
    delai, signe = tirage.randint(20, 75), tirage.random() < 0.8
    if entree is None or not signe or entree + timedelta(days=delai) > aujourdhui:
        return None
    return entree + timedelta(days=delai)


def _freins(tirage: Random, portrait: Portrait, orientation: str | None, impossibles: frozenset[Frein]) -> tuple[Frein, ...]:
    nombre = tirage.randint(0, 2 if orientation in {"rus_eloigne", "ft_global"} else 1)
    tires = set(tirage.sample(FREINS_TIRES, nombre)) - {frein.value for frein in impossibles}
    connus = {*portrait.freins, *(tires if len(portrait.freins) < 2 else ())}
    return tuple(frein for frein in Frein if frein.value in connus)


def _impossibles(age: int, francais: str | None, vehicule: bool | None, portrait: Portrait) -> Iterator[Frein]:
    """What the other facts rule out: small children late in life, moving about with a car, the language of those who speak it well."""
    if age > 50 or portrait.enfant is False:
        yield Frein.GARDE_ENFANTS
    if vehicule:
        yield Frein.MOBILITE
    if francais not in {"<A1", "A1", "A2"}:
        yield Frein.LANGUE


def _inscrit(tirage: Random, portrait: Portrait, orientation: str | None) -> bool | None:
    hors_ft = tirage.choice((True, False, False, None, None))
    if orientation in {"ft_proche", "ft_global"}:
        return True
    return portrait.inscrit_ft if portrait.inscrit_ft is not None else hors_ft


def _permis(tirage: Random, portrait: Portrait) -> tuple[Permis, ...] | None:
    tire: tuple[str, ...] | None = tirage.choice(PERMIS_TIRES)
    voulus = portrait.permis if portrait.permis is not None else tire
    return None if voulus is None else tuple(Permis(mot) for mot in voulus)


def _vehicule(tirage: Random, portrait: Portrait, permis: tuple[Permis, ...] | None) -> bool | None:
    tire = tirage.choice((True, True, False, None))
    if portrait.vehicule is not None:
        return portrait.vehicule
    if permis is None:
        return None
    return tire if Permis.B in permis else False


def _transport(tirage: Random, portrait: Portrait, vehicule: bool | None) -> MoyenTransport | None:
    tire: str | None = tirage.choice((None, "transports", "transports", "transports", "transports", "a_pied", "velo"))
    if portrait.transport:
        return MoyenTransport(portrait.transport)
    if vehicule:
        return MoyenTransport.VOITURE
    return MoyenTransport(tire) if tire else None


def _rayon(tirage: Random, transport: MoyenTransport | None) -> float | None:
    rayon = tirage.choice(RAYONS)
    if transport is MoyenTransport.A_PIED and rayon is not None:
        return min(rayon, 3.0)
    return rayon


def _disponibilites(tirage: Random, portrait: Portrait, situation: Situation) -> int | None:
    tiree = tirage.choice(("ecole", "ecole", "matin", "jour", None) if Frein.GARDE_ENFANTS in situation.freins else DISPO_TIREE)
    cle = portrait.dispo or tiree
    return None if cle is None else _union(DISPONIBILITES[cle])


def _union(mots: Sequence[str]) -> int:
    bits = 0
    for mot in mots:
        bits |= masque(mot)
    return bits


def _publics(portrait: Portrait, situation: Situation) -> tuple[str, ...]:
    vises = {"beneficiaires-des-minimas-sociaux", *portrait.publics}
    if situation.inscrit_ft:
        vises.add("demandeurs-emploi")
    if situation.age < 26:
        vises.add("jeunes")
    if situation.age >= 55:
        vises.add("seniors")
    if situation.rqth:
        vises.add("personnes-en-situation-de-handicap")
    # Under 25 the RSA mostly goes to parents.
    if Frein.GARDE_ENFANTS in situation.freins or portrait.enfant or (situation.age < 25 and portrait.enfant is None):
        vises.add("familles")
    if portrait.sexe == "f":
        vises.add("femmes")
    if "REF_DA" in portrait.criteres:
        vises.add("personnes-exilees")
    return tuple(mot for mot in PUBLICS if mot in vises)


def _criteres(tirage: Random, portrait: Portrait, situation: Situation) -> tuple[str, ...]:
    """Criteria of the IAE that the file of the person shows; those that nobody wrote down are left out, not denied."""
    quartier, anciennete = tirage.random() < 0.12, tirage.random() < 0.5
    faits = {
        "RSA": True,
        "CAP_BEP": situation.niveau is not None and situation.niveau <= 3,
        "SENIOR": situation.age >= 50,
        "JEUNE": situation.age < 26,
        "TH": bool(situation.rqth),
        "FLE": situation.francais is NiveauFrancais.INFRA_A1,
        "PM": Frein.MOBILITE in situation.freins,
        "QPV": quartier,
        "DETLD": bool(situation.inscrit_ft) and anciennete and (situation.mois_rsa or 0) > 30,
    }
    connus = {critere for critere, vrai in faits.items() if vrai} | set(portrait.criteres)
    return tuple(critere for critere in CRITERES_IAE if critere in connus)
