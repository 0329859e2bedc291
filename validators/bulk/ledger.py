"""What earlier runs found, kept by content: a known file costs a hash and a look-up.

A ledger is a SQLite file in the user's own place, one for each folder that is checked: what lies
among the files can be forged by whoever submits them. Each entry carries a digest of itself
against accidents, and a ledger that is damaged in any way is set aside and begun anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import sys
import time
import zlib
from collections.abc import Iterator, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from validators.bulk.work import Work
from validators.checking.checked_policy import policy_of
from validators.checking.sources import Source
from validators.records.record import Record, as_json, from_json
from workbooks.files.limits import CLOSED, FILE_SIZE, NO_MEMORY, Refused
from workbooks.files.open_file import GONE
from workbooks.files.zip_of_workbooks import content
from workbooks.user_folder import LEDGERS, user_folder
from workbooks.values.dataclass import fields

_MARK = 0x4A58_4C31
_TRANSIENT = frozenset({NO_MEMORY, CLOSED, GONE})
_COMMIT_EVERY = 0.2
_ROOMS = ("workbooks", "xlfuncs", "validators")
_SCHEMA = "create table entries (key blob primary key, entry blob not null)"


MOST_LEDGERS = 40
"""Ledgers in the user's own place; those that were not used for longest go first."""


def ledger_folder() -> Path:
    """Where ledgers lie that nobody has named."""
    return user_folder() / LEDGERS


def ledger_file(checked: Sequence[Path]) -> Path:
    """The ledger of what is checked: the same paths, the same file."""
    named = "\0".join(sorted(os.path.normcase(path.resolve()) for path in checked))
    digest = hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()
    return ledger_folder() / f"{digest[:32]}.db"


def make_room(kept: Path) -> None:
    """Forgets the ledgers that were not used for longest, but never the one that is wanted now."""
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        others = [path for path in kept.parent.iterdir() if path != kept]
        others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in others[MOST_LEDGERS - 1 :]:
            path.unlink()


