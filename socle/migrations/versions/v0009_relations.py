"""What a chargé de relation entreprise keeps of structures: contacts, history, next actions."""

from socle.migrations.outils import executer_fichier

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Run the file of this version."""
    executer_fichier("0009_relations.sql")
