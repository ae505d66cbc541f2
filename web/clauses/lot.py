"""The page of one lot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from catalogue.libelles import CONTRATS
from catalogue.referentiel import Referentiel
from comptes.domaine import Acteur
from employeurs.clauses import depot
from employeurs.clauses.domaine import ZERO, EtatPoste, Lot, Participation, Poste
from employeurs.clauses.droits import peut_suivre_clauses
from employeurs.clauses.libelles import A_PRECISER, PUBLICS, heures_en_mots, mois_en_mots
from employeurs.clauses.rythme import MOIS_DU_RYTHME, rythme
from employeurs.offres.domaine import Faute
from pilotage.domaine import GROUPE_MINIMAL
from socle.base import Connexion
from web.adresses import Adresse
from web.clauses.commun import CHEMIN, adresse_du_lot, carte_de, lot_lu
from web.clauses.courbe import dessiner
from web.clauses.grille import RIEN_DE_TAPE, PeriodeGrille, Tape, grille_de
from web.contexte import ActeurCourant, Identifiant, Lecture, Service, ServiceWeb, repondre
from web.mouvements import tirer_cle
from web.pages.clauses_lot import LignePoste, PageLot
from web.pages.commun import ErreurChamp, Lien
from web.typographie import pluriel

routeur = APIRouter(prefix=CHEMIN)

AVIS: Final = {
    "suivi": "Le lot est suivi. Ouvrez ses postes, puis notez les heures chaque mois.",
    "modifie": "Le lot est modifié.",
    "heures": "Les heures sont enregistrées.",
    "inchange": "Aucune heure n’a changé.",
    "poste": "Le poste est ouvert.",
    "regle": "Le poste est modifié.",
    "personne": "La personne est ajoutée.",
    "presence": "C’est noté.",
}
METIERS_PROPOSES: Final = 400


@dataclass(frozen=True, slots=True)
class Montrer:
    """What a page shown again carries: what was typed, what is wrong."""

    fautes: tuple[Faute, ...] = ()
    saisie: Mapping[str, str] = field(default_factory=dict)
    tape: Tape = RIEN_DE_TAPE
    periode: str = ""
    avis: str = ""
    statut: int = 200


@routeur.get("/{identifiant}/{lot}", response_class=HTMLResponse)
async def montrer(
    request: Request, identifiant: Identifiant, lot: Identifiant, connexion: Lecture, service: ServiceWeb, acteur: ActeurCourant
) -> HTMLResponse:
    """A lot: hours against time, posts, people by month."""
    lu = await lot_lu(connexion, acteur, identifiant, lot)
    parametres = request.query_params
    return await repondre_lot(
        request, connexion, service, acteur, lu, Montrer(periode=parametres.get("periode", ""), avis=AVIS.get(parametres.get("avis", ""), ""))
    )


async def repondre_lot(request: Request, connexion: Connexion, service: Service, acteur: Acteur, lot: Lot, quoi: Montrer) -> HTMLResponse:
    """The page of a lot, as it is or shown again with what was typed.

    Args:
        request: the request.
        connexion: any.
        service: what the pages share.
        acteur: who reads.
        lot: the lot.
        quoi: what the page carries.

    Returns:
        The answer.
    """
    jour, ecrit = service.horloge.aujourdhui(), bool(peut_suivre_clauses(acteur))
    postes, personnes = await depot.postes(connexion, lot.id), await depot.participations(connexion, lot.id)
    codes = sorted({p.code_rome for p in postes if p.code_rome and p.etat is EtatPoste.OUVERT})
    contenu = PageLot(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        carte=carte_de(lot, jour),
        marche=Lien(f"Marché {lot.marche_numero}", f"{CHEMIN}/{lot.marche}"),
        offre=Lien("Voir la fiche du catalogue", f"/offres/{lot.offre}") if lot.offre else None,
        version=lot.version,
        ecrit=ecrit,
        courbe=dessiner(lot, jour),
        rythme=_rythme(lot, jour),
        mois=_mois(lot),
        personnes=_nombre(len(personnes), ecrit),
        postes=tuple(_poste(p, lot, personnes, ecrit) for p in postes),
        occuper=await _occuper(connexion, lot, codes) if ecrit else (),
        grille=grille_de(lot, postes, personnes, PeriodeGrille.lire(quoi.periode, lot, jour), jour, quoi.tape) if ecrit else None,
        entrees=await depot.entrees(connexion, lot.id, acteur.id) if ecrit else (),
        metiers=_metiers(service.vivant.moteur.referentiel) if ecrit else (),
        contrats=tuple((c.value, mots) for c, mots in CONTRATS.items()),
        publics=tuple((p.value, mots) for p, mots in PUBLICS.items()),
        saisie=quoi.saisie,
        cle=quoi.saisie.get("cle", "") or tirer_cle(),
        jour=jour,
        erreurs=tuple(ErreurChamp(f.champ, f.message) for f in quoi.fautes),
        conflit=quoi.tape.conflit,
        avis=quoi.avis,
    )
    return repondre(request, "clauses_lot", contenu, statut=quoi.statut)


def _nombre(n: int, ecrit: bool) -> str:
    """How many people, in words; a manager reads no group under five."""
    if not ecrit and 0 < n < GROUPE_MINIMAL:
        return f"moins de {GROUPE_MINIMAL} personnes"
    return pluriel(n, "personne", "personnes")


def _rythme(lot: Lot, jour: date) -> tuple[str, ...]:
    r = rythme(lot, jour)
    phrases = []
    if r.constate is not None:
        phrases.append(f"{heures_en_mots(r.constate.to_integral_value())} par mois en moyenne sur les {MOIS_DU_RYTHME} derniers mois entiers.")
    if r.necessaire is not None and lot.bilan.restantes:
        phrases.append(f"Pour finir à temps, il en faut {heures_en_mots(r.necessaire)} par mois.")
    if r.projete is not None and r.manque:
        phrases.append(f"Au rythme actuel, le lot finirait à {heures_en_mots(r.projete)} : il manquerait {heures_en_mots(r.manque)}.")
    return tuple(phrases)


def _mois(lot: Lot) -> tuple[tuple[str, str, str], ...]:
    lignes, cumul = [], ZERO
    for mois, heures in sorted(lot.par_mois.items()):
        cumul += heures
        lignes.append((mois_en_mots(mois), heures_en_mots(heures), heures_en_mots(cumul)))
    return tuple(lignes)


def _poste(p: Poste, lot: Lot, personnes: Sequence[Participation], ecrit: bool) -> LignePoste:
    libelle = p.metier or A_PRECISER
    adresse = (
        Adresse("/mes-offres/nouvelle").avec("type", "recrutement").avec("titre", f"{libelle}, clause d’insertion du marché {lot.marche_numero}")
    )
    adresse = adresse.avec("structure", lot.titulaire)
    if p.code_rome:
        adresse = adresse.avec("metier", p.code_rome)
    return LignePoste(
        p,
        libelle,
        CONTRATS[p.contrat] if p.contrat else A_PRECISER,
        sum(x.poste == p.id for x in personnes),
        str(adresse) if ecrit and p.etat is EtatPoste.OUVERT else "",
    )


async def _occuper(connexion: Connexion, lot: Lot, codes: Sequence[str]) -> tuple[Lien, ...]:
    liens = [Lien("D’après la fiche de cette clause", f"/offres/{lot.offre}/personnes")] if lot.offre else []
    autres = await depot.offres_des_postes(connexion, lot.titulaire_id, codes)
    return (
        *liens,
        *(Lien(f"D’après l’offre « {titre} »", f"/offres/{identifiant}/personnes") for identifiant, titre in autres if identifiant != lot.offre),
    )


def _metiers(referentiel: Referentiel) -> tuple[tuple[str, str], ...]:
    """Métiers offered while typing; any ROME code may be typed."""
    return tuple((m.code_rome, m.libelle) for m in sorted(referentiel.metiers.values(), key=lambda m: m.libelle)[:METIERS_PROPOSES])


def adresse_avec(lot: Lot, avis: str, periode: str = "", ancre: str = "") -> str:
    """Where a form leads once it is done."""
    adresse = Adresse(adresse_du_lot(lot)).avec("avis", avis)
    return str(adresse.avec("periode", periode) if periode else adresse) + ancre
