"""The learning loop."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, normalize

from models.entrainement.donnees import Donnees
from models.entrainement.paires import Corps, Coupe, Diplomes, Esco, Lexique, Lot, Passerelle, Savoirs, Source, Titres
from models.entrainement.reseau import Reseau, poids_idf

# Weights are taken into their running mean once in that many steps: the mean is as good, and reading them all takes as long as a step.
_CADENCE = 10

Maitre = Callable[[list[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Recette:
    """All that decides a training. Shares are of the batches drawn; ``memoire`` is what the running mean of the weights keeps each time."""

    graine: int = 20261123
    seaux: int = 80_000
    dimension: int = 192
    pas: int = 2_000
    lot: int = 512
    echelle: float = 20.0
    vitesse: float = 3e-3
    maitre: float = 1.0
    memoire: float = 0.98
    parts: tuple[tuple[str, float], ...] = (
        ("titres", 0.35),
        ("corps", 0.15),
        ("savoirs", 0.15),
        ("metiers", 0.12),
        ("competences", 0.08),
        ("diplomes", 0.1),
        ("lexique", 0.05),
        ("passerelle", 0.08),
    )


def apprendre(donnees: Donnees, coupe: Coupe, recette: Recette, maitre: Maitre | None, dire: Callable[[str], None] = print) -> Reseau:
    """Train one encoder.

    Args:
        donnees: everything read.
        coupe: the part to learn from.
        recette: sizes, shares and seed.
        maitre: gives the teacher's vectors of English texts, ``[n, 384] float32``; None to do without.
        dire: told of the progress.

    Returns:
        The network, in evaluation mode.
    """
    torch.manual_seed(recette.graine)
    hasard = Random(recette.graine)  # noqa: S311 - reproducible draws, no secret
    reseau = Reseau(recette.seaux, recette.dimension, poids_idf(_titres(coupe), recette.seaux), recette.graine)
    tete = nn.Linear(recette.dimension, 384, bias=False)
    sources = _sources(donnees, coupe)
    optimiseur = torch.optim.Adam([*reseau.parameters(), *tete.parameters()], lr=recette.vitesse, betas=(0.9, 0.99), fused=True)
    rythme = torch.optim.lr_scheduler.LambdaLR(optimiseur, lambda pas: min(1.0, (pas + 1) / 50) * (1 - pas / recette.pas) + 0.02)
    moyenne = _Moyenne(reseau, recette.memoire)
    suivi = _Suivi(recette.pas, dire)
    for pas in range(recette.pas):
        nom = hasard.choices([n for n, _ in recette.parts], [p for _, p in recette.parts])[0]
        lot = sources[nom].lot(recette.lot if nom != "corps" else recette.lot // 2, hasard)
        perte = _perte(reseau, tete, lot, recette, maitre)
        optimiseur.zero_grad(set_to_none=True)
        perte.backward()  # type: ignore[no-untyped-call]
        optimiseur.step()
        rythme.step()
        moyenne.suivre(pas)
        suivi.noter(pas + 1, nom, perte.item())
    moyenne.poser()
    return reseau.eval()


class _Moyenne:
    """Running mean of the weights, steadier than the last ones (Izmailov et al., « Averaging Weights Leads to Wider Optima », UAI 2018)."""

    def __init__(self, reseau: Reseau, memoire: float) -> None:
        self._poids = [p.detach() for p in reseau.parameters()]
        self._moyennes = [p.clone() for p in self._poids]
        self._memoire = memoire

    def suivre(self, pas: int) -> None:
        """Take in the weights of a step, one in ten; the first ones, near the random start, are soon forgotten."""
        if pas % _CADENCE:
            return
        fois = pas // _CADENCE
        garde = min(self._memoire, (1 + fois) / (10 + fois))
        for moyenne, poids in zip(self._moyennes, self._poids, strict=True):
            moyenne.lerp_(poids, 1 - garde)

    def poser(self) -> None:
        """Put the means in the place of the weights."""
        for moyenne, poids in zip(self._moyennes, self._poids, strict=True):
            poids.copy_(moyenne)


class _Suivi:
    """Running mean of the loss of each source, said now and then."""

    def __init__(self, total: int, dire: Callable[[str], None]) -> None:
        self._total, self._dire = total, dire
        self._debut = time.monotonic()
        self._pertes: dict[str, float] = {}

    def noter(self, pas: int, nom: str, perte: float) -> None:
        self._pertes[nom] = 0.9 * self._pertes.get(nom, perte) + 0.1 * perte
        if pas % 300 == 0:
            detail = " ".join(f"{n}={v:.3f}" for n, v in sorted(self._pertes.items()))
            self._dire(f"pas {pas}/{self._total} {time.monotonic() - self._debut:.0f} s {detail}")


def _titres(coupe: Coupe) -> list[str]:
    """Short texts the weights of the buckets are first drawn from."""
    appellations = [a for f in coupe.fiches for a in f.appellations]
    return appellations + [label for c in coupe.metiers for label in c.francais[:2]] + [c.francais[0] for c in coupe.competences]


def _sources(donnees: Donnees, coupe: Coupe) -> dict[str, Source]:
    return {
        "titres": Titres(donnees, coupe),
        "corps": Corps(donnees, coupe),
        "savoirs": Savoirs(donnees, coupe),
        "metiers": Esco(coupe.metiers),
        "competences": Esco(coupe.competences, 0.0),
        "diplomes": Diplomes(coupe),
        "lexique": Lexique(),
        "passerelle": Passerelle(donnees, coupe),
    }


def _perte(reseau: Reseau, tete: nn.Linear, lot: Lot, recette: Recette, maitre: Maitre | None) -> Tensor:
    n = len(lot.gauche)
    vecteurs = reseau([*lot.gauche, *lot.droite])
    gauche, droite = vecteurs[:n], vecteurs[n:]
    ignorees = torch.from_numpy(lot.ignorees)
    perte = _contraste(recette.echelle * gauche @ droite.T, ignorees)
    if maitre is not None and lot.maitre is not None and recette.maitre:
        cible = torch.from_numpy(maitre(lot.maitre))
        eleve = normalize(tete(gauche), dim=1)
        perte = perte + recette.maitre * ((1 - (eleve * cible).sum(1)).mean() + 0.5 * _contraste(recette.echelle * eleve @ cible.T, ignorees))
    return perte


def _contraste(logits: Tensor, ignorees: Tensor) -> Tensor:
    """Symmetric cross-entropy of ``[n, n]`` logits whose diagonal is right and whose ``ignorees`` do not count."""
    logits = logits.masked_fill(ignorees, -1e4)
    juste = torch.arange(len(logits))
    return (cross_entropy(logits, juste) + cross_entropy(logits.T, juste)) / 2


def en_dict(recette: Recette) -> dict[str, object]:
    """The recipe, for the card."""
    return asdict(recette)
