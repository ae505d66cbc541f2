"""Accounts, sessions, tokens, throttling, audit, perimeter."""

from socle.migrations.outils import executer_fichier

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables of accounts."""
    executer_fichier("0002_comptes.sql")
