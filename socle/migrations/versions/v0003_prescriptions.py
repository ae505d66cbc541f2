"""prescriptions."""

from socle.migrations.outils import executer_fichier

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Run the file of this version."""
    executer_fichier("0003_prescriptions.sql")
