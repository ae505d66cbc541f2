"""Settings, read from the environment (and from a ``.env`` file of the current folder)."""

import os
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import platformdirs
from pydantic import Field
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


class Reglages(BaseSettings):
    """Settings of the service.

    Attributes:
        database_url: a real PostgreSQL server (≥ 16); without it the embedded server is used.
        donnees: folder of the embedded server's data.
        hote, port: address served.
        mode: demonstration or production.
        modele: folder or name of the sentence encoder, the shipped one when empty.
    """

    model_config = SettingsConfigDict(env_prefix="BOITE_", env_file=".env", extra="ignore", populate_by_name=True)

    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    donnees: Path = Field(default_factory=dossier_donnees_par_defaut)
    hote: str = "127.0.0.1"
    port: int = Field(default=8094, validation_alias="PORT", ge=1, le=65535)
    mode: Mode = Mode.DEMONSTRATION
    modele: str = ""


@lru_cache(maxsize=1)
def reglages() -> Reglages:
    """The settings of this process, read once."""
    return Reglages()
