"""The page of the people of an offer, in words: reasons, what lifts what is missing, what each was already proposed."""

from __future__ import annotations

from dataclasses import dataclass

from comptes.domaine import Acteur, Role
from matching import exposition
from matching.classement import Classement, classer
from matching.explication.expliquer import expliquer
from matching.leviers import Levier, leviers
from matching.score import Part
from parcours.prescriptions.libelles import ETATS, MOTIFS
from parcours.propositions.domaine import JAMAIS, DejaProposee, Exposition, Lot
from web.adresses import Adresse
from web.cartes import lien_levier
from web.contexte import Service
from web.fiche import mots_places
from web.inverse_recherche import OUBLIEES, PAR_PAGE, PRESQUE, Demande, Recherche
from web.pages.commun import Conseil, ErreurChamp, Lien, Onglet
from web.pages.inverse import FormulaireLot, GroupeReferent, LotMontre, PageInverse, PersonneConvenue
from web.pagination import paginer
from web.typographie import date_longue, pluriel

# What the score says of these is counted from the next session: not told of a later one.
_PARTS_DATEES = frozenset({Part.ECHEANCE, Part.URGENCE})


@dataclass(frozen=True, slots=True)
class Saisie:
    """The form as it is drawn, or as it was sent: its key, the word, those who are ticked; ``liste`` is the stored list."""

    cle: str
    mot: str = ""
    personnes: tuple[str, ...] = ()
    liste: str = ""


@dataclass(frozen=True)
class Vue:
    """What the page is made of: who reads, who was found, their ranking (None when nobody is on the page), and the form."""

    acteur: Acteur
    trouvees: Recherche
    classement: Classement | None
    saisie: Saisie

    @property
    def demande(self) -> Demande:
        """What was asked for."""
        return self.trouvees.demande


def classer_la_page(trouvees: Recherche) -> Classement | None:
    """Rank the people of the page again, with all the parts that reasons are made of.

    Args:
        trouvees: who was found.

    Returns:
        Their ranking, in the order of the page; None when nobody is on it.
    """
    page = trouvees.page
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


def composer(service: Service, vue: Vue, *, lot: LotMontre | None = None, refus: str = "") -> PageInverse:
    """Put the page together.

    Args:
        service: what says that the data are fictitious.
        vue: what the page is made of.
        lot: what was just sent.
        refus: why the form came back, empty otherwise.

    Returns:
        The page.
    """
    trouvees, demande, oubliees = vue.trouvees, vue.demande, len(vue.trouvees.oubliees)
    return PageInverse(
        aujourdhui=trouvees.jour,
        donnees_fictives=service.demonstration,
        offre=demande.offre,
        titre=trouvees.fiche.offre.titre,
        type_offre=trouvees.fiche.offre.type_offre,
        seances=_seances(trouvees),
        onglets=_onglets(trouvees),
        presque=demande.presque,
        total=len(trouvees.liste),
        vivier=len(trouvees.personnes),
        parmi=len(trouvees.onglet),
        oubliees=oubliees,
        oubli=exposition.regle().oubli,
        filtre=_filtre(demande, oubliees),
        filtree=demande.oubliees,
        groupes=_groupes(vue),
        lot=lot,
        formulaire=_formulaire(vue),
        pagination=paginer(demande.adresse, len(trouvees.liste), PAR_PAGE, demande.page),
        conseils=() if trouvees.liste else _conseils(vue),
        erreurs=(ErreurChamp("groupes", refus),) if refus else (),
    )


def _seances(trouvees: Recherche) -> tuple[Onglet, ...]:
    jour, demande, ouvertes = trouvees.jour, trouvees.demande, trouvees.fiche.offre.sessions_ouvertes(trouvees.jour)
    mots = ((s, "Entrée à tout moment" if s.debut is None else date_longue(s.debut, jour).capitalize()) for s in ouvertes)
    return tuple(Onglet(m, str(demande.adresse.sans("session").avec("session", s.source_id)), None, s is trouvees.seance) for s, m in mots)


def _onglets(trouvees: Recherche) -> tuple[Onglet, ...]:
    demande = trouvees.demande
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


def _formulaire(vue: Vue) -> FormulaireLot | None:
    """The form of a CRE, None where nobody can be proposed in batch."""
    seance = vue.trouvees.seance
    if vue.acteur.role is not Role.CRE or seance is None or vue.demande.presque or vue.classement is None:
        return None
    places = "nombre de places à préciser" if seance.places is None else mots_places(seance)
    # The very page one is on, so that a form that comes back shows the same list.
    ici = str(vue.demande.adresse.page(vue.demande.page))
    return FormulaireLot(ici, vue.saisie.cle, seance.source_id, places, vue.saisie.mot)


