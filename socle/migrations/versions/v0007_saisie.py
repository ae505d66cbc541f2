"""Offers written by hand: drafts, trusted structures, closings that hold."""

from socle.migrations.outils import executer_fichier

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Run the file of this version."""
    executer_fichier("0007_saisie.sql")
