"""The French words of the codes about people (those of offers are in ``catalogue.libelles``)."""

from __future__ import annotations

from typing import Final

from parcours.domaine import MoyenTransport, Orientation

ORIENTATIONS: Final[dict[Orientation, str]] = {
    Orientation.RUS_PROCHE: "Proche de l’emploi, suivi par le Département",
    Orientation.RUS_ELOIGNE: "Des freins à lever d’abord, suivi par un travailleur social",
    Orientation.FT_PROCHE: "Suivi par France Travail",
    Orientation.FT_GLOBAL: "Accompagnement global avec France Travail",
}

TRANSPORTS: Final[dict[MoyenTransport, str]] = {
    MoyenTransport.A_PIED: "à pied",
    MoyenTransport.VELO: "à vélo",
    MoyenTransport.TRANSPORTS: "en transports en commun",
    MoyenTransport.DEUX_ROUES: "en deux-roues",
    MoyenTransport.VOITURE: "en voiture",
}
