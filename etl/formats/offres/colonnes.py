"""The columns of the template: key, header, what to write in it. Reader, template and documentation all come from here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from catalogue.domaine import TypeOffre
from etl.formats.offres import libelles
from etl.formats.offres.libelles import Liste, cle_de_mots


class Groupe(StrEnum):
    """Families of columns, in the order of the template."""

    OFFRE = "L’offre"
    STRUCTURE = "La structure"
    SESSION = "La session (une ligne par session)"
    LIEU = "Le lieu"
    HORAIRES = "Les horaires"
    CANDIDATER = "Contact, candidature et coût"
    CONDITIONS = "Ce que l’offre demande"
    APPORTS = "Ce que l’offre apporte"
    PROPRE = "Selon le type d’offre"


class Format(StrEnum):
    """What a cell holds."""

    TEXTE = "texte"
    CODE = "code"
    DATE = "date"
    HEURE = "heure"
    ENTIER = "entier"
    NOMBRE = "nombre"
    CHOIX = "choix"
    PLUSIEURS = "plusieurs"


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column.

    Attributes:
        cle: its key in the code.
        libelle: its header.
        aide: what to write in it, shown as a comment on the header.
        liste: closed list of ``CHOIX`` and ``PLUSIEURS``.
        types: kinds of offer it is for, empty for all.
        obligatoire: the column must be in the file.
    """

    cle: str
    libelle: str
    aide: str
    format: Format = Format.TEXTE
    liste: Liste | None = None
    groupe: Groupe = Groupe.OFFRE
    types: frozenset[TypeOffre] = frozenset()
    obligatoire: bool = False


def _oui_non(cle: str, libelle: str, aide: str) -> Colonne:
    return Colonne(cle, libelle, f"{aide} Répondez par oui ou par non\u00a0; laissez vide si vous ne savez pas.", Format.CHOIX, libelles.OUI_NON)


def _choix(cle: str, libelle: str, liste: Liste, aide: str) -> Colonne:
    return Colonne(cle, libelle, f"{aide} À choisir dans la liste.", Format.CHOIX, liste)


def _plusieurs(cle: str, libelle: str, liste: Liste, aide: str) -> Colonne:
    return Colonne(
        cle,
        libelle,
        f"{aide} Plusieurs valeurs possibles, séparées par des virgules (voir la feuille «\u00a0Listes\u00a0»).",
        Format.PLUSIEURS,
        liste,
    )


def _jour(cle: str, libelle: str, aide: str) -> Colonne:
    return Colonne(cle, libelle, f"{aide} Date\u00a0: jj/mm/aaaa.", Format.DATE)


def _heure(cle: str, libelle: str) -> Colonne:
    return Colonne(cle, libelle, "Heure\u00a0: 9h30 ou 09:30.", Format.HEURE)


def _entier(cle: str, libelle: str, aide: str) -> Colonne:
    return Colonne(cle, libelle, f"{aide} Nombre entier.", Format.ENTIER)


def _nombre(cle: str, libelle: str, aide: str) -> Colonne:
    return Colonne(cle, libelle, f"{aide} Nombre, avec une virgule si besoin.", Format.NOMBRE)


def _code(cle: str, libelle: str, aide: str) -> Colonne:
    return Colonne(cle, libelle, aide, Format.CODE)


def _groupe(groupe: Groupe, *colonnes: Colonne) -> tuple[Colonne, ...]:
    return tuple(replace(colonne, groupe=groupe) for colonne in colonnes)


def _pour(types: Iterable[TypeOffre], *colonnes: Colonne) -> tuple[Colonne, ...]:
    pour = frozenset(types)
    noms = ", ".join(f"«\u00a0{libelles.TYPES_OFFRE.libelles[t]}\u00a0»" for t in TypeOffre if t in pour)
    return tuple(replace(c, groupe=Groupe.PROPRE, types=pour, aide=f"Pour les offres {noms}. {c.aide}") for c in colonnes)


def _obligatoire(colonne: Colonne) -> Colonne:
    return replace(colonne, obligatoire=True, aide=f"Obligatoire. {colonne.aide}")


