"""Structures: the list, narrowed by words and filters, and the same by commune on a map."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import QueryParams

from catalogue.domaine import TypeStructure
from catalogue.libelles import STRUCTURES
from catalogue.referentiel import Referentiel
from employeurs.relations import suivi
from employeurs.relations.annuaire import SEULS, Filtres, ParCommune, Vue, par_commune, regarder
from employeurs.relations.domaine import LigneStructure
from employeurs.relations.droits import peut_tenir_relations
from web.adresses import Adresse
from web.carte import CarteChiffres, repartir
from web.contexte import ActeurCourant, Lecture, ServiceWeb, repondre
from web.erreurs import exiger
from web.pages.commun import Conseil, Lien, Onglet
from web.pages.portefeuille import Filtre, ValeurFiltre
from web.pages.structures import LigneCommune, LigneListe, PageStructures
from web.pagination import numero_page, paginer

routeur = APIRouter()

CHEMIN = "/structures"
PAR_PAGE = 25
_SEULS = {"silencieuses": "Ne répondent pas", "sans_echange": "Sans échange depuis 3 mois", "offres": "Avec des offres publiées"}
_MESURES = {"structures": "Structures", "places": "Places ouvertes"}
assert set(_SEULS) == set(SEULS)


@routeur.get(CHEMIN, response_class=HTMLResponse)
async def lister(request: Request, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant) -> HTMLResponse:
    """The list, or the map."""
    exiger(peut_tenir_relations(acteur))
    lus, jour, referentiel = request.query_params, service.horloge.aujourdhui(), service.vivant.moteur.referentiel
    filtres = _filtres(lus)
    vue = regarder(await suivi.annuaire(connexion, jour), filtres, jour)
    adresse, page, en_carte = Adresse.lire(CHEMIN, lus), numero_page(lus), lus.get("vue") == "carte"
    mesure = "places" if lus.get("mesure") == "places" else "structures"
    communes = par_commune(vue.lignes) if en_carte else ()
    contenu = PageStructures(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        total=len(vue.lignes),
        q=filtres.q,
        filtres=_montrer_filtres(vue, filtres, referentiel),
        actifs=_actifs(adresse, filtres, referentiel),
        onglets=_onglets(adresse, en_carte),
        caches=tuple((nom, valeur) for nom, valeur in adresse.parametres if nom in {"vue", "mesure", "commune"}),
        en_carte=en_carte,
        lignes=() if en_carte else tuple(_ligne(x) for x in vue.lignes[(page - 1) * PAR_PAGE : page * PAR_PAGE]),
        carte=_carte(communes, adresse, referentiel, mesure),
        mesures=tuple(Onglet(mots, str(adresse.sans("mesure").avec("mesure", m)), None, m == mesure) for m, mots in _MESURES.items()),
        communes=tuple(LigneCommune(c, _vers(adresse, c.code_insee) if c.code_insee else None) for c in communes),
        conseils=(Conseil("Écrire moins de mots : le début d’un nom suffit"), Conseil("Effacer les filtres", CHEMIN)),
        pagination=paginer(adresse, 0 if en_carte else len(vue.lignes), PAR_PAGE, page),
    )
    return repondre(request, "structures", contenu, bloc="resultats")


def _filtres(lus: QueryParams) -> Filtres:
    connus = {t.value for t in TypeStructure}
    return Filtres(
        q=lus.get("q", "").strip()[:100],
        types=frozenset(v for v in lus.getlist("types") if v in connus),
        territoires=frozenset(v for v in lus.getlist("territoires") if v),
        commune=lus.get("commune", "").strip()[:5],
        **{nom: lus.get(nom) == "1" for nom in SEULS},
    )


def _montrer_filtres(vue: Vue, filtres: Filtres, referentiel: Referentiel) -> tuple[Filtre, ...]:
    noms = {
        "territoires": ("Territoire", {code: t.nom for code, t in sorted(referentiel.territoires.items(), key=lambda p: (p[1].nom, p[0]))}),
        "types": ("Type de structure", {t.value: mots for t, mots in STRUCTURES.items()}),
    }
    seuls = tuple(Filtre(nom, "", (ValeurFiltre("1", mots, vue.comptes[nom]["1"], getattr(filtres, nom)),)) for nom, mots in _SEULS.items())
    multiples = []
    for nom, (titre, libelles) in noms.items():
        valeurs = (ValeurFiltre(v, mots, vue.comptes[nom].get(v, 0), v in getattr(filtres, nom)) for v, mots in libelles.items())
        multiples.append(Filtre(nom, titre, tuple(v for v in valeurs if v.nombre or v.active)))
    return (*seuls, *multiples)


def _actifs(adresse: Adresse, filtres: Filtres, referentiel: Referentiel) -> tuple[Lien, ...]:
    """Links that take one filter away."""
    mots: list[tuple[str, str, str]] = [(nom, "1", mots) for nom, mots in _SEULS.items() if getattr(filtres, nom)]
    mots += [("territoires", code, t.nom) for code, t in referentiel.territoires.items() if code in filtres.territoires]
    mots += [("types", t.value, nom) for t, nom in STRUCTURES.items() if t.value in filtres.types]
    if filtres.commune:
        connue = referentiel.communes.get(filtres.commune)
        mots.append(("commune", filtres.commune, connue.nom if connue else filtres.commune))
    return tuple(Lien(libelle, str(adresse.sans(nom, valeur))) for nom, valeur, libelle in mots)


def _onglets(adresse: Adresse, en_carte: bool) -> tuple[Onglet, ...]:
    liste = adresse.sans("vue").sans("mesure")
    return Onglet("Liste", str(liste), None, not en_carte), Onglet("Par commune", str(liste.avec("vue", "carte")), None, en_carte)


def _vers(adresse: Adresse, code_insee: str) -> str:
    return str(adresse.sans("vue").sans("mesure").sans("commune").avec("commune", code_insee))


def _carte(communes: Iterable[ParCommune], adresse: Adresse, referentiel: Referentiel, mesure: str) -> CarteChiffres | None:
    chiffres = {c.code_insee: c.libres if mesure == "places" else c.structures for c in communes if c.code_insee}
    du_territoire = [c for c in referentiel.communes.values() if c.territoire]
    legende = "Places ouvertes par commune" if mesure == "places" else "Structures par commune"
    return repartir(du_territoire, chiffres, {code: _vers(adresse, code) for code in chiffres}, legende)


def _ligne(x: LigneStructure) -> LigneListe:
    return LigneListe(
        x.identifiant, x.nom, STRUCTURES[x.type_structure], x.commune, x.dernier_echange, x.prochaine_action, x.offres, x.libres, x.silence
    )
