"""Completing the profil of a person, part by part, as one goes: with script each change is saved, without it each part has its button."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from catalogue.domaine import Frein
from parcours.dossier import depot, services
from parcours.dossier.domaine import Dossier
from parcours.dossier.services import DossierChange
from parcours.droits import peut_modifier_personne
from parcours.perimetre import Perimetre
from parcours.sensible import Alerte, alertes
from socle.horloge import PARIS
from web.contexte import ActeurCourant, Ecriture, Formulaire, Lecture, PersonneLue, Service, ServiceWeb, champ, repondre
from web.dossier import contexte_champs, suggestions
from web.erreurs import exiger
from web.pages.dossier import ChampVu, Conflit, FaitDit, PageProfil, PartieVue
from web.profil import situation
from web.profil_champs import Champ, Contexte, Genre, Saisie, lire_mot
from web.profil_parties import PAR_CLE, PARTIES, Partie, lire_partie

routeur = APIRouter()

_MULTIPLES = frozenset({Genre.CASES, Genre.METIERS, Genre.GRILLE})


@routeur.get("/personnes/{identifiant}/profil", response_class=HTMLResponse)
async def montrer(request: Request, suivi: PersonneLue, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """The form."""
    exiger(peut_modifier_personne(acteur, suivi))
    dossier = await depot.dossier(connexion, suivi.identifiant, Perimetre.de(acteur))
    if dossier is None:
        raise HTTPException(404)
    return repondre(request, "profil", _page(service, dossier))


@routeur.post("/personnes/{identifiant}/profil/{cle}")
async def enregistrer(
    request: Request, suivi: PersonneLue, cle: str, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant, champs: Formulaire
) -> Response:
    """Save one part."""
    exiger(peut_modifier_personne(acteur, suivi))
    dossier = await depot.dossier(connexion, suivi.identifiant, Perimetre.de(acteur))
    if dossier is None or cle not in PAR_CLE:
        raise HTTPException(404)
    partie, contexte = PAR_CLE[cle], contexte_champs(service)
    valeurs, erreurs = lire_partie(partie, champs, contexte)
    lue, avant = champ(champs, "version"), champ(champs, "avant")
    version = int(lue) if lue.isdecimal() and len(lue) < 9 else 0
    if erreurs:
        # The version read goes back as it came: someone else's change must still be told once the mistake is corrected.
        return repondre(request, "profil", _page(service, dossier, _Envoi(partie, champs, erreurs, (version, avant))), bloc="fragment", statut=400)
    if version != dossier.version and avant == _empreinte(partie, dossier, contexte):
        # The file has changed, but not this part: it is saved over the version of now.
        version = dossier.version
    try:
        await services.modifier(connexion, acteur, suivi, cle, version, valeurs, service.horloge)
    except DossierChange:
        page = _page(service, dossier, _Envoi(partie, champs))
        return repondre(request, "profil", replace(page, conflit=_conflit(dossier, partie, champs, contexte)), bloc="fragment", statut=400)
    if request.headers.get("HX-Request") != "true":
        return RedirectResponse(f"/personnes/{suivi.identifiant}/profil#partie-{cle}", 303)
    apres = await depot.dossier(connexion, suivi.identifiant, Perimetre.de(acteur))
    assert apres is not None
    enregistree = _page(service, apres)
    vue = next(p for p in enregistree.parties if p.cle == cle)
    page = replace(enregistree, reponse=vue, alertes=_alertes(partie, valeurs), instant=service.horloge.maintenant().astimezone(PARIS))
    return repondre(request, "profil", page, bloc="fragment")


@dataclass(frozen=True, slots=True)
class _Envoi:
    """A part that was sent and could not be saved, to show it again as it was typed; ``lue`` is the version it was typed over, if it still counts."""

    partie: Partie
    saisie: Saisie
    erreurs: Mapping[str, str] = field(default_factory=dict)
    lue: tuple[int, str] | None = None


def _page(service: Service, dossier: Dossier, envoi: _Envoi | None = None) -> PageProfil:
    contexte = contexte_champs(service)
    proposees = suggestions(service, dossier)
    parties = []
    for partie in PARTIES:
        envoyee = envoi if envoi and envoi.partie is partie else None
        champs = tuple(_champ(c, dossier, contexte, envoyee, proposees) for c in partie.champs)
        version, avant = envoyee.lue if envoyee and envoyee.lue else (dossier.version, _empreinte(partie, dossier, contexte))
        parties.append(PartieVue(partie.cle, partie.titre, partie.icone, partie.aide, champs, version, avant))
    p = dossier.personne
    return PageProfil(
        aujourdhui=contexte.aujourdhui,
        donnees_fictives=service.demonstration,
        identifiant=p.identifiant,
        nom=f"{p.prenom} {p.nom}",
        situation=situation(p),
        parties=tuple(parties),
        communes=tuple(c.nom for c in contexte.referentiel.communes.values() if c.territoire),
        reponse=next((vue for vue in parties if envoi and vue.cle == envoi.partie.cle), None),
    )


def _champ(c: Champ, dossier: Dossier, contexte: Contexte, envoi: _Envoi | None, proposees: tuple[tuple[str, str], ...]) -> ChampVu:
    valeur = _tape(c, envoi.saisie) if envoi else c.valeur(dossier, contexte)
    erreur = envoi.erreurs.get(c.nom) if envoi else None
    vu = ChampVu(c.nom, c.libelle, c.genre.value, valeur, c.options, c.aide, c.saisie, c.maximum, erreur)
    if c.genre is not Genre.METIERS:
        return vu
    metiers = contexte.referentiel.metiers
    options = tuple((code, metiers[code].libelle) for code in valeur if code in metiers)
    return replace(vu, options=options, proposees=tuple(p for p in proposees if p[0] not in valeur))


def _tape(c: Champ, saisie: Saisie) -> str | tuple[str, ...]:
    """What was typed, to show it again as it was."""
    if c.genre is Genre.FREINS:
        return tuple(f"{frein}:{lire_mot(saisie, f'frein_{frein}') or 'inconnu'}" for frein in Frein)
    if c.genre in _MULTIPLES:
        return tuple(mot for mot in saisie.getlist(c.nom) if isinstance(mot, str))
    return lire_mot(saisie, c.nom, c.maximum)


def _empreinte(partie: Partie, dossier: Dossier, contexte: Contexte) -> str:
    """Print of a part as the file holds it: tells whether someone changed it, without sending its content back and forth."""
    contenu = repr([c.valeur(dossier, contexte) for c in partie.champs])
    return hashlib.blake2b(contenu.encode(), digest_size=8).hexdigest()


def _conflit(dossier: Dossier, partie: Partie, saisie: Saisie, contexte: Contexte) -> Conflit:
    differences = tuple(FaitDit(c.libelle, c.mots(dossier, contexte)) for c in partie.champs if c.valeur(dossier, contexte) != _tape(c, saisie))
    quand = dossier.maj_le.astimezone(PARIS) if dossier.maj_le else None
    return Conflit(dossier.maj_par or "Un import", quand, differences)


def _alertes(partie: Partie, valeurs: Mapping[str, Any]) -> tuple[Alerte, ...]:
    return alertes("\n".join(valeurs[c.nom] for c in partie.champs if c.genre is Genre.LONG))
