"""Reading a LHÉO file: which version it is, then training by training."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from catalogue.domaine import Anomalie
from etl.entree.fichiers import elements_json, elements_xml, verifier
from etl.entree.flux import ouvrir_octets
from etl.entree.releve import Releve
from etl.entree.valeurs import ValeurInvalide
from etl.formats.lheo.arbre import Fiche, tous
from etl.formats.lheo.lieux import organisme_de
from etl.formats.lheo.offre import offre_de, titre_de
from etl.formats.lheo.rendu_json import formation_de
from etl.lecture import Avertissement, Contexte, Element, Lu, Rejet
from socle.erreurs import FichierIllisible

_SANS_NUMERO = "Le numéro est absent : sans lui, un second import créerait un doublon."
_VERSION = re.compile(r"/(\d+)\.(\d+)(?:\.\d+)?/?$")


def lire(chemin: Path, contexte: Contexte) -> Iterator[Element]:
    """Read a LHÉO file: XML of a version 2.x, or the JSON rendering of InterCarif.

    Args:
        chemin: path of the file, plain or gzip.
        contexte: day of the import and name of the source.

    Yields:
        For each training the body responsible (the first time it is seen), then one offer per action, each followed by its doubts.

    Raises:
        FichierIllisible: broken file, version 1 of LHÉO, summaries, no training in it.
    """
    verifier(chemin)
    formations = _json(chemin) if _debut(chemin)[:1] in b"{[" else _xml(chemin)
    organismes: set[str] = set()
    vide = True
    for repere, formation in formations:
        vide = False
        if isinstance(formation, Rejet):
            yield formation
        else:
            yield from _elements(formation, repere, contexte, organismes)
    if vide:
        raise FichierIllisible(f"« {chemin.name} » ne contient aucune formation.")


def _debut(chemin: Path) -> bytes:
    with ouvrir_octets(chemin) as flux:
        debut = flux.read(1024)
    if debut.startswith(b"PK\x03\x04"):
        raise FichierIllisible(f"« {chemin.name} » est une archive ZIP. Ouvrez-la et indiquez le fichier XML qu’elle contient.")
    return debut.removeprefix(b"\xef\xbb\xbf").lstrip() or b" "


def _json(chemin: Path) -> Iterator[tuple[str, etree._Element | Rejet]]:
    for prefixe, rang, objet in elements_json(chemin, ("", "item")):
        repere = f"élément n° {rang + 1}"
        try:
            yield repere, formation_de(objet)
        except ValeurInvalide as erreur:
            if not prefixe:
                raise FichierIllisible(f"« {chemin.name} » n’est pas un fichier de formations. {erreur.motif}") from erreur
            yield repere, Rejet(repere, (Anomalie("formation", "", erreur.motif),))


def _xml(chemin: Path) -> Iterator[tuple[str, etree._Element | Rejet]]:
    racine = _racine(chemin)
    for rang, formation in enumerate(elements_xml(chemin, "formation", racine), start=1):
        yield f"formation n° {rang} (ligne {formation.sourceline})", formation


def _racine(chemin: Path) -> str:
    with ouvrir_octets(chemin) as flux:
        try:
            element = next(iter(etree.iterparse(flux, events=("start",), resolve_entities=False, no_network=True, load_dtd=False)))[1]
        except (etree.XMLSyntaxError, StopIteration):
            # ``elements_xml`` says what is wrong, and where.
            return "lheo"
        nom = etree.QName(element)
    if nom.localname in {"lheo-leger", "lheo-index"}:
        raise FichierIllisible(
            f"« {chemin.name} » ne contient que des résumés ({nom.localname}), sans numéro ni session complète. "
            "Demandez l’export complet, en LHÉO 2.2 ou 2.3."
        )
    version = _VERSION.search(nom.namespace or "")
    if nom.localname.startswith("lheo") and version and version[1] != "2":
        raise FichierIllisible(
            f"« {chemin.name} » est en LHÉO {version[1]}.{version[2]}, que la boîte ne lit pas. Demandez un export en LHÉO 2.2 ou 2.3."
        )
    return nom.localname if nom.localname == "lheo-plus" else "lheo"


def _elements(formation: etree._Element, repere: str, contexte: Contexte, organismes: set[str]) -> Iterator[Element]:
    numero = (formation.get("numero") or "").strip()
    chemin = f"formation {numero}" if numero else repere
    releve = Releve()
    if not numero:
        releve.faute("formation/@numero", "", _SANS_NUMERO)
    if titre_de(formation) is None:
        releve.faute("intitule-formation", "", "L’intitulé est vide.")
    actions = tous(formation, "action")
    if not actions:
        releve.faute("action", "", "La formation n’a aucune action : rien ne dit où ni quand elle a lieu.")
    if releve.fautes:
        yield from _rejets(chemin, numero, actions, tuple(releve.fautes), contexte.source)
        return
    structure = organisme_de(formation, contexte.source, releve)
    if structure is not None and structure.source_id not in organismes:
        organismes.add(structure.source_id)
        yield Lu(chemin, structure)
        yield from _doutes(chemin, releve)
    elif structure is None:
        yield from _doutes(chemin, releve)
    for rang, action in enumerate(actions, start=1):
        yield from _action(Fiche(formation, action, contexte, Releve()), chemin, rang, structure.source_id if structure else None)


def _rejets(chemin: str, numero: str, actions: list[etree._Element], fautes: tuple[Anomalie, ...], source: str) -> Iterator[Element]:
    # Faulty is not vanished: each offer that the training would have given is named, so that a full feed does not close it.
    numeros = [lu for action in actions if (lu := (action.get("numero") or "").strip())] if numero else []
    for action in numeros:
        yield Rejet(f"{chemin} / action {action}", fautes, cle=(source, f"{numero}/{action}"))
    if not numeros:
        yield Rejet(chemin, fautes)


def _action(fiche: Fiche, chemin: str, rang: int, structure: str | None) -> Iterator[Element]:
    numero = (fiche.action.get("numero") or "").strip()
    if not numero:
        yield Rejet(f"{chemin} / action n° {rang}", (Anomalie("action/@numero", "", _SANS_NUMERO),))
        return
    ici = f"{chemin} / action {numero}"
    yield Lu(ici, offre_de(fiche, f"{fiche.formation.get('numero', '').strip()}/{numero}", structure))
    yield from _doutes(ici, fiche.releve)


def _doutes(chemin: str, releve: Releve) -> Iterator[Element]:
    # The same doubt may be met from several sides (a code read for the details and for the apports).
    for anomalie in dict.fromkeys(releve.doutes):
        yield Avertissement(chemin, anomalie)
