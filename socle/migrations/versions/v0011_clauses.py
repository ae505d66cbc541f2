"""Social clauses followed: marchés, lots, posts, people at work, hours by month."""

from socle.migrations.outils import executer_fichier

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Run the file of this version."""
    executer_fichier("0011_clauses.sql")
