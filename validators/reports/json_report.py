"""Records as the JSON of `jixiao check`: a contract, described by `check.schema.json`.

Written as the records come, so that the length of a run costs no memory: `opening`, an `item` for
each record, `ending`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from validators.reports.file_data import Json
from validators.reports.record import Record
from validators.reports.tally import Tally, tally

if TYPE_CHECKING:
    from validators.reviewed import Lapsed, Reviewed


def as_data(records: Iterable[Record], policy: str | None, review: Reviewed | None = None) -> Json:
    """All records as one object; `policy` is the one that was asked for, None for each edition's.

    `review` tells what became of the 复核表 that was given.
    Numbers that were read or computed are decimal strings, a missing one is None.
    """
    listed = tuple(records)
    return _head(policy) | {
        "files": [_file(record) for record in listed],
        "summary": _summary(tally(listed)),
        "review": _review(review),
    }


def opening(policy: str | None) -> str:
    """The text of the object up to its first file."""
    return _text(_head(policy)).removesuffix("\n}") + ',\n "files": ['


def item(record: Record, first: bool) -> str:
    """The text of one file and what parts it from the one before."""
    return ("" if first else ",") + "\n  " + _text(_file(record), "  ")


def ending(counted: Tally, review: Reviewed | None = None) -> str:
    """The text of the object after its last file."""
    summary, told = _text(_summary(counted), " "), _text(_review(review), " ")
    return f'\n ],\n "summary": {summary},\n "review": {told}\n}}'


def _head(policy: str | None) -> Json:
    return {"tool": "jixiao", "version": version(), "policy": policy}


def _file(record: Record) -> Json:
    return {"path": _encodable(record.path.as_posix()), **record.data}


def _summary(counted: Tally) -> Json:
    return {
        "files": counted.files,
        "checked": counted.checked,
        "refused": counted.refused,
        "errors": counted.errors,
        "warnings": counted.warnings,
        "notes": counted.notes,
        "accepted": counted.accepted,
    }


def _review(review: Reviewed | None) -> Json | None:
    if review is None:
        return None
    lapsed = None if review.lapsed is None else [_lapsed(one) for one in review.lapsed]
    return {"troubles": list(review.troubles), "lapsed": lapsed}


def _lapsed(lapsed: Lapsed) -> Json:
    said = lapsed.said
    return {
        "file": said.file,
        "sheet": said.sheet,
        "cell": said.cell or None,
        "code": said.code or None,
        "name": said.told,
        "why": lapsed.why,
    }


def _text(data: Json | None, margin: str = "") -> str:
    # Line feeds inside texts are escaped, so that each of these ends a line of the JSON.
    return json.dumps(data, ensure_ascii=False, indent=1).replace("\n", "\n" + margin)


def _encodable(text: str) -> str:
    """A file name whose bytes are no text, such that it can be written."""
    return text.encode("utf-8", "replace").decode()


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
