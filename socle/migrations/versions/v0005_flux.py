"""flux."""

from socle.migrations.outils import executer_fichier

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Run the file of this version."""
    executer_fichier("0005_flux.sql")