def _groupes(vue: Vue) -> tuple[GroupeReferent, ...]:
    if vue.classement is None:
        return ()
    groupes: dict[str, list[PersonneConvenue]] = {}
    for i, personne in enumerate(vue.classement.profils.personnes):
        groupes.setdefault(vue.trouvees.referents.get(personne.identifiant, ""), []).append(_personne(vue, vue.classement, i))
    return tuple(GroupeReferent(nom, tuple(lignes)) for nom, lignes in groupes.items())


def _personne(vue: Vue, classement: Classement, i: int) -> PersonneConvenue:
    trouvees, presque = vue.trouvees, vue.demande.presque
    personne, explication = classement.profils.personnes[i], expliquer(classement, i, trouvees.rang)
    levier = leviers(classement, i, [trouvees.rang], seance_seule=True).get(trouvees.rang) if presque else None
    commune = classement.moteur.referentiel.communes.get(personne.commune or "")
    recu, deja = trouvees.expositions.get(personne.identifiant, JAMAIS), trouvees.deja.get(personne.identifiant)
    suite = (("offre", vue.demande.offre), ("liste", vue.saisie.liste)) if vue.saisie.liste else ()
    return PersonneConvenue(
        identifiant=personne.identifiant,
        nom=f"{personne.prenom} {personne.nom}",
        href=str(Adresse(f"/personnes/{personne.identifiant}", suite)),
        commune=commune.nom if commune else "Commune à préciser",
        projet=personne.projet,
        raisons=tuple(r.texte for r in explication.raisons if not (trouvees.autre_jour and r.part in _PARTS_DATEES)),
        a_verifier=explication.a_verifier,
        manque=explication.manque[0] if presque and explication.manque else "",
        levier=levier.texte if levier else "",
        leviers=tuple(lien_levier(o, classement) for o in levier.offres) if levier else (),
        exposition=_mots_exposition(recu, oubliee=recu.oubliee(trouvees.depuis)),
        jamais=recu.oubliee(trouvees.depuis),
        prudence=_prudence(recu) if recu.vivantes >= exposition.regle().prudence else "",
        deja=_mots_deja(deja, trouvees) if deja else "",
        choisissable=_choisissable(vue, personne.identifiant, deja),
        cochee=personne.identifiant in vue.saisie.personnes,
        action=None if deja is not None and not deja.etat.final else _action(vue, classement, personne.identifiant, levier),
    )


def _choisissable(vue: Vue, personne: str, deja: DejaProposee | None) -> bool:
    """Ticked in the form of a CRE: someone has to receive the proposal, and none may be under way."""
    return _formulaire(vue) is not None and personne in vue.trouvees.referents and (deja is None or deja.etat.final)


def _action(vue: Vue, classement: Classement, personne: str, levier: Levier | None) -> Lien | None:
    """The one link of a card: prescribe, or begin with what gives the very thing that is missing; a CRE ticks those whom the offer suits."""
    verbe, image = "Proposer" if vue.acteur.role is Role.CRE else "Prescrire", classement.moteur.image
    if vue.demande.presque:
        premiere = next((o for o in levier.offres if o.donne and o.a_temps is not False), None) if levier else None
        if premiere is None:
            return None
        suite = Adresse("/prescrire", (("personne", personne), ("offre", image.identifiants[premiere.rang])))
        return Lien(f"{verbe} d’abord « {image.titres[premiere.rang]} »", str(suite))
    if vue.acteur.role is Role.CRE:
        return None
    adresse, seance = Adresse("/prescrire", (("personne", personne), ("offre", vue.demande.offre))), vue.trouvees.seance
    return Lien(verbe, str(adresse.avec("session", seance.source_id) if seance else adresse))


def _mots_exposition(recu: Exposition, *, oubliee: bool) -> str:
    regle = exposition.regle()
    if oubliee and not recu.vivantes:
        return f"Aucune proposition depuis {regle.oubli} jours"
    recentes = pluriel(recu.recentes, "proposition", "propositions")
    vivantes = f", {recu.vivantes} en cours" if recu.vivantes else ""
    return f"{recentes[0].upper()}{recentes[1:]} en {regle.jours} jours{vivantes}"


def _prudence(recu: Exposition) -> str:
    return (
        f"Déjà {pluriel(recu.vivantes, 'proposition', 'propositions')} en cours : une de plus risque de disperser. Voyez d’abord avec son référent."
    )


def _mots_deja(deja: DejaProposee, trouvees: Recherche) -> str:
    ici = trouvees.seance is not None and deja.session == trouvees.seance.source_id
    motif = f" ({MOTIFS[deja.motif].lower()})" if deja.motif else ""
    return f"{'Cette session' if ici else 'Cette offre, à une autre date'} : {ETATS[deja.etat].lower()}{motif}"


def _conseils(vue: Vue) -> tuple[Conseil, ...]:
    demande, acteur = vue.demande, vue.acteur
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
