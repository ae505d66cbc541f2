"""The JSON rendering of LHÉO by InterCarif, brought back to the XML shape so that one mapping serves both.

No public schema describes it; its shape was read from real files: one object per training, sessions flattened (each carries the id of its action
in ``uida``, its place, its hours and its funders), days as ISO, numbers sometimes as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from etl.entree.valeurs import ValeurInvalide, texte

_PUBLICS_CPF = {"SALARIE": "1", "DE": "2", "TOUTPUBLIC": "3"}


def formation_de(objet: object) -> etree._Element:
    """The LHÉO ``formation`` element that an object renders.

    Args:
        objet: one training of the JSON rendering.

    Returns:
        The element, without namespace.

    Raises:
        ValeurInvalide: not the rendering of a training.
    """
    if not isinstance(objet, Mapping) or not {"uid", "intitule", "sessions"} & set(objet):
        raise ValeurInvalide("Cet élément n’est pas une formation : il n’a ni « uid », ni « intitule », ni « sessions ».")
    return _noeud(
        "formation",
        _noeud("domaine-formation", *(_noeud("code-ROME", code) for code in _mots(objet.get("codes-rome-vises")))),
        *_textes(
            objet,
            {
                "intitule": "intitule-formation",
                "objectif": "objectif-formation",
                "resultats-attendus": "resultats-attendus",
                "description": "contenu-formation",
                "objectif-general-formation": "objectif-general-formation",
                "niveau-sortie": "code-niveau-sortie",
                "certifiante" if objet.get("certifiante") is not None else "certification": "certifiante",
            },
        ),
        _noeud("certification", *_textes(objet, {"code-rncp": "code-RNCP", "code-rs": "code-RS", "code-certifinfo": "code-CERTIFINFO"})),
        *(_action(numero, sessions, objet) for numero, sessions in _par_action(objet).items()),
        *_organisme(_objet(objet.get("organisme"))),
        **_attribut("numero", objet.get("uid")),
    )


def _noeud(balise: str, *contenu: str | etree._Element, **attributs: str) -> etree._Element:
    element = etree.Element(balise, attributs)
    for morceau in contenu:
        if isinstance(morceau, str):
            element.text = morceau
        else:
            element.append(morceau)
    return element


def _objet(v: object) -> Mapping[str, Any]:
    return v if isinstance(v, Mapping) else {}


def _liste(v: object) -> list[Any]:
    return v if isinstance(v, list) else []


def _mot(v: object) -> str | None:
    # ``{}`` stands for nothing in some of these files.
    return None if isinstance(v, Mapping | list) else texte(v)


def _mots(v: object) -> list[str]:
    return [lu for element in _liste(v) if (lu := _mot(element))]


def _textes(objet: Mapping[str, Any], noms: Mapping[str, str]) -> Iterable[etree._Element]:
    return [_noeud(balise, lu) for cle, balise in noms.items() if (lu := _mot(objet.get(cle)))]


def _attribut(nom: str, v: object) -> dict[str, str]:
    lu = _mot(v)
    return {nom: lu} if lu else {}


def _par_action(objet: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    actions: dict[str, list[Mapping[str, Any]]] = {}
    for session in _liste(objet.get("sessions")):
        if isinstance(session, Mapping):
            actions.setdefault(_mot(session.get("uida")) or _mot(session.get("uid")) or "", []).append(session)
    return actions


def _action(numero: str, sessions: list[Mapping[str, Any]], objet: Mapping[str, Any]) -> etree._Element:
    premiere = sessions[0]
    lieu = _objet(_objet(premiere.get("localisation")).get("formation"))
    return _noeud(
        "action",
        *_textes(
            objet,
            {
                "modalite-alternance": "modalites-alternance",
                "modalite-enseignement": "modalites-enseignement",
                "conditions-specifiques": "conditions-specifiques",
                "modalites-pedagogiques": "modalites-pedagogiques",
                "modalite-duree-indicative": "duree-indicative",
                "conditions-prise-en-charge": "detail-conditions-prise-en-charge",
            },
        ),
        _noeud("modalites-entrees-sorties", "1" if objet.get("entrees-sorties-permanentes") is True else "0"),
        *_textes(premiere, {nom: nom for nom in ("nombre-heures-centre", "nombre-heures-entreprise", "nombre-heures-total")}),
        *([_noeud("lieu-de-formation", _noeud("coordonnees", _adresse(lieu)))] if lieu else []),
        *(_session(session) for session in sessions),
        *_financeurs(sessions),
        *_extras("specificites", "programme-financeur", objet.get("programme-financeur")),
        *_extras("duree-hebdo", "duree-hebdo", objet.get("duree-hebdomadaire")),
        **({"numero": numero} if numero else {}),
    )


def _session(session: Mapping[str, Any]) -> etree._Element:
    contact = _objet(session.get("contact"))
    return _noeud(
        "session",
        _noeud("periode", *_textes(session, {"debut": "debut", "fin": "fin"})),
        *([_noeud("contact-session", _coordonnees(contact))] if contact else []),
        *(_ligne_cpf(ligne) for ligne in _liste(session.get("eligibilite-cpf")) if isinstance(ligne, Mapping)),
        **_attribut("numero", session.get("uid")),
    )


def _ligne_cpf(ligne: Mapping[str, Any]) -> etree._Element:
    public = _PUBLICS_CPF.get(str(ligne.get("type")))
    region, branches = _mot(ligne.get("region-insee")), _mots(ligne.get("branches"))
    valeurs = {"debut-validite": _mot(ligne.get("debut")), "fin-validite": _mot(ligne.get("fin")), "public": public, "region": region}
    return _noeud(
        "extras",
        # The rendering tells the whole country by saying nothing of a region.
        _noeud("extra", "0" if region else "1", info="france-entiere"),
        *(_noeud("extra", lu, info=nom) for nom, lu in valeurs.items() if lu),
        *(_noeud("extra", branche, info="branche") for branche in branches),
        info="eligibilite-cpf",
        **_attribut("numero", ligne.get("code")),
    )


def _financeurs(sessions: list[Mapping[str, Any]]) -> list[etree._Element]:
    financeurs = [financeur for session in sessions for financeur in _liste(session.get("financeurs")) if isinstance(financeur, Mapping)]
    return [
        _noeud("organisme-financeur", *_textes(financeur, {"code": "code-financeur", "places": "nb-places-financees"})) for financeur in financeurs
    ]


def _extras(groupe: str, info: str, v: object) -> list[etree._Element]:
    lu = _mot(v)
    return [_noeud("extras", _noeud("extra", lu, info=info), info=groupe)] if lu else []


def _organisme(organisme: Mapping[str, Any]) -> list[etree._Element]:
    if not organisme:
        return []
    return [
        _noeud(
            "organisme-formation-responsable",
            _noeud("SIRET-organisme-formation", *_textes(organisme, {"siret": "SIRET"})),
            *_textes(organisme, {"nom": "nom-organisme"}),
            _noeud("coordonnees-organisme", _noeud("coordonnees", _adresse(_objet(organisme.get("localisation"))))),
            _noeud("contact-organisme", _coordonnees(_objet(organisme.get("contact")))),
            **_attribut("numero", organisme.get("id")),
        )
    ]


def _adresse(lieu: Mapping[str, Any]) -> etree._Element:
    rue = _mot(lieu.get("adresse")) or ""
    return _noeud(
        "adresse",
        *(_noeud("ligne", ligne) for ligne in rue.splitlines() if ligne.strip()),
        *_textes(lieu, {"code-postal": "codepostal", "ville": "ville", "commune-insee": "code-INSEE-commune"}),
        _noeud("geolocalisation", *_textes(lieu, {"latitude": "latitude", "longitude": "longitude"})),
    )


def _coordonnees(contact: Mapping[str, Any]) -> etree._Element:
    noms = {"tel": ("telfixe", "numtel"), "email": ("courriel", None), "url": ("web", "urlweb")}
    enfants = []
    for cle, (balise, interieure) in noms.items():
        lu = _mot(contact.get(cle))
        if lu:
            enfants.append(_noeud(balise, _noeud(interieure, lu) if interieure else lu))
    return _noeud("coordonnees", *enfants)
