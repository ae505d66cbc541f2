"""Who recruits and how to reach them."""

from __future__ import annotations

from catalogue.domaine import Contact, Lieu, Structure, TypeStructure
from etl.entree.joindre import courriel, lien_dans, lien_web
from etl.entree.valeurs import ValeurInvalide, booleen, siret
from etl.formats.france_travail.annonce import Annonce
from socle.texte import cle_tri, plier

_SANS_NOM = frozenset({"nc", "n.c", "n/a", "confidentiel", "anonyme", "non communique", "non renseigne", "particulier"})


def entreprise_de(annonce: Annonce, lieu: Lieu) -> Structure | None:
    """The employer of an offer.

    Args:
        annonce: the offer.
        lieu: place of the job, which tells apart two employers of the same name that give no SIRET.

    Returns:
        The structure, None when the offer does not name it. Its id is the SIRET when it is a good one, else its folded name and the commune.
    """
    nom = annonce.texte("entreprise.nom")
    if nom is None or plier(nom) in _SANS_NOM:
        return None
    numero = annonce.lire("entreprise.siret", siret)
    commune = lieu.code_insee or cle_tri(lieu.commune or "")
    adaptee = any(annonce.lire(chemin, booleen) for chemin in ("entreprise.entrepriseAdaptee", "entrepriseAdaptee"))
    return Structure(
        source=annonce.contexte.source,
        source_id=numero or f"nom:{cle_tri(nom) or nom}:{commune}",
        nom=" ".join(nom.split()),
        siret=numero,
        type_structure=TypeStructure.EA if adaptee else TypeStructure.ENTREPRISE,
        description=annonce.texte("entreprise.description") or "",
        # The API gives the place of the job, not the seat: it says where the employer is only when it names it.
        lieu=Lieu() if numero else Lieu(code_insee=lieu.code_insee, commune=lieu.commune, code_postal=lieu.code_postal),
        contact=Contact(lien=annonce.lire("entreprise.url", lien_web)),
    )


def contact_de(annonce: Annonce) -> Contact:
    """Whom to reach about an offer, and its page.

    Args:
        annonce: the offer.

    Returns:
        The contact of the employer, else that of the agency. ``courriel`` often holds a sentence with a link: see :func:`modalites_de`.
    """
    adresse = next((lue for chemin in ("contact.courriel", "agence.courriel") if (lue := annonce.lire(chemin, _courriel))), None)
    return Contact(
        nom=annonce.texte("contact.nom"),
        telephone=annonce.texte("contact.telephone") or annonce.texte("agence.telephone"),
        courriel=adresse,
        lien=annonce.lire("origineOffre.urlOrigine", lien_web),
    )


def _courriel(v: object) -> str | None:
    return None if lien_dans(v) else courriel(v)


def modalites_de(annonce: Annonce) -> str | None:
    """How to apply.

    Args:
        annonce: the offer.

    Returns:
        The comment of the contact and the page where one applies, when it is not the page of the offer itself.
    """
    textes = [annonce.brut(f"contact.{nom}") for nom in ("urlPostulation", "courriel", "coordonnees1", "coordonnees2", "coordonnees3")]
    textes += [annonce.brut("agence.courriel"), *(partenaire.brut("url") for partenaire in annonce.objets("origineOffre.partenaires"))]
    liens = [lien for v in textes if (lien := _lien(v)) and lien != annonce.brut("origineOffre.urlOrigine")]
    phrases = [annonce.texte("contact.commentaire"), f"Postuler sur {liens[0]}" if liens else None]
    return " ".join(phrase for phrase in phrases if phrase) or None


def _lien(v: object) -> str | None:
    try:
        return lien_dans(v)
    except ValeurInvalide:
        return None
