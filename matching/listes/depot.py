"""Lists shown and what followed, in PostgreSQL. Rows are only added, and removed at the end of their retention."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter

from matching.listes.domaine import Fait, Liste, Observation, RaisonInadaptee, Retiree
from parcours.prescriptions.domaine import Issue
from socle.base import Connexion
from socle.erreurs import ErreurPersonne
from socle.identifiants import identifiant_public
from socle.sql import charger

REQUETES = charger(Path(__file__).parent / "requetes.sql")
# The same list shown again to the same account within this time is the same showing.
MEME_LECTURE = timedelta(minutes=30)

_RETIREES = TypeAdapter(list[Retiree])
_OBSERVATIONS = TypeAdapter(list[Observation])


async def noter_liste(connexion: Connexion, liste: Liste, *, instant: datetime, compte_id: int | None = None) -> str:
    """Store a list as it is shown.

    Args:
        connexion: inside a writing transaction.
        liste: from ``composition.composer``.
        instant: now, with its time zone.
        compte_id: who asked, None for a page without account.

    Returns:
        Public id of the list, to be carried by the actions of the page; that of the same list when it was shown to the same account less than half
        an hour ago.

    Raises:
        ErreurPersonne: the person is not known any more.
    """
    page, empreinte = liste.page.value, liste.empreinte
    connue = await REQUETES.valeur(connexion, "liste_recente", empreinte=empreinte, page=page, compte_id=compte_id, depuis=instant - MEME_LECTURE)
    if connue is not None:
        return str(connue)
    identifiant = identifiant_public()
    liste_id = await REQUETES.valeur(
        connexion,
        "ajouter_liste",
        identifiant=identifiant,
        page=page,
        allocataire=liste.lignes[0].allocataire if liste.offre_id is None else None,
        offre_id=liste.offre_id,
        compte_id=compte_id,
        montree_le=instant,
        version=liste.version,
        empreinte=empreinte,
        parts=list(liste.parts),
        total=liste.total,
    )
    if liste_id is None:
        raise ErreurPersonne("Cette personne n’est plus suivie ici : la liste n’a pas été gardée.")
    await _ajouter_lignes(connexion, liste_id, liste)
    return identifiant


async def _ajouter_lignes(connexion: Connexion, liste_id: int, liste: Liste) -> None:
    for ligne in liste.lignes:
        await REQUETES.executer(
            connexion,
            "ajouter_ligne",
            liste_id=liste_id,
            position=ligne.position,
            allocataire=ligne.allocataire,
            offre_id=ligne.offre_id,
            score=ligne.score,
            valeurs=list(ligne.valeurs),
            statut=ligne.statut,
        )


async def noter_suite(
    connexion: Connexion,
    fait: Fait,
    *,
    allocataire: str,
    offre: str,
    instant: datetime,
    liste: str | None = None,
    raison: RaisonInadaptee | None = None,
    issue: Issue | None = None,
    compte_id: int | None = None,
) -> None:
    """Store what followed.

    Args:
        connexion: inside a writing transaction.
        fait: what happened.
        allocataire, offre: public ids.
        instant: when, with its time zone.
        liste: public id of the list; a list that does not hold this line is left out.
        raison: required with ``PAS_ADAPTE``, and only there.
        issue: required with ``ISSUE``, and only there.
        compte_id: who did it.

    Raises:
        ErreurPersonne: a reason is missing, or the person or the offer is not known.
    """
    if (fait is Fait.PAS_ADAPTE) != (raison is not None) or (fait is Fait.ISSUE) != (issue is not None):
        raise ErreurPersonne("Choisissez une raison." if fait is Fait.PAS_ADAPTE else "Ce fait ne se note pas ainsi.")
    numero = await REQUETES.valeur(
        connexion,
        "ajouter_suite",
        liste=liste,
        allocataire=allocataire,
        offre=offre,
        compte_id=compte_id,
        fait=fait.value,
        raison=raison and raison.value,
        issue=issue and issue.value,
        survenue_le=instant,
    )
    if numero is None:
        raise ErreurPersonne("Cette offre ou cette personne n’existe plus : rien n’a été noté.")


async def suivre_prescriptions(connexion: Connexion) -> int:
    """Bring in what became of prescriptions: nobody has to note it twice.

    Args:
        connexion: inside a writing transaction.

    Returns:
        Facts added; 0 when everything was already there.
    """
    return await REQUETES.executer(connexion, "suivre_prescriptions")


async def retirees(connexion: Connexion, allocataire: str) -> list[Retiree]:
    """Offers out of a person's ranking.

    Args:
        connexion: any.
        allocataire: public id.

    Returns:
        Set aside or said not to suit, the last first; one that was put back is not there.
    """
    return _RETIREES.validate_python([dict(ligne) for ligne in await REQUETES.lignes(connexion, "retirees", allocataire=allocataire)])


async def observations(connexion: Connexion) -> list[Observation]:
    """Everything the ranking may learn from, in the order of time."""
    return _OBSERVATIONS.validate_python([dict(ligne) for ligne in await REQUETES.lignes(connexion, "observations")])


async def purger(connexion: Connexion, avant: datetime) -> int:
    """Remove what is past its retention (``domaine.CONSERVATION_MOIS``).

    Args:
        connexion: inside a writing transaction.
        avant: lists shown and facts noted before this instant go.

    Returns:
        Rows removed, lists and facts.
    """
    suites = await REQUETES.executer(connexion, "purger_suites", avant=avant)
    return suites + await REQUETES.executer(connexion, "purger_listes", avant=avant)
