"""Steering: places, funnel, delays and losses of a period, on a page and in a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import QueryParams

from catalogue.domaine import TypeOffre
from catalogue.libelles import TYPES
from catalogue.recherche import Moteur
from comptes.domaine import Acteur
from employeurs.conventions import depot as depot_conventions
from employeurs.conventions.domaine import EtatConvention, ensemble
from employeurs.conventions.droits import vue
from parcours.prescriptions.libelles import ETATS, MOTIFS
from pilotage import depot
from pilotage.classeur import ecrire
from pilotage.domaine import Cle, Entonnoir, LignePlaces, Periode, Perte, Places, Tableau, masquer, reunir, sans_petits_groupes
from pilotage.droits import peut_piloter, territoires_permis
from pilotage.libelles import DELAIS, ETAPES, HORS_TERRITOIRE
from web.adresses import Adresse
from web.contexte import ActeurCourant, Lecture, ServiceWeb, repondre
from web.erreurs import exiger
from web.pages.commun import ErreurChamp, Lien
from web.pages.pilotage import Etape, LigneDelai, LigneEffectifs, OptionTerritoire, PagePilotage
from web.typographie import intervalle, nombre, pluriel

routeur = APIRouter()

PERIODE_PAR_DEFAUT = timedelta(days=90)
PERIODE_MAX = timedelta(days=3 * 366)
TABLEUR = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class _Demande:
    """Period and territoires asked for, what was typed, and the mistakes."""

    periode: Periode
    du: str
    au: str
    erreurs: tuple[ErreurChamp, ...]


@routeur.get("/pilotage", response_class=HTMLResponse)
async def montrer(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """Figures of a period."""
    exiger(peut_piloter(acteur))
    jour, moteur = service.horloge.aujourdhui(), service.vivant.moteur
    demande = _lire(request.query_params, acteur, moteur, jour)
    lu = await depot.tableau(connexion, demande.periode, jour)
    contenu = PagePilotage(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        du=demande.du,
        au=demande.au,
        erreurs=demande.erreurs,
        options=_options(acteur, moteur, demande.periode),
        periode=intervalle(demande.periode.du, demande.periode.au, jour),
        total=_total(lu),
        types=_par_type(lu),
        territoires=_par_territoire(lu, moteur),
        entonnoir=_entonnoir(lu.entonnoir),
        pertes=_pertes(lu.pertes),
        delais=tuple(LigneDelai(DELAIS[d.delai], _jours(d.mediane), _jours(d.neuf_dixiemes), d.nombre) for d in lu.delais),
        sans_nombre=sum(ligne.places.sans_nombre for ligne in lu.places),
        classeur=Lien("Télécharger le classeur (XLSX)", str(Adresse.lire("/pilotage/classeur.xlsx", request.query_params))),
        conventions=ensemble(
            s for s in await depot_conventions.suivis(connexion, vue(acteur), jour) if s.convention.etat is not EtatConvention.CLOSE
        ),
    )
    return repondre(request, "pilotage", contenu)


@routeur.get("/pilotage/classeur.xlsx")
async def telecharger(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """The same figures as a workbook."""
    exiger(peut_piloter(acteur))
    jour, moteur = service.horloge.aujourdhui(), service.vivant.moteur
    demande = _lire(request.query_params, acteur, moteur, jour)
    lu = await depot.tableau(connexion, demande.periode, jour)
    noms = {code: t.nom for code, t in moteur.referentiel.territoires.items()}
    fichier = ecrire(lu, noms, service.horloge.maintenant(), fictif=service.demonstration)
    nom = f"pilotage-{demande.periode.du:%Y%m%d}-{demande.periode.au:%Y%m%d}.xlsx"
    return Response(fichier, media_type=TABLEUR, headers={"Content-Disposition": f'attachment; filename="{nom}"'})


def _lire(parametres: QueryParams, acteur: Acteur, moteur: Moteur, jour: date) -> _Demande:
    erreurs: list[ErreurChamp] = []
    saisies = {champ: parametres.get(champ, "").strip() for champ in ("du", "au")}
    au = _date(saisies["au"], "au", erreurs) or jour
    du = _date(saisies["du"], "du", erreurs) or au - PERIODE_PAR_DEFAUT
    if du > au or au - du > PERIODE_MAX:
        erreurs.append(ErreurChamp("du", "La période va d’une date à une autre qui la suit, de trois ans au plus."))
        du = au - PERIODE_PAR_DEFAUT
    permis = territoires_permis(acteur, frozenset(moteur.referentiel.territoires))
    choisis = frozenset(parametres.getlist("territoire")) & permis
    return _Demande(Periode(du, au, choisis or acteur.territoires), saisies["du"] or du.isoformat(), saisies["au"] or au.isoformat(), tuple(erreurs))


def _date(texte: str, champ: str, erreurs: list[ErreurChamp]) -> date | None:
    try:
        return date.fromisoformat(texte) if texte else None
    except ValueError:
        erreurs.append(ErreurChamp(champ, "Cette date n’existe pas. Exemple : 2026-12-08 pour le 8 décembre 2026."))
        return None


def _options(acteur: Acteur, moteur: Moteur, periode: Periode) -> tuple[OptionTerritoire, ...]:
    noms = {code: t.nom for code, t in moteur.referentiel.territoires.items()}
    permis = territoires_permis(acteur, frozenset(noms))
    return tuple(OptionTerritoire(code, noms[code], code in periode.territoires) for code in sorted(permis, key=lambda c: (noms[c], c)))


def _total(lu: Tableau) -> LigneEffectifs:
    somme = sum((ligne.places for ligne in lu.places), Places())
    return _lignes({None: somme}, {None: ("Ensemble", "/offres", None)})[0]


def _par_type(lu: Tableau) -> tuple[LigneEffectifs, ...]:
    sommes = reunir((ligne.type_offre, ligne.places) for ligne in lu.places)
    ordre = {genre: sommes[genre] for genre in TypeOffre if genre in sommes}
    return _lignes(ordre, {g: (TYPES[g].pluriel, f"/offres?type={g.value}", g) for g in ordre})


def _par_territoire(lu: Tableau, moteur: Moteur) -> tuple[LigneEffectifs, ...]:
    noms = {code: t.nom for code, t in moteur.referentiel.territoires.items()}
    sommes = reunir((ligne.territoire, ligne.places) for ligne in sorted(lu.places, key=lambda p: _rang(p, noms)))
    return _lignes(sommes, {c: (noms.get(c or "", HORS_TERRITOIRE), f"/offres?territoire={c}" if c else None, None) for c in sommes})


def _rang(ligne: LignePlaces, noms: Mapping[str, str]) -> tuple[bool, str]:
    return (ligne.territoire is None, noms.get(ligne.territoire or "", ""))


def _lignes(sommes: Mapping[Cle, Places], mots: Mapping[Cle, tuple[str, str | None, TypeOffre | None]]) -> tuple[LigneEffectifs, ...]:
    lignes = []
    for cle, vues in sans_petits_groupes(sommes).items():
        places, (libelle, href, genre) = sommes[cle], mots[cle]
        lignes.append(
            LigneEffectifs(
                libelle=libelle,
                href=href,
                sessions=places.sessions,
                offertes=places.offertes,
                tenues=vues.tenues,
                prises=vues.prises,
                presentes=vues.presentes,
                perdues=vues.perdues,
                type_offre=genre,
                parts=None if vues.tenues is None or vues.prises is None or not places.offertes else _parts(places),
            )
        )
    return tuple(lignes)


def _parts(places: Places) -> tuple[float, float, float]:
    prises, tenues = (round(100 * n / places.offertes, 1) for n in (places.prises, places.tenues))
    return prises, tenues, round(100 - prises - tenues, 1)


def _entonnoir(lu: Entonnoir) -> tuple[Etape, ...]:
    effectifs = masquer({champ: getattr(lu, champ) for champ in ETAPES})
    plus_grand = max(lu.proposees, 1)
    return tuple(Etape(ETAPES[champ], n, None if n is None else round(100 * n / plus_grand, 1)) for champ, n in effectifs.items())


def _pertes(lues: Sequence[Perte]) -> tuple[Etape, ...]:
    effectifs = masquer({p: p.nombre for p in lues})
    plus_grand = max((p.nombre for p in lues), default=1)
    noms = {p: f"{ETATS[p.etat]} – {MOTIFS[p.motif].lower()}" if p.motif else ETATS[p.etat] for p in lues}
    return tuple(Etape(noms[p], n, None if n is None else round(100 * n / plus_grand, 1)) for p, n in effectifs.items())


def _jours(duree: float) -> str:
    return "moins d’un jour" if duree < 1 else pluriel(round(duree), "jour", "jours") if duree >= 10 else f"{nombre(round(duree, 1))} jours"
