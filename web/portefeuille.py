"""The portefeuille: the people of a counsellor narrowed, sorted, given to a colleague, taken away in a workbook without anything sensitive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import QueryParams

from catalogue.domaine import Frein
from catalogue.libelles import FREINS
from comptes.domaine import OUI, Acteur, Decision, Role, non
from parcours.domaine import Orientation
from parcours.dossier import depot, services
from parcours.dossier.libelles import ETATS_CER
from parcours.dossier.portefeuille import INCONNU, Filtres, LignePortefeuille, Suivies, Tri, Vue, regarder
from parcours.libelles import ORIENTATIONS
from parcours.perimetre import Perimetre
from parcours.rapprochements import depot as depot_rapprochements
from socle.base import Connexion, transaction
from socle.erreurs import ErreurPersonne
from socle.journal import noter
from web.adresses import Adresse
from web.classeur_portefeuille import classeur
from web.contexte import ActeurCourant, Ecriture, Formulaire, Lecture, Service, ServiceWeb, champ, repondre
from web.erreurs import exiger
from web.pages.commun import Conseil, ErreurChamp, Lien
from web.pages.portefeuille import Choix, Filtre, LignePersonne, PagePortefeuille, ValeurFiltre
from web.pagination import numero_page, paginer
from web.typographie import pluriel

routeur = APIRouter()

CHEMIN = "/portefeuille"
PAR_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_SUIVIES = {Suivies.MOI: "Mes personnes", Suivies.STRUCTURE: "Toute ma structure", Suivies.SANS_REFERENT: "Sans référent"}
_TRIS = {Tri.NOM: "Par nom", Tri.CER: "Contrat le plus pressé", Tri.ENTREE: "Entrées récentes", Tri.MAJ: "Dossiers les plus anciens"}
_MULTIPLES: dict[str, tuple[str, Mapping[str, str]]] = {
    "cers": ("Contrat (CER ou PPAE)", {e.value: mots for e, mots in ETATS_CER.items()}),
    "orientations": ("Orientation", {**{o.value: ORIENTATIONS[o] for o in Orientation}, INCONNU: "À préciser"}),
    "freins": ("Freins", {**{f.value: FREINS[f] for f in Frein}, INCONNU: "Aucun frein noté"}),
}
_SEULS = {"sans_projet": "Sans projet écrit", "sorties": "Sorties du RSA"}


def peut_voir_portefeuille(acteur: Acteur) -> Decision:
    """See a portefeuille: counsellors, who alone have one."""
    return OUI if acteur.role is Role.CIP else non("Le portefeuille est celui des conseillers en insertion.")


@routeur.get(CHEMIN, response_class=HTMLResponse)
async def montrer(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """The list."""
    exiger(peut_voir_portefeuille(acteur))
    faites = request.query_params.get("affectees", "")
    avis = (
        f"{pluriel(int(faites), 'personne a', 'personnes ont', 'aucune personne n’a')} changé de référent."
        if faites.isdecimal() and len(faites) < 6
        else ""
    )
    return await _page(request, connexion, service, acteur, request.query_params, avis=avis)


@routeur.get(f"{CHEMIN}/export")
async def exporter(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> Response:
    """The same people in a workbook: names, orientation, contract; no frein, no contact, no note."""
    exiger(peut_voir_portefeuille(acteur))
    vue = await _vue(connexion, service, acteur, request.query_params)
    async with transaction(service.annexe) as a_part:
        await noter(a_part, acteur, "portefeuille.exporter", f"personnes:{len(vue.lignes)}")
    jour = service.horloge.aujourdhui()
    contenu = classeur(vue.lignes, jour, fictif=service.demonstration)
    entetes = {"Content-Disposition": f'attachment; filename="portefeuille-{jour.isoformat()}.xlsx"'}
    return Response(contenu, media_type=XLSX, headers=entetes)


@routeur.post(f"{CHEMIN}/affecter")
async def affecter(request: Request, connexion: Ecriture, service: ServiceWeb, acteur: ActeurCourant, champs: Formulaire) -> Response:
    """Give the people ticked to a colleague."""
    exiger(peut_voir_portefeuille(acteur))
    retour = QueryParams(champ(champs, "retour", 2000))
    choisies = [valeur for valeur in champs.getlist("personnes") if isinstance(valeur, str)][:1000]
    try:
        nombre = await services.affecter(connexion, acteur, choisies, champ(champs, "referent"), service.horloge)
    except ErreurPersonne as erreur:
        fautif = "referent" if choisies else "personnes"
        return await _page(request, connexion, service, acteur, retour, erreurs=(ErreurChamp(fautif, str(erreur)),), statut=400)
    suite = Adresse.lire(CHEMIN, retour).sans("affectees").avec("affectees", str(nombre))
    return RedirectResponse(str(suite), 303)


async def _vue(connexion: Connexion, service: Service, acteur: Acteur, lus: QueryParams) -> Vue:
    lignes = await depot.portefeuille(connexion, Perimetre.de(acteur))
    return regarder(lignes, _filtres(lus), _tri(lus), acteur.id, service.horloge.aujourdhui())


def _filtres(lus: QueryParams) -> Filtres:
    multiples = {nom: frozenset(v for v in lus.getlist(nom) if v in valeurs) for nom, (_, valeurs) in _MULTIPLES.items()}
    return Filtres(
        suivies=next((s for s in Suivies if s.value == lus.get("suivies")), Suivies.MOI),
        q=lus.get("q", "")[:100],
        sans_projet=lus.get("sans_projet") == "1",
        sorties=lus.get("sorties") == "1",
        **multiples,
    )


def _tri(lus: QueryParams) -> Tri:
    return next((t for t in Tri if t.value == lus.get("tri")), Tri.NOM)


async def _page(
    request: Request,
    connexion: Connexion,
    service: Service,
    acteur: Acteur,
    lus: QueryParams,
    *,
    avis: str = "",
    erreurs: tuple[ErreurChamp, ...] = (),
    statut: int = 200,
) -> HTMLResponse:
    vue, page, jour = await _vue(connexion, service, acteur, lus), numero_page(lus), service.horloge.aujourdhui()
    adresse = Adresse.lire(CHEMIN, lus).sans("affectees")
    debut = (page - 1) * PAR_PAGE
    collegues = await depot.collegues(connexion, acteur.structure_id) if acteur.structure_id is not None else []
    filtres = _filtres(lus)
    contenu = PagePortefeuille(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        total=len(vue.lignes),
        personnes=tuple(_ligne(ligne, service) for ligne in vue.lignes[debut : debut + PAR_PAGE]),
        q=filtres.q,
        filtres=_montrer_filtres(vue, filtres),
        actifs=_actifs(adresse),
        tris=tuple(Choix(t.value, mots, t is _tri(lus)) for t, mots in _TRIS.items()),
        collegues=tuple(Choix(c.identifiant, c.nom) for c in collegues),
        export=str(Adresse(f"{CHEMIN}/export", adresse.page(1).parametres)),
        retour=str(adresse).partition("?")[2],
        rapprochements=await depot_rapprochements.nombre(connexion, acteur),
        avec_referent=filtres.suivies is not Suivies.MOI,
        pagination=paginer(adresse, len(vue.lignes), PAR_PAGE, page),
        conseils=(Conseil("Voir toute la structure", f"{CHEMIN}?suivies=structure"), Conseil("Effacer les filtres", CHEMIN)),
        avis=avis,
        erreurs=erreurs,
    )
    return repondre(request, "portefeuille", contenu, bloc="resultats", statut=statut)


def _ligne(ligne: LignePortefeuille, service: Service) -> LignePersonne:
    return LignePersonne(
        identifiant=ligne.identifiant,
        nom=f"{ligne.nom} {ligne.prenom}",
        commune=ligne.commune,
        orientation=ORIENTATIONS[ligne.orientation] if ligne.orientation else None,
        cer=ligne.cer(service.horloge.aujourdhui()),
        freins=tuple(FREINS[f] for f in ligne.freins),
        projet=ligne.projet,
        referent=ligne.referent,
    )


def _montrer_filtres(vue: Vue, filtres: Filtres) -> tuple[Filtre, ...]:
    suivies = [ValeurFiltre(s.value, mots, vue.comptes["suivies"][s.value], s is filtres.suivies) for s, mots in _SUIVIES.items()]
    montres = [Filtre("suivies", "Qui", tuple(suivies), unique=True)]
    for nom, (titre, libelles) in _MULTIPLES.items():
        choisies = getattr(filtres, nom)
        valeurs = [ValeurFiltre(v, mots, vue.comptes[nom].get(v, 0), v in choisies) for v, mots in libelles.items()]
        montres.append(Filtre(nom, titre, tuple(v for v in valeurs if v.nombre or v.active)))
    montres += [Filtre(nom, "", (ValeurFiltre("1", mots, vue.comptes[nom]["1"], getattr(filtres, nom)),)) for nom, mots in _SEULS.items()]
    return tuple(montres)


def _actifs(adresse: Adresse) -> tuple[Lien, ...]:
    """Links that take one filter away."""
    libelles: Sequence[tuple[str, str, str]] = [(nom, v, mots) for nom, (_, valeurs) in _MULTIPLES.items() for v, mots in valeurs.items()]
    seuls = [(nom, "1", mots) for nom, mots in _SEULS.items()]
    return tuple(Lien(mots, str(adresse.sans(nom, v))) for nom, v, mots in (*libelles, *seuls) if (nom, v) in adresse.parametres)
