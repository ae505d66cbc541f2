"""Where a training takes place, whom to reach, who is responsible for it."""

from __future__ import annotations

import re

from lxml import etree

from catalogue.domaine import Contact, Lieu, Structure, TypeStructure
from etl.entree.joindre import courriel, lien_web
from etl.entree.releve import Releve
from etl.entree.valeurs import code_insee, code_postal, coordonnees, siret
from etl.formats.lheo.arbre import Fiche, dit, dits, premier, tous
from socle.texte import cle_tri, plier

_CEDEX = re.compile(r"[\s,-]+cedex\b.*$", re.IGNORECASE)


def lieu_de(adresse: etree._Element | None, releve: Releve, nom: str | None = None) -> Lieu:
    """A place out of an ``adresse`` element.

    Args:
        adresse: the element, None when there is none.
        releve: where doubts are noted.
        nom: name of the place, put before its street.

    Returns:
        The place; empty fields where the element says nothing (« - », postal code 00000).
    """
    if adresse is None:
        return Lieu()
    geo = premier(adresse, "geolocalisation")
    point = releve.lire("geolocalisation", geo, lambda g: coordonnees(dit(geo, "latitude"), dit(geo, "longitude"))) if geo is not None else None
    latitude, longitude = point or (None, None)
    ville = dit(adresse, "ville")
    return Lieu(
        code_insee=releve.lire("adresse/code-INSEE-commune", dit(adresse, "code-INSEE-commune"), code_insee),
        commune=_CEDEX.sub("", ville) if ville else None,
        code_postal=releve.lire("adresse/codepostal", dit(adresse, "codepostal"), code_postal),
        adresse=_rue((nom, dit(adresse, "denomination"), *dits(adresse, "ligne"))),
        latitude=latitude,
        longitude=longitude,
    )


def _rue(lignes: tuple[str | None, ...]) -> str | None:
    uniques = {plier(ligne): " ".join(ligne.split()) for ligne in reversed(lignes) if ligne}
    return ", ".join(reversed(uniques.values())) or None


def lieu_de_formation(fiche: Fiche) -> Lieu:
    """Place of an action: the first one when it has several.

    Args:
        fiche: training and action.

    Returns:
        The place, empty when the action has none (LHÉO 2.3 allows it).
    """
    lieux = tous(fiche.action, "lieu-de-formation/coordonnees")
    if len(lieux) > 1:
        fiche.releve.doute("lieu-de-formation", f"{len(lieux)} lieux", "Une offre n’a qu’un lieu : seul le premier est retenu.")
    if not lieux:
        return Lieu()
    coordonnees_lieu = lieux[0]
    # A name with a first name is that of a person, not of a place; ONISEP writes the name of the place in a line beside the address.
    nom = dit(coordonnees_lieu, "ligne") or (None if dit(coordonnees_lieu, "prenom") else dit(coordonnees_lieu, "nom"))
    return lieu_de(premier(coordonnees_lieu, "adresse"), fiche.releve, nom)


def contact_de(element: etree._Element, releve: Releve) -> Contact:
    """Whom to reach out of a ``coordonnees`` element.

    Args:
        element: the element.
        releve: where doubts are noted.

    Returns:
        The contact; ``lien`` is the web page given there.
    """
    nom = " ".join(lu for champ in ("prenom", "nom") if (lu := dit(element, champ)))
    return Contact(
        nom=nom or None,
        telephone=dit(element, "telfixe/numtel") or dit(element, "portable/numtel"),
        courriel=releve.lire("courriel", dit(element, "courriel"), courriel),
        lien=releve.lire("web/urlweb", dit(element, "web/urlweb"), lien_web),
    )


def contact_de_l_offre(fiche: Fiche) -> Contact:
    """Whom to reach about an action, and the page that tells more about it.

    Args:
        fiche: training and action.

    Returns:
        The first contact with a telephone or an address among those of the training, of its sessions, and of the body responsible.
    """
    chemins = (
        (fiche.formation, "contact-formation/coordonnees"),
        (fiche.action, "session/contact-session/coordonnees"),
        (fiche.formation, "organisme-formation-responsable/contact-organisme/coordonnees"),
        (fiche.formation, "organisme-formation-responsable/coordonnees-organisme/coordonnees"),
    )
    contacts = (contact_de(element, fiche.releve) for origine, chemin in chemins for element in tous(origine, chemin))
    trouve = next((contact for contact in contacts if contact.telephone or contact.courriel), Contact())
    return Contact(trouve.nom, trouve.telephone, trouve.courriel, _page(fiche) or trouve.lien)


def _page(fiche: Fiche) -> str | None:
    formation, action = fiche.formation, fiche.action
    adresses = {
        "url-action/urlweb": dit(action, "url-action/urlweb"),
        "session/url-session/urlweb": dit(action, "session/url-session/urlweb"),
        "url-formation/urlweb": dit(formation, "url-formation/urlweb"),
        "formation/@href": formation.get("href"),
    }
    return next((lien for champ, adresse in adresses.items() if (lien := fiche.releve.lire(champ, adresse, lien_web))), None)


def organisme_de(formation: etree._Element, source: str, releve: Releve) -> Structure | None:
    """The body responsible for a training.

    Args:
        formation: the training.
        source: name of the source.
        releve: where doubts are noted.

    Returns:
        The structure, None when the training does not say who. Its id is the SIRET when it is a good one, else the number that the sender gives
        it, else its number of activity: it stays the same from one delivery to the next.
    """
    organisme = premier(formation, "organisme-formation-responsable")
    nom = dit(organisme, "nom-organisme") or dit(organisme, "raison-sociale")
    if organisme is None or nom is None:
        releve.doute("organisme-formation-responsable", "", "L’organisme responsable n’est pas nommé : l’offre n’a pas de structure.")
        return None
    numero_siret = releve.lire("SIRET-organisme-formation", dit(organisme, "SIRET-organisme-formation/SIRET"), siret)
    siege = premier(organisme, "coordonnees-organisme/coordonnees")
    return Structure(
        source=source,
        source_id=numero_siret or _numero(organisme) or f"nom:{cle_tri(nom)}",
        nom=nom,
        siret=numero_siret,
        type_structure=TypeStructure.ORGANISME_FORMATION,
        description=dit(organisme, "renseignements-specifiques") or "",
        lieu=lieu_de(premier(siege, "adresse"), releve),
        contact=_contact_organisme(organisme, releve),
    )


def _numero(organisme: etree._Element) -> str | None:
    numero = (organisme.get("numero") or "").strip()
    activite = (dit(organisme, "numero-activite") or "").strip("09")
    return numero or (f"activite:{dit(organisme, 'numero-activite')}" if activite else None)


def _contact_organisme(organisme: etree._Element, releve: Releve) -> Contact:
    chemins = ("contact-organisme/coordonnees", "coordonnees-organisme/coordonnees")
    contacts = [contact_de(element, releve) for chemin in chemins for element in tous(organisme, chemin)]
    joignables = [contact for contact in contacts if contact.telephone or contact.courriel]
    choisi = (joignables or contacts or [Contact()])[0]
    lien = choisi.lien or next((contact.lien for contact in contacts if contact.lien), None)
    return Contact(choisi.nom, choisi.telephone, choisi.courriel, lien)
