"""Settings, read from the environment (and from a ``.env`` file of the current folder)."""

import os
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Mode(StrEnum):
    """How the service runs. Only the demonstration mode loads fictitious people."""

    DEMONSTRATION = "demonstration"
    PRODUCTION = "production"


def dossier_donnees_par_defaut() -> Path:
    """Where the embedded PostgreSQL keeps its data, outside any repository.

    Run by root, the embedded server opens read access on every parent of that folder: it then has a path of its own under ``/var/lib``.

    Returns:
        A folder that may not exist yet.
    """
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/boite-a-parcours")
    return Path(platformdirs.user_data_dir("boite-a-parcours", appauthor=False))


# Good for the demonstration only: whoever reads this file knows it.
CLE_DEMONSTRATION = "cle-de-demonstration-a-remplacer"


class ReglageFournisseur(BaseModel):
    """An OpenID Connect provider, as ``BOITE_OIDC`` describes it under the name its address bears."""

    nom: str
    emetteur: str
    client_id: str
    client_secret: SecretStr
    portees: tuple[str, ...] = ("openid", "email")
    acr: str = ""


class Reglages(BaseSettings):
    """Settings of the service.

    Attributes:
        database_url: a real PostgreSQL server (≥ 16); without it the embedded server is used.
        donnees: folder of the embedded server's data.
        hote, port: address served.
        mode: demonstration or production.
        modele: folder or name of the sentence encoder, the shipped one when empty.
        adresse_publique: address that people type to reach the service, written in the links of mails.
        cle: secret of the service, at least 32 random characters: sealed secrets and prints of codes depend on it.
        mandataires: network addresses of the reverse proxies whose ``X-Forwarded-*`` headers are believed, separated by commas.
        oidc: providers offered on the login page, as JSON: ``{"proconnect": {"nom": "ProConnect", "emetteur": …}}``.
        smtp_*: server that takes mails; ``smtp_securite`` is ``starttls``, ``tls`` or ``aucune``. Without ``smtp_hote``, mails are files.
        sms_passerelle: domain of a gateway that turns ``0600000000@domaine`` into an SMS.
        dossier_courrier: where mails go as files when there is no server; beside the data when empty.
    """

    model_config = SettingsConfigDict(env_prefix="BOITE_", env_file=".env", extra="ignore", populate_by_name=True)

    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    donnees: Path = Field(default_factory=dossier_donnees_par_defaut)
    hote: str = "127.0.0.1"
    port: int = Field(default=8094, validation_alias="PORT", ge=1, le=65535)
    mode: Mode = Mode.DEMONSTRATION
    modele: str = ""
    adresse_publique: str = ""
    cle: SecretStr = SecretStr(CLE_DEMONSTRATION)
    mandataires: str = ""
    oidc: dict[str, ReglageFournisseur] = Field(default_factory=dict)
    smtp_hote: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_utilisateur: str = ""
    smtp_mot_de_passe: SecretStr = SecretStr("")
    smtp_securite: Literal["starttls", "tls", "aucune"] = "starttls"
    smtp_expediteur: str = "Boîte à parcours <ne-pas-repondre@boite.example>"
    sms_passerelle: str = ""
    dossier_courrier: Path | None = None

    @property
    def adresse_liens(self) -> str:
        """Address that the links of mails start with, without a final slash."""
        return (self.adresse_publique or f"http://{self.hote}:{self.port}").rstrip("/")

    @property
    def boite_aux_lettres(self) -> Path:
        """Folder where mails go as files."""
        return self.dossier_courrier or self.donnees / "courrier"


@lru_cache(maxsize=1)
def reglages() -> Reglages:
    """The settings of this process, read once."""
    return Reglages()
