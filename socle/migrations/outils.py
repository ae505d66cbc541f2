"""What a migration calls: run one ``.sql`` file whole."""

from pathlib import Path

from alembic import op
from sqlalchemy import text
from sqlalchemy.engine.interfaces import AdaptedConnection

DOSSIER_SQL = Path(__file__).parent / "sql"


def executer_fichier(nom: str) -> None:
    """Run a file of several statements in the migration's transaction, never waiting long for a lock.

    The driver's own ``execute`` takes several statements at once; the first statement, sent through SQLAlchemy, opens the transaction.

    Args:
        nom: name of the file in ``socle/migrations/sql``.
    """
    connexion = op.get_bind()
    connexion.execute(text("SET LOCAL lock_timeout = '5s'"))
    pilote = connexion.connection.dbapi_connection
    assert isinstance(pilote, AdaptedConnection)
    sql = (DOSSIER_SQL / nom).read_text(encoding="utf-8")
    pilote.run_async(lambda brute: brute.execute(sql))
