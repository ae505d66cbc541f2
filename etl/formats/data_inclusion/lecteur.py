"""Opening a file of data·inclusion, whatever its shape, and handing over its records one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalogue.domaine import Anomalie
from etl.entree.fichiers import elements_json, feuilles_xlsx, lignes_xlsx, verifier
from etl.entree.releve import Releve
from etl.entree.valeurs import ValeurInvalide, booleen, texte
from etl.formats.data_inclusion import v0
from etl.formats.data_inclusion.champs import identifiant
from etl.formats.data_inclusion.services import lire_service
from etl.formats.data_inclusion.structures import lire_structure
from etl.lecture import Avertissement, Contexte, Element, Rejet
from socle.erreurs import FichierIllisible
from socle.texte import plier

_COMMUNS_V1 = frozenset(
    {
        "source",
        "id",
        "nom",
        "date_maj",
        "description",
        "lien_source",
        "commune",
        "code_postal",
        "code_insee",
        "adresse",
        "complement_adresse",
        "longitude",
        "latitude",
        "telephone",
        "courriel",
        "horaires_accueil",
    }
)
_STRUCTURE_V1 = frozenset({"siret", "site_web", "accessibilite_lieu", "reseaux_porteurs"})
_SERVICE_V1 = frozenset(
    {
        "structure_id",
        "type",
        "thematiques",
        "frais",
        "frais_precisions",
        "publics",
        "publics_precisions",
        "conditions_acces",
        "modes_accueil",
        "zone_eligibilite",
        "contact_nom_prenom",
        "lien_mobilisation",
        "modes_mobilisation",
        "mobilisable_par",
        "mobilisation_precisions",
        "volume_horaire_hebdomadaire",
        "nombre_semaines",
    }
)
# What only a service has: ``structure_id`` first of all, though it may have been forgotten. (A structure of v0 has thématiques too.)
_PROPRES_AUX_SERVICES = (_SERVICE_V1 - {"thematiques"}) | v0.PROPRES_AUX_SERVICES
_FEUILLES = {"structures": _COMMUNS_V1 | _STRUCTURE_V1, "services": _COMMUNS_V1 | _SERVICE_V1}
_IGNORER = "__ignore__"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?: 00:00:00)?")
_PAGES = re.compile(rb'"pages"\s*:\s*(\d+)')


def lire(chemin: Path, contexte: Contexte) -> Iterator[Element]:
    """Read a file of data·inclusion: pages of the API and bare lists (JSON, v1 and v0), import workbook (XLSX, v1).

    Args:
        chemin: the file.
        contexte: day of the import and source, the first half of the key of every element.

    Yields:
        Structures, services as offers, rejections and doubts, in the order of the file.

    Raises:
        FichierIllisible: broken file, or another file of data·inclusion that holds no offer (sources, communes).
    """
    verifier(chemin)
    with chemin.open("rb") as fichier:
        classeur = fichier.read(4) == b"PK\x03\x04"
    for position, enregistrement in _classeur(chemin) if classeur else _json(chemin):
        if isinstance(enregistrement, Anomalie):
            yield Avertissement(position, enregistrement)
        else:
            yield from _element(position, enregistrement, contexte)


def _element(position: str, enregistrement: Any, contexte: Contexte) -> Iterator[Element]:
    if not isinstance(enregistrement, dict):
        yield Rejet(position, (Anomalie("élément", str(enregistrement)[:80], "Un service ou une structure est attendu ici."),))
        return
    releve = Releve()
    service = _est_un_service(enregistrement)
    objet = (lire_service if service else lire_structure)(enregistrement, contexte, releve)
    source_id = identifiant(enregistrement, "id", Releve())
    cle = (contexte.source, source_id) if source_id else None
    yield from releve.conclure(position, objet, cle=cle, structure=not service)


def _est_un_service(enregistrement: dict[str, Any]) -> bool:
    return not _PROPRES_AUX_SERVICES.isdisjoint(enregistrement)


# --- JSON -----------------------------------------------------------------------------------------------------------------------------------


def _json(chemin: Path) -> Iterator[tuple[str, Any]]:
    structures_vues: set[str] = set()
    for _, rang, element in elements_json(chemin, ("items.item", "item", "")):
        if rang == 0:
            _refuser_autre_fichier(chemin, element)
        yield from _deplier(f"élément {rang + 1}", element, structures_vues)
    yield from _pages_manquantes(chemin)


def _deplier(position: str, element: Any, structures_vues: set[str]) -> Iterator[tuple[str, Any]]:
    """Records held by one element: a search answer holds its service, a detailed service its structure, a detailed structure its services."""
    if not isinstance(element, dict):
        yield position, element
        return
    if isinstance(element.get("service"), dict):
        element = element["service"]
    position = f"{position} ({element.get('id') or 'sans identifiant'})"
    structure = element.get("structure")
    if isinstance(structure, dict) and str(structure.get("id")) not in structures_vues:
        structures_vues.add(str(structure.get("id")))
        yield f"{position}, structure", structure
    yield position, element
    services = element.get("services")
    for rang, service in enumerate(services if isinstance(services, list) else (), start=1):
        yield f"{position}, service {rang}", service


def _refuser_autre_fichier(chemin: Path, premier: Any) -> None:
    cles = set(premier) if isinstance(premier, dict) else set()
    if "slug" in cles and "id" not in cles:
        raise FichierIllisible(
            f"«\u00a0{chemin.name}\u00a0» est la liste des sources de data·inclusion\u00a0: elle ne contient ni service ni structure."
        )
    if {"code", "nom"} <= cles and "id" not in cles:
        raise FichierIllisible(
            f"«\u00a0{chemin.name}\u00a0» est le référentiel des communes de data·inclusion\u00a0: il ne contient ni service ni structure."
        )
    if cles.isdisjoint({"id", "service"}) and not {"nom", "date_maj"} <= cles:
        lues = ", ".join(f"«\u00a0{cle}\u00a0»" for cle in sorted(cles)[:12]) or "aucune"
        raise FichierIllisible(f"«\u00a0{chemin.name}\u00a0» ne contient ni service ni structure de data·inclusion. Clés lues\u00a0: {lues}.")


def _pages_manquantes(chemin: Path) -> Iterator[tuple[str, Anomalie]]:
    # The API writes its paging after the elements: the last bytes are enough.
    with chemin.open("rb") as fichier:
        fichier.seek(max(0, chemin.stat().st_size - 300))
        pages = _PAGES.search(fichier.read())
    if pages and int(pages[1]) > 1:
        yield (
            "fichier",
            Anomalie("pages", pages[1].decode(), "Ce fichier n’est qu’une page de la réponse\u00a0: il ne vaut pas pour le catalogue entier."),
        )


# --- Workbook -------------------------------------------------------------------------------------------------------------------------------


def _classeur(chemin: Path) -> Iterator[tuple[str, Any]]:
    feuilles = feuilles_xlsx(chemin)
    lues = [feuille for nom in _FEUILLES for feuille in feuilles if plier(feuille).strip() == nom]
    if not lues:
        presentes = ", ".join(f"«\u00a0{feuille}\u00a0»" for feuille in feuilles)
        raise FichierIllisible(
            f"«\u00a0{chemin.name}\u00a0» n’a ni feuille «\u00a0Structures\u00a0» ni feuille «\u00a0Services\u00a0». "
            f"Feuilles trouvées\u00a0: {presentes}."
        )
    for feuille in lues:
        yield from _feuille(chemin, feuille)


def _feuille(chemin: Path, feuille: str) -> Iterator[tuple[str, Any]]:
    colonnes = _FEUILLES[plier(feuille).strip()]
    datee: str | None = None
    premiere = True
    for numero, ligne in lignes_xlsx(chemin, feuille):
        if premiere:
            premiere = False
            datee = _colonne_datee(ligne)
            yield from _entete(feuille, ligne, colonnes, datee)
        if datee is not None:
            ligne["date_maj"] = ligne.pop(datee)
        connues = {colonne: valeur for colonne, valeur in ligne.items() if colonne in colonnes}
        # A form leaves rows where only a box or a list of another column was touched.
        if not _ignoree(ligne) and any(valeur != "" for valeur in connues.values()):
            yield f"feuille {feuille}, ligne {numero}", connues


def _colonne_datee(ligne: dict[str, object]) -> str | None:
    """The import form once went out with a date typed over the header of ``date_maj``."""
    return None if "date_maj" in ligne else next((cle for cle in ligne if _DATE.fullmatch(cle)), None)


def _entete(feuille: str, ligne: dict[str, object], colonnes: frozenset[str], datee: str | None) -> Iterator[tuple[str, Anomalie]]:
    position = f"feuille {feuille}, en-tête"
    if datee is not None:
        yield (
            position,
            Anomalie("date_maj", datee, "Une date est écrite à la place du nom de la colonne\u00a0: elle est lue comme «\u00a0date_maj\u00a0»."),
        )
    if inconnues := [cle for cle in ligne if cle not in colonnes and cle not in {_IGNORER, datee}]:
        yield position, Anomalie("colonnes", ", ".join(inconnues), "Ces colonnes ne sont pas dans le schéma\u00a0: elles ne sont pas lues.")


def _ignoree(ligne: dict[str, object]) -> bool:
    try:
        return booleen(ligne.get(_IGNORER)) is True
    except ValeurInvalide:
        return texte(ligne.get(_IGNORER)) is not None
