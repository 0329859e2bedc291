"""A database of one table in the user's own place; it is never worth a run.

One that is damaged, or of another version of this product, proves nothing: it is begun anew.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path


def opened(path: Path, table: str) -> sqlite3.Connection:
    """The database; `table` is how its one table is created.

    Raises OSError or sqlite3.Error where the place cannot be written, or another run holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _prepared(path, table)
    except sqlite3.OperationalError:  # another run holds it, or the disk is no good
        raise
    except sqlite3.DatabaseError:
        path.unlink()
        return _prepared(path, table)


def _prepared(path: Path, table: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=10)
    try:
        database.execute("pragma synchronous = off")
        database.execute(table.replace("create table", "create table if not exists"))
        kept = database.execute("select sql from sqlite_master where type = 'table'").fetchall()
        if kept != [(table.replace("create table", "CREATE TABLE"),)]:
            raise sqlite3.DatabaseError("of another version")
    except sqlite3.Error:
        database.close()
        raise
    return database
