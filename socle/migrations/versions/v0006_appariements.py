"""Nightly rankings of everybody."""

from socle.migrations.outils import executer_fichier

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Run the file of this version."""
    executer_fichier("0006_appariements.sql")
