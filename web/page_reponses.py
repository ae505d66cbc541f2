"""The page of the people of a session, put together from what the structure received; and the sheet they sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse

from catalogue.places import ComptePlaces, compter
from parcours.prescriptions import depot
from parcours.prescriptions.attentes import attente
from parcours.prescriptions.domaine import Etat, Qui, nom_montre
from parcours.prescriptions.libelles import ATTENTES, ETATS, ISSUES, MOTIFS
from parcours.prescriptions.lignes import DemandeRecue
from socle.base import Connexion
from socle.horloge import PARIS
from web.contexte import repondre, service
from web.contrats import CONTRATS_EN_MOTS, contrat_en_mots, suggestion
from web.mouvements import ISSUES_EN_MOTS, MOTIFS_EN_MOTS, actions, tirer_cle
from web.pages.prescriptions import RIEN
from web.pages.reponses import DemandeMontree, PageFeuille, PageReponses
from web.reponses_groupees import VIDE, Envoi, erreurs, gestes
from web.typographie import anciennete, date_heure, date_longue, heure, intervalle, pluriel, typo

# Whose référent is named, and who signs the sheet: they have a place.
CONFIES: Final = frozenset({Etat.ACCEPTEE_STRUCTURE, Etat.PRESENTE, Etat.ENTREE})
ATTENDUS: Final = CONFIES | {Etat.TERMINEE}
LIGNES_LIBRES: Final = 5


@dataclass(frozen=True, slots=True)
class Lecteur:
    """Where the page is read from.

    Attributes:
        adresse: of the page.
        par_lien: the reader has no account.
    """

    adresse: str
    par_lien: bool = False


async def montrer(request: Request, connexion: Connexion, lecteur: Lecteur, demandes: Sequence[DemandeRecue], *, envoi: Envoi = VIDE) -> HTMLResponse:
    """Show the people of a session and their form.

    Args:
        request: the request.
        connexion: any.
        lecteur: where the page is read from.
        demandes: what the structure received.
        envoi: the form as it was sent, when it is shown again.

    Returns:
        The page: 409 when someone else answered first, 400 when something is to be corrected.

    Raises:
        HTTPException: 404 when there is nobody.
    """
    if not demandes:
        raise HTTPException(404)
    s, d = service(request), demandes[0]
    jour = s.horloge.aujourdhui()
    # What is awaited first, what is over last; within each, the order of names.
    montrees = sorted((_montrer(x, lecteur, jour, envoi) for x in demandes), key=lambda m: (not m.actions, m.attendu is None))
    fautes = tuple(erreurs(envoi, {m.identifiant: m.nom for m in montrees}))
    contenu = PageReponses(
        aujourdhui=jour,
        donnees_fictives=s.demonstration,
        adresse=lecteur.adresse,
        cle=tirer_cle(),
        par_lien=lecteur.par_lien,
        structure=d.structure,
        offre=d.offre,
        titre=d.titre,
        type_offre=d.genre,
        quand=quand(d, jour),
        ou=_ou(d),
        places=_places(await compter(connexion, d.session_id)),
        en_attente=await depot.nombre_en_attente(connexion, d.session_id),
        conditions=d.conditions,
        en_cours=tuple(m for m in montrees if m.actions),
        finies=tuple(m for m in montrees if not m.actions),
        gestes=gestes(demandes, envoi.lot.vers),
        motifs=MOTIFS_EN_MOTS,
        issues=ISSUES_EN_MOTS,
        contrats=CONTRATS_EN_MOTS,
        lot=envoi.lot,
        faites=envoi.faites or _faites(request),
        attendus=len(sur_la_feuille(demandes)),
        erreurs=fautes,
    )
    return repondre(request, "reponses", contenu, statut=409 if envoi.conflit else 400 if fautes else 200)


def _faites(request: Request) -> int:
    faites = request.query_params.get("faites", "")
    return int(faites) if faites.isdecimal() and len(faites) < 4 else 0


def _montrer(d: DemandeRecue, lecteur: Lecteur, jour: date, envoi: Envoi) -> DemandeMontree:
    problemes: Mapping[str, str] = {r.identifiant: r.probleme for r in envoi.reponses}
    attendu = attente(d.etat, d.debut, d.fin, jour)
    contact = ", ".join(m for m in (d.referent, d.courriel_referent) if m)
    return DemandeMontree(
        identifiant=d.identifiant,
        nom=nom_montre(d.prenom, d.nom, d.etat),
        href=None if lecteur.par_lien else f"/prescriptions/{d.identifiant}",
        etat=d.etat,
        mots_etat=typo(ETATS[d.etat]),
        attendu=typo(ATTENTES[attendu]) if attendu else None,
        motif=typo(MOTIFS[d.motif]) if d.motif else None,
        issue=typo(ISSUES[d.issue]) if d.issue else None,
        contrat=contrat_en_mots(d.contrat, jour),
        suggestion=suggestion(d.contrat, d.depuis, d.etat),
        depuis=anciennete(d.depuis.astimezone(PARIS).date(), jour),
        mot=d.mot,
        contact=contact if contact and d.etat in CONFIES else None,
        actions=actions(d.etat, Qui.STRUCTURE),
        saisie=envoi.saisies.get(d.identifiant, RIEN),
        cochee=d.identifiant in envoi.cochees,
        probleme=problemes.get(d.identifiant, ""),
    )


def quand(d: DemandeRecue, jour: date) -> str:
    """When the session is, in words; its last day too when it lasts."""
    if d.debut is None:
        return "Entrée à tout moment"
    if d.fin and d.fin != d.debut:
        return intervalle(d.debut, d.fin, jour) + (f", {heure(d.heure_debut)}" if d.heure_debut else "")
    return date_heure(d.debut, d.heure_debut, jour) + (f" à {heure(d.heure_fin)}" if d.heure_debut and d.heure_fin else "")


def _ou(d: DemandeRecue) -> str | None:
    return ", ".join(m for m in (d.adresse, d.commune) if m) or None


def _places(compte: ComptePlaces) -> str | None:
    """« 8 places : 3 prises, 2 tenues, 3 libres », None when their number is unknown."""
    libres = compte.libres(beneficiaire=True)
    if compte.places is None or libres is None:
        return None
    parties = (
        pluriel(compte.prises, "prise", "prises"),
        pluriel(compte.tenues, "en attente de réponse", "en attente de réponse"),
        pluriel(libres, "libre", "libres"),
    )
    return typo(f"{pluriel(compte.places, 'place', 'places')} : {', '.join(parties)}")


def sur_la_feuille(demandes: Sequence[DemandeRecue]) -> list[DemandeRecue]:
    """People whom the structure accepted and who did not miss the day."""
    return [d for d in demandes if d.etat in ATTENDUS]


def feuille(request: Request, lecteur: Lecteur, demandes: Sequence[DemandeRecue]) -> HTMLResponse:
    """The attendance sheet: people accepted, by their whole name, and nobody else.

    Args:
        request: the request.
        lecteur: where the page is read from.
        demandes: what the structure received.

    Returns:
        The page to print.

    Raises:
        HTTPException: 404 when nobody was accepted yet.
    """
    noms = tuple(f"{d.nom} {d.prenom}" for d in sur_la_feuille(demandes))
    if not noms:
        raise HTTPException(404)
    s, d = service(request), demandes[0]
    jour = s.horloge.aujourdhui()
    un_jour = d.debut is not None and d.fin in {None, d.debut}
    contenu = PageFeuille(
        aujourdhui=jour,
        donnees_fictives=s.demonstration,
        retour=lecteur.adresse,
        structure=d.structure,
        titre=d.titre,
        quand=quand(d, jour),
        jour=date_longue(d.debut, jour) if d.debut and un_jour else None,
        ou=_ou(d),
        noms=noms,
        libres=LIGNES_LIBRES,
    )
    return repondre(request, "feuille", contenu)
