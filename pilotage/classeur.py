"""The figures as a workbook (XLSX): one sheet per table, small groups hidden as on the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO

from catalogue.libelles import TYPES
from parcours.prescriptions.libelles import ETATS, MOTIFS
from pilotage.domaine import Tableau, masquer, sans_petits_groupes
from pilotage.libelles import DELAIS, EFFECTIF_CACHE, ETAPES, HORS_TERRITOIRE
from socle.tableur import Cellule, ouvrir

_COLONNES_PLACES = ("Type d’offre", "Territoire", "Sessions", "Sans nombre de places", "Offertes", "Tenues", "Prises", "Présentes", "Perdues")


def ecrire(tableau: Tableau, territoires: Mapping[str, str], instant: datetime, *, fictif: bool) -> bytes:
    """Write the workbook.

    Args:
        tableau: the figures.
        territoires: names by code.
        instant: when it is written, said on the first sheet.
        fictif: the data are those of the demonstration, said on the first sheet.

    Returns:
        The file.
    """
    tampon = BytesIO()
    with ouvrir(tampon) as classeur:
        classeur.feuille("À lire", ("Ce classeur",), _lisez_moi(tableau, territoires, instant, fictif))
        classeur.feuille("Places", _COLONNES_PLACES, _places(tableau, territoires))
        etapes = masquer({champ: getattr(tableau.entonnoir, champ) for champ in ETAPES})
        classeur.feuille("Étapes", ("Étape", "Prescriptions"), ((ETAPES[champ], _effectif(n)) for champ, n in etapes.items()))
        pertes = masquer({p: p.nombre for p in tableau.pertes})
        lignes = ((ETATS[p.etat], MOTIFS[p.motif] if p.motif else "", _effectif(n)) for p, n in pertes.items())
        classeur.feuille("Pertes", ("Fin", "Motif", "Prescriptions"), lignes)
        delais = ((DELAIS[d.delai], round(d.mediane, 1), round(d.neuf_dixiemes, 1), d.nombre) for d in tableau.delais)
        classeur.feuille("Délais (jours)", ("Délai", "Médiane", "Neuf sur dix sous", "Prescriptions"), delais)
    return tampon.getvalue()


def _lisez_moi(tableau: Tableau, territoires: Mapping[str, str], instant: datetime, fictif: bool) -> Iterable[tuple[str]]:
    periode = tableau.periode
    yield (f"Période : du {periode.du:%d/%m/%Y} au {periode.au:%d/%m/%Y}",)
    yield ("Territoires : " + (", ".join(territoires.get(c, c) for c in sorted(periode.territoires)) or "tout le département"),)
    yield (f"Écrit le {instant:%d/%m/%Y à %H:%M}",)
    yield (f"« {EFFECTIF_CACHE} » : un groupe de moins de cinq personnes n’est pas montré, ni celui qui permettrait de le retrouver.",)
    if fictif:
        yield ("Données fictives : démonstration.",)


def _places(tableau: Tableau, territoires: Mapping[str, str]) -> Iterable[tuple[Cellule, ...]]:
    cles = {(ligne.type_offre, ligne.territoire): ligne.places for ligne in tableau.places}
    for (genre, territoire), vues in sans_petits_groupes(cles).items():
        places = cles[genre, territoire]
        yield (
            TYPES[genre].pluriel,
            territoires.get(territoire or "", HORS_TERRITOIRE),
            places.sessions,
            places.sans_nombre,
            places.offertes,
            _effectif(vues.tenues),
            _effectif(vues.prises),
            _effectif(vues.presentes),
            _effectif(vues.perdues),
        )


def _effectif(nombre: int | None) -> Cellule:
    return EFFECTIF_CACHE if nombre is None else nombre
