"""From a page dataclass to HTML: one Jinja2 environment, strict, escaped, with the filters of French typography."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments import render_block

from catalogue import libelles as noms
from catalogue.libelles import libelle_public
from employeurs.clauses.libelles import heures_en_mots
from matching.listes.domaine import RAISONS
from socle.texte import majuscule
from web import fiche, libelles, typographie
from web.horaires import mots_creneaux
from web.pages.offres import RAYONS_KM
from web.visiteur import ANONYME, Visiteur

DOSSIER = Path(__file__).parent
STATIQUES = DOSSIER / "static"

_FILTRES = (
    typographie.typo,
    typographie.nombre,
    typographie.pluriel,
    typographie.date_longue,
    typographie.date_courte,
    typographie.date_relative,
    typographie.date_heure,
    typographie.intervalle,
    typographie.anciennete,
    typographie.heure,
    typographie.distance,
    typographie.duree_mois,
    typographie.euros,
    typographie.heures_semaine,
    typographie.telephone,
    typographie.adresse_sure,
    majuscule,
    typographie.texte_riche,
    fiche.phrase_condition,
    fiche.mention_condition,
    fiche.mots_places,
    fiche.champs_propres,
    libelle_public,
    mots_creneaux,
)


@lru_cache(maxsize=64)
def adresse_statique(nom: str) -> str:
    """Address of a static file, with a print of its content so that it may be cached for ever.

    Args:
        nom: name of a file of ``web/static``.

    Returns:
        ``/static/style.css?v=3f2a9c1b``.

    Raises:
        FileNotFoundError: there is no such file.
    """
    empreinte = sha256((STATIQUES / nom).read_bytes()).hexdigest()[:8]
    return f"/static/{nom}?v={empreinte}"


@lru_cache(maxsize=1)
def environnement() -> Environment:
    """The environment of every template: an undefined name is an error, everything is escaped."""
    env = Environment(
        loader=FileSystemLoader(DOSSIER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update({fonction.__name__: fonction for fonction in _FILTRES})
    env.filters["heures"] = heures_en_mots
    env.globals.update(statique=adresse_statique, mots=libelles, noms=noms, RAYONS_KM=RAYONS_KM, RAISONS=RAISONS)
    return env


def page(nom: str, page: object, *, bloc: str | None = None, visiteur: Visiteur = ANONYME) -> str:
    """Render a page, or one block of it for htmx.

    Args:
        nom: name of the template without its extension (``offres``).
        page: its dataclass, handed whole under the name ``page``.
        bloc: name of a block; it comes with the title of the page, which htmx then puts in the window.
        visiteur: who reads, for the header, under the name ``visiteur``.

    Returns:
        HTML.

    Raises:
        jinja2.TemplateNotFound: there is no such template.
        jinja2_fragments.BlockNotFoundError: there is no such block in it.
    """
    env, fichier = environnement(), f"{nom}.html"
    if bloc is None:
        return env.get_template(fichier).render(page=page, visiteur=visiteur)
    titre = render_block(env, fichier, "titre", page=page, visiteur=visiteur).strip()
    return f"<title>{titre}</title>\n{render_block(env, fichier, bloc, page=page, visiteur=visiteur)}"
