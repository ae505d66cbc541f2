"""What a column of a list may be called. Case, accents, punctuation, plurals and small words do not count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from etl.entree.fichiers import COLONNES_EN_TROP
from etl.personnes.lecture import ColonnesLues
from socle.texte import cle_tri, racines

IGNOREE: Final = ""
"""Field of a column that someone told to leave aside."""

NOMS: Final[dict[str, tuple[str, ...]]] = {
    "nom": ("Nom", "Nom bénéficiaire", "Nom de famille", "Nom d’usage", "Nom usager", "Nom allocataire", "Nom responsable dossier"),
    "prenom": ("Prénom", "Prénom bénéficiaire", "Prénom usager", "Prénom allocataire", "Prénom responsable dossier"),
    "nom_naissance": ("Nom de naissance", "Nom de jeune fille", "Nom patronymique"),
    "naissance": ("Date de naissance", "Né le", "Née le", "Né(e) le", "DDN", "Naissance", "date_naissance"),
    "nir": ("NIR", "Numéro de sécurité sociale", "N° sécu", "Numéro sécu"),
    "matricule": ("Matricule", "Matricule CAF", "N° CAF", "Numéro CAF", "N° allocataire", "Numéro allocataire", "Numéro allocataire CAF/MSA",
        "N° allocataire CAF"),
    "demande": ("Numéro demande RSA", "N° demande RSA", "N° dossier RSA"),
    "telephone": ("Téléphone", "N° téléphones", "Téléphones", "Numéro téléphone", "Portable", "Mobile", "Tél", "Numéro téléphone dossier",
        "Numéro téléphone 2 dossier", "Téléphone portable", "Téléphone fixe"),
    "courriel": ("Courriel", "Email", "E-mail", "Mail", "Adresses mails", "Adresse mail", "Adresse électronique", "Adresse électronique dossier"),
    "code_insee": ("Code INSEE", "INSEE", "Code commune", "Code INSEE commune"),
    "code_postal": ("Code postal", "CP"),
    "commune": ("Ville", "Commune"),
    "cp_ville": ("CP Ville", "Code postal et ville", "adresse_ligne6"),
    "orientation": ("Orientation", "Décision orientation", "Type d’orientation"),
    "entree_rsa": ("Date demande RSA", "Date d’entrée RSA", "Entrée dans le RSA", "Date ouverture droits", "Date ouverture RSA"),
    "date_cer": ("Date CER", "CER signé le", "Date signature CER", "Date de signature du CER"),
    "droits": ("Droits RSA", "Droit RSA", "Situation RSA"),
    "au_rsa": ("BRSA", "Bénéficiaire RSA"),
    "droits_devoirs": ("Soumis droits et devoirs", "Droits et devoirs"),
    "inscrit_ft": ("Inscrit France Travail", "Inscrit à Pôle emploi", "Inscription France Travail"),
    "metiers": ("Emploi recherché (code ROME)", "Code ROME", "ROME", "Métier recherché", "Métiers", "rome_1", "rome_2"),
    "niveau": ("Niveau de formation", "Niveau d’études", "Niveau"),
    "rayon": ("Zone de mobilité", "Mobilité (km)", "Rayon de mobilité"),
    "structure": ("Structure", "Structures à rattacher", "Structure référente", "Organisme référent"),
    "referent": ("Référent", "Référents", "Accompagnateurs", "Accompagnateurs à ajouter", "referent_mail", "Mail référent", "CIP"),
    "frein_financier": ("dif_financiere",),
    "frein_administratif": ("dif_admin_jur",),
    "frein_logement": ("dif_logement",),
    "frein_mobilite": ("dif_transport",),
}  # fmt: skip
"""Headers that name each field, in the order in which they are tried."""

LIBELLES: Final[dict[str, str]] = {champ: noms[0] for champ, noms in NOMS.items()}

TUES: Final = (
    "RQTH", "dif_sante", "dif_familiale", "dif_inser_com", "Civilité", "Adresse", "Adresse (complément)", "Complément adresse", "Lieu de naissance",
    "code_lieu_naissance", "lieu_naissance", "adresse_ligne2", "adresse_ligne3", "adresse_ligne4", "adresse_ligne5", "Identifiant dans le SI",
    "ID IODAS", "Identifiant Pôle emploi", "ID Pôle emploi", "identifiant_unique_de", "Droits ARE", "Droits ASS", "Prime d’activité", "Situation",
    "Rôle", "Role personne", "Type personne", "Tags", "PA",
)  # fmt: skip
"""Headers that are understood and left aside: this service does not need them, or only the person may give them (health, RQTH)."""


@lru_cache(maxsize=2048)
def cle_entete(entete: str) -> str:
    r"""What is left of a header when case, accents, punctuation, plurals and small words no longer count.

    Args:
        entete: « N°\nTéléphones », « Prénom* ».

    Returns:
        Stems joined by one space, the folded words when nothing is left of them (« N° »).
    """
    return " ".join(racines(entete)) or cle_tri(entete)


_PAR_CLE: Final = {cle_entete(nom): champ for champ, noms in reversed(NOMS.items()) for nom in noms}
_TUES: Final = frozenset(cle_entete(nom) for nom in TUES)


@dataclass(frozen=True, slots=True)
class Colonnes:
    """Headers by field, several for a field that may be said twice (two telephones): the first filled wins."""

    par_champ: Mapping[str, tuple[str, ...]]
    lues: ColonnesLues


def comprendre(entetes: Iterable[str], appris: Mapping[str, str]) -> Colonnes:
    """Match the columns of a list.

    Args:
        entetes: headers, in the order of the file.
        appris: fields by folded header (``cle_entete``), as they were told or remembered; they go before ours.

    Returns:
        The columns.
    """
    par_champ: dict[str, tuple[str, ...]] = {}
    comprises: list[tuple[str, str]] = []
    inconnues: list[str] = []
    tues: list[str] = []
    for entete in entetes:
        if not entete.strip() or entete == COLONNES_EN_TROP:
            continue
        cle = cle_entete(entete)
        champ = appris.get(cle, _PAR_CLE.get(cle))
        if champ:
            par_champ[champ] = (*par_champ.get(champ, ()), entete)
            comprises.append((" ".join(entete.split()), champ))
        else:
            (tues if champ == IGNOREE or cle in _TUES else inconnues).append(" ".join(entete.split()))
    return Colonnes(par_champ, ColonnesLues(tuple(comprises), tuple(inconnues), tuple(tues)))