class Ledger:
    """Open for one run. `trouble` tells, in Chinese, what became of a ledger that was no good."""

    def __init__(self, path: Path, work: Work) -> None:
        self.path = path
        self.trouble: list[str] = []
        self._base = _base(work)
        self._pending: dict[Source, bytes] = {}
        self._since = time.monotonic()
        self._connection: sqlite3.Connection | None = None
        self._begin()

    def known(self, source: Source) -> Record | None:
        """What is known of a file's content; remembers the content's key for `learn`."""
        key = self._key(source)
        if key is None:
            return None
        row = self._do("select entry from entries where key = ?", key)
        if row is None:
            self._pending[source] = key
            return None
        kept = _unsealed(key, row[0])
        if kept is None:
            self._set_aside()
            self._pending[source] = key
            return None
        return from_json(json.loads(kept), source.shown, source.path)

    def learn(self, source: Source, record: Record) -> None:
        """Keep what was found, unless the file has changed meanwhile or may fare better again."""
        key = self._pending.pop(source, None)
        if key is not None and _lasting(record) and key == self._key(source):
            kept = json.dumps(as_json(record), ensure_ascii=False).encode("utf-8", "surrogatepass")
            self._do("insert or replace into entries values (?, ?)", key, _sealed(key, kept))
        if time.monotonic() - self._since > _COMMIT_EVERY:
            self.commit()

    def commit(self) -> None:
        """Make sure of everything so far: whatever happens now, it need not be done again."""
        self._since = time.monotonic()
        with self._guarded():
            if self._connection is not None:
                self._connection.commit()

    def close(self) -> None:
        """Commit, and let go of the file."""
        self.commit()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _key(self, source: Source) -> bytes | None:
        raw = _content(source)
        return None if raw is None else hashlib.sha256(self._base + raw).digest()

    def _begin(self) -> None:
        with self._guarded():
            self._connection = sqlite3.connect(self.path)
            self._prepare(self._connection)

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """A database that others use is left alone; a damaged ledger is set aside."""
        try:
            yield
        except sqlite3.OperationalError:
            self._give_up()
        except (sqlite3.DatabaseError, UnicodeDecodeError):  # SQLite quotes what it cannot read
            self._set_aside()

    def _prepare(self, connection: sqlite3.Connection) -> None:
        # A process may be killed without harm; after a power cut the ledger may be damaged, which
        # is seen.
        connection.execute("pragma synchronous = off")
        (mark,) = connection.execute("pragma application_id").fetchone()
        names = connection.execute("select sql from sqlite_master where sql is not null").fetchall()
        if not names and mark == 0:
            connection.execute(f"pragma application_id = {_MARK}")
            connection.execute(_SCHEMA)
            connection.commit()
            return
        sound = connection.execute("pragma quick_check").fetchone()
        ours = names == [(_SCHEMA.replace("create table", "CREATE TABLE"),)]
        if not ours and mark != _MARK:
            raise sqlite3.OperationalError("somebody else's")
        if not ours or mark != _MARK:
            raise sqlite3.DatabaseError("damaged")
        if sound != ("ok",):
            raise sqlite3.DatabaseError("damaged")

    def _do(self, statement: str, *values: bytes) -> tuple[bytes] | None:
        row: tuple[bytes] | None = None
        with self._guarded():
            if self._connection is not None:
                row = self._connection.execute(statement, values).fetchone()
        return row

    def _set_aside(self) -> None:
        """Rename what is damaged, for somebody to look at, and begin anew."""
        self._let_go()
        aside = self.path.with_name(f"{self.path.name}.损坏{time.time_ns()}")
        try:
            self.path.replace(aside)
            self.path.with_name(f"{self.path.name}-journal").unlink(missing_ok=True)
        except OSError:
            self._give_up()
            return
        self.trouble.append(f"核查记录 {self.path.name} 已损坏，不再使用，改名为 {aside.name}。")
        if len(self.trouble) > 3:  # the disk itself is no good
            self._give_up()
        else:
            self._begin()

    def _give_up(self) -> None:
        self._let_go()
        self.trouble.append(f"核查记录 {self.path} 用不了，这次不记录，下次要重新核查。")

    def _let_go(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None


def _content(source: Source) -> bytes | None:
    """The bytes that the findings depend on; None where there are none, or too many."""
    if source.refusal is not None:
        return None
    try:
        if source.member is not None:
            return content(source.path, source.member)
        if not source.path.is_file() or source.path.stat().st_size > FILE_SIZE.most:
            return None
        return source.path.read_bytes()
    except (OSError, ValueError, Refused, MemoryError):
        return None


def _lasting(record: Record) -> bool:
    refusal = record.data.refusal
    return not record.data.faults and (refusal is None or refusal.message not in _TRANSIENT)


def _sealed(key: bytes, kept: bytes) -> bytes:
    pressed = zlib.compress(kept)
    return hashlib.sha256(key + pressed).digest() + pressed


def _unsealed(key: bytes, entry: object) -> bytes | None:
    if not isinstance(entry, bytes) or hashlib.sha256(key + entry[32:]).digest() != entry[:32]:
        return None
    return zlib.decompress(entry[32:])


def _base(work: Work) -> bytes:
    """A digest of everything but the content: program, Python, rules, policy."""
    digest = hashlib.sha256(repr((sys.version_info[:3], work.codes)).encode())
    if work.edition is not None:
        digest.update(work.edition.read_bytes())
    if work.criteria is not None:
        digest.update(work.criteria.read_bytes())
    if work.policy is not None:
        digest.update(repr(_values(work.policy)).encode())
    for room in _ROOMS:
        _add(digest, files(room), room)
    return digest.digest()


def _values(policy: str) -> list[tuple[str, str]]:
    """A policy's values in words that are the same in every run."""
    loaded = policy_of(policy)
    return [(field.name, str(getattr(loaded, field.name))) for field in fields(loaded)]


def _add(digest: hashlib._Hash, place: Traversable, name: str) -> None:
    """The program's own text, so that a developer's change counts as well as a new version."""
    for entry in sorted(place.iterdir(), key=lambda entry: entry.name):
        path = f"{name}/{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            _add(digest, entry, path)
        elif entry.name.endswith((".py", ".toml")):
            digest.update(path.encode() + b"\0" + entry.read_bytes() + b"\0")
