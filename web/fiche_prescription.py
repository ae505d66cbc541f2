"""The page of one prescription, as its reader may see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from catalogue import depot as depot_catalogue
from comptes.domaine import Acteur
from matching.classement import classer
from matching.eligibilite import Statut
from parcours import depot as depot_personnes
from parcours.perimetre import Perimetre
from parcours.prescriptions import depot, suivi
from parcours.prescriptions.domaine import MOIS_DE_SUITE, Etat, Place, Qui, nom_montre
from parcours.prescriptions.libelles import ETATS, ISSUES, MOTIFS, QUI
from parcours.prescriptions.lignes import Prescription
from parcours.prescriptions.services import lire
from parcours.prescriptions.suivi import EnClair, Etape
from socle.base import Connexion
from socle.horloge import PARIS
from web.contexte import Service
from web.contrats import CONTRATS_EN_MOTS, contrat_en_mots, suggestion
from web.mouvements import ISSUES_EN_MOTS, MOTIFS_EN_MOTS, actions, adresse_session, tirer_cle
from web.pages.commun import Lien
from web.pages.prescriptions import ContratMontre, EtapeMontree, PagePrescription
from web.typographie import date_heure, date_longue, heure, typo

_PLACES = {Place.AUCUNE: "Aucune place retenue", Place.TENUE: "Une place est tenue", Place.PRISE: "Une place est prise"}
_SANS_ENTREE = frozenset({Etat.REFUSEE, Etat.ANNULEE, Etat.ABSENTE, Etat.EXPIREE})


async def composer(connexion: Connexion, acteur: Acteur, identifiant: str, service: Service, *, avis: str = "") -> PagePrescription:
    """Put the page together.

    Args:
        connexion: any.
        acteur: the reader.
        identifiant: public id of the prescription.
        service: clock and catalogue.
        avis: what was just done, empty otherwise.

    Returns:
        The page.

    Raises:
        Introuvable: no such prescription for this reader.
    """
    p, qui = await lire(connexion, acteur, identifiant)
    jour, conseiller = service.horloge.aujourdhui(), qui in {Qui.PRESCRIPTEUR, Qui.CRE}
    ligne, fiche = await suivi.en_clair(connexion, p.id), (await depot_catalogue.fiches(connexion, [p.offre_id]))[p.offre_id]
    return PagePrescription(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        identifiant=identifiant,
        cle=tirer_cle(),
        nom=nom_montre(ligne.prenom, ligne.nom, p.etat) if qui is Qui.STRUCTURE else f"{ligne.prenom} {ligne.nom}",
        dossier=f"/personnes/{ligne.allocataire}" if conseiller and p.suit else None,
        titre=ligne.titre,
        offre=ligne.offre,
        type_offre=ligne.type_offre,
        structure=ligne.structure,
        quand="Entrée à tout moment" if ligne.debut is None else date_heure(ligne.debut, ligne.heure_debut, jour),
        ou=", ".join(m for m in (fiche.offre.lieu.adresse, ligne.commune) if m) or None,
        etat=p.etat,
        mots_etat=typo(ETATS[p.etat]),
        place=_PLACES[p.place],
        echeance=None if p.echeance is None else date_longue(p.echeance.astimezone(PARIS).date(), jour),
        rang=await suivi.rang_attente(connexion, p.id) if p.etat is Etat.LISTE_ATTENTE else None,
        referent=await depot.nom_referent(connexion, p.id),
        conditions=tuple(c.libelle for c in fiche.offre.conditions if c.libelle),
        etapes=tuple(_etape(e, jour) for e in _visibles(await suivi.etapes(connexion, p.id), qui)),
        actions=actions(p.etat, qui),
        motifs=MOTIFS_EN_MOTS,
        issues=ISSUES_EN_MOTS,
        contrat=ContratMontre(CONTRATS_EN_MOTS, contrat_en_mots(p.contrat, jour), suggestion(p.contrat, p.depuis, p.etat)),
        session=adresse_session(ligne.offre, ligne.session) if qui is Qui.STRUCTURE and p.etat is not Etat.LISTE_ATTENTE else None,
        liens=qui is Qui.PRESCRIPTEUR and not p.etat.final and p.etat not in {Etat.PROPOSEE, Etat.ACCEPTEE_PERSONNE} and ligne.structure is not None,
        suites=MOIS_DE_SUITE if qui is Qui.PRESCRIPTEUR and p.etat is Etat.TERMINEE else (),
        suivante=await _suivante(connexion, acteur, p, ligne, service) if qui is Qui.PRESCRIPTEUR and p.etat in _SANS_ENTREE else None,
        avis=avis,
    )


def _visibles(vie: Sequence[Etape], qui: Qui) -> Sequence[Etape]:
    """What was said before the sending was not said to the structure."""
    if qui is not Qui.STRUCTURE:
        return vie
    return vie[next(rang for rang, etape in enumerate(vie) if etape.de is Etat.ACCEPTEE_PERSONNE) :]


def _etape(etape: Etape, jour: date) -> EtapeMontree:
    return EtapeMontree(
        titre=typo(ETATS[etape.vers]),
        quand=_moment(etape.quand, jour),
        qui=f"{etape.nom}, par son lien" if etape.par_lien else etape.nom or QUI[etape.qui],
        motif=typo(MOTIFS[etape.motif]) if etape.motif else None,
        issue=typo(ISSUES[etape.issue]) if etape.issue else None,
        contrat=contrat_en_mots(etape.contrat_dit, jour),
        precisions=etape.precisions,
    )


def _moment(quand: datetime, jour: date) -> str:
    ici = quand.astimezone(PARIS)
    return f"{date_longue(ici.date(), jour)}, {heure(ici.time())}"


async def _suivante(connexion: Connexion, acteur: Acteur, p: Prescription, ligne: EnClair, service: Service) -> Lien | None:
    """The first offer of the person's ranking that is neither under way nor already ended in a no."""
    personne = await depot_personnes.allocataire(connexion, ligne.allocataire, Perimetre.de(acteur))
    if personne is None:
        return None
    ecartees = await suivi.a_ecarter(connexion, p.liens.allocataire_id, service.horloge.maintenant())
    classement = classer([personne], service.vivant.moteur, service.horloge.aujourdhui())
    image = classement.moteur.image
    ids = (int(image.ids[r]) for r in classement.ordre(0, (Statut.ELIGIBLE, Statut.A_VERIFIER)))
    choisie = next((i for i in ids if i not in ecartees), None)
    if choisie is None:
        return None
    fiche = (await depot_catalogue.fiches(connexion, [choisie]))[choisie]
    return Lien(fiche.offre.titre, f"/prescrire?personne={ligne.allocataire}&offre={fiche.identifiant}")
