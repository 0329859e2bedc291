"""What was found the last time in a form that was handed in again: what is mended, what is new.

Kept in the user's own place by what a form names (unit, project, year, kind), so that it is known
again wherever it lies. A form that is the same file as before is held against the one before that.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from validators.records.encoding import decoded, encoded
from validators.records.identity import content_key, digest, row_names
from validators.records.record import Record
from validators.records.results import Change, FindingRecord, FormRecord
from workbooks.user_database import opened
from workbooks.user_folder import user_folder
from workbooks.values.dataclass import replace
from workbooks.values.terms import clean

MOST = 200_000
"""Forms that are remembered; the oldest are forgotten first."""

_NAME = "last.db"
_TABLE = (
    "create table seen (form text, content text, at real, findings text, "
    "primary key (form, content))"
)
_BEFORE = (
    "select findings from seen where form = ? and content != ? and at < "
    "coalesce((select at from seen where form = ? and content = ?), ?) order by at desc limit 1"
)
_KEEP = (
    "insert into seen values (?, ?, ?, ?) "
    "on conflict (form, content) do update set findings = excluded.findings"
)
_FORGET = "delete from seen where rowid not in (select rowid from seen order by at desc limit ?)"

_NO_REPORT = (
    "{path} 不是本工具写的 .json 核查结果，不能用来与上次比。请用 --report 结果.json 写的。"
)

_Found = tuple[tuple[str, str], FindingRecord]
"""A finding, by its rule and the row or cell that it is about."""


class LastTime:
    """Open for one run. Where the user's own place cannot be written nothing is compared."""

    def __init__(self, given: Mapping[str, Sequence[_Found]] | None = None) -> None:
        self._given = given
        self._now = time.time()
        self._connection: sqlite3.Connection | None = None
        with suppress(OSError, sqlite3.Error):
            self._connection = opened(user_folder() / _NAME, _TABLE)

    def compared(self, record: Record) -> Record:
        """The record with what became of each finding since the last time."""
        if not record.data.forms:
            return record
        whole = _file_digest(record)
        forms = tuple(self._form(form, whole) for form in record.data.forms)
        return replace(record, data=record.data._replace(forms=forms))

    def close(self) -> None:
        """Keep what was found, and forget what is old."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.execute(_FORGET, (MOST,))
                self._connection.commit()
            self._connection.close()
            self._connection = None

    def _form(self, form: FormRecord, whole: str) -> FormRecord:
        key = form_name(form)
        if not key:
            return form
        now = found(form)
        last = self._last(key, whole or content_key(form), now)
        if last is None:
            return form
        before, standing = Counter(name for name, _ in last), Counter(name for name, _ in now)
        findings = []
        left = before.copy()
        for name, finding in now:
            change = Change.STANDING if left[name] > 0 else Change.NEW
            left[name] -= 1
            findings.append(finding._replace(change=change))
        gone = []
        for name, finding in last:
            standing[name] -= 1
            if standing[name] < 0:
                gone.append(finding._replace(change=Change.GONE))
        return form._replace(findings=tuple(findings), gone=tuple(gone))

    def _last(self, key: str, content: str, now: Sequence[_Found]) -> list[_Found] | None:
        """What was found in an earlier state of a form; remembers its state of today."""
        if self._given is not None:
            return list(self._given[key]) if key in self._given else None
        if self._connection is None:
            return None
        told = json.dumps([[*name, encoded(one)] for name, one in now], ensure_ascii=False)
        try:
            row = self._connection.execute(
                _BEFORE, (key, content, key, content, self._now)
            ).fetchone()
            self._connection.execute(_KEEP, (key, content, self._now, told))
            kept = json.loads(row[0]) if row else None
            if kept is None:
                return None
            return [((code, at), decoded(FindingRecord, told)) for code, at, told in kept]
        except (sqlite3.Error, ValueError, LookupError, TypeError, AttributeError):
            return None  # of another version, or damaged: as if it had never been seen


def form_name(form: FormRecord) -> str:
    """The key of a form by what names it; empty where it names no unit or no project."""
    if not (form.unit and form.project):
        return ""
    return digest("last", clean(form.unit), clean(form.project), form.fiscal_year, form.form)


def found(form: FormRecord) -> list[_Found]:
    """The open findings of a form, each by its rule and its row, wherever that has moved."""
    names = row_names(form)
    return [((one.code, names.get(one.cell or "", one.cell or "")), one) for one in form.findings]


def of_report(path: Path) -> dict[str, list[_Found]] | str:
    """What an earlier 核查结果.json found, by form; a sentence where it is none."""
    try:
        data: Any = json.loads(path.read_text("utf-8"))
        forms = [decoded(FormRecord, told) for file in data["files"] for told in file["forms"]]
    except (OSError, ValueError, LookupError, TypeError):
        return _NO_REPORT.format(path=path)
    return {key: found(form) for form in forms if (key := form_name(form))}


def _file_digest(record: Record) -> str:
    """A digest of the file that a record is about; empty for a member of an archive."""
    if record.path != record.opens:
        return ""
    try:
        with record.opens.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:32]
    except (OSError, ValueError):
        return ""
