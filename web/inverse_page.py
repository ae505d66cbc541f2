"""The page of the people of an offer, in words: reasons, what lifts what is missing, what each was already proposed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from comptes.domaine import Acteur, Role
from matching import exposition
from matching.classement import Classement, classer
from matching.explication.expliquer import expliquer
from matching.leviers import leviers
from parcours.prescriptions.libelles import ETATS, MOTIFS
from parcours.propositions.domaine import DejaProposee, Exposition, Lot
from web.adresses import Adresse
from web.cartes import lien_levier
from web.contexte import Service
from web.fiche import mots_places
from web.inverse_recherche import OUBLIEES, PAR_PAGE, PRESQUE, Demande, Recherche
from web.pages.commun import Conseil, ErreurChamp, Lien, Onglet
from web.pages.inverse import FormulaireLot, GroupeReferent, LotMontre, PageInverse, PersonneConvenue
from web.pagination import paginer
from web.typographie import date_longue, pluriel


@dataclass(frozen=True, slots=True)
class Saisie:
    """The form as it is drawn, or as it was sent: its key, the word, those who are ticked; ``liste`` is the stored list."""

    cle: str
    mot: str = ""
    personnes: tuple[str, ...] = ()
    liste: str = ""


def classer_la_page(trouvees: Recherche, demande: Demande) -> Classement | None:
    """Rank the people of the page again, with all the parts that reasons are made of.

    Args:
        trouvees: who was found.
        demande: which of them are shown.

    Returns:
        Their ranking, in the order of the page; None when nobody is on it.
    """
    page = trouvees.page(demande)
    return classer([trouvees.personnes[c.personne] for c in page], trouvees.moteur, trouvees.jour, trouvees.au) if page else None


def lot_montre(lot: Lot) -> LotMontre:
    """What came of a batch, by référent.

    Args:
        lot: the batch.

    Returns:
        Its lines, in their order.
    """
    proposees: dict[str, list[str]] = {}
    for ligne in lot.lignes:
        if ligne.prescription is not None:
            proposees.setdefault(ligne.referent, []).append(f"{ligne.prenom} {ligne.nom}")
    refusees = tuple((f"{ligne.prenom} {ligne.nom}", ligne.refus) for ligne in lot.lignes if ligne.refus)
    return LotMontre(tuple((referent, tuple(noms)) for referent, noms in proposees.items()), refusees)


def composer(
    service: Service,
    acteur: Acteur,
    demande: Demande,
    trouvees: Recherche,
    classement: Classement | None,
    saisie: Saisie,
    *,
    lot: LotMontre | None = None,
    refus: str = "",
) -> PageInverse:
    """Put the page together.

    Args:
        service: clock and catalogue.
        acteur: the reader.
        demande: what is asked for.
        trouvees: who was found.
        classement: the people of the page, None when there is nobody.
        saisie: the form as it is drawn, or as it was sent.
        lot: what was just sent.
        refus: why the form came back, empty otherwise.

    Returns:
        The page.
    """
    liste, onglet = trouvees.liste(demande), trouvees.presque if demande.presque else trouvees.conviennent
    oubliees = len(trouvees.oubliees(onglet))
    return PageInverse(
        aujourdhui=trouvees.jour,
        donnees_fictives=service.demonstration,
        offre=demande.offre,
        titre=trouvees.fiche.offre.titre,
        type_offre=trouvees.fiche.offre.type_offre,
        seances=_seances(trouvees, demande),
        onglets=_onglets(trouvees, demande),
        presque=demande.presque,
        total=len(liste),
        vivier=len(trouvees.personnes),
        parmi=len(onglet),
        oubliees=oubliees,
        oubli=exposition.regle().oubli,
        filtre=_filtre(demande, oubliees),
        filtree=demande.oubliees,
        groupes=_groupes(acteur, trouvees, classement, demande, saisie) if classement else (),
        lot=lot,
        formulaire=_formulaire(acteur, trouvees, demande, saisie) if classement else None,
        pagination=paginer(demande.adresse, len(liste), PAR_PAGE, demande.page),
        conseils=() if liste else _conseils(demande, acteur),
        erreurs=(ErreurChamp("groupes", refus),) if refus else (),
    )


def _seances(trouvees: Recherche, demande: Demande) -> tuple[Onglet, ...]:
    jour, ouvertes = trouvees.jour, trouvees.fiche.offre.sessions_ouvertes(trouvees.jour)
    mots = ((s, "Entrée à tout moment" if s.debut is None else date_longue(s.debut, jour).capitalize()) for s in ouvertes)
    return tuple(Onglet(m, str(demande.adresse.sans("session").avec("session", s.source_id)), None, s is trouvees.seance) for s, m in mots)


def _onglets(trouvees: Recherche, demande: Demande) -> tuple[Onglet, ...]:
    # Counts are those of the whole tabs: a choice made in one does not hide that the other is full.
    base = demande.adresse.sans("onglet").sans("exposition")
    return (
        Onglet("Qui conviennent", str(base), len(trouvees.conviennent), not demande.presque),
        Onglet("Presque éligibles", str(base.avec("onglet", PRESQUE)), len(trouvees.presque), demande.presque),
    )


def _filtre(demande: Demande, nombre: int) -> Lien | None:
    sans = demande.adresse.sans("exposition")
    if demande.oubliees:
        return Lien("Revenir à tout le monde", str(sans))
    return Lien("Ne voir que ces personnes", str(sans.avec("exposition", OUBLIEES))) if nombre else None


def _formulaire(acteur: Acteur, trouvees: Recherche, demande: Demande, saisie: Saisie) -> FormulaireLot | None:
    if acteur.role is not Role.CRE or trouvees.seance is None or demande.presque:
        return None
    places = "nombre de places à préciser" if trouvees.seance.places is None else mots_places(trouvees.seance)
    return FormulaireLot(str(_ici(demande)), saisie.cle, trouvees.seance.source_id, places, saisie.mot)


def _ici(demande: Demande) -> Adresse:
    """The very page one is on, so that a form that comes back shows the same list."""
    return demande.adresse.page(demande.page)


def _groupes(acteur: Acteur, trouvees: Recherche, classement: Classement, demande: Demande, saisie: Saisie) -> tuple[GroupeReferent, ...]:
    groupes: dict[str, list[PersonneConvenue]] = {}
    for i, personne in enumerate(classement.profils.personnes):
        referent = trouvees.referents.get(personne.identifiant, "")
        ligne = _personne(trouvees, classement, i, demande, saisie)
        groupes.setdefault(referent, []).append(_avec_action(ligne, acteur, trouvees, demande, saisie, bool(referent)))
    return tuple(GroupeReferent(nom, tuple(lignes)) for nom, lignes in groupes.items())


def _personne(trouvees: Recherche, classement: Classement, i: int, demande: Demande, saisie: Saisie) -> PersonneConvenue:
    personne, explication = classement.profils.personnes[i], expliquer(classement, i, trouvees.rang)
    levier = leviers(classement, i, [trouvees.rang], seance_seule=True).get(trouvees.rang) if demande.presque else None
    commune = classement.moteur.referentiel.communes.get(personne.commune or "")
    vue, regle = trouvees.expositions.get(personne.identifiant, Exposition()), exposition.regle()
    deja = trouvees.deja.get(personne.identifiant)
    suite = (("offre", demande.offre), ("liste", saisie.liste)) if saisie.liste else ()
    return PersonneConvenue(
        identifiant=personne.identifiant,
        nom=f"{personne.prenom} {personne.nom}",
        href=str(Adresse(f"/personnes/{personne.identifiant}", suite)),
        commune=commune.nom if commune else "Commune à préciser",
        projet=personne.projet,
        raisons=tuple(r.texte for r in explication.raisons),
        a_verifier=explication.a_verifier,
        manque=explication.manque[0] if demande.presque and explication.manque else "",
        levier=levier.texte if levier else "",
        leviers=tuple(lien_levier(o, classement) for o in levier.offres) if levier else (),
        exposition=_mots_exposition(vue, oubliee=vue.oubliee(trouvees.depuis)),
        jamais=vue.oubliee(trouvees.depuis),
        prudence=_prudence(vue) if vue.vivantes >= regle.prudence else "",
        deja=_mots_deja(deja, trouvees) if deja else "",
        choisissable=deja is None or deja.etat.final,
        cochee=personne.identifiant in saisie.personnes,
        action=None,
    )


def _avec_action(ligne: PersonneConvenue, acteur: Acteur, trouvees: Recherche, demande: Demande, saisie: Saisie, suivie: bool) -> PersonneConvenue:
    """The one thing to do: tick in the form, prescribe, or look first at what lifts what is missing."""
    if acteur.role is Role.CRE or demande.presque:
        return replace(ligne, choisissable=ligne.choisissable and suivie and _formulaire(acteur, trouvees, demande, saisie) is not None)
    adresse = Adresse("/prescrire", (("personne", ligne.identifiant), ("offre", demande.offre)))
    seance = trouvees.seance
    return replace(ligne, choisissable=False, action=Lien("Prescrire", str(adresse.avec("session", seance.source_id) if seance else adresse)))


def _mots_exposition(vue: Exposition, *, oubliee: bool) -> str:
    regle = exposition.regle()
    if oubliee and not vue.vivantes:
        return f"Aucune proposition depuis {regle.oubli} jours"
    recentes = pluriel(vue.recentes, "proposition", "propositions")
    vivantes = f", {vue.vivantes} en cours" if vue.vivantes else ""
    return f"{recentes[0].upper()}{recentes[1:]} en {regle.jours} jours{vivantes}"


def _prudence(vue: Exposition) -> str:
    return f"Déjà {pluriel(vue.vivantes, 'proposition', 'propositions')} en cours : une de plus risque de disperser. Voyez d’abord avec son référent."


def _mots_deja(deja: DejaProposee, trouvees: Recherche) -> str:
    ici = trouvees.seance is not None and deja.session == trouvees.seance.source_id
    motif = f" ({MOTIFS[deja.motif].lower()})" if deja.motif else ""
    return f"{'Cette session' if ici else 'Cette offre, à une autre date'} : {ETATS[deja.etat].lower()}{motif}"


def _conseils(demande: Demande, acteur: Acteur) -> tuple[Conseil, ...]:
    if demande.oubliees:
        return (Conseil("Revenir à tout le monde", str(demande.adresse.sans("exposition"))),)
    if demande.presque:
        return (
            Conseil("Personne ne bute sur une seule condition que l’on puisse lever"),
            Conseil("Voir qui convient", str(demande.adresse.sans("onglet"))),
        )
    ou = "dans le périmètre de votre structure" if acteur.role is Role.CRE else "dans votre portefeuille et celui de votre structure"
    return (
        Conseil(f"La recherche porte sur les personnes {ou}, qui remplissent les conditions à la date de la session"),
        Conseil("Voir qui est presque éligible", str(demande.adresse.avec("onglet", PRESQUE))),
        Conseil("Relire les conditions de l’offre", f"/offres/{demande.offre}"),
    )
