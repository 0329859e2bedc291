"""Records as the JSON of `jixiao check`: a contract, described by `check.schema.json`.

Written as the records come, so that the length of a run costs no memory: `opening`, an `item` for
each record, `ending`. On the screen as they come, in a file when there are no more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from validators.obligations.completion import Completion
from validators.records.encoding import Json, encoded
from validators.records.folder_results import NOTHING_TOGETHER, FolderRecord
from validators.records.record import Record, encodable
from validators.records.results import ApartRecord
from validators.records.standing import Standing
from validators.records.tally import Tally, tally
from validators.reports.obligations_page import counts_as_data, forms_as_data
from validators.reports.output import Laying, Output, Place
from validators.reports.spooled import SpooledText
from workbooks.files.kinds import Kind

if TYPE_CHECKING:
    from validators.review.applied import Lapsed, Reviewed


class Apart(NamedTuple):
    """The files of a run that are none of those checked."""

    not_read: tuple[ApartRecord, ...] = ()
    passed_over: tuple[ApartRecord, ...] = ()


def as_data(
    records: Iterable[Record],
    policy: str | None,
    reviewed: Reviewed | None = None,
) -> Json:
    """All records as one object; `policy` is the one that was asked for, None for each edition's.

    `reviewed` tells what became of the 复核表 that was given.
    Numbers that were read or computed are decimal strings, a missing one is None.
    """
    listed = tuple(records)
    return _head(policy) | {
        "files": [_file(record) for record in listed if record.aside is None],
        **encoded(_apart(listed)),
        "obligations": counts_as_data(_completion(listed).counts()),
        "summary": _summary(tally(listed)),
        "review": _review(reviewed),
        "stopped": None,
    }


class JsonStream:
    """The text of the object as its records come. What was not opened is told at the end.

    Each file is a line without a blank between its values, which Python's fast encoder writes and
    which is a third shorter; `pretty` sets it out over many lines for a person.
    """

    def __init__(self, policy: str | None, *, pretty: bool = False) -> None:
        self._policy = policy
        self._pretty = pretty
        self._files = 0
        self._completion = Completion()
        self._not_read: list[ApartRecord] = []
        self._passed_over: list[ApartRecord] = []

    def opening(self) -> str:
        """The text up to the first file."""
        return _text(_head(self._policy)).removesuffix("\n}") + ',\n "files": ['

    def worded(self, record: Record) -> str:
        """The text of one more file and what parts it from the one before; not yet `took`."""
        if record.aside is not None:
            return ""
        file = _file(record)
        text = _text(file, "  ") if self._pretty else _ENCODER.encode(file)
        return ("," if self._files else "") + "\n  " + text

    def took(self, record: Record) -> None:
        """That the text of a file was written."""
        if record.aside is None:
            self._files += 1
            self._completion.add(record.data.forms)
        elif record.unread:
            self._not_read.append(_told(record))
        elif record.passed_over:
            self._passed_over.append(_told(record))

    def ending(
        self,
        counted: Tally,
        stopped: str = "",
        reviewed: Reviewed | None = None,
        folder: FolderRecord = NOTHING_TOGETHER,
    ) -> str:
        """The text after the last file; `stopped` tells what is missing."""
        apart = Apart(tuple(self._not_read), tuple(self._passed_over))
        counts = self._completion.counts(folder, whole=not stopped)
        folder = folder._replace(looked=())
        last = {
            **({"together": encoded(folder)} if folder != NOTHING_TOGETHER else {}),
            "obligations": counts_as_data(counts),
            "summary": _summary(counted),
            "review": _review(reviewed),
            "stopped": stopped or None,
        }
        return "\n ]," + _text(encoded(apart) | last).removeprefix("{")


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


@contextmanager
def collecting(path: Path, policy: str | None) -> Iterator[JsonReport]:
    """A report that waits for its records, in a temporary file that ends with it."""
    with closing(SpooledText()) as files:
        yield JsonReport(path, policy, files)


SCHEMA = 2
"""The version of the contract: what `check.schema.json` describes."""


class JsonReport(Output):
    """The same object as a file: laid down as the records come, written at the end."""

    def __init__(self, path: Path, policy: str | None, files: SpooledText) -> None:
        self.path = path
        self.place = Place(path)
        self.tally = Tally()
        self._stream = JsonStream(policy)
        self._files = files

    def guard(self, record: Record) -> None:
        """Raises `Misplaced` when the report would replace the file that a record is about."""
        self.place.guard(record)

    def worded(self, record: Record) -> Laying:
        """The text of one more file."""
        text = self._stream.worded(record)

        def lay() -> None:
            self._files.write(text)
            self._stream.took(record)
            self.tally.add(record)

        return lay

    def write(
        self,
        stopped: str = "",
        reviewed: Reviewed | None = None,
        folder: FolderRecord = NOTHING_TOGETHER,
    ) -> str:
        """Write the JSON, whole or not at all; raises OSError when the place cannot be written."""
        with self.place.fresh() as file:
            file.write(self._stream.opening().encode())
            self._files.copy_to(file)
            ending = self._stream.ending(self.tally, stopped, reviewed, folder)
            file.write((ending + "\n").encode("utf-8", "replace"))
        return self.place.told()


def _head(policy: str | None) -> Json:
    return {"tool": "jixiao", "schema": SCHEMA, "version": version(), "policy": policy}


def _file(record: Record) -> Json:
    told = forms_as_data(record)
    own = {"obligations": told} if told else {}
    return {"path": encodable(record.path), **encoded(record.data), **own}


def _completion(records: Iterable[Record]) -> Completion:
    completion = Completion()
    for record in records:
        completion.add(record.data.forms)
    return completion


def _apart(records: Iterable[Record]) -> Apart:
    listed = tuple(records)
    return Apart(
        tuple(_told(record) for record in listed if record.unread),
        tuple(_told(record) for record in listed if record.passed_over),
    )


def _told(record: Record) -> ApartRecord:
    """What was not opened, and why."""
    aside = record.aside
    assert aside is not None
    return ApartRecord(encodable(record.path), aside.kind, aside.reason, aside.advice or None)


def _summary(counted: Tally) -> Json:
    return {
        "found": counted.found,
        "files": counted.files,
        "not_read": counted.unread,
        "passed_over": counted.passed_over,
        "ignored": counted.asides[Kind.SYSTEM],
        "checked": counted.checked,
        "refused": counted.refused,
        "errors": counted.errors,
        "warnings": counted.warnings,
        "notes": counted.notes,
        "accepted": counted.accepted,
        "standings": {kind.name.lower(): counted.standings[kind] for kind in Standing},
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


def _text(data: Json, margin: str = "") -> str:
    # Line feeds inside texts are escaped, so that each of these ends a line of the JSON.
    return json.dumps(data, ensure_ascii=False, indent=1).replace("\n", "\n" + margin)


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
