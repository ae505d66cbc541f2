"""The people of a session as a workbook: what the page shows its reader, and nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from parcours.prescriptions.attentes import attente
from parcours.prescriptions.domaine import nom_montre
from parcours.prescriptions.libelles import ATTENTES, ETATS, ISSUES, MOTIFS
from parcours.prescriptions.lignes import DemandeRecue
from socle.horloge import PARIS
from socle.tableur import Cellule, ouvrir
from web.contrats import contrat_en_mots
from web.page_reponses import CONFIES, quand

COLONNES = (
    "Personne",
    "Session",
    "Où elle en est",
    "Depuis le",
    "Ce qui est attendu de vous",
    "Motif",
    "Contrat",
    "Ce qu’elle est devenue",
    "Référent",
)


def classeur(demandes: Sequence[DemandeRecue], jour: date, *, fictif: bool) -> bytes:
    """Write the workbook.

    Args:
        demandes: what the structure received, in the order of the page.
        jour: today.
        fictif: the people are invented, said in the sheet.

    Returns:
        The bytes of the ``.xlsx`` file.
    """
    sortie = BytesIO()
    with ouvrir(sortie) as fichier:
        pied = "Données fictives : ces personnes sont inventées." if fictif else ""
        fichier.feuille("Personnes", COLONNES, (_ligne(d, jour) for d in demandes), figees=1, filtres=True, pied=pied)
    return sortie.getvalue()


def _ligne(d: DemandeRecue, jour: date) -> tuple[Cellule, ...]:
    attendu = attente(d.etat, d.debut, d.fin, jour)
    return (
        nom_montre(d.prenom, d.nom, d.etat),
        quand(d, jour),
        ETATS[d.etat],
        d.depuis.astimezone(PARIS).date(),
        ATTENTES[attendu] if attendu else "",
        MOTIFS[d.motif] if d.motif else "",
        contrat_en_mots(d.contrat, jour) or "",
        ISSUES[d.issue] if d.issue else "",
        d.referent or "" if d.etat in CONFIES else "",
    )
