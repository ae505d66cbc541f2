"""A conseiller's first page: a task list before the portefeuille."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from comptes.domaine import Role
from parcours import depot as depot_personnes
from parcours.dossier.domaine import EtatCer
from parcours.perimetre import Perimetre
from parcours.prescriptions import suivi
from parcours.prescriptions.domaine import Etat, Origine
from parcours.prescriptions.libelles import ETATS, MOTIFS
from parcours.prescriptions.suivi import CerASigner, EnClair, SessionBientot
from parcours.propositions import depot as propositions
from parcours.propositions.domaine import Recue
from socle.horloge import PARIS
from web.contexte import ActeurCourant, Lecture, ServiceWeb, repondre
from web.contrats import contrat_en_mots
from web.mouvements import MOTIFS_EN_MOTS, tirer_cle
from web.pages.commun import Lien
from web.pages.journee import BlocTaches, GroupePropose, PageJournee, PersonneProposee, Tache
from web.typographie import anciennete, date_heure, date_longue, pluriel

routeur = APIRouter()

_SANS_SUITE = frozenset({Etat.REFUSEE, Etat.EXPIREE, Etat.ABSENTE, Etat.ANNULEE})
_DEMANDES = {Origine.ALLOCATAIRE: "Cela l’intéresse : à vous de décider"}
_AVIS = {
    "oui": "C’est noté : la personne est d’accord. Vous pouvez envoyer la demande à la structure.",
    "non": "C’est noté : le chargé de relation verra pourquoi.",
}


@routeur.get("/ma-journee", response_class=HTMLResponse)
async def montrer(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """Answers received, silences, sessions about to close, contracts to sign."""
    if acteur.role is not Role.CIP:
        raise HTTPException(404)
    perimetre, instant = Perimetre.de(acteur), service.horloge.maintenant()
    jour = instant.date()
    blocs = (
        _bloc("reponses", await suivi.reponses_recues(connexion, perimetre), jour),
        _bloc("silences", await suivi.silencieuses(connexion, perimetre, instant), jour),
        _sessions(await suivi.sessions_bientot(connexion, perimetre, jour), jour),
        _contrats(await suivi.cer_a_signer(connexion, perimetre, jour), jour),
    )
    contenu = PageJournee(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        prenom=acteur.nom.split(" ")[0],
        personnes=await depot_personnes.nombre(connexion, perimetre),
        blocs=blocs,
        proposees=_proposees(await propositions.recues(connexion, perimetre), jour),
        motifs=MOTIFS_EN_MOTS,
        avis=_AVIS.get(request.query_params.get("avis", ""), ""),
    )
    return repondre(request, "journee", contenu)


def _proposees(lignes: list[Recue], jour: date) -> tuple[GroupePropose, ...]:
    """What CRE propose, one group by CRE and session, the latest first."""
    groupes: dict[tuple[int, int], list[Recue]] = {}
    for ligne in lignes:
        groupes.setdefault((ligne.auteur_id, ligne.session_id), []).append(ligne)
    return tuple(_groupe(siennes, jour) for siennes in groupes.values())


def _groupe(lignes: list[Recue], jour: date) -> GroupePropose:
    premiere = lignes[0]
    quand = "entrée à tout moment" if premiere.debut is None else date_heure(premiere.debut, premiere.heure_debut, jour)
    limite = f"à décider avant le {date_longue(min(ligne.echeance for ligne in lignes).astimezone(PARIS).date(), jour)}"
    return GroupePropose(
        titre=f"{pluriel(len(lignes), 'personne proposée', 'personnes proposées')} par {premiere.auteur}",
        offre=premiere.titre,
        href=f"/offres/{premiere.offre}",
        type_offre=premiere.type_offre,
        session=" · ".join(m for m in (quand, premiere.structure, limite) if m),
        mot=next((ligne.mot for ligne in lignes if ligne.mot), ""),
        personnes=tuple(_proposee(ligne, jour) for ligne in lignes),
    )


def _proposee(ligne: Recue, jour: date) -> PersonneProposee:
    depuis = f"proposée {anciennete(ligne.cree_le.astimezone(PARIS).date(), jour)}"
    return PersonneProposee(ligne.prescription, f"{ligne.prenom} {ligne.nom}", f"/personnes/{ligne.allocataire}", depuis, tirer_cle())


_BLOCS = {
    "reponses": ("Réponses et demandes reçues", "courriel", "Aucune réponse nouvelle."),
    "silences": ("Sans nouvelles depuis 7 jours", "horloge", "Aucune prescription sans nouvelles."),
}


def _bloc(cle: str, lignes: list[EnClair], jour: date) -> BlocTaches:
    titre, icone, vide = _BLOCS[cle]
    return BlocTaches(cle, titre, icone, tuple(_prescription(ligne, jour) for ligne in lignes), vide)


def _prescription(ligne: EnClair, jour: date) -> Tache:
    demande = _DEMANDES.get(ligne.origine) if ligne.etat is Etat.PROPOSEE else None
    motif = f" : {MOTIFS[ligne.motif].lower()}" if ligne.motif else ""
    contrat = contrat_en_mots(ligne.contrat_dit, jour)
    details = " · ".join(m for m in (contrat, ligne.titre, ligne.structure, date_longue(ligne.debut, jour) if ligne.debut else None) if m)
    return Tache(
        titre=f"{ligne.prenom} {ligne.nom}",
        href=f"/prescriptions/{ligne.identifiant}",
        etat=f"{demande or ETATS[ligne.etat]}{motif}, {anciennete(ligne.depuis.date(), jour)}",
        details=details,
        type_offre=ligne.type_offre,
        suite=Lien(f"D’autres offres pour {ligne.prenom}", f"/personnes/{ligne.allocataire}") if ligne.etat in _SANS_SUITE else None,
    )


def _sessions(lignes: list[SessionBientot], jour: date) -> BlocTaches:
    taches = tuple(_session(ligne, jour) for ligne in lignes)
    return BlocTaches("sessions", "Sessions bientôt complètes ou closes", "calendrier", taches, "Aucune session proposée ne ferme bientôt.")


def _session(ligne: SessionBientot, jour: date) -> Tache:
    places = "" if ligne.libres is None else pluriel(ligne.libres, "place libre", "places libres")
    limite = f"s’inscrire jusqu’au {date_longue(ligne.date_limite, jour)}" if ligne.date_limite else ""
    debut = f"commence {date_longue(ligne.debut, jour)}" if ligne.debut else ""
    return Tache(
        titre=ligne.titre,
        href=f"/offres/{ligne.offre}",
        etat=f"Proposée à {pluriel(ligne.personnes, 'personne', 'personnes')}, pas encore envoyée",
        details=" · ".join(m for m in (places, limite, debut) if m),
        urgent=True,
        type_offre=ligne.type_offre,
    )


def _contrats(lignes: list[CerASigner], jour: date) -> BlocTaches:
    taches = tuple(_contrat(ligne, jour) for ligne in lignes)
    return BlocTaches("contrats", "Contrats à signer", "contrat", taches, "Aucun contrat à signer dans le mois.")


def _contrat(ligne: CerASigner, jour: date) -> Tache:
    retard = ligne.cer.etat is EtatCer.EN_RETARD
    limite = date_longue(ligne.cer.limite, jour) if ligne.cer.limite else ""
    return Tache(
        titre=f"{ligne.prenom} {ligne.nom}",
        href=f"/personnes/{ligne.identifiant}/dossier",
        etat=f"{ligne.cer.nom} en retard" if retard else f"{ligne.cer.nom} à signer",
        details=f"devait être signé avant le {limite}" if retard else f"avant le {limite}",
        urgent=retard,
    )
