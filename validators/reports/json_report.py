"""Records as the JSON of `jixiao check`: a contract, described by `check.schema.json`.

Written as the records come, so that the length of a run costs no memory: `opening`, an `item` for
each record, `ending`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from validators.reports.file_data import Json
from validators.reports.record import Record
from validators.reports.tally import Tally, tally


def as_data(records: Iterable[Record], policy: str | None) -> Json:
    """All records as one object; `policy` is the one that was asked for, None for each edition's.

    Numbers that were read or computed are decimal strings, a missing one is None.
    """
    listed = tuple(records)
    return _head(policy) | {
        "files": [_file(record) for record in listed],
        "summary": _summary(tally(listed)),
    }


def opening(policy: str | None) -> str:
    """The text of the object up to its first file."""
    return _text(_head(policy)).removesuffix("\n}") + ',\n "files": ['


def item(record: Record, first: bool) -> str:
    """The text of one file and what parts it from the one before."""
    return ("" if first else ",") + "\n  " + _text(_file(record), "  ")


def ending(counted: Tally) -> str:
    """The text of the object after its last file."""
    return '\n ],\n "summary": ' + _text(_summary(counted), " ") + "\n}"


def _head(policy: str | None) -> Json:
    return {"tool": "jixiao", "version": version(), "policy": policy}


def _file(record: Record) -> Json:
    return {"path": encodable(record.path), **record.data}


def _summary(counted: Tally) -> Json:
    return {
        "files": counted.files,
        "checked": counted.checked,
        "refused": counted.refused,
        "errors": counted.errors,
        "warnings": counted.warnings,
        "notes": counted.notes,
    }


def _text(data: Json, margin: str = "") -> str:
    # Line feeds inside texts are escaped, so that each of these ends a line of the JSON.
    return json.dumps(data, ensure_ascii=False, indent=1).replace("\n", "\n" + margin)


def encodable(path: Path) -> str:
    """A path with slashes, such that it can be written even where its bytes are no text.

    >>> encodable(Path("坏\\udce9.xlsx"))
    '坏?.xlsx'
    """
    return path.as_posix().encode("utf-8", "replace").decode()


@cache
def version() -> str:
    """The installed version; empty when run from a folder that was never installed."""
    # Imported here: it takes longer than checking a form, and only JSON asks for it.
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("jixiao")
    except PackageNotFoundError:
        return ""
