"""One Result in words: all that any report says of a file, and nothing of its form.

A Result holds the whole form; fifty thousand of them would fill the memory. A Record is what is
left when everything has been put into words: it is sent between processes and kept in a ledger.
A fault of ours while something is put into words costs that file and no other, and is told.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, assert_never

from validators.checking.check_file import CRASHED, CheckedForm, Result, crashed
from validators.filing import Declaration, Filing, Monitoring
from validators.records.encoding import decoded, encoded
from validators.records.form_results import file_record
from validators.records.heading import heading
from validators.records.results import FileRecord, FormRecord
from validators.records.standing import Standing, standing, unseen
from validators.records.unsummed import Figure, Unsummed, unsummed
from validators.rule import Severity
from validators.wording import broken_part
from workbooks.files.kinds import PASSED_OVER, Aside, Kind
from workbooks.sparing import traced
from workbooks.values.dataclass import dataclass

T = TypeVar("T")


def encodable(path: Path) -> str:
    """A path with slashes, such that it can be written even where its bytes are no text.

    >>> encodable(Path("坏\\udce9.xlsx"))
    '坏?.xlsx'
    """
    return path.as_posix().encode("utf-8", "replace").decode()


@dataclass(frozen=True, slots=True)
class Note:
    """What the reports for people say of a form beside its record.

    `total` is 自评总分 as written, `rate` the unrounded 执行率 as a decimal string, `broken` what
    broke on this form, by its name; `unseen` says whether any rule that concerns its
    layout was not applied, `unsummed` what cannot go into a sum.
    """

    heading: str
    standing: Standing
    total: str
    rate: str | None
    broken: tuple[str, ...]
    unseen: bool
    unsummed: tuple[Unsummed, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one file: what is said of it, and a note for each of its forms.

    `path` is what the reports call it, `opens` the file on disk, which may be an archive.
    `aside` says why it was not opened, or that it is one of our own. `in_document` is true of
    tables of a page or a document, which no link can lead to.
    """

    path: Path
    opens: Path
    data: FileRecord
    notes: tuple[Note, ...] = ()
    aside: Aside | None = None
    in_document: bool = False

    @property
    def passed_over(self) -> bool:
        """Whether it holds no form to be checked, and is only told of."""
        return self.aside is not None and self.aside.kind in PASSED_OVER

    @property
    def ignored(self) -> bool:
        """Whether a program has left it behind: it is counted and nothing more."""
        return self.aside is not None and self.aside.kind is Kind.SYSTEM

    @property
    def unread(self) -> bool:
        """Whether it may hold a form, and was not read."""
        return self.aside is not None and self.aside.is_unread

    @property
    def forms(self) -> list[tuple[FormRecord, Note]]:
        """The forms of the file, each with its note."""
        return list(zip(self.data.forms, self.notes, strict=True))

    def status(self, strict: bool) -> int:
        """The exit status this file asks for: 0 clean, 1 错误 or 读不成, 2 refused, 3 our fault.

        What a reviewer has accepted (已核准) asks for nothing.
        """
        if self.data.faults:
            return 3
        if self.data.refusal:
            return 2
        grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        forms = self.data.forms
        said = (finding for form in forms for finding in form.findings)
        found = any(one.severity in grave and not one.accepted for one in said)
        return int(found or any(form.unreadable for form in forms))


def recorded(result: Result, path: Path | None = None) -> Record:
    """The record of a result; `path` is another name that it shall go by."""
    try:
        return _recorded(result, path or result.path)
    except Exception:  # a fault of ours in the words for one file must not cost the others
        return _faulty(path or result.path, result.path)


def worded(record: Record, put: Callable[[Record], T]) -> tuple[Record, T]:
    """What a record is put into, beside it; where that breaks, the same of its 程序故障."""
    try:
        return record, put(record)
    except Exception:  # likewise, in the words of an output
        broken = _faulty(record.path, record.opens)
        return broken, put(broken)


def _faulty(path: Path, opens: Path) -> Record:
    """The record of a file whose words broke just now."""
    return _recorded(crashed(opens, CRASHED, traced()), path)


def _recorded(result: Result, path: Path) -> Record:
    return Record(
        path,
        result.path,
        file_record(result),
        tuple(map(_note, result.forms)),
        result.aside,
        result.in_document,
    )


def as_json(record: Record) -> list[Any]:
    """What stays true of a record wherever its file lies, such that JSON can hold it."""
    notes = [
        [n.heading, n.standing, n.total, n.rate, n.broken, n.unseen, n.unsummed]
        for n in record.notes
    ]
    ours = record.aside is not None and record.aside.kind is Kind.OURS and record.aside.reason
    return [encoded(record.data), notes, ours, record.in_document]


def from_json(kept: list[Any], path: Path, opens: Path) -> Record:
    """The record that `as_json` was given, for a file of the same content."""
    data, notes, ours, in_document = kept
    told = (
        Note(
            heading,
            Standing(stands),
            total,
            rate,
            tuple(broken),
            unseen,
            tuple((Figure(figure), why) for figure, why in lacking),
        )
        for heading, stands, total, rate, broken, unseen, lacking in notes
    )
    aside = Aside(Kind.OURS, ours) if ours else None
    return Record(path, opens, decoded(FileRecord, data), tuple(told), aside, in_document)


def _note(form: CheckedForm) -> Note:
    match form.filing:
        case Filing():
            total = form.filing.form.total_score.text
            rate = form.filing.worth.execution.rate
        case Declaration() | Monitoring():
            total, rate = "", None
        case _:
            assert_never(form.filing)
    return Note(
        heading(form),
        standing(form),
        total,
        None if rate is None else str(rate),
        tuple(map(broken_part, form.outcome.faults)),
        unseen(form),
        tuple(unsummed(form)),
    )
