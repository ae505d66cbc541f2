"""Migrations: Alembic running plain SQL, forward only."""
