"""Conventions with employers: commitments by métier and year, attached offers, hires declared by hand, and the view of what counts as done."""

from socle.migrations.outils import executer_fichier

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Run the file of this version."""
    executer_fichier("0010_conventions.sql")
