"""A service of data·inclusion, v1 or v0, as an offer of the catalogue.

Most services are supports (``appui``). Two rules tell the others, both cautious, because a service has one type and up to twenty thématiques:

- ``decouverte``: the thématique « découvrir un métier ou un secteur d’activité » is there, at least half of the thématiques are of the family
  « choisir un métier », and the type is not an accompaniment nor an aid;
- ``formation``: the type is ``formation`` and a thématique is of a family that one learns or trains in (``FAMILLES_FORMATION``).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from catalogue.domaine import (
    Apport,
    Condition,
    Details,
    DetailsAppui,
    DetailsDecouverte,
    DetailsFormation,
    Dispositif,
    EtatOffre,
    Frein,
    Offre,
    Operateur,
    Presence,
    Session,
    TypeApport,
    TypeCondition,
    TypeOffre,
)
from catalogue.libelles import FREINS_LEVES
from etl.entree.releve import Releve
from etl.entree.valeurs import date_de, entier, nombre, texte
from etl.formats.data_inclusion.champs import Enregistrement, contact, identifiant, jour_maj, lieu, texte_riche, valeurs_connues
from etl.formats.data_inclusion.horaires import lire_horaires
from etl.formats.data_inclusion.publics import lire_publics, reserve_au_rsa
from etl.formats.data_inclusion.v0 import est_un_service_v0, service_v1
from etl.formats.data_inclusion.vocabulaire import (
    FRAIS,
    MOBILISABLE_PAR,
    MODES_MOBILISATION,
    PRESENCES,
    TYPES,
    freins_par_thematique,
)
from etl.formats.data_inclusion.zones import condition_de_zone
from etl.lecture import Contexte

DECOUVERTE = "choisir-un-metier--decouvrir-un-metier-ou-un-secteur-dactivite"
FAMILLE_DECOUVERTE = "choisir-un-metier"
FAMILLES_FORMATION = frozenset({"se-former", "lecture-ecriture-calcul", "apprendre-francais", "illettrisme"})
FAMILLES_FLE = frozenset({"apprendre-francais"})
CLEA = "illettrisme--valider-certification-clea"
_PAS_UNE_DECOUVERTE = frozenset({"accompagnement", "aide-financiere", "aide-materielle"})
PERMANENTE = "permanente"


def lire_service(enregistrement: Enregistrement, contexte: Contexte, releve: Releve) -> Offre | None:
    """Read a service.

    Args:
        enregistrement: record, v1 or v0.
        contexte: source and day of the import.
        releve: where faults and doubts are noted.

    Returns:
        The offer, None when it has no identifier, no name or, in v1, no description.
    """
    v1 = service_v1(enregistrement, releve)
    source_id, titre, description = _identite(v1, releve)
    type_service = next(iter(valeurs_connues(v1, "type", TYPES, releve)), None)
    thematiques = valeurs_connues(v1, "thematiques", freins_par_thematique(), releve)
    if not thematiques:
        releve.doute("thematiques", v1.get("thematiques"), "Aucune thématique\u00a0: on ne sait pas quel frein ce service lève.")
    freins = tuple(f for f in Frein if any(f in freins_par_thematique()[t] for t in thematiques))
    type_offre = choisir_type(type_service, thematiques)
    heures, semaines = _duree(v1, releve)
    offre = Offre(
        source=contexte.source,
        source_id=source_id,
        type_offre=type_offre,
        titre=titre,
        details=_details(type_offre, thematiques, freins, heures, semaines),
        description=description,
        structure=identifiant(v1, "structure_id", releve) or None,
        conditions=_conditions(v1, releve),
        apports=tuple(Apport(TypeApport.FREIN_LEVE, FREINS_LEVES[frein], frein.value) for frein in freins),
        publics=lire_publics(v1, releve),
        lieu=lieu(v1, releve),
        presence=_presence(v1, releve),
        heures_hebdo=heures,
        contact=contact(v1, ("lien_mobilisation", "lien_source"), releve),
        modalites=_modalites(v1, releve),
    )
    offre = _completer(offre, v1, semaines, contexte, releve)
    return None if releve.fautes else offre


def _identite(v1: Enregistrement, releve: Releve) -> tuple[str, str, str]:
    source_id = identifiant(v1, "id", releve)
    titre = releve.lire("nom", v1.get("nom"), texte)
    description = releve.lire("description", v1.get("description"), texte_riche)
    if not source_id:
        releve.faute("id", v1.get("id"), "L’identifiant est vide\u00a0: sans lui, un second import créerait un doublon.")
    if not titre:
        releve.faute("nom", v1.get("nom"), "Le nom du service est vide.")
    if not description:
        # v1 requires it, v0 did not.
        noter = releve.doute if est_un_service_v0(v1) else releve.faute
        noter("description", v1.get("description"), "La description est vide\u00a0: personne ne saurait ce que propose ce service.")
    if not texte(v1.get("structure_id")):
        releve.doute("structure_id", v1.get("structure_id"), "Le service n’est rattaché à aucune structure.")
    return source_id, titre or "", description or ""


def choisir_type(type_service: str | None, thematiques: tuple[str, ...]) -> TypeOffre:
    """Kind of offer of a service (rules at the head of this module).

    Args:
        type_service: type of v1, None when unknown.
        thematiques: known thématiques.

    Returns:
        ``decouverte``, ``formation`` or ``appui``.
    """
    familles = [thematique.split("--")[0] for thematique in thematiques]
    if DECOUVERTE in thematiques and type_service not in _PAS_UNE_DECOUVERTE and 2 * familles.count(FAMILLE_DECOUVERTE) >= len(familles):
        return TypeOffre.DECOUVERTE
    if type_service == "formation" and FAMILLES_FORMATION.intersection(familles):
        return TypeOffre.FORMATION
    return TypeOffre.APPUI


def _details(type_offre: TypeOffre, thematiques: tuple[str, ...], freins: tuple[Frein, ...], heures: Decimal | None, semaines: int | None) -> Details:
    if type_offre is TypeOffre.DECOUVERTE:
        return DetailsDecouverte()
    if type_offre is TypeOffre.FORMATION:
        fle = any(t.split("--")[0] in FAMILLES_FLE for t in thematiques)
        return DetailsFormation(
            duree_heures=int(heures * semaines) if heures and semaines else None,
            dispositif=Dispositif.CLEA if CLEA in thematiques else Dispositif.FLE if fle else None,
        )
    return DetailsAppui(freins=freins, thematiques=thematiques)


def _duree(v1: Enregistrement, releve: Releve) -> tuple[Decimal | None, int | None]:
    champ_heures, champ_semaines = "volume_horaire_hebdomadaire", "nombre_semaines"
    heures = releve.lire(champ_heures, v1.get(champ_heures), nombre)
    semaines = releve.lire(champ_semaines, v1.get(champ_semaines), entier)
    if heures is not None and not 0 < heures <= 60:
        releve.doute(champ_heures, heures, "Les heures par semaine vont de plus de 0 à 60.")
        heures = None
    if semaines is not None and semaines < 1:
        releve.doute(champ_semaines, semaines, "Un service dure au moins une semaine, ou sa durée n’est pas dite.")
        semaines = None
    return heures, semaines


def _conditions(v1: Enregistrement, releve: Releve) -> tuple[Condition, ...]:
    acces = releve.lire("conditions_acces", v1.get("conditions_acces"), texte_riche)
    conditions = [condition_de_zone(v1.get("zone_eligibilite"), releve)]
    if acces:
        conditions.append(Condition(TypeCondition.AUTRE, Operateur.EGAL, (), libelle=acces))
    return tuple(c for c in conditions if c is not None)


def _presence(v1: Enregistrement, releve: Releve) -> Presence:
    modes = {PRESENCES[mode] for mode in valeurs_connues(v1, "modes_accueil", PRESENCES, releve)}
    return Presence.MIXTE if len(modes) == 2 else next(iter(modes), Presence.SUR_PLACE)


def _modalites(v1: Enregistrement, releve: Releve) -> str | None:
    modes = [MODES_MOBILISATION[m] for m in valeurs_connues(v1, "modes_mobilisation", MODES_MOBILISATION, releve)]
    qui = [MOBILISABLE_PAR[p] for p in valeurs_connues(v1, "mobilisable_par", MOBILISABLE_PAR, releve)]
    precisions = releve.lire("mobilisation_precisions", v1.get("mobilisation_precisions"), texte_riche)
    phrases = [
        f"{', '.join(modes).capitalize()}." if modes else None,
        f"Peut être demandé par {' et '.join(qui)}." if qui else None,
        precisions,
    ]
    return "\n".join(filter(None, phrases)) or None


def _completer(offre: Offre, v1: Enregistrement, semaines: int | None, contexte: Contexte, releve: Releve) -> Offre:
    """Cost, hours, dates and publics in words: what needs more than one field."""
    suspension = releve.lire("date_suspension", v1.get("date_suspension"), date_de)
    suspendue = suspension is not None and suspension <= contexte.aujourdhui
    fin = None if suspendue else suspension
    osm = releve.lire("horaires_accueil", v1.get("horaires_accueil"), texte)
    horaires = lire_horaires(osm) if osm else None
    duree = f"Durée\u00a0: {semaines} semaine{'s' if semaines > 1 else ''}" if semaines else None
    precisions = releve.lire("publics_precisions", v1.get("publics_precisions"), texte_riche)
    frais = next(iter(valeurs_connues(v1, "frais", FRAIS, releve)), None)
    return replace(
        offre,
        description="\n\n".join(filter(None, [offre.description, f"Publics\u00a0: {precisions}" if precisions else None])),
        reserve_rsa=reserve_au_rsa(v1, offre.publics),
        cout=Decimal(0) if frais == "gratuit" else None,
        cout_precisions=releve.lire("frais_precisions", v1.get("frais_precisions"), texte_riche) or ("Payant" if frais == "payant" else None),
        creneaux=horaires.creneaux if horaires else None,
        horaires="\n".join(filter(None, [horaires.texte if horaires else osm, duree])) or None,
        sessions=(Session(PERMANENTE, date_limite=fin),),
        date_limite=fin,
        etat=EtatOffre.SUSPENDUE if suspendue else EtatOffre.PUBLIEE,
        publie_le=releve.lire("date_creation", v1.get("date_creation"), date_de),
        verifie_le=jour_maj(v1, contexte, releve),
    )
