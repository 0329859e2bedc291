"""What the button 核查 shows: a checked sheet -> the list beside it and the cells to colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from macros.excel.live_books import Listing
from validators.checking.check_file import CheckedForm
from validators.checking.our_files import LEAD
from validators.repair.words import text_beside
from validators.rule import Severity
from validators.wording import calculated_apart, fault_text, skip_text, unreadable_text
from workbooks.grid import Area, Grid, address, position

Colour = tuple[int, int, int]

RED, YELLOW, BLUE, GREY = (255, 199, 206), (255, 235, 156), (221, 235, 247), (217, 217, 217)
_COLOURS = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.NOTE: BLUE}
_UNREADABLE = "读不成"

LIST = "核查结果"
_HEADS = ("级别", "规则", "单元格", "问题")
_WIDTHS = (8.0, 8.0, 9.0, 90.0)
_CELL = 2
_CLEAN = "没有发现问题。"
_PARTLY = "没有发现问题，但下列规则没有（完全）检查。"


def listing(
    sheet: str, forms: Sequence[CheckedForm], refusals: Sequence[str] = (), policies: str = ""
) -> Listing:
    """The list: what could not be read, what was found, and what was not looked at."""
    lines: list[tuple[str, ...]] = [(LEAD,), (f"工作表「{sheet}」  {policies}".strip(),), _HEADS]
    found = [(_UNREADABLE, "", "", refusal) for refusal in refusals]
    found += [line for form in forms for line in _found(form)]
    unseen = [line for form in forms for line in _unseen(form)]
    if not found:
        lines.append(("", "", "", _PARTLY if unseen else _CLEAN))
    lines += [*found, *unseen]
    lines += [line for form in forms for line in (*_tried(form), *_asked(form))]
    jumps = [(at, _CELL, line[_CELL]) for at, line in enumerate(lines) if at > 2 and line[_CELL]]
    return Listing(LIST, tuple(lines), _WIDTHS, tuple(jumps))


def empty() -> Listing:
    """The list by which an earlier one is found."""
    return Listing(LIST, ((LEAD,),), _WIDTHS)


def _found(form: CheckedForm) -> Iterator[tuple[str, str, str, str]]:
    read = form.reading
    said = [(cell.address, unreadable_text(cell, read.form)) for cell in read.unreadable]
    cells, uncalculated = calculated_apart(said)
    for cell, reason in (*cells, *filter(None, (uncalculated,))):
        yield _UNREADABLE, "", cell, reason
    for one in form.outcome.findings:
        text = one.text + text_beside(one.rule.code, form.repair)
        yield one.severity.word, one.rule.code, one.cell.address, text


def _tried(form: CheckedForm) -> Iterator[tuple[str, str, str, str]]:
    """What rules on trial found: listed, and no cell is coloured for it."""
    for one in form.outcome.trials:
        yield "试行", one.rule.code, one.cell.address, one.text


def _asked(form: CheckedForm) -> Iterator[tuple[str, str, str, str]]:
    """What the department's own criteria ask a person to look at."""
    for one in form.outcome.manual:
        yield "人工", one.rule.code, one.cell.address, one.text


def _unseen(form: CheckedForm) -> Iterator[tuple[str, ...]]:
    codes: dict[str, list[str]] = {}
    for skip in form.outcome.skips:
        codes.setdefault(skip_text(skip), []).append(skip.rule.code)
    for reason, rules in codes.items():
        yield "未检查", "", "", f"{'、'.join(rules)}：{reason}"
    for fault in form.outcome.faults:
        yield "程序故障", fault.code, "", fault_text(fault)


def colours(forms: Sequence[CheckedForm], grid: Grid) -> tuple[tuple[Colour, tuple[str, ...]], ...]:
    """Each colour and its cells, merged ones as a whole; of several the gravest counts."""
    of: dict[str, Colour] = {}
    for form in forms:
        for cell in form.reading.unreadable:
            of.setdefault(cell.address, GREY)
        for severity in Severity:
            for one in form.outcome.findings:
                for row in one.by_row:
                    if one.severity is severity and row.cell.address:
                        of.setdefault(row.cell.address, _COLOURS[severity])
    whole = {position_of(area): _range(area) for area in grid.merges}
    return tuple(
        (colour, tuple(whole.get(position(at), at) for at, its in of.items() if its == colour))
        for colour in (RED, GREY, YELLOW, BLUE)
        if colour in of.values()
    )


def position_of(area: Area) -> tuple[int, int]:
    """The upper left corner of merged cells."""
    return area.top, area.left


def _range(area: Area) -> str:
    return f"{address(area.top, area.left)}:{address(area.bottom, area.right)}"
