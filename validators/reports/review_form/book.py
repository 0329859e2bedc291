"""A 复核表 on its way: records are added as they come, the workbook is written at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from validators.records.record import Record, worded
from validators.reports.output import Place
from validators.reports.review_form import tables
from validators.reports.review_form.guide import guide
from validators.reports.workbook.cell_formats import formats
from validators.reports.workbook.drawn_sheet import DrawnSheet, first_row
from validators.reports.workbook.linked_rows import LinkedRows, common_folder, with_remark
from validators.reports.workbook.links import KeptLinks
from validators.reports.workbook.new_workbook import new_book
from validators.reports.workbook.tables import Row, Table
from validators.review.applied import Lapsed, Reviewed
from validators.review.review import RuleAcceptance
from validators.review.sheets import FAILED, FINDINGS, MANUAL, PASSED, SCORES, TOTAL

MOST_ROWS = 20_000
"""Of either sheet: what can be read back, and more than anybody reviews at a time."""

# What Excel allows beside filling in; sorting it allows only where every cell is unlocked.
_PROTECTION = {"autofilter": True, "format_columns": True, "format_rows": True, "sort": True}
_RED = {"bg_color": "#F8CBAD", "border": 1, "border_color": "#9C0006"}
_BOLD = {"bold": True}
_ADDED_UP = {"bold": True, "bg_color": "#D9E1F2"}


@contextmanager
def collecting(path: Path, rules: Sequence[RuleAcceptance] = ()) -> Iterator[ReviewBook]:
    """A 复核表 that waits for its records, in temporary files that end with it."""
    book = ReviewBook(path, rules)
    try:
        yield book
    finally:
        for listed in (book.scores, book.findings, book.manual):
            listed.rows.close()


class ReviewBook:
    """The rows of a 复核表; `forms` are the self-evaluations, `problems` the findings so far."""

    def __init__(self, path: Path, rules: Sequence[RuleAcceptance] = ()) -> None:
        self._rules_accepted = rules
        self.place = Place(path, "复核表")
        self.scores, self.findings = LinkedRows(path.parent), LinkedRows(path.parent)
        self.manual = LinkedRows(path.parent)
        self.forms = self.problems = 0
        self._folder: str | None = None

    @property
    def path(self) -> Path:
        """Where it is written."""
        return self.place.path

    @property
    def full(self) -> bool:
        """Whether there are more rows than can be read back."""
        return max(len(one.rows) for one in (self.scores, self.findings, self.manual)) > MOST_ROWS

    def add(self, record: Record) -> Record:
        """One more file, or where its words break its 程序故障; what was added.

        Raises `Misplaced` when the 复核表 would replace the file.
        """
        self.place.guard(record)
        told, (scores, findings, manual) = worded(record, self._rows)
        self._folder = common_folder(self._folder, told.path)
        self.scores.add(scores)
        self.findings.add(findings)
        self.manual.add(manual)
        self.forms += sum(1 for _ in tables.evaluations(told))
        self.problems += sum(len(form.findings) for form, _ in told.forms)
        return told

    def _rows(self, record: Record) -> tuple[tuple[Row, ...], ...]:
        told = (tables.score_rows(record, self.forms), tables.finding_rows(record))
        return (*map(tuple, told), tuple(tables.manual_rows(record)))

    def _tables(self, lapsed: Sequence[Lapsed]) -> Iterator[Table]:
        """The sheets; those of what is rare only where there is some of it."""
        yield with_remark(tables.scores(self.scores.rows, self.forms), self.scores)
        yield with_remark(tables.findings(self.findings.rows, self.problems), self.findings)
        if len(self.manual.rows):
            yield with_remark(tables.manual(self.manual.rows), self.manual)
        yield tables.by_rule(self._rules_accepted)
        if lapsed:
            yield tables.earlier_lines(lapsed)
        yield guide()

    def write(self, reviewed: Reviewed | None = None) -> None:
        """Write the workbook, whole or not at all; raises OSError where it cannot be written.

        `reviewed` is what became of the earlier one, whose words are all kept.

        What somebody filled in there meanwhile is not replaced: it goes beside that one.
        """
        lapsed = (*(reviewed.lapsed or ()), *reviewed.earlier) if reviewed else ()
        every = tuple(self._tables(lapsed))
        kept = tuple(KeptLinks() for _ in every)
        try:
            with self.place.fresh() as file, new_book(file, "绩效复核表") as book:
                looks = formats(book)
                for table, links in zip(every, kept, strict=True):
                    page = book.add_worksheet(table.name)
                    DrawnSheet(
                        page, table, looks, self._folder or "", {}, links, "绩效复核表"
                    ).draw()
                    page.protect("", _PROTECTION)
                    _guide_filling(book, page, table)
        finally:
            for links in kept:
                links.close()


def _guide_filling(book: Any, page: Any, table: Table) -> None:
    """What Excel hides, asks, and shows by colour."""
    first = first_row(table) + 1
    last = first + max(len(table.rows), 1) - 1
    if table.name == SCORES:
        _score_rules(book, page, first, last)
    elif table.name == FINDINGS:
        _acceptance_rules(book, page, first, last)
    elif table.name == MANUAL:
        _manual_rules(book, page, first, last)


def _score_rules(book: Any, page: Any, first: int, last: int) -> None:
    page.set_column("O:P", None, None, {"hidden": True})
    within = f"=AND(ISNUMBER(L{first}),L{first}>=0,L{first}<=IF(ISNUMBER(I{first}),I{first},100))"
    refused = "复核得分应为 0 至本行「分值」之间的数；空着就是同意自评得分。"
    page.data_validation(
        f"L{first}:L{last}",
        {
            "validate": "custom",
            "value": within,
            "error_title": "复核得分",
            "error_message": refused,
        },
    )
    row = f'ISNUMBER($L{first}),$L{first}<>$J{first},$P{first}<>"{TOTAL}"'
    _signs(
        book,
        page,
        (f"A{first}:N{last}", f'=$P{first}="{TOTAL}"', _ADDED_UP),
        (f"N{first}:N{last}", f"=AND({row},LEN(TRIM($N{first}))=0)", _RED),
        (f"L{first}:M{last}", f"=AND({row})", _BOLD),
    )


def _acceptance_rules(book: Any, page: Any, first: int, last: int) -> None:
    page.set_column("M:M", None, None, {"hidden": True})
    page.data_validation(
        f"I{first}:I{last}",
        {
            "validate": "list",
            "source": ["是"],
            "error_title": "核准",
            "error_message": "只能选“是”，或者空着。",
        },
    )
    page.data_validation(
        f"L{first}:L{last}",
        {
            "validate": "date",
            "criteria": "between",
            "minimum": date(2000, 1, 1),
            "maximum": date(2099, 12, 31),
            "error_title": "日期",
            "error_message": "请填日期，如 2025-03-01。",
        },
    )
    lacking = f'=AND($I{first}="是",LEN(TRIM(J{first}))=0)'
    _signs(book, page, (f"J{first}:L{last}", lacking, _RED))


def _manual_rules(book: Any, page: Any, first: int, last: int) -> None:
    refused = f"只能选“{PASSED}”或“{FAILED}”，或者空着。"
    page.data_validation(
        f"I{first}:I{last}",
        {"validate": "list", "source": [PASSED, FAILED], "error_message": refused},
    )
    _signs(
        book,
        page,
        (f"J{first}:J{last}", f'=AND($I{first}="{FAILED}",LEN(TRIM($J{first}))=0)', _RED),
    )


def _signs(book: Any, page: Any, *signs: tuple[str, str, dict[str, Any]]) -> None:
    """Looks that depend on what is filled in; all that fit are shown together."""
    for span, condition, look in signs:
        rule = {"type": "formula", "criteria": condition, "format": book.add_format(look)}
        page.conditional_format(span, rule)
