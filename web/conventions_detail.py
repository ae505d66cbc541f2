"""One convention put together for its page: figures, what is to be done, offers, and what a CRE may do there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from catalogue.libelles import CONTRATS
from catalogue.recherche import Moteur, Requete
from comptes.domaine import Acteur, Role
from employeurs.conventions import depot
from employeurs.conventions.domaine import TYPES_QUI_EMBAUCHENT, EtatConvention, NatureAlerte, Proposees, Suivi, alertes
from employeurs.conventions.droits import peut_suivre, voit_les_petits_groupes
from employeurs.conventions.libelles import mots_alerte
from socle.base import Connexion
from web.contexte import Service
from web.conventions_vues import ecoule, mots_periode, mots_proposees, offre, reperes, tableau
from web.mouvements import tirer_cle
from web.pages.commun import ErreurChamp, Lien
from web.pages.conventions import Candidate, LigneEmbauches, PageConvention, Suivre
from web.typographie import pluriel, typo

CANDIDATES: Final = 8
_AVIS: Final = {
    "ouverte": "La convention est ouverte, en préparation : rattachez ses offres, puis notez qu’elle est signée.",
    "modifiee": "La convention est modifiée.",
    "signee": "La convention est signée : ses engagements comptent.",
    "close": "La convention est close.",
    "rattachee": "L’offre compte désormais pour cette convention.",
    "retiree": "L’offre ne compte plus pour cette convention.",
    "declaree": "Les embauches sont comptées.",
    "embauche-retiree": "Cette déclaration est retirée.",
}
_GESTES: Final = {
    EtatConvention.PREPAREE: (("signee", "Noter qu’elle est signée"), ("abandonnee", "Abandonner")),
    EtatConvention.SIGNEE: (("close", "Clôturer"),),
    EtatConvention.CLOSE: (("signee", "Rouvrir"),),
}
# Where one acts on each alert.
_OU: Final = {NatureAlerte.SANS_OFFRE: "#offres", NatureAlerte.FINIE: "#vie", NatureAlerte.A_SIGNER: "#vie", NatureAlerte.SANS_EMBAUCHE: "#embauches"}


def noms_des_metiers(moteur: Moteur) -> dict[str, str]:
    """Names of the métiers by ROME code."""
    return {code: metier.libelle for code, metier in moteur.referentiel.metiers.items()}


async def assembler(
    connexion: Connexion,
    service: Service,
    acteur: Acteur,
    suivi: Suivi,
    *,
    q: str = "",
    avis: str = "",
    saisie: Mapping[str, str] | None = None,
    erreurs: tuple[ErreurChamp, ...] = (),
) -> PageConvention:
    """The page of a convention.

    Args:
        connexion: of the request.
        service: the service.
        acteur: who reads.
        suivi: the convention and its figures.
        q: words of a search of offers to attach.
        avis: code of what was just done.
        saisie: hires as typed, when they are wrong.
        erreurs: what is wrong.

    Returns:
        The page.
    """
    jour, noms, petits = service.horloge.aujourdhui(), noms_des_metiers(service.vivant.moteur), voit_les_petits_groupes(acteur)
    c, cre = suivi.convention, bool(peut_suivre(acteur))
    proposees = await depot.proposees(connexion, c.id)
    return PageConvention(
        aujourdhui=jour,
        donnees_fictives=service.demonstration,
        identifiant=c.identifiant,
        titre=c.titre,
        structure=c.structure,
        etat=c.etat,
        periode=mots_periode(c.periode),
        ecoule=ecoule(c.periode, jour),
        carte=Lien("Sa fiche dans le catalogue", f"/offres/{c.carte}") if c.carte else None,
        referent=c.referent or "",
        note=c.note if cre else "",
        tableau=tableau(suivi.tableau, c.periode, noms, await depot.tensions(connexion, suivi.metiers)),
        a_faire=() if acteur.role is Role.EMPLOYEUR else tuple(_a_faire(suivi, proposees, noms, jour, cre=cre)),
        reperes=reperes(await depot.mesurer_bonus(connexion, c.id), petits=petits),
        proposees=mots_proposees(proposees, petits=petits),
        offres=tuple(offre(o, noms, suivi.metiers, jour, petits=petits) for o in await depot.offres(connexion, c.id, jour)),
        suivre=await _suivre(connexion, service, suivi, q, saisie or {}) if cre else None,
        avis=_AVIS.get(avis, ""),
        erreurs=erreurs,
    )


def _a_faire(suivi: Suivi, proposees: Proposees, noms: Mapping[str, str], jour: date, *, cre: bool) -> Iterator[Lien]:
    """What calls for an action; only a CRE is told of the people who wait, and where to act."""
    for alerte in alertes(suivi, jour):
        yield Lien(typo(mots_alerte(alerte, noms)), _OU.get(alerte.nature, "#metiers"))
    if cre and proposees.en_attente:
        attente = pluriel(proposees.en_attente, "personne attend", "personnes attendent")
        yield Lien(f"{attente} une réponse de l’employeur.", "#offres")


async def _suivre(connexion: Connexion, service: Service, suivi: Suivi, q: str, saisie: Mapping[str, str]) -> Suivre:
    moteur, noms, c = service.vivant.moteur, noms_des_metiers(service.vivant.moteur), suivi.convention
    embauches = await depot.embauches(connexion, c.id)
    jour = service.horloge.aujourdhui()
    return Suivre(
        q=q,
        candidates=await _candidates(connexion, moteur, suivi, q, jour) if c.etat is not EtatConvention.CLOSE else (),
        metiers=tuple((code, noms.get(code, code)) for code in suivi.metiers),
        contrats=tuple((contrat.value, nom) for contrat, nom in CONTRATS.items()),
        saisie={"code_rome": "", "jour": min(jour, c.fin).isoformat(), "nombre": "1", "contrat": "", **saisie},
        cle=tirer_cle(),
        gestes=_GESTES[c.etat],
        modifiable=c.etat is not EtatConvention.CLOSE,
        declarable=c.etat is EtatConvention.SIGNEE and c.debut <= jour,
        embauches=tuple(
            LigneEmbauches(
                e.jour,
                noms.get(e.code_rome, e.code_rome),
                e.nombre,
                f"déclarée{', ' + CONTRATS[e.contrat] if e.contrat else ''}" if e.declaration else "par une prescription",
                e.declaration,
            )
            for e in embauches
        ),
    )


async def _candidates(connexion: Connexion, moteur: Moteur, suivi: Suivi, q: str, jour: date) -> tuple[Candidate, ...]:
    """The employer's own offers; with words, what the search of the catalogue finds, the employer's own first."""
    trouvees = [int(moteur.image.ids[r]) for r in moteur.chercher(Requete(q, par_page=60), jour).rangs] if q else None
    lues = await depot.candidates(connexion, suivi.convention.structure_id, trouvees, CANDIDATES)
    metiers = set(suivi.metiers)
    return tuple(
        Candidate(
            identifiant=o.identifiant,
            titre=o.titre,
            type_offre=o.type_offre,
            structure=o.structure or "",
            code=o.code_rome if o.code_rome and o.code_rome in metiers else "",
            embauche=o.type_offre in TYPES_QUI_EMBAUCHENT,
        )
        for o in lues
    )
