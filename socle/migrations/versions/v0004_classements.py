"""Lists shown and what followed."""

from socle.migrations.outils import executer_fichier

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Run the file of this version."""
    executer_fichier("0004_classements.sql")
