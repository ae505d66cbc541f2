"""Référentiels, catalogue and people."""

from socle.migrations.outils import executer_fichier

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the first tables."""
    executer_fichier("0001_catalogue.sql")
