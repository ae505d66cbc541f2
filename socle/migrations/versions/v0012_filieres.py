"""Filières: saved sets of métiers and structures, and the rule that says which offers belong to them."""

from socle.migrations.outils import executer_fichier

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Run the file of this version."""
    executer_fichier("0012_filieres.sql")
