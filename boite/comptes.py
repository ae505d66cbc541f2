"""Accounts from the command line: the first administrator, and whoever must be let in without the pages."""

from __future__ import annotations

from typing import Annotated

import typer

from boite.commun import SortieJson, avec_base, console, ecrire_json, proprement
from boite.francais import Commande, groupe
from comptes import depot, services
from comptes.domaine import AVEC_STRUCTURE, NouveauCompte, Role
from socle.base import Bassin, transaction
from socle.erreurs import ErreurPersonne
from socle.horloge import HorlogeSysteme
from socle.reglages import reglages

application = groupe("Comptes des professionnels.")


@application.command("creer", cls=Commande, help="Créer un compte et en imprimer le lien d’invitation, aussi envoyé par courriel.")
@proprement
def creer(
    courriel: Annotated[str, typer.Option(help="Adresse de messagerie de la personne.")],
    role: Annotated[Role, typer.Option(help="Rôle.")],
    nom: Annotated[str, typer.Option(help="Prénom et nom.")],
    structure: Annotated[str, typer.Option(help="SIRET ou identifiant de la structure, pour un cip, un cre ou un employeur.")] = "",
    territoire: Annotated[
        list[str] | None, typer.Option(help="Code d’un territoire où la personne agit ; à répéter. Aucun : tout le département.")
    ] = None,
    en_json: SortieJson = False,
) -> None:
    """Create an account and print its invitation."""
    if role is Role.ALLOCATAIRE:
        raise ErreurPersonne("L’espace d’une personne accompagnée s’ouvre depuis son dossier, par son référent.")
    if not services.courriel_valide(courriel):
        raise ErreurPersonne(f"« {courriel} » n’est pas une adresse de messagerie.")
    lien = avec_base(lambda bassin: _inviter(bassin, courriel, role, nom, structure, frozenset(territoire or ())))
    if en_json:
        ecrire_json({"courriel": services.courriel_normal(courriel), "role": role.value, "invitation": lien})
        return
    console.print(f"Compte créé. Lien d’invitation, valable 7 jours, à remettre à {nom} :", highlight=False)
    typer.echo(lien)


async def _inviter(bassin: Bassin, courriel: str, role: Role, nom: str, structure: str, territoires: frozenset[str]) -> str:
    maintenant, adresse = HorlogeSysteme().maintenant(), services.courriel_normal(courriel)
    async with transaction(bassin) as connexion:
        structure_id = await depot.id_structure(connexion, structure) if structure else None
        if structure and structure_id is None:
            raise ErreurPersonne(f"Aucune structure ouverte ne porte le SIRET ou l’identifiant « {structure} ».")
        if role in AVEC_STRUCTURE and structure_id is None:
            raise ErreurPersonne(f"Le rôle « {role.value} » agit pour une structure : donnez-la avec --structure.")
        inconnus = territoires - await depot.territoires_connus(connexion)
        if inconnus:
            raise ErreurPersonne(f"Territoire inconnu : {', '.join(sorted(inconnus))}.")
        compte = NouveauCompte(role, nom, adresse, structure_id, territoires)
        acteur = await services.creer(connexion, None, compte, maintenant)
        return await services.inviter(connexion, None, acteur, adresse, maintenant, lambda chemin: reglages().adresse_liens + chemin)
