"""Following social clauses: marchés and lots, posts, people at work, hours by month."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from comptes.domaine import Acteur
from employeurs.clauses import depot
from employeurs.clauses.domaine import (
    HEURES_MAX_PAR_MOIS,
    EtatPoste,
    Lot,
    Participation,
    PublicClause,
    Source,
    bornes_de,
    bornes_du_lot,
)
from employeurs.clauses.libelles import mois_en_mots
from employeurs.clauses.saisie import FicheLot, FicheMarche, FichePersonne, FichePoste
from employeurs.offres.domaine import Faute
from socle.base import Connexion
from socle.horloge import Horloge
from socle.identifiants import Tirage, identifiant_public
from socle.journal import noter

Cellule = tuple[str, date]


class ClauseRefusee(Exception):
    """What was asked cannot be done; ``fautes`` say why, field by field. Nothing is written."""

    def __init__(self, *fautes: Faute) -> None:
        super().__init__(" ".join(f.message for f in fautes))
        self.fautes = fautes


class LotChange(Exception):
    """Someone wrote in between: what was typed was typed over an old page. Nothing is written."""


@dataclass(frozen=True, slots=True)
class Suivi:
    """Public ids of a marché and of a lot."""

    marche: str
    lot: str


async def suivre(
    connexion: Connexion,
    acteur: Acteur | None,
    marche: FicheMarche,
    lot: FicheLot,
    horloge: Horloge,
    *,
    offre: str | None = None,
    siret: str | None = None,
    tirage: Tirage = secrets.randbelow,
) -> Suivi:
    """Begin to follow a lot; its marché is opened when this buyer has none of that number.

    Args:
        connexion: inside a writing transaction.
        acteur: who follows; None for the command line.
        marche: the marché; what is already known of it is kept.
        lot: the lot.
        horloge: clock.
        offre: public id of the card of the catalogue that this lot is.
        siret: of the holder, when a file gives it.
        tirage: draws public ids.

    Returns:
        Where it is followed.

    Raises:
        ClauseRefusee: this lot is already followed.
    """
    identifiant = identifiant_public(tirage)
    id_ = await depot.ajouter_marche(connexion, identifiant, marche, horloge.maintenant())
    if id_ is None:
        connu = (await depot.marches_nommes(connexion, marche.numero, marche.acheteur))[0]
        id_, identifiant = connu.id, connu.identifiant
    else:
        await noter(connexion, acteur, "marche.suivre", f"marche:{identifiant}")
    return Suivi(identifiant, await ajouter_lot(connexion, acteur, id_, lot, horloge, offre=offre, siret=siret, tirage=tirage))


async def ajouter_lot(
    connexion: Connexion,
    acteur: Acteur | None,
    marche_id: int,
    fiche: FicheLot,
    horloge: Horloge,
    *,
    offre: str | None = None,
    siret: str | None = None,
    tirage: Tirage = secrets.randbelow,
) -> str:
    """Add a lot to a marché.

    Args:
        connexion: inside a writing transaction.
        acteur: who follows; None for the command line.
        marche_id: the marché.
        fiche: the lot.
        horloge: clock.
        offre: public id of its card of the catalogue.
        siret: of its holder, when a file gives it.
        tirage: draws public ids.

    Returns:
        Public id of the lot.

    Raises:
        ClauseRefusee: the marché already has a lot of this number.
    """
    identifiant = identifiant_public(tirage)
    titulaire = await depot.structure_nommee(connexion, fiche.titulaire, siret)
    if await depot.ajouter_lot(connexion, identifiant, marche_id, fiche, titulaire, offre, horloge.maintenant()) is None:
        raise ClauseRefusee(Faute("lot", "Ce lot est déjà suivi pour ce marché. Ouvrez-le, ou donnez un autre numéro."))
    await noter(connexion, acteur, "lot.suivre", f"lot:{identifiant}")
    return identifiant


async def modifier_lot(connexion: Connexion, acteur: Acteur, lot: Lot, version: int, fiche: FicheLot, horloge: Horloge) -> None:
    """Change what the contract of a lot says.

    Args:
        connexion: inside a writing transaction.
        acteur: who writes.
        lot: the lot.
        version: the one that was read.
        fiche: what it becomes; its number stays.
        horloge: clock.

    Raises:
        LotChange: someone wrote in between.
        ClauseRefusee: hours already told would fall out of the dates.
    """
    bornes = bornes_du_lot(fiche.debut, fiche.fin)
    if dehors := [mois for mois in lot.par_mois if not bornes.accepte(mois)]:
        mots = "Des heures sont déjà notées"
        champ = "debut" if dehors[0] < bornes.debut else "fin"
        raise ClauseRefusee(Faute(champ, f"{mots} pour {mois_en_mots(dehors[0])}, hors de ces dates : corrigez-les d’abord."))
    titulaire = await depot.structure_nommee(connexion, fiche.titulaire)
    if not await depot.modifier_lot(connexion, lot.id, version, fiche, titulaire, horloge.maintenant()):
        raise LotChange
    await noter(connexion, acteur, "lot.modifier", f"lot:{lot.identifiant}")


async def ouvrir_poste(
    connexion: Connexion, acteur: Acteur, lot: Lot, fiche: FichePoste, cle: str, horloge: Horloge, tirage: Tirage = secrets.randbelow
) -> None:
    """Open a post on a lot; the same ``cle`` twice opens it once.

    Raises:
        ClauseRefusee: unknown métier.
    """
    if fiche.code_rome and not await depot.metier_connu(connexion, fiche.code_rome):
        raise ClauseRefusee(Faute("metier", "Ce code ROME n’existe pas. Exemple : F1704 pour un maçon."))
    identifiant = identifiant_public(tirage)
    if await depot.ajouter_poste(connexion, identifiant, cle, lot.id, fiche, horloge.maintenant()) is not None:
        await noter(connexion, acteur, "poste.ouvrir", f"poste:{identifiant}")


async def regler_poste(connexion: Connexion, acteur: Acteur, lot: Lot, identifiant: str, engagees: Decimal, etat: EtatPoste) -> bool:
    """Change the hours that a post commits and its state; False when the lot has no such post."""
    fait = await depot.regler_poste(connexion, lot.id, identifiant, engagees, etat)
    if fait:
        await noter(connexion, acteur, "poste.regler", f"poste:{identifiant}")
    return fait


async def ajouter_personne(
    connexion: Connexion,
    acteur: Acteur,
    lot: Lot,
    fiche: FichePersonne,
    cle: str,
    horloge: Horloge,
    *,
    entree: str | None = None,
    tirage: Tirage = secrets.randbelow,
) -> None:
    """Put someone on a post of a lot; the same ``cle`` twice puts them once.

    Args:
        connexion: inside a writing transaction.
        acteur: who writes.
        lot: the lot.
        fiche: who, on which post, since when.
        cle: drawn when the form was shown.
        horloge: clock.
        entree: public id of the prescription by which they came; their name is then that of their file.
        tirage: draws public ids.

    Raises:
        ClauseRefusee: nobody came by that prescription, someone of that name is already there, or the dates are out of those of the lot.
    """
    liaison = await _liaison(connexion, acteur, entree)
    if liaison:
        fiche = replace(fiche, prenom=liaison.prenom, initiale=liaison.initiale)
    _exiger_dates(lot, fiche.entree)
    identifiant, instant = identifiant_public(tirage), horloge.maintenant()
    if await depot.ajouter_participation(connexion, identifiant, cle, fiche, instant, prescription_id=liaison.id if liaison else None) is not None:
        qui = liaison.allocataire_id if liaison else None
        await noter(connexion, acteur, "participation.ouvrir", f"participation:{identifiant}", allocataire_id=qui)


async def _liaison(connexion: Connexion, acteur: Acteur, entree: str | None) -> depot.Liaison | None:
    """The prescription that a form names, None when it names none."""
    if not entree:
        return None
    liaison = await depot.prescription(connexion, entree, acteur.id)
    if liaison is None:
        raise ClauseRefusee(Faute("personne", "Cette personne n’est pas dans la liste : choisissez-la de nouveau."))
    return liaison


def _exiger_dates(lot: Lot, entree: date) -> None:
    if not lot.debut <= entree <= lot.fin:
        raise ClauseRefusee(Faute("entree", f"Le lot va du {lot.debut:%d/%m/%Y} au {lot.fin:%d/%m/%Y} : l’entrée est hors de ces dates."))


async def regler_personne(
    connexion: Connexion,
    acteur: Acteur,
    lot: Lot,
    personne: Participation,
    presence: tuple[date, date | None],
    public: PublicClause | None,
    entree: str | None = None,
) -> None:
    """Change the dates and the public of someone, and say by which prescription they came.

    Args:
        connexion: inside a writing transaction.
        acteur: who writes.
        lot: the lot.
        personne: who.
        presence: first and last day, None while they are there.
        public: why they may be hired on these hours.
        entree: public id of a prescription to tie them to, None to leave that as it is.

    Raises:
        ClauseRefusee: hours already told would fall out of the dates, or nobody came by that prescription.
    """
    _exiger_dates(lot, presence[0])
    bornes = bornes_de(bornes_du_lot(lot.debut, lot.fin), *presence)
    if dehors := [mois for mois in sorted(personne.heures) if not bornes.accepte(mois)]:
        champ = "entree" if dehors[0] < bornes.debut else "sortie"
        raise ClauseRefusee(Faute(champ, f"Des heures sont notées pour {mois_en_mots(dehors[0])}, hors de ces dates : corrigez-les d’abord."))
    liaison = await _liaison(connexion, acteur, entree)
    await depot.regler_participation(connexion, replace(personne, entree=presence[0], sortie=presence[1], public=public, dates_deduites=False))
    if liaison:
        await depot.lier_participation(connexion, personne.id, liaison.id)
    qui = liaison.allocataire_id if liaison else None
    await noter(connexion, acteur, "participation.regler", f"participation:{personne.identifiant}", allocataire_id=qui)


async def saisir_heures(
    connexion: Connexion, acteur: Acteur, lot: Lot, version: int, cellules: Mapping[Cellule, Decimal | None], horloge: Horloge
) -> int:
    """Write hours by person and month, all of them or none.

    Args:
        connexion: inside a writing transaction.
        acteur: who writes.
        lot: the lot.
        version: the one that was read.
        cellules: hours by public id of the person and first day of the month; None forgets those of the month.
        horloge: clock.

    Returns:
        How many changed.

    Raises:
        LotChange: someone wrote in between.
        ClauseRefusee: hours out of the dates of the person or of the lot, under ``heures-<personne>-<aaaa-mm>``.
    """
    if await depot.prendre_lot(connexion, lot.id) != version:
        raise LotChange
    personnes = {p.identifiant: p for p in await depot.participations(connexion, lot.id)}
    changees = {c: h for c, h in cellules.items() if c[0] in personnes and personnes[c[0]].heures.get(c[1]) != h}
    if fautes := [f for (qui, mois), h in changees.items() if h is not None and (f := faute_de_cellule(lot, personnes[qui], mois, h))]:
        raise ClauseRefusee(*fautes)
    instant = horloge.maintenant()
    for (qui, mois), heures in changees.items():
        await depot.ecrire_heures(connexion, personnes[qui].id, mois, heures, source=Source.SAISIE, compte_id=acteur.id, instant=instant)
    if changees:
        await depot.avancer_version(connexion, lot.id, instant)
        await noter(connexion, acteur, "heures.saisir", f"lot:{lot.identifiant}")
    return len(changees)


def faute_de_cellule(lot: Lot, personne: Participation, mois: date, heures: Decimal) -> Faute | None:
    """What is wrong with hours of someone for a month, None when they can be written."""
    champ = nom_de_cellule(personne.identifiant, mois)
    if heures > HEURES_MAX_PAR_MOIS:
        return Faute(champ, f"{personne.nom}, {mois_en_mots(mois)} : pas plus de {HEURES_MAX_PAR_MOIS} heures par mois.")
    if not bornes_de(bornes_du_lot(lot.debut, lot.fin), personne.entree, personne.sortie).accepte(mois):
        return Faute(champ, f"{personne.nom}, {mois_en_mots(mois)} : hors de ses dates de contrat ou de celles du lot.")
    return None


def nom_de_cellule(personne: str, mois: date) -> str:
    """Name of the field of a cell of the grid."""
    return f"heures-{personne}-{mois:%Y-%m}"


def cellules_de(personnes: Sequence[Participation], mois: Sequence[date], lot: Lot) -> tuple[Cellule, ...]:
    """Cells that can be written, in the order they are shown."""
    bornes = bornes_du_lot(lot.debut, lot.fin)
    return tuple((p.identifiant, m) for p in personnes for m in mois if bornes_de(bornes, p.entree, p.sortie).accepte(m))
