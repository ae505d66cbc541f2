"""The French words of the codes of a person's file."""

from __future__ import annotations

from typing import Final

from parcours.dossier.domaine import DroitRsa, EtatCer

DROITS: Final[dict[DroitRsa, str]] = {
    DroitRsa.EN_ATTENTE: "Demande de RSA en attente",
    DroitRsa.REFUSE: "RSA refusé",
    DroitRsa.OUVERT: "RSA ouvert",
    DroitRsa.SUSPENDU: "RSA suspendu",
    DroitRsa.VERSEMENT_SUSPENDU: "RSA ouvert, versement suspendu",
    DroitRsa.CLOS: "RSA clos",
}

ETATS_CER: Final[dict[EtatCer, str]] = {
    EtatCer.EN_RETARD: "Contrat en retard",
    EtatCer.A_SIGNER: "Contrat à signer",
    EtatCer.SIGNE: "Contrat signé",
    EtatCer.INCONNU: "Entrée inconnue",
}
