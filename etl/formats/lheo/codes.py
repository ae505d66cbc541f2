"""The code tables of LHÉO and what each code means in our words.

Tables: definition LHÉO 2.3.0, dictionaries dict-niveaux, dict-financeurs, dict-AIS, dict-modalites-enseignement, dict-etat-recrutement and
dict-modalite-recrutement; « public visé »: Formacode V10 (table kept under the same codes by the later versions).
"""

from __future__ import annotations

from catalogue.domaine import Dispositif, Presence

NIVEAUX_UE: dict[str, int | None] = {
    # « information non communiquée » and « sans niveau spécifique » are no level.
    "0": None,
    "1": None,
    # Former French levels VI to I. Décret n° 2019-14 du 8 janvier 2019, article 2: V → 3, IV → 4, III → 5, II → 6, I → 7 and 8. The former level I
    # does not tell a master from a doctorate: the lower one is kept. VI and V bis had no diploma; they are the two levels below the CAP.
    "2": 1,
    "3": 2,
    "4": 3,
    "5": 4,
    "6": 5,
    "7": 6,
    "8": 7,
    # LHÉO 2.3 writes the levels of the national framework from 11 to 18.
    **{str(10 + niveau): niveau for niveau in range(1, 9)},
}
"""LHÉO code of level (niveau d’entrée, niveau de sortie) to EU level 1–8."""

FINANCEURS: dict[str, str] = {
    "0": "Autre financeur",
    "2": "Région",
    "3": "Fonds social européen",
    "4": "France Travail",
    "5": "Entreprise",
    "6": "ACSÉ",
    "7": "Agefiph",
    "8": "Département",
    "9": "Commune",
    "10": "La personne elle-même",
    "11": "État (ministère chargé de l’emploi)",
    "12": "État (Éducation nationale)",
    "13": "État",
    "14": "Fonds européens",
    "15": "Collectivité territoriale",
    "16": "OPCO",
    "17": "Transitions Pro",
    "18": "LADOM",
    "19": "État (ministère de l’Intérieur)",
    "20": "OFII",
}
"""Code of funder to its label; code 1 is « obsolète » in the table and says nothing."""

# The table of LHÉO 2.3: 1 is mixed and 2 is at a distance.
PRESENCES: dict[str, Presence] = {"0": Presence.SUR_PLACE, "1": Presence.MIXTE, "2": Presence.A_DISTANCE}

RECRUTEMENT_FERME = "2"
RECRUTEMENT_SUSPENDU = "3"
ETATS_RECRUTEMENT = frozenset({"1", RECRUTEMENT_FERME, RECRUTEMENT_SUSPENDU})

MODALITES_RECRUTEMENT: dict[str, str] = {
    "0": "Recrutement",
    "1": "Méthode de recrutement par simulation",
    "2": "Concours",
    "3": "Dossier",
    "4": "Tests pratiques",
    "5": "Épreuves écrites",
    "6": "Épreuves orales",
    "7": "Candidature",
    "8": "Entretien",
    "9": "Information collective",
}

# « Objectif général de formation »: qualifying means certification or professionnalisation, says the definition; preparing for a qualification,
# basic knowledge and mobilisation come before it. Improvement (2, 3) and creation of a business (4) are neither.
DISPOSITIFS_OBJECTIF: dict[str, Dispositif | None] = {
    "1": None,
    "2": None,
    "3": None,
    "4": None,
    "5": Dispositif.PREQUALIFIANTE,
    "6": Dispositif.QUALIFIANTE,
    "7": Dispositif.QUALIFIANTE,
    "8": Dispositif.PREQUALIFIANTE,
    "9": Dispositif.PREQUALIFIANTE,
}

# Lines of eligibility that the Caisse des dépôts keeps for everybody, whatever the certification.
CPF_VAE = "200"
CPF_CLEA = "201"
CPF_PUBLICS_SANS_EMPLOI = frozenset({"2", "3"})
"""Public of a line of eligibility: 1 employees, 2 job seekers, 3 everybody. Allocataires are in the last two."""

PUBLIC_RSA = "80005"
PUBLICS_ALTERNANCE = frozenset({"82027", "82029"})
_EMPLOI, _ACTIFS, _MINIMAS = ("demandeurs-emploi",), ("actifs",), ("beneficiaires-des-minimas-sociaux",)

PUBLICS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("80001", "80003", "80004", "80006", "80007", "80008", "80019", "80023", "80026"), _EMPLOI),
    PUBLIC_RSA: _MINIMAS,
    "80009": ("demandeurs-emploi", "jeunes"),
    "80015": _MINIMAS,
    "80098": ("jeunes",),
    "81013": ("personnes-en-situation-juridique-specifique",),
    "81018": ("femmes",),
    "81020": ("personnes-en-situation-de-handicap",),
    "81022": ("personnes-exilees",),
    "81024": ("jeunes",),
    "81042": ("personnes-exilees",),
    "81050": ("tous-publics",),
    "81061": ("etudiants",),
    "83056": ("tous-publics",),
    **dict.fromkeys(("80010", "81060", "81062", "82004", "82009", "82016", "82017", "82038", "82044", "82045", "82046", "82047"), _ACTIFS),
    **dict.fromkeys(("82055", "82058", "82065", "82066", "82070", "82071", "82072", "82073", "82074"), _ACTIFS),
    # Known codes that data·inclusion has no word for: élu, illettrisme, analphabétisme, bénévole, autre public, contracts, représentants.
    **dict.fromkeys(["81014", "81019", "81021", "81069", "81099", "82027", "82029", "82043", "82067", "82068"], ()),
}
"""Code of public visé to publics of data·inclusion v1."""

# Regions were merged on 1 January 2016 (loi n° 2015-29 du 16 janvier 2015); feeds still write the former codes.
_REGIONS = {
    "28": ("23", "25"),
    "27": ("26", "43"),
    "32": ("22", "31"),
    "44": ("21", "41", "42"),
    "75": ("54", "72", "74"),
    "76": ("73", "91"),
    "84": ("82", "83"),
}
REGIONS_ACTUELLES: dict[str, str] = {ancienne: region for region, anciennes in _REGIONS.items() for ancienne in anciennes}
