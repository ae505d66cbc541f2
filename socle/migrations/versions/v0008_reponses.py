"""Answers of structures: the contract that an entry carries."""

from socle.migrations.outils import executer_fichier

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Run the file of this version."""
    executer_fichier("0008_reponses.sql")
