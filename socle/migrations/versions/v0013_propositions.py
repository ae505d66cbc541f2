"""Batches of proposals made by a CRE, and how often people were proposed something."""

from socle.migrations.outils import executer_fichier

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Run the file of this version."""
    executer_fichier("0013_propositions.sql")
