"""A 复核表 on its way: records are added as they come, the workbook is written at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from validators.records.record import Record, worded
from validators.reports.output import Place
from validators.reports.review_form import scores_sheet, tables
from validators.reports.review_form.guide import guide
from validators.reports.workbook.cell_formats import formats
from validators.reports.workbook.drawn_sheet import DrawnSheet, first_row
from validators.reports.workbook.linked_rows import LinkedRows, common_folder, with_remark
from validators.reports.workbook.links import KeptLinks
from validators.reports.workbook.new_workbook import new_book
from validators.reports.workbook.tables import Row, Table
from validators.reports.workbook.written_notes import LEFT_SHEET, Written, draw_own, read_into
from validators.review.applied import Lapsed, unkept_of
from validators.review.review import Review
from validators.review.sheets import (
    ACTUAL,
    BOUND,
    DEDUCTION,
    FAILED,
    FINDINGS,
    KEY,
    MANUAL,
    OPINION,
    PASSED,
    REASONS,
    REVIEW_SHEETS,
    SCORE,
    SCORES,
    TOTAL,
    UNKEPT,
)

MOST_ROWS = 20_000
"""Of either sheet: what can be read back, and more than anybody reviews at a time."""

_FIRST_REASON, _MOST_REASONS = 4, 200
"""Where the reasons begin on their sheet, and how many Excel looks for."""

# What Excel allows beside filling in; sorting it allows only where every cell is unlocked.
_PROTECTION = {"autofilter": True, "format_columns": True, "format_rows": True, "sort": True}
_RED = {"bg_color": "#F8CBAD", "border": 1, "border_color": "#9C0006"}
_BOLD = {"bold": True}
_ADDED_UP = {"bold": True, "bg_color": "#D9E1F2"}


@contextmanager
def collecting(
    path: Path,
    before: Review | None = None,
    policy: str | None = None,
    earlier: Path | None = None,
) -> Iterator[ReviewBook]:
    """A 复核表 that waits for its records, in temporary files that end with it.

    `before` is what was read of the earlier one, whose rules, reasons and leftovers are carried
    over, with the columns and sheets that people added there; `policy` the one that was asked for.
    """
    book = ReviewBook(path, before or Review(), policy, earlier)
    try:
        yield book
    finally:
        for listed in (book.scores, book.findings, book.manual):
            listed.rows.close()


class ReviewBook:
    """The rows of a 复核表; `forms` are the self-evaluations, `problems` the findings so far."""

    def __init__(
        self, path: Path, before: Review, policy: str | None, earlier: Path | None
    ) -> None:
        self._before, self._policy, self._earlier = before, policy, earlier
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
        return self._most > MOST_ROWS

    def foreseen(self, done: int, total: int) -> int:
        """How many rows all files will have if they go on as so far; 0 where these have room."""
        rows = self._most * total // done
        return rows if rows > MOST_ROWS else 0

    @property
    def _most(self) -> int:
        """The rows of the longest sheet so far."""
        return max(len(one.rows) for one in (self.scores, self.findings, self.manual))

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
        self.forms += sum(1 for _ in scores_sheet.evaluations(told))
        self.problems += sum(len(form.findings) for form, _ in told.forms)
        return told

    def _rows(self, record: Record) -> tuple[tuple[Row, ...], ...]:
        scored = scores_sheet.rows(record, self.forms, self._policy)
        return tuple(scored), tuple(tables.finding_rows(record)), tuple(tables.manual_rows(record))

    def _tables(self, lapsed: Sequence[Lapsed]) -> Iterator[Table]:
        """The sheets; those of what is rare only where there is some of it."""
        before = self._before
        left = (*before.unkept, *(unkept_of(one) for one in lapsed))
        yield with_remark(scores_sheet.table(self.scores.rows, self.forms), self.scores)
        yield with_remark(tables.findings(self.findings.rows, self.problems), self.findings)
        if len(self.manual.rows):
            yield with_remark(tables.manual(self.manual.rows), self.manual)
        yield tables.by_rule(before.rules)
        yield tables.reasons(before.reasons)
        yield from filter(None, (tables.unkept(tuple(dict.fromkeys(left))),))
        yield guide()

    def write(self, lapsed: Sequence[Lapsed] = ()) -> str:
        """Write the workbook, whole or not at all, and say so; raises OSError where it cannot be.

        `lapsed` is what of the earlier 复核表 no longer applies. What somebody filled in there
        meanwhile is not replaced: it goes beside that one.
        """
        every = tuple(self._tables(lapsed))
        written = self._written(every)
        kept: list[KeptLinks] = []
        try:
            with (
                self.place.fresh() as file,
                new_book(file, "绩效复核表", noted=written.noted) as book,
            ):
                looks = formats(book)
                for table in _extended(every, written):
                    kept.append(KeptLinks())
                    page = book.add_worksheet(table.name)
                    DrawnSheet(
                        page, table, looks, self._folder or "", {}, kept[-1], "绩效复核表"
                    ).draw()
                    if table.name not in (UNKEPT, LEFT_SHEET):
                        page.protect("", _PROTECTION)
                    _guide_filling(book, page, table)
                draw_own(book, written, {*REVIEW_SHEETS, LEFT_SHEET})
        finally:
            for links in kept:
                links.close()
        return f"复核表已写入 {self.path}：{self.forms} 份自评表，{self.problems} 个问题。"

    def _written(self, tables: Sequence[Table]) -> Written:
        """What people added to the earlier one, beside what they were asked to fill in."""
        if self._earlier is None:
            return Written()
        read_elsewhere = dict.fromkeys(REVIEW_SHEETS, lambda *_: True)
        return read_into(Written(), self._earlier, tables, read_elsewhere)


def _extended(tables: Sequence[Table], written: Written) -> Iterator[Table]:
    """The tables with what people added, and when all have been drawn, what found no place."""
    yield from map(written.extended, tables)
    if (left := written.left()) is not None:
        yield left


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
    score, own, points, opinion, reason, apart, bound, key = map(
        scores_sheet.column,
        ("复核得分", "自评得分", "分值", OPINION, DEDUCTION, "偏离度", BOUND, KEY),
    )
    page.set_column(f"{key}:{scores_sheet.column('单元格')}", None, None, {"hidden": True})
    here, full = f"{score}{first}", f"{points}{first}"
    within = f"=AND(ISNUMBER({here}),{here}>=0,{here}<=IF(ISNUMBER({full}),{full},100))"
    page.data_validation(
        f"{score}{first}:{score}{last}",
        {
            "validate": "custom",
            "value": within,
            "error_title": SCORE,
            "error_message": "复核得分应为 0 至本行「分值」之间的数；空着就是同意自评得分。",
        },
    )
    _reason_list(page, reason, first, last)
    row = f'ISNUMBER(${score}{first}),${score}{first}<>${own}{first},${key}{first}<>"{TOTAL}"'
    lower = f'ISNUMBER(${score}{first}),${score}{first}<${own}{first},${key}{first}<>"{TOTAL}"'
    far = f"ISNUMBER(${apart}{first}),ISNUMBER(${bound}{first})"
    far += f",ABS(${apart}{first})>${bound}{first}"
    _signs(
        book,
        page,
        (f"A{first}:{opinion}{last}", f'=${key}{first}="{TOTAL}"', _ADDED_UP),
        (f"{opinion}{first}:{opinion}{last}", _blank(row, opinion, first), _RED),
        (f"{reason}{first}:{reason}{last}", _blank(lower, reason, first), _RED),
        (f"{apart}{first}:{apart}{last}", f"=AND({far})", _RED),
        (f"{scores_sheet.column(ACTUAL)}{first}:{opinion}{last}", f"=AND({row})", _BOLD),
    )


def _reason_list(page: Any, column: str, first: int, last: int) -> None:
    """扣分原因 is chosen from the sheet of that name."""
    head = f"'{REASONS}'!$A${_FIRST_REASON}"
    listed = f"=OFFSET({head},0,0,COUNTA({head}:$A${_FIRST_REASON + _MOST_REASONS}),1)"
    page.data_validation(
        f"{column}{first}:{column}{last}",
        {
            "validate": "list",
            "source": listed,
            "error_title": DEDUCTION,
            "error_message": "请从下拉列表里选；没有合适的，先在「扣分原因」表的空行里加一条。",
        },
    )


def _blank(where: str, column: str, first: int) -> str:
    """That a cell is still to be filled in."""
    return f"=AND({where},LEN(TRIM(${column}{first}))=0)"


def _acceptance_rules(book: Any, page: Any, first: int, last: int) -> None:
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
    lacking = f'=AND($I{first}="{FAILED}",LEN(TRIM($J{first}))=0)'
    _signs(book, page, (f"J{first}:J{last}", lacking, _RED))


def _signs(book: Any, page: Any, *signs: tuple[str, str, dict[str, Any]]) -> None:
    """Looks that depend on what is filled in; all that fit are shown together."""
    for span, condition, look in signs:
        rule = {"type": "formula", "criteria": condition, "format": book.add_format(look)}
        page.conditional_format(span, rule)
