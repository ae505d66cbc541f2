"""Reading the flow: one foyer at a time, checked against the structure, and of each adult only what this service needs.

Resources, pregnancies, pensions, activity, address and children are in the file and are never read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from lxml import etree

from catalogue.domaine import Lieu
from etl.entree.fichiers import elements_xml
from etl.entree.valeurs import ValeurInvalide, code_insee, code_postal, texte
from etl.formats.caf.structure import Ecart, ecarts, ligne
from etl.lecture import Avertissement
from etl.personnes.lecture import Ecartee, Elements, EntreeFlux, Numeros, PersonneLue, nom_propre, sans_valeur
from parcours.dossier.domaine import DroitRsa
from parcours.dossier.faits import Faits, Situation
from socle.erreurs import FichierIllisible

RACINE, EN_TETE, FOYER, FIN = "Racine", "IdentificationFlux", "InfosFoyerRSA", "TransmissionFlux"
FAUTES_DITES = 5
FLUX_MENSUEL = "M"

ETATS = {
    "0": DroitRsa.EN_ATTENTE,
    "1": DroitRsa.REFUSE,
    "2": DroitRsa.OUVERT,
    "3": DroitRsa.SUSPENDU,
    "4": DroitRsa.VERSEMENT_SUSPENDU,
    "5": DroitRsa.CLOS,
    "6": DroitRsa.CLOS,
}
"""ETATDOSRSA in our words; 6 is a closed file that was corrected for an earlier month."""
ADULTES = frozenset({"DEM", "CJT"})
"""ROLEPERS of those to whom the RSA is paid: the applicant and the spouse. Others of the foyer are children and dependants."""


def lire(chemin: Path, numeros: Numeros) -> Elements:
    """Read a flow.

    Args:
        chemin: XML file, plain or gzip.
        numeros: makes the prints of the NIR and of the matricule, which are not handed over.

    Yields:
        The head of the flow, then the adults of each foyer and those left aside, in the order of the file; last, what is doubtful.

    Raises:
        FichierIllisible: cut or badly formed file, another format, or a structure that is not that of the flow (lines and reasons said).
    """
    fautes: list[Ecart] = []
    foyers = annonces = 0
    attendue = EN_TETE
    for element in elements_xml(chemin, FOYER, RACINE, EN_TETE, FIN):
        balise = str(etree.QName(element).localname)
        fautes += [*_place(element, balise, attendue), *ecarts(element)]
        attendue = FIN if balise == FIN else FOYER
        if len(fautes) >= FAUTES_DITES:
            break
        if fautes:
            continue
        if balise == EN_TETE:
            yield _en_tete(element)
        elif balise == FOYER:
            foyers += 1
            yield from _foyer(element, foyers, numeros)
        else:
            annonces = int(_mot(element, "NBTOTDOSRSATRANSM"))
    if not fautes and balise != FIN:
        fautes.append(Ecart(0, f"il manque <{FIN}> à la fin du fichier"))
    _refuser(chemin, fautes)
    yield from _compter(chemin, foyers, annonces)


def _place(element: etree._Element, balise: str, attendue: str) -> Iterator[Ecart]:
    """Faults of order under the root: elements other than ours stay before this one, ours are gone but the last."""
    precedent = element.getprevious()
    if precedent is not None and (intrus := str(etree.QName(precedent).localname)) not in {EN_TETE, FOYER, FIN}:
        yield Ecart(ligne(precedent), f"<{intrus}> n’est pas attendu sous <{RACINE}>")
    if balise != attendue and not (attendue == FOYER and balise == FIN):
        yield Ecart(ligne(element), f"<{balise}> n’est pas attendu ici, mais <{attendue}>")


def _refuser(chemin: Path, fautes: list[Ecart]) -> None:
    if not fautes:
        return
    dites = " ; ".join(f"ligne {faute.ligne}, {faute.motif}" if faute.ligne else faute.motif for faute in fautes[:FAUTES_DITES])
    suite = "Rien n’est repris : demandez un nouvel envoi à l’organisme."
    raise FichierIllisible(f"« {chemin.name} » n’a pas la structure du flux bénéficiaires RSA (vrsb0801) : {dites}. {suite}")


def _compter(chemin: Path, foyers: int, annonces: int) -> Iterator[Avertissement]:
    if foyers < annonces:
        raise FichierIllisible(f"« {chemin.name} » annonce {annonces} dossiers et en contient {foyers} : il est incomplet, rien n’est repris.")
    if foyers > annonces:
        motif = f"Le flux annonce {annonces} dossier(s) et en contient {foyers} : tous sont repris, signalez-le à l’organisme."
        yield Avertissement("fin du flux", sans_valeur("NBTOTDOSRSATRANSM", motif))


def _en_tete(element: etree._Element) -> EntreeFlux:
    return EntreeFlux(_jour(_mot(element, "DTREF")), complet=_mot(element, "TYPEFLUX") == FLUX_MENSUEL)


def _foyer(foyer: etree._Element, rang: int, numeros: Numeros) -> Elements:
    droit = _droit(foyer)
    for personne in foyer.iterfind("{*}Personne"):
        chemin = f"dossier {rang}, ligne {ligne(personne)}"
        if _role(personne) not in ADULTES:
            yield Ecartee(chemin, "enfant ou personne à charge")
        elif droit is None:
            yield Ecartee(chemin, "état du droit inconnu")
        else:
            yield from _personne(foyer, personne, chemin, droit, numeros)


def _droit(foyer: etree._Element) -> DroitRsa | None:
    return ETATS.get(_mot(foyer, "PrestationRSA/SituationDossierRSA/EtatDossierRSA/ETATDOSRSA"))


def _role(personne: etree._Element) -> str:
    roles = {_mot(p, "NATPREST"): _mot(p, "ROLEPERS") for p in personne.iterfind("{*}Prestations")}
    return roles.get("RSA", "")


def _personne(foyer: etree._Element, personne: etree._Element, chemin: str, droit: DroitRsa, numeros: Numeros) -> Elements:
    naissance = _jour(_mot(personne, "Identification/DTNAI"))
    lieu, doutes = _lieu(foyer)
    yield PersonneLue(
        chemin,
        prenom=nom_propre(_mot(personne, "Identification/PRENOM")),
        nom=nom_propre(_mot(personne, "Identification/NOM")),
        autre_nom=nom_propre(_mot(personne, "Identification/NOMNAI")) or None,
        naissance=naissance,
        nir=numeros.nir(_mot(personne, "Identification/NIR")),
        dossier=numeros.dossier("matricule", _mot(foyer, "IdentificationRSA/Organisme/MATRICULE")),
        lieu=lieu,
        organisme=f"{_mot(foyer, 'IdentificationRSA/Organisme/FONORG')} {_mot(foyer, 'IdentificationRSA/Organisme/NUMORG')}",
        situation=_situation(foyer, droit),
        faits=Faits(
            annee_naissance=naissance.year,
            entree_rsa=_jour(_mot(foyer, "IdentificationRSA/DemandeRSA/DTDEMRSA")),
            droit_rsa=droit,
            droits_devoirs=_mot(personne, "MontantCalculDroitRSAPersonne/TOPPERSDRODEVORSA") in {"1", "true"} if _soumis(personne) else None,
            sortie_rsa=_sortie(foyer),
        ),
    )
    for champ, motif in doutes:
        yield Avertissement(chemin, sans_valeur(champ, motif))


def _soumis(personne: etree._Element) -> bool:
    return personne.find("{*}MontantCalculDroitRSAPersonne") is not None


def _situation(foyer: etree._Element, droit: DroitRsa) -> Situation:
    if droit in {DroitRsa.CLOS, DroitRsa.REFUSE} or foyer.find("{*}IdentificationRSA/{*}OrganismePrenant") is not None:
        return Situation.SORTIE
    return Situation.EN_ATTENTE if droit is DroitRsa.EN_ATTENTE else Situation.AU_RSA


def _sortie(foyer: etree._Element) -> date | None:
    """Day the right ended here: closing of the file, or departure for another organisme."""
    cloture = _mot(foyer, "PrestationRSA/SituationDossierRSA/FinDroit/DTCLORSA")
    depart = _mot(foyer, "IdentificationRSA/OrganismePrenant/DDDEPAMUT")
    return _jour(depart or cloture) if depart or cloture else None


def _lieu(foyer: etree._Element) -> tuple[Lieu, list[tuple[str, str]]]:
    adresse = "DonneesAdministratives/Adresse/AdresseDetailleeFrance/"
    doutes: list[tuple[str, str]] = []
    codes: dict[str, str | None] = {"NUMCOM": None, "CODEPOS": None}
    for balise, lecteur in (("NUMCOM", code_insee), ("CODEPOS", code_postal)):
        try:
            codes[balise] = lecteur(_mot(foyer, adresse + balise))
        except ValeurInvalide as erreur:
            doutes.append((balise, erreur.motif))
    return Lieu(codes["NUMCOM"], texte(_mot(foyer, adresse + "NOMCOM")), codes["CODEPOS"]), doutes


def _mot(element: etree._Element, chemin: str) -> str:
    return (element.findtext(_sans_espace_de_noms(chemin)) or "").strip()


@cache
def _sans_espace_de_noms(chemin: str) -> str:
    return "/".join(f"{{*}}{balise}" for balise in chemin.split("/"))


def _jour(mot: str) -> date:
    # The structure has been checked: the first ten characters are a date.
    return date.fromisoformat(mot[:10])
