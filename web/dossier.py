"""The file of a person: what is known and what is not, the contract and its clock, notes that are looked over before they are kept."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from catalogue.domaine import Frein, Jour, Periode, creneau
from catalogue.libelles import FREINS
from comptes.domaine import Acteur
from parcours.dossier import depot, services
from parcours.dossier.domaine import Dossier, Note, deuxieme_annee, horloge_cer
from parcours.dossier.libelles import DROITS
from parcours.droits import peut_modifier_personne
from parcours.perimetre import Perimetre, Suivi
from parcours.sensible import Alerte, Genre, alertes
from socle.base import Connexion
from socle.horloge import PARIS
from web.contexte import ActeurCourant, Ecriture, Formulaire, Identifiant, Lecture, PersonneLue, Service, ServiceWeb, champ, repondre
from web.erreurs import exiger
from web.pages.commun import ErreurChamp
from web.pages.dossier import FaitDit, FreinDit, NoteDite, PageDossier, PartieDite
from web.profil import situation
from web.profil_champs import Contexte
from web.profil_parties import PARTIES

routeur = APIRouter()

SUGGESTIONS = 5
_AVIS = {"note": "La note est enregistrée.", "suppression": "La note est supprimée."}
# Drawn apart: twelve answers and a week do not fit in a line.
_A_PART = frozenset({"freins", "disponibilites"})
_DEJA_DIT = frozenset({"projet"})


@routeur.get("/personnes/{identifiant}/dossier", response_class=HTMLResponse)
async def montrer(request: Request, suivi: PersonneLue, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """The file of a person."""
    exiger(peut_modifier_personne(acteur, suivi))
    return await _page(request, connexion, service, acteur, suivi, avis=_AVIS.get(request.query_params.get("fait", ""), ""))


@routeur.post("/personnes/{identifiant}/notes")
async def ecrire_note(
    request: Request, suivi: PersonneLue, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant, champs: Formulaire
) -> Response:
    """Keep a note, or show what it had better not say first: the author rewrites it, or keeps it knowingly."""
    exiger(peut_modifier_personne(acteur, suivi))
    texte = champ(champs, "texte", services.NOTE_MAX + 1)
    trouvees = alertes(texte)
    nir = any(alerte.genre is Genre.NIR for alerte in trouvees)
    vues = set(champ(champs, "vues").split())
    erreurs = _erreurs_note(texte)
    if erreurs or nir or not {alerte.genre.value for alerte in trouvees} <= vues:
        return await _page(request, connexion, service, acteur, suivi, texte=texte, trouvees=trouvees, erreurs=erreurs, statut=400)
    await services.ecrire_note(connexion, acteur, suivi, texte, service.horloge)
    return RedirectResponse(f"/personnes/{suivi.identifiant}/dossier?fait=note#notes", 303)


def _erreurs_note(texte: str) -> tuple[ErreurChamp, ...]:
    if not texte:
        return (ErreurChamp("texte", "Écrivez la note avant de l’enregistrer."),)
    if len(texte) > services.NOTE_MAX:
        return (ErreurChamp("texte", f"Une note compte au plus {services.NOTE_MAX} caractères : raccourcissez-la."),)
    return ()


@routeur.post("/personnes/{identifiant}/notes/{note}/supprimer")
async def supprimer_note(suivi: PersonneLue, note: Identifiant, connexion: Ecriture, acteur: ActeurCourant) -> Response:
    """Delete a note for good."""
    trouvee = await depot.note(connexion, suivi.id, note)
    if trouvee is None:
        raise HTTPException(404)
    exiger(services.peut_supprimer_note(acteur, suivi, trouvee))
    await services.supprimer_note(connexion, acteur, suivi, trouvee)
    return RedirectResponse(f"/personnes/{suivi.identifiant}/dossier?fait=suppression#notes", 303)


def contexte_champs(service: Service) -> Contexte:
    """What the fields of the profil need, out of the living catalogue."""
    moteur = service.vivant.moteur

    def suggerer(mots: str) -> str | None:
        trouves = moteur.metiers.suggerer(mots, k=1)
        return trouves[0].code_rome if trouves else None

    return Contexte(moteur.referentiel, service.horloge.aujourdhui(), suggerer)


def suggestions(service: Service, dossier: Dossier) -> tuple[tuple[str, str], ...]:
    """Métiers that the projet speaks of and that are not among those wanted yet: code and words, the nearest first."""
    trouves = service.vivant.moteur.metiers.suggerer(dossier.personne.projet, k=SUGGESTIONS)
    return tuple((m.code_rome, m.libelle) for m in trouves if m.code_rome not in dossier.personne.metiers)


async def _page(
    request: Request,
    connexion: Connexion,
    service: Service,
    acteur: Acteur,
    suivi: Suivi,
    *,
    texte: str = "",
    trouvees: tuple[Alerte, ...] = (),
    erreurs: tuple[ErreurChamp, ...] = (),
    avis: str = "",
    statut: int = 200,
) -> HTMLResponse:
    dossier = await depot.dossier(connexion, suivi.identifiant, Perimetre.de(acteur))
    if dossier is None:
        raise HTTPException(404)
    p, jour = dossier.personne, service.horloge.aujourdhui()
    nir = any(alerte.genre is Genre.NIR for alerte in trouvees)
    contenu = PageDossier(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        identifiant=suivi.identifiant,
        nom=f"{p.prenom} {p.nom}",
        situation=situation(p),
        projet=p.projet,
        suivi=" · ".join(mots for mots in (dossier.referent, dossier.structure) if mots),
        droit=DROITS[dossier.droit_rsa] if dossier.droit_rsa else None,
        sortie=dossier.sortie_rsa,
        cer=horloge_cer(p.entree_rsa, p.date_cer, p.orientation, jour),
        ctids=deuxieme_annee(p.entree_rsa, jour),
        pass_iae=p.pass_iae_fin,
        parties=_parties(dossier, contexte_champs(service)),
        freins=tuple(FreinDit(FREINS[frein], dossier.frein(frein)) for frein in Frein),
        disponibilites=_semaine(p.disponibilites),
        suggestions=tuple(libelle for _, libelle in suggestions(service, dossier)),
        notes=tuple(_note(acteur, suivi, note) for note in await depot.notes(connexion, suivi.id)),
        texte_note=texte,
        alertes=trouvees,
        nir=nir,
        erreurs=(*erreurs, *(ErreurChamp("texte", alerte.conseil) for alerte in trouvees if alerte.genre is Genre.NIR)),
        maj=(dossier.maj_le.astimezone(PARIS), dossier.maj_par) if dossier.maj_le else None,
        avis=avis,
    )
    return repondre(request, "dossier", contenu, statut=statut)


def _parties(dossier: Dossier, contexte: Contexte) -> tuple[PartieDite, ...]:
    return tuple(
        PartieDite(
            partie.cle,
            partie.titre,
            partie.icone,
            tuple(FaitDit(c.libelle, c.mots(dossier, contexte)) for c in partie.champs if c.nom not in _DEJA_DIT),
        )
        for partie in PARTIES
        if partie.cle not in _A_PART
    )


def _semaine(masque: int | None) -> tuple[str, ...] | None:
    """Free periods as « lundi-matin »; None when nobody knows."""
    if masque is None:
        return None
    return tuple(f"{jour}-{periode}" for jour in Jour for periode in Periode if masque & creneau(jour, periode))


def _note(acteur: Acteur, suivi: Suivi, note: Note) -> NoteDite:
    supprimable = bool(services.peut_supprimer_note(acteur, suivi, note))
    return NoteDite(note.identifiant, note.auteur, note.texte, note.alertes, note.cree_le.astimezone(PARIS), supprimable)
