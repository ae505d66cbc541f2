"""The words of the catalogue: what an offer is, what it requires, what it gives, when and where.

Frozen dataclasses and enumerations only; nothing technical is imported. Names and lists come from the domain page of the project.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum


class TypeOffre(StrEnum):
    """The eight kinds of offer."""

    DECOUVERTE = "decouverte"
    RECRUTEMENT = "recrutement"
    FORMATION = "formation"
    IAE = "iae"
    CLAUSE = "clause"
    CONVENTION = "convention"
    COLLECTIVITE = "collectivite"
    APPUI = "appui"


class EtatOffre(StrEnum):
    """Life of an offer: ``brouillon → a_valider → publiee → (suspendue) → fermee | expiree``."""

    BROUILLON = "brouillon"
    A_VALIDER = "a_valider"
    PUBLIEE = "publiee"
    SUSPENDUE = "suspendue"
    FERMEE = "fermee"
    EXPIREE = "expiree"


class EtatSession(StrEnum):
    """State of a session; « complète » is not one: it follows from the counts of places."""

    OUVERTE = "ouverte"
    ANNULEE = "annulee"
    TERMINEE = "terminee"


class Frein(StrEnum):
    """What stands between a person and a job, as the field names it."""

    GARDE_ENFANTS = "garde_enfants"
    MOBILITE = "mobilite"
    LANGUE = "langue"
    ILLETTRISME = "illettrisme"
    NUMERIQUE = "numerique"
    SANTE = "sante"
    LOGEMENT = "logement"
    ADMINISTRATIF = "administratif"
    FINANCIER = "financier"
    CONFIANCE = "confiance"
    JUDICIAIRE = "judiciaire"
    AIDANT = "aidant"


class TypeCondition(StrEnum):
    """What a condition of access is about."""

    RSA = "rsa"
    PUBLIC = "public"
    CRITERE_IAE = "critere_iae"
    AGE = "age"
    NIVEAU = "niveau"
    FRANCAIS = "francais"
    PERMIS = "permis"
    VEHICULE = "vehicule"
    ZONE = "zone"
    INSCRIPTION_FT = "inscription_ft"
    PREALABLE = "prealable"
    EXPERIENCE = "experience"
    COMPETENCE = "competence"
    AUTRE = "autre"


class Operateur(StrEnum):
    """How the person's fact is compared with the value of the condition."""

    EGAL = "egal"
    AU_MOINS = "au_moins"
    AU_PLUS = "au_plus"
    DANS = "dans"


class OrigineCondition(StrEnum):
    """Who wrote the condition: the law, the structure, or an import that deduced it."""

    LOI = "loi"
    STRUCTURE = "structure"
    IMPORT = "import"


class TypeApport(StrEnum):
    """What the offer leaves in the person's hands."""

    CERTIFICATION = "certification"
    ATTESTATION = "attestation"
    EXPERIENCE = "experience"
    ENTRETIEN = "entretien"
    CONTRAT = "contrat"
    FREIN_LEVE = "frein_leve"


class Presence(StrEnum):
    """Where it takes place."""

    SUR_PLACE = "sur_place"
    MIXTE = "mixte"
    A_DISTANCE = "a_distance"


class NiveauFrancais(StrEnum):
    """CECRL, with a step below A1."""

    INFRA_A1 = "<A1"
    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"

    @property
    def rang(self) -> int:
        """Rank from 0 (below A1) to 6 (C2)."""
        return list(NiveauFrancais).index(self)


class Permis(StrEnum):
    """Driving licences an offer may ask for."""

    AM = "AM"
    A = "A"
    B = "B"
    BE = "BE"
    C = "C"
    CE = "CE"
    D = "D"


class TypeContrat(StrEnum):
    """Contract types, as in Les emplois de l'inclusion."""

    CDI = "CDI"
    CDD = "CDD"
    CDDI = "CDDI"
    CTT = "CTT"
    APPRENTISSAGE = "contrat_apprentissage"
    PROFESSIONNALISATION = "contrat_professionnalisation"
    PEC = "PEC"
    TITULAIRE = "titulaire"
    SAISONNIER = "saisonnier"
    LIBERAL = "liberal"
    AUTRE = "autre"


class TypeStructure(StrEnum):
    """Kinds of structure: those of the IAE (article L5132-4 du Code du travail) and the others who post offers."""

    ACI = "ACI"
    AI = "AI"
    EI = "EI"
    EITI = "EITI"
    ETTI = "ETTI"
    GEIQ = "GEIQ"
    EA = "EA"
    OPCS = "OPCS"
    ENTREPRISE = "entreprise"
    ORGANISME_FORMATION = "organisme_formation"
    ASSOCIATION = "association"
    COLLECTIVITE = "collectivite"
    SERVICE_PUBLIC = "service_public"
    AUTRE = "autre"


