"""What a person types about a marché, a lot, a post or someone at work, and what is to be looked at again in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from catalogue.domaine import TypeContrat
from employeurs.clauses.domaine import ZERO, EtatLot, EtatPoste, PublicClause
from employeurs.clauses.valeurs import ValeurRefusee, cpv_de, heures_de, initiale_de, jour_de, mot_de, prenom_de, siret_de
from employeurs.offres.domaine import Faute

Code = TypeVar("Code", bound=StrEnum)
Valeur = TypeVar("Valeur")
JAMAIS = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class FicheMarche:
    """A marché as it is written down."""

    numero: str
    objet: str
    acheteur: str
    acheteur_siret: str | None = None
    cpv: str | None = None
    notification: date | None = None
    fin: date | None = None


@dataclass(frozen=True, slots=True)
class FicheLot:
    """A lot as it is written down."""

    numero: str
    intitule: str
    titulaire: str
    heures_prevues: Decimal
    debut: date
    fin: date
    etat: EtatLot = EtatLot.EN_COURS


@dataclass(frozen=True, slots=True)
class FichePoste:
    """A post as it is written down; ``engagees`` in hours."""

    code_rome: str | None
    contrat: TypeContrat | None
    engagees: Decimal
    etat: EtatPoste
    debut: date | None


@dataclass(frozen=True, slots=True)
class FichePersonne:
    """Someone at work as they are written down; ``poste`` is the internal id of the post."""

    poste: int
    prenom: str
    initiale: str
    repere: str
    public: PublicClause | None
    entree: date
    sortie: date | None = None


@dataclass
class Champs:
    """Fields sent, read one by one; what is wrong is kept in ``fautes`` and reading goes on."""

    tapes: Mapping[str, str]
    fautes: list[Faute] = field(default_factory=list)

    def texte(self, nom: str, demande: str = "") -> str:
        """A text; ``demande`` says what to do when it must be there and is not."""
        mot = mot_de(self.tapes.get(nom, ""))
        if not mot and demande:
            self.refuser(nom, demande)
        return mot

    def lire(self, nom: str, lecteur: Callable[[object], Valeur | None], demande: str = "") -> Valeur | None:
        """A value read by a function of ``valeurs``."""
        try:
            valeur = lecteur(self.tapes.get(nom, ""))
        except ValeurRefusee as refus:
            self.refuser(nom, refus.motif)
            return None
        if valeur is None and demande:
            self.refuser(nom, demande)
        return valeur

    def choix(self, nom: str, genre: type[Code]) -> Code | None:
        """A code of a list, None when nothing known was chosen."""
        return next((code for code in genre if code.value == self.tapes.get(nom)), None)

    def refuser(self, nom: str, message: str) -> None:
        """Keep what is wrong with a field."""
        self.fautes.append(Faute(nom, message))


def lire_marche(champs: Champs) -> FicheMarche:
    """A marché out of a form; its fields keep the names of ``FicheMarche``, the end is ``marche_fin``."""
    fiche = FicheMarche(
        numero=champs.texte("numero", "Écrivez le numéro du marché, tel que l’acheteur le donne.")[:60],
        objet=champs.texte("objet", "Écrivez l’objet du marché, en une phrase.")[:1000],
        acheteur=champs.texte("acheteur", "Écrivez qui achète : la commune, le Département…")[:200],
        acheteur_siret=champs.lire("acheteur_siret", siret_de),
        cpv=champs.lire("cpv", cpv_de),
        notification=champs.lire("notification", jour_de),
        fin=champs.lire("marche_fin", jour_de),
    )
    if fiche.notification and fiche.fin and fiche.fin < fiche.notification:
        champs.refuser("marche_fin", "La fin du marché vient avant sa notification.")
    return fiche


def lire_fiche_lot(champs: Champs) -> FicheLot:
    """A lot out of a form."""
    prevues = champs.lire("heures_prevues", heures_de, "Écrivez les heures d’insertion prévues au contrat.")
    debut = champs.lire("debut", jour_de, "Écrivez le premier jour du lot.")
    fin = champs.lire("fin", jour_de, "Écrivez le dernier jour du lot.")
    if prevues == ZERO:
        champs.refuser("heures_prevues", "Un lot suivi prévoit au moins une heure.")
    if debut and fin and fin < debut:
        champs.refuser("fin", "La fin du lot vient avant son début.")
    return FicheLot(
        numero=champs.texte("lot", "Écrivez le numéro du lot, ou « unique ».")[:60],
        intitule=champs.texte("intitule")[:300],
        titulaire=champs.texte("titulaire", "Écrivez l’entreprise titulaire.")[:200],
        heures_prevues=prevues or ZERO,
        debut=debut or JAMAIS,
        fin=fin or JAMAIS,
        etat=champs.choix("etat", EtatLot) or EtatLot.EN_COURS,
    )


def lire_poste(champs: Champs) -> FichePoste:
    """A post out of a form."""
    return FichePoste(
        code_rome=champs.texte("metier")[:5].upper() or None,
        contrat=champs.choix("contrat", TypeContrat),
        engagees=champs.lire("engagees", heures_de, "Écrivez les heures que ce poste engage.") or ZERO,
        etat=EtatPoste.OUVERT,
        debut=champs.lire("poste_debut", jour_de),
    )


def lire_personne(champs: Champs, poste: int) -> FichePersonne:
    """Someone out of a form: of the name, only the first name and an initial are kept, whatever was typed."""
    prenom = prenom_de(champs.tapes.get("prenom", ""))
    if not prenom:
        champs.refuser("prenom", "Écrivez le prénom.")
    entree, sortie = lire_presence(champs)
    return FichePersonne(
        poste=poste,
        prenom=prenom,
        initiale=initiale_de(champs.tapes.get("initiale", "")),
        repere=champs.texte("repere")[:12],
        public=champs.choix("public", PublicClause),
        entree=entree or JAMAIS,
        sortie=sortie,
    )


def lire_presence(champs: Champs) -> tuple[date | None, date | None]:
    """First and last day of someone; None for the first one when it is wrong."""
    entree = champs.lire("entree", jour_de, "Écrivez le premier jour de travail.")
    sortie = champs.lire("sortie", jour_de)
    if entree and sortie and sortie < entree:
        champs.refuser("sortie", "Le dernier jour vient avant le premier.")
    return entree, sortie