_OFFRE = _groupe(
    Groupe.OFFRE,
    _obligatoire(
        _code(
            "identifiant", "Identifiant", "Votre référence, toujours la même pour la même offre\u00a0: elle évite les doublons d’un import à l’autre."
        )
    ),
    _obligatoire(_choix("type_offre", "Type d’offre", libelles.TYPES_OFFRE, "Le genre de l’offre.")),
    _obligatoire(Colonne("titre", "Titre", "Ce que l’on comprend d’un coup d’œil, 300 caractères au plus.")),
    Colonne("description", "Description", "En phrases courtes et simples."),
    _code("metiers", "Métiers (codes ROME)", "Codes ROME, le principal d’abord, séparés par des virgules\u00a0: K1304, K1302."),
    _plusieurs("publics", "Publics", libelles.PUBLICS, "À qui l’offre s’adresse."),
    _oui_non("reserve_rsa", "Réservée aux allocataires du RSA", "L’offre n’est ouverte qu’aux allocataires du RSA."),
    _choix("etat", "État de l’offre", libelles.ETATS, "Vide\u00a0: publiée."),
    _jour("verifie_le", "Vérifiée le", "Dernier jour où quelqu’un a confirmé l’offre."),
)
_STRUCTURE = _groupe(
    Groupe.STRUCTURE,
    Colonne("structure", "Structure", "Nom de qui propose l’offre."),
    _code("siret", "SIRET de la structure", "14 chiffres. Gardez la colonne au format texte."),
    _choix("type_structure", "Type de structure", libelles.STRUCTURES, "La nature de la structure."),
)
_SESSION = _groupe(
    Groupe.SESSION,
    _code(
        "session", "Identifiant de la session", "Facultatif\u00a0: à remplir si deux sessions commencent au même moment, ou si la date peut changer."
    ),
    _jour("debut", "Début", "Premier jour. Vide\u00a0: on peut entrer à tout moment."),
    _jour("fin", "Fin", "Dernier jour."),
    _heure("heure_debut", "Heure de début"),
    _heure("heure_fin", "Heure de fin"),
    _jour("date_limite", "Date limite pour candidater", "Dernier jour pour postuler à cette session."),
    _entier("places", "Places", "Nombre de places. Vide\u00a0: inconnu."),
    _entier("places_reservees", "Places réservées RSA", "Parmi ces places, celles qui ne vont qu’à des allocataires du RSA."),
    _choix("etat_session", "État de la session", libelles.ETATS_SESSION, "Vide\u00a0: ouverte."),
    Colonne("precisions_session", "Précisions sur la session", "Ce qui n’est vrai que de cette session."),
)
_LIEU = _groupe(
    Groupe.LIEU,
    Colonne("adresse", "Adresse", "Numéro et rue."),
    _code("code_postal", "Code postal", "5 chiffres, au format texte pour garder les zéros."),
    Colonne("commune", "Commune", "Nom de la commune."),
    _code("code_insee", "Code INSEE de la commune", "5 caractères (94028 pour Créteil)\u00a0: ce n’est pas le code postal."),
    _nombre("latitude", "Latitude", "Degrés décimaux, si vous les avez (48,79)."),
    _nombre("longitude", "Longitude", "Degrés décimaux, si vous les avez (2,45)."),
    _choix("presence", "Présence", libelles.PRESENCES, "Vide\u00a0: sur place."),
)
_HORAIRES = _groupe(
    Groupe.HORAIRES,
    _plusieurs("jours", "Jours", libelles.JOURS, "Jours où il faut être libre."),
    _plusieurs(
        "moments",
        "Moments de la journée",
        libelles.PERIODES,
        "Matin 6\u00a0h–12\u00a0h, après-midi 12\u00a0h–18\u00a0h, soir 18\u00a0h–22\u00a0h, nuit.",
    ),
    Colonne("horaires", "Horaires", "Les horaires en toutes lettres."),
    _nombre("heures_hebdo", "Heures par semaine", "Plus de 0, 60 au plus."),
)
_CANDIDATER = _groupe(
    Groupe.CANDIDATER,
    Colonne("contact_nom", "Contact", "Personne ou service à joindre."),
    _code("telephone", "Téléphone", "Au format texte pour garder le zéro."),
    Colonne("courriel", "Courriel", "Adresse de courriel du contact."),
    Colonne("lien", "Lien", "Page de l’offre ou de candidature, commençant par https://"),
    Colonne("modalites", "Comment candidater", "Ce qu’il faut faire et apporter."),
    _nombre("cout", "Coût pour la personne (€)", "0 si c’est gratuit\u00a0; vide si vous ne savez pas."),
    Colonne("cout_precisions", "Précisions sur le coût", "Aides possibles, tarif réduit, caution."),
)
_CONDITIONS = _groupe(
    Groupe.CONDITIONS,
    _entier("age_min", "Âge minimum", "En années."),
    _entier("age_max", "Âge maximum", "En années."),
    _choix("niveau_min", "Niveau minimum", libelles.NIVEAUX, "Niveau d’études demandé (3\u00a0: CAP, 4\u00a0: Bac)."),
    _choix("francais_min", "Français minimum", libelles.FRANCAIS, "Niveau de français demandé (cadre européen)."),
    _plusieurs("permis", "Permis exigé", libelles.PERMIS, "L’un de ces permis suffit."),
    _oui_non("vehicule", "Véhicule exigé", "Il faut disposer d’un véhicule."),
    _oui_non("inscription_ft", "Inscription à France Travail exigée", "Il faut être inscrit à France Travail."),
    _code("zone", "Zone d’habitation exigée", "Codes INSEE de communes ou codes de départements, séparés par des virgules\u00a0: 94028, 94."),
    _plusieurs("criteres_iae", "Critères IAE", libelles.CRITERES, "Critères administratifs acceptés\u00a0: l’un d’eux suffit."),
    _entier("experience_min", "Expérience minimum (mois)", "Expérience demandée, en mois."),
    Colonne("prealable", "Étape préalable", "Ce par quoi il faut être passé avant (une information collective, un test…)."),
    Colonne("autre_condition", "Autre condition", "Toute autre condition, en une phrase. Un conseiller la vérifiera."),
)
_APPORTS = _groupe(
    Groupe.APPORTS,
    Colonne("certification", "Certification obtenue", "Diplôme, titre ou certificat."),
    Colonne("attestation", "Attestation remise", "Attestation, badge, carte professionnelle."),
    Colonne("experience", "Expérience acquise", "Ce que l’on aura fait."),
    Colonne("entretien", "Entretien garanti", "Avec qui."),
    _choix("contrat_promis", "Contrat à la clé", libelles.CONTRATS, "Contrat proposé à la fin."),
    _plusieurs("freins", "Freins levés", libelles.FREINS, "Ce que l’offre aide à résoudre."),
)
_EMPLOIS = (TypeOffre.RECRUTEMENT, TypeOffre.IAE, TypeOffre.COLLECTIVITE)
_PROPRES = (
    *_pour([TypeOffre.DECOUVERTE], _choix("format_decouverte", "Format de la découverte", libelles.FORMATS_DECOUVERTE, "")),
    *_pour(
        [TypeOffre.RECRUTEMENT],
        _choix("format_recrutement", "Format du recrutement", libelles.FORMATS_RECRUTEMENT, ""),
        _entier("postes", "Nombre de postes", "Postes à pourvoir."),
        Colonne("salaire", "Salaire", "En toutes lettres (1 850 € brut par mois)."),
    ),
    *_pour(
        _EMPLOIS,
        _choix("contrat", "Contrat", libelles.CONTRATS, "Contrat proposé."),
        _entier("duree_mois", "Durée du contrat (mois)", "Vide pour un CDI."),
    ),
    *_pour(
        [TypeOffre.FORMATION],
        _code("rncp", "Code RNCP", "Chiffres, avec ou sans «\u00a0RNCP\u00a0» devant."),
        _code("rs", "Code RS", "Chiffres, avec ou sans «\u00a0RS\u00a0» devant (répertoire spécifique)."),
        _choix("niveau_sortie", "Niveau de sortie", libelles.NIVEAUX, "Niveau du diplôme ou du titre obtenu."),
        _entier("duree_heures", "Durée (heures)", "Durée totale."),
        Colonne("financeur", "Financeur", "Région, OPCO, France Travail, Département…"),
        _oui_non("remuneree", "Formation rémunérée", "La personne est rémunérée pendant la formation."),
        _choix("dispositif", "Dispositif", libelles.DISPOSITIFS, ""),
        _oui_non("certifiante", "Formation certifiante", "Elle mène à un diplôme, un titre ou un certificat reconnu."),
    ),
    *_pour(
        [TypeOffre.IAE],
        _choix("niveau_criteres", "Niveau des critères IAE", libelles.NIVEAUX_CRITERES, "Niveau des critères que la structure demande."),
    ),
    *_pour(
        [TypeOffre.CLAUSE],
        _code("marche", "Marché", "Numéro ou nom du marché."),
        _code("lot", "Lot", "Numéro ou nom du lot."),
        Colonne("acheteur", "Acheteur", "Qui passe le marché."),
        Colonne("titulaire", "Titulaire", "Entreprise qui exécute le marché."),
        _code("cpv", "Code CPV", "8 chiffres, avec ou sans clé."),
        _entier("heures_prevues", "Heures d’insertion prévues", "Sur tout le marché."),
        _entier("heures_engagees", "Heures d’insertion engagées", "Déjà affectées à des personnes."),
        _entier("heures_realisees", "Heures d’insertion réalisées", "Déjà travaillées."),
        _jour("fin_marche", "Fin du marché", "Dernier jour du marché."),
    ),
    *_pour(
        [TypeOffre.CONVENTION],
        Colonne("employeur", "Employeur signataire", "Avec qui la convention est passée."),
        _jour("debut_convention", "Début de la convention", "Premier jour."),
        _jour("fin_convention", "Fin de la convention", "Dernier jour."),
        _code(
            "engagements",
            "Engagements d’embauche",
            "Code ROME\u00a0: embauches prévues / réalisées, séparés par des points-virgules\u00a0: K1304\u00a0: 10 / 2\u00a0; G1602\u00a0: 5.",
        ),
    ),
    *_pour(
        [TypeOffre.COLLECTIVITE],
        Colonne("service", "Service", "Direction ou service du Département."),
        Colonne("categorie", "Catégorie", "A, B ou C."),
    ),
    *_pour([TypeOffre.APPUI], _nombre("montant", "Montant de l’aide (€)", "Montant maximum.")),
)