TYPES_IAE = frozenset({TypeStructure.ACI, TypeStructure.AI, TypeStructure.EI, TypeStructure.EITI, TypeStructure.ETTI})


class Jour(StrEnum):
    """Days of the week, Monday first."""

    LUNDI = "lundi"
    MARDI = "mardi"
    MERCREDI = "mercredi"
    JEUDI = "jeudi"
    VENDREDI = "vendredi"
    SAMEDI = "samedi"
    DIMANCHE = "dimanche"


class Periode(StrEnum):
    """Periods of a day: 6–12 h, 12–18 h, 18–22 h, 22–6 h."""

    MATIN = "matin"
    APRES_MIDI = "apres_midi"
    SOIR = "soir"
    NUIT = "nuit"


def creneau(jour: Jour, periode: Periode) -> int:
    """Bit of one period of one day in a weekly mask of 28 bits.

    Args:
        jour: day of the week.
        periode: period of that day.

    Returns:
        A power of two; masks are combined with ``|`` and stored in an ``integer``.
    """
    return 1 << (list(Jour).index(jour) * 4 + list(Periode).index(periode))


def creneaux(jours: tuple[Jour, ...], periodes: tuple[Periode, ...]) -> int:
    """Weekly mask of the given periods on each of the given days.

    Args:
        jours: days.
        periodes: periods, the same on each day.

    Returns:
        A mask of 28 bits, 0 when either is empty.
    """
    return sum({creneau(j, p) for j in jours for p in periodes})


@dataclass(frozen=True, slots=True)
class Lieu:
    """Where: a commune of the référentiel when it is known, the words of the source in any case.

    Attributes:
        code_insee: INSEE code of the commune (5 characters) or None.
        commune: name of the commune as the source wrote it.
        latitude, longitude: WGS 84 degrees, both or neither.
    """

    code_insee: str | None = None
    commune: str | None = None
    code_postal: str | None = None
    adresse: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to reach and how."""

    nom: str | None = None
    telephone: str | None = None
    courriel: str | None = None
    lien: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of access, as data.

    Attributes:
        type: what it is about.
        operateur: how the fact of the person is compared.
        valeurs: values as text (an age in years, a level 1–8, CECRL, licences, communes or départements, codes, words).
        ferme: hard (law or written by the structure): « non » makes the offer not eligible. Soft ones only move the rank.
        origine: who wrote it.
        libelle: the words of the source, shown to people.
    """

    type: TypeCondition
    operateur: Operateur
    valeurs: tuple[str, ...]
    ferme: bool = True
    origine: OrigineCondition = OrigineCondition.STRUCTURE
    libelle: str = ""


