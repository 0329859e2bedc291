"""What units wrote into a 修改清单 that is a workbook of its own, put beside the findings.

Such a list goes with a file that could not be marked (`.xls`, a page, a document). It names that
file; where several are called alike, the one that lies beside it is meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePath

from validators.checking.answers import Answer, answers
from validators.checking.our_files import LIST_KIND, own_sheet
from validators.checking.sources import Source
from validators.records.form_results import with_answers
from validators.records.record import Record
from workbooks.files.open_file import open_member, open_workbook
from workbooks.files.refusal import Refusal
from workbooks.grid import Grid
from workbooks.values.dataclass import dataclass, field, replace
from workbooks.values.regex import regex

_CALLED = "修改清单"
_OURS = regex(r"_(?:退回修改|修改清单)(?:\(\d+\))?$")
_ORIGIN = regex(r"原文件：(.+?)。")


@dataclass(frozen=True, slots=True)
class _List:
    folder: PurePath
    said: tuple[Answer, ...]


@dataclass(slots=True)
class ListAnswers:
    """The lists of a run by the name of the file that they are about, without its ending."""

    _lists: dict[str, list[_List]] = field(default_factory=dict)
    _files: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, found: Iterable[Source]) -> ListAnswers:
        """Those among what a run has found; only what is called 修改清单 is opened for it."""
        told = cls()
        for source in found:
            if source.aside is not None or source.refusal is not None:
                continue
            if _CALLED in source.shown.stem:
                told._read(source)
            else:
                told._files[_stem(source.shown)] += 1
        return told

    def applied(self, record: Record) -> Record:
        """The record with what its unit answered apart from the file."""
        stem = _stem(record.path)
        lists = self._lists.get(stem, [])
        beside = [one for one in lists if one.folder == record.path.parent]
        alone = lists if len(lists) == 1 and self._files[stem] == 1 else []
        said = [answer for one in beside or alone for answer in one.said]
        if not said:
            return record
        forms = tuple(with_answers(form, said) for form in record.data.forms)
        return replace(record, data=record.data._replace(forms=forms))

    def _read(self, source: Source) -> None:
        member = source.member
        grids = open_workbook(source.path) if member is None else open_member(source.path, member)
        for grid in () if isinstance(grids, Refusal) else grids:
            origin = _origin(grid) if own_sheet(grid) == LIST_KIND else ""
            if origin:
                told = _List(source.shown.parent, tuple(answers(grid)))
                self._lists.setdefault(_stem(Path(origin)), []).append(told)


def _origin(grid: Grid) -> str:
    """The name of the file that a list is about; empty for the list inside a returned copy."""
    first = (value for (_, column), value in sorted(grid.values.items()) if column == 1)
    texts = (value for value in first if isinstance(value, str))
    return next((found[1] for text in texts if (found := _ORIGIN.search(text))), "")


def _stem(path: PurePath) -> str:
    return _OURS.sub("", path.stem).casefold()