COLONNES: tuple[Colonne, ...] = (*_OFFRE, *_STRUCTURE, *_SESSION, *_LIEU, *_HORAIRES, *_CANDIDATER, *_CONDITIONS, *_APPORTS, *_PROPRES)
"""Every column, in the order of the template."""
PAR_CLE: dict[str, Colonne] = {colonne.cle: colonne for colonne in COLONNES}
DE_SESSION: frozenset[str] = frozenset(colonne.cle for colonne in _SESSION)
"""Columns that change from one line to the next of the same offer."""

# What people write over the same columns in their own files.
_AUTRES_NOMS: dict[str, tuple[str, ...]] = {
    "identifiant": ("ID", "Référence"),
    "type_offre": ("Type",),
    "titre": ("Intitulé",),
    "metiers": ("Métiers", "Code ROME", "Codes ROME", "ROME"),
    "structure": ("Nom de la structure",),
    "siret": ("SIRET",),
    "debut": ("Date de début",),
    "fin": ("Date de fin",),
    "date_limite": ("Date limite", "Date limite d’inscription"),
    "places": ("Nombre de places",),
    "code_insee": ("Code INSEE",),
    "contact_nom": ("Nom du contact",),
    "telephone": ("Tél.",),
    "courriel": ("E-mail", "Mail", "Adresse électronique"),
    "cout": ("Coût",),
}
_PAR_MOTS = {cle_de_mots(mots): c.cle for c in COLONNES for mots in (c.cle, c.libelle, *_AUTRES_NOMS.get(c.cle, ()))}


def cle_d_entete(entete: str) -> str | None:
    """Column that a header names.

    Args:
        entete: header as someone typed it, whatever its case, accents and punctuation.

    Returns:
        The key of the column, None when the template has no such column.
    """
    return _PAR_MOTS.get(cle_de_mots(entete))