@dataclass(frozen=True, slots=True)
class Apport:
    """What the offer gives. ``valeur`` is a code where one exists (RNCP, contract type, frein)."""

    type: TypeApport
    libelle: str
    valeur: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A dated session, or a permanent entry when ``debut`` is None. Places live here and nowhere else.

    Attributes:
        source_id: id of the session within its offer, unique there.
        debut, fin: first and last day; ``debut`` None means that one may enter at any time.
        date_limite: last day to apply.
        places: places offered, None when unknown; ``places_reservees`` of them are for allocataires of the RSA.
        places_tenues, places_prises: held and taken, written only by ``catalogue.places``.
    """

    source_id: str
    debut: date | None = None
    fin: date | None = None
    heure_debut: time | None = None
    heure_fin: time | None = None
    date_limite: date | None = None
    places: int | None = None
    places_reservees: int = 0
    places_tenues: int = 0
    places_prises: int = 0
    etat: EtatSession = EtatSession.OUVERTE
    horaires: str | None = None

    @property
    def places_libres(self) -> int | None:
        """Places neither held nor taken, None when the number offered is unknown."""
        return None if self.places is None else self.places - self.places_tenues - self.places_prises

    def ouverte(self, jour: date) -> bool:
        """Whether one can still enter: open, not begun, and within its deadline; a permanent entry never begins.

        Args:
            jour: today.
        """
        a_venir = self.debut is None or self.debut >= jour
        return self.etat is EtatSession.OUVERTE and a_venir and (self.date_limite is None or self.date_limite >= jour)


class FormatDecouverte(StrEnum):
    """Format of a discovery session."""

    VISITE = "visite"
    ATELIER = "atelier"
    IMMERSION = "immersion"
    FORUM = "forum"
    INFORMATION_COLLECTIVE = "information_collective"


class FormatRecrutement(StrEnum):
    """Format of a recruitment."""

    OFFRE_EMPLOI = "offre_emploi"
    JOB_DATING = "job_dating"
    INFORMATION_COLLECTIVE = "information_collective"


class Dispositif(StrEnum):
    """Scheme of a training."""

    POEI = "POEI"
    POEC = "POEC"
    AFPR = "AFPR"
    CLEA = "CLEA"
    FLE = "FLE"
    QUALIFIANTE = "qualifiante"
    PREQUALIFIANTE = "prequalifiante"
    VAE = "VAE"
    ALTERNANCE = "alternance"


@dataclass(frozen=True, slots=True)
class DetailsDecouverte:
    """Own fields of a discovery session."""

    format: FormatDecouverte | None = None


@dataclass(frozen=True, slots=True)
class DetailsRecrutement:
    """Own fields of a recruitment session or job offer. ``duree_mois`` is the length of the contract."""

    format: FormatRecrutement | None = None
    postes: int | None = None
    contrat: TypeContrat | None = None
    duree_mois: int | None = None
    salaire: str | None = None


@dataclass(frozen=True, slots=True)
class DetailsFormation:
    """Own fields of a training. Levels are EU levels 1–8 (LHEO's own codes are translated by its reader)."""

    rncp: str | None = None
    rs: str | None = None
    niveau_sortie: int | None = None
    duree_heures: int | None = None
    financeur: str | None = None
    remuneree: bool | None = None
    dispositif: Dispositif | None = None
    certifiante: bool | None = None


@dataclass(frozen=True, slots=True)
class DetailsIae:
    """Own fields of a place in a SIAE; ``niveau_criteres`` is the level of criteria the structure asks for (1 or 2)."""

    type_structure: TypeStructure | None = None
    contrat: TypeContrat | None = None
    duree_mois: int | None = None
    niveau_criteres: int | None = None


@dataclass(frozen=True, slots=True)
class DetailsClause:
    """Own fields of a social clause; hours are hours of insertion over the whole contract."""

    marche: str | None = None
    lot: str | None = None
    acheteur: str | None = None
    titulaire: str | None = None
    cpv: str | None = None
    heures_prevues: int | None = None
    heures_engagees: int | None = None
    heures_realisees: int | None = None
    fin: date | None = None


@dataclass(frozen=True, slots=True)
class Engagement:
    """Hiring commitment of a convention for one métier."""

    code_rome: str
    prevus: int
    realises: int = 0


@dataclass(frozen=True, slots=True)
class DetailsConvention:
    """Own fields of a convention métiers en tension."""

    employeur: str | None = None
    debut: date | None = None
    fin: date | None = None
    engagements: tuple[Engagement, ...] = ()


@dataclass(frozen=True, slots=True)
class DetailsCollectivite:
    """Own fields of a job in the collectivité's services."""

    service: str | None = None
    contrat: TypeContrat | None = None
    categorie: str | None = None
    duree_mois: int | None = None


@dataclass(frozen=True, slots=True)
class DetailsAppui:
    """Own fields of a support; ``montant`` in euros."""

    freins: tuple[Frein, ...] = ()
    montant: Decimal | None = None
    thematiques: tuple[str, ...] = ()


Details = (
    DetailsDecouverte | DetailsRecrutement | DetailsFormation | DetailsIae | DetailsClause | DetailsConvention | DetailsCollectivite | DetailsAppui
)

DETAILS: dict[TypeOffre, type[Details]] = {
    TypeOffre.DECOUVERTE: DetailsDecouverte,
    TypeOffre.RECRUTEMENT: DetailsRecrutement,
    TypeOffre.FORMATION: DetailsFormation,
    TypeOffre.IAE: DetailsIae,
    TypeOffre.CLAUSE: DetailsClause,
    TypeOffre.CONVENTION: DetailsConvention,
    TypeOffre.COLLECTIVITE: DetailsCollectivite,
    TypeOffre.APPUI: DetailsAppui,
}


@dataclass(frozen=True, slots=True)
class Structure:
    """Who proposes the offer. Unique by ``(source, source_id)``; ``siret`` is 14 digits with a valid Luhn key."""

    source: str
    source_id: str
    nom: str
    siret: str | None = None
    type_structure: TypeStructure = TypeStructure.AUTRE
    description: str = ""
    lieu: Lieu = Lieu()
    contact: Contact = Contact()
    reseaux: tuple[str, ...] = ()
    maj_le: date | None = None


@dataclass(frozen=True, slots=True)
class Offre:
    """An offer of the catalogue, whatever its kind. Unique by ``(source, source_id)``.

    Attributes:
        structure: ``source_id`` of the structure within the same source, None when the source does not say who.
        metiers: ROME codes, the main one first.
        publics: values of data·inclusion v1, plus the project's own where it has none.
        creneaux: weekly mask of 28 bits of the hours one must be free, None when unknown.
        heures_hebdo: hours per week.
        cout: cost for the person in euros, 0 when free, None when unknown.
        verifie_le: last day someone confirmed the offer.
    """

    source: str
    source_id: str
    type_offre: TypeOffre
    titre: str
    details: Details
    description: str = ""
    structure: str | None = None
    metiers: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    apports: tuple[Apport, ...] = ()
    publics: tuple[str, ...] = ()
    reserve_rsa: bool = False
    sessions: tuple[Session, ...] = ()
    date_limite: date | None = None
    lieu: Lieu = Lieu()
    presence: Presence = Presence.SUR_PLACE
    creneaux: int | None = None
    horaires: str | None = None
    heures_hebdo: Decimal | None = None
    contact: Contact = Contact()
    modalites: str | None = None
    cout: Decimal | None = None
    cout_precisions: str | None = None
    etat: EtatOffre = EtatOffre.PUBLIEE
    publie_le: date | None = None
    verifie_le: date | None = None

    def sessions_ouvertes(self, jour: date) -> tuple[Session, ...]:
        """Sessions one can still enter, the soonest first, permanent entries last.

        Args:
            jour: today.
        """
        return tuple(sorted((s for s in self.sessions if s.ouverte(jour)), key=lambda s: (s.debut or date.max, s.source_id)))


@dataclass(frozen=True, slots=True)
class Metier:
    """A fiche métier of the ROME. ``code_rome_parent`` bridges to the 532 codes of ROME v3."""

    code_rome: str
    libelle: str
    code_rome_parent: str
    definition: str = ""
    acces_metier: str = ""
    emploi_reglemente: bool = False
    emploi_cadre: bool = False
    transition_eco: str | None = None
    transition_num: bool = False
    transition_demo: bool = False


@dataclass(frozen=True, slots=True)
class Appellation:
    """A job title of a fiche métier; exactly one per fiche is the principal one."""

    code_ogr: int
    libelle: str
    libelle_court: str
    code_rome: str
    principale: bool = False
    peu_usitee: bool = False


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune and its usual point (WGS 84 degrees)."""

    code_insee: str
    nom: str
    codes_postaux: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    territoire: str | None = None

    @property
    def departement(self) -> str:
        """Code of the département: 2 characters, 3 overseas."""
        return self.code_insee[:3] if self.code_insee.startswith("97") else self.code_insee[:2]


@dataclass(frozen=True, slots=True)
class Anomalie:
    """What is wrong with a value, in words for the person who sent it."""

    champ: str
    valeur: str
    motif: str


@dataclass(frozen=True, slots=True)
class Niveau:
    """EU level of a diploma (1–8) with its usual French words."""

    code: int
    libelle: str


NIVEAUX: tuple[Niveau, ...] = (
    Niveau(1, "Sans diplôme, bases à consolider"),
    Niveau(2, "Fin de scolarité obligatoire, CléA"),
    Niveau(3, "CAP, BEP, titre professionnel de niveau 3"),
    Niveau(4, "Bac, titre professionnel de niveau 4"),
    Niveau(5, "Bac+2 (BTS, DUT, titre de niveau 5)"),
    Niveau(6, "Bac+3 ou Bac+4 (licence, BUT, maîtrise)"),
    Niveau(7, "Bac+5 (master, ingénieur)"),
    Niveau(8, "Doctorat"),
)

# Publics of data·inclusion v1, in its own order: their rank is their bit in a mask.
PUBLICS: tuple[str, ...] = (
    "actifs",
    "beneficiaires-des-minimas-sociaux",
    "demandeurs-emploi",
    "etudiants",
    "familles",
    "femmes",
    "jeunes",
    "personnes-en-situation-de-handicap",
    "personnes-en-situation-durgence",
    "personnes-en-situation-juridique-specifique",
    "personnes-exilees",
    "residents-qpv-frr",
    "seniors",
    "tous-publics",
)

# Administrative criteria of the IAE (arrêté du 1er septembre 2021): level 1 alone opens the right, level 2 by two or three.
CRITERES_IAE_NIVEAU_1: tuple[str, ...] = ("RSA", "ASS", "AAH", "DETLD")
CRITERES_IAE_NIVEAU_2: tuple[str, ...] = (
    "CAP_BEP",
    "SENIOR",
    "JEUNE",
    "ASE",
    "DELD",
    "TH",
    "PI",
    "PSH_PR",
    "REF_DA",
    "ZRR",
    "QPV",
    "DETENTION_MJ",
    "FLE",
    "PM",
)
CRITERES_IAE: tuple[str, ...] = CRITERES_IAE_NIVEAU_1 + CRITERES_IAE_NIVEAU_2
