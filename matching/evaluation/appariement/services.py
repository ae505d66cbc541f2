"""Everything a measure of the ranking needs, read in one instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalogue import depot as depot_catalogue
from catalogue.depot import FicheOffre
from catalogue.recherche import Moteur
from catalogue.vivant import charger
from matching.evaluation import etalon
from matching.evaluation.appariement.cas import Cas
from matching.evaluation.appariement.methodes import Terrain, terrain
from matching.evaluation.intervalles import GRAINE
from matching.evaluation.taches import Corpus
from matching.simulation.population import population
from models.encodeur import Encodeur
from parcours.domaine import Allocataire
from socle.base import Bassin, transaction

# Invented people ranked beside the judged ones.
PERSONNES = 300


@dataclass(frozen=True)
class Matiere:
    """What the base holds.

    Attributes:
        fiches: every offer of the picture, by internal id.
        corpus: texts of the living offers.
        personnes: invented people, judged by nobody: for exposure, places and eligibility. Nobody's file is read.
    """

    moteur: Moteur
    fiches: dict[int, FicheOffre]
    corpus: Corpus
    personnes: tuple[Allocataire, ...]
    jour: date

    def terrain(self, cas: Sequence[Cas], *, seuls: bool = False) -> Terrain:
        """The ground of a comparison.

        Args:
            cas: judged cases: the first people.
            seuls: without the invented people.

        Returns:
            The ground.
        """
        autres = () if seuls else self.personnes
        return terrain([*(c.allocataire() for c in cas), *autres], self.moteur, self.fiches, self.corpus, self.jour)


async def lire_matiere(bassin: Bassin, encodeur: Encodeur, jour: date) -> Matiere:
    """Read the base.

    Args:
        bassin: the pool.
        encodeur: sentence encoder.
        jour: today.

    Returns:
        The matter of a measure.

    Raises:
        ErreurPersonne: no offer is open.
    """
    moteur = await charger(bassin, encodeur)
    async with transaction(bassin, lecture_seule=True) as connexion:
        lignes = await depot_catalogue.lignes_image(connexion)
        fiches = await depot_catalogue.fiches(connexion, moteur.image.ids.tolist())
    corpus = etalon.tache({}, moteur, lignes, jour).corpus
    codes = sorted({moteur.image.codes_rome[m] for m in moteur.image.metiers.tolist()})
    personnes = population(PERSONNES, GRAINE, moteur.referentiel, codes)
    return Matiere(moteur, fiches, corpus, tuple(personnes), jour)
