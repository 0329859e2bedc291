"""Local forms that a finance officer can read: tables in Markdown -> Grids, and what they say.

In a table, `>` continues the cell at its left and `^` the cell above (merged cells), `⏎` is a line
feed, and a line of one `|` is an empty row. What looks like a number is one, shown as it is
written (1,200.00, 97%); an apostrophe before it makes it a text, as in Excel. Lines above the
table may name the sheet (工作表：) and the cell where it begins (起点：).

`python -m tests.workbooks.layouts` writes the readings anew: look at the difference before you
keep it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from workbooks.forms import (
    CLEAR,
    Cell,
    DeclaredFunding,
    Form,
    Fund,
    Funding,
    Indicator,
    State,
    Understanding,
)
from workbooks.grid import Area, Grid, Position, Raw, position
from workbooks.reading.read_form import Reading, SheetRefusal, read_grid

FOLDER = Path(__file__).parent / "layouts"
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(%?)")


@cache
def forms() -> tuple[tuple[str, Grid], ...]:
    """Every local form: its name (anhui/1) and its sheet."""
    return tuple(
        (f"{path.parent.name}/{path.stem}", grid(path.read_text("utf-8")))
        for path in sorted(FOLDER.rglob("*.md"))
        if not path.name.endswith(".read.md")
    )


def grid(text: str) -> Grid:
    """The sheet that a text describes."""
    settings = dict(re.findall(r"^(工作表|起点)：(.+)$", text, flags=re.M))
    top, left = position(settings.get("起点", "A1"))
    owners: dict[Position, Position] = {}
    values: dict[Position, Raw] = {}
    formats: dict[Position, str] = {}
    lines = (line for line in text.splitlines() if line.startswith("|"))
    for row, line in enumerate(lines, top):
        texts = [part.strip() for part in line.strip().strip("|").split("|")]
        for column, content in enumerate(texts, left):
            place = row, column
            before = {">": (row, column - 1), "^": (row - 1, column)}.get(content, place)
            owners[place] = owners.get(before, place)
            if content and before == place:
                values[place], shown = raw(content)
                if shown:
                    formats[place] = shown
    return Grid(settings.get("工作表", "自评表"), values, formats, _merges(owners))


def raw(content: str) -> tuple[Raw, str]:
    match = _NUMBER.fullmatch(content)
    if match is None:
        return content.removeprefix("'").replace("⏎", "\n"), ""
    number = float(content.replace(",", "").rstrip("%"))
    whole = "#,##0" if "," in content else "0"
    shown = whole + ("." + "0" * len(match[1]) if match[1] else "") + match[2]
    return (number / 100 if match[2] else number), "" if shown == "0" else shown


def _merges(owners: dict[Position, Position]) -> tuple[Area, ...]:
    areas: dict[Position, Area] = {}
    for (row, column), owner in owners.items():
        area = areas.get(owner, Area(*owner, *owner))
        bottom, right = max(area.bottom, row), max(area.right, column)
        areas[owner] = Area(area.top, area.left, bottom, right)
    merged = {owner: a for owner, a in areas.items() if (a.top, a.left) != (a.bottom, a.right)}
    for place, owner in owners.items():
        inside = [other for other, area in merged.items() if place in area]
        assert inside == [owner] * (owner in merged), f"merged cells overlap at {place}"
    return tuple(merged.values())


def _said(cell: Cell[Any]) -> str:
    """One cell of a reading: where it stands and what it says.

    Targets and actual values are shown as texts: what texts mean is tested elsewhere.
    """
    text = cell.text.replace("\n", "⏎")
    match cell.state:
        case State.ABSENT:
            return "无此栏"
        case State.BLANK:
            return f"{cell.address} 空{f'（{text}）' if text else ''}"
        case State.UNREADABLE:
            return f"{cell.address} 读不成（{text}）"
    if isinstance(cell.value, str) and cell.value != cell.text:
        text = f"{text} → {cell.value}"
    elif not isinstance(cell.value, str) and not hasattr(cell.value, "unit"):
        text = str(cell.value)
    return f"{cell.address} {text}".strip()


def _table(kind: type, records: tuple[Any, ...]) -> Iterator[str]:
    names = [field.name for field in fields(kind)]
    names = [n for n in names if n not in _SELDOM or any(_is_there(getattr(r, n)) for r in records)]
    yield "| " + " | ".join(names) + " |"
    yield "|" + "---|" * len(names)
    for record in records:
        cells = (getattr(record, name) for name in names)
        said = (_said_all(cell) for cell in cells)
        yield "| " + " | ".join(said) + " |"


_SELDOM = (
    *("last_actual", "reviewed_actual", "reviewed_score", "others", "shared"),
    *("forecast", "possibility", "causes"),
)


def _is_there(cells: Any) -> bool:
    return bool(cells) if not isinstance(cells, Cell) else cells.state is not State.ABSENT


def _said_all(cells: Any) -> str:
    """A cell, or several with the name of each, or what else a record holds."""
    if isinstance(cells, Cell):
        return _said(cells)
    if isinstance(cells, tuple):
        return "；".join(f"{cell.label}：{_said(cell)}" for cell in cells)
    return str(cells)


def _understood(said: Understanding) -> Iterator[str]:
    for field in fields(said):
        for one in getattr(said, field.name):
            if isinstance(one, Indicator):
                target = f"｜{_said(one.target)}" if _is_there(one.target) else ""
                yield f"- {field.name}：{_said(one.name)}{target}"
            else:
                yield f"- {field.name}：{_said(one)}"


def told(form: Form) -> str:
    """Everything that was read of a form, as a page to look at."""
    heads, tables = [], []
    for field in fields(form):
        value = getattr(form, field.name)
        if isinstance(value, Funding):
            heads.append(f"- money_unit：{_said(value.money_unit)}")
            tables += ["", "## 项目资金", "", *_table(Fund, (value.total, *value.parts))]
        elif isinstance(value, DeclaredFunding):
            heads.append(f"- money_unit：{_said(value.money_unit)}")
            kind = type((*value.project, *value.annual)[0])
            tables += ["", "## 项目资金：整个项目", "", *_table(kind, value.project)]
            tables += ["", "## 项目资金：本年", "", *_table(kind, value.annual)]
        elif field.name == "indicators":
            tables += ["", "## 指标", "", *_table(Indicator, value)]
        elif isinstance(value, Cell):
            heads.append(f"- {field.name}：{_said(value)}")
        elif isinstance(value, Understanding):
            heads += _understood(value)
        elif field.name == "hidden":
            heads += [f"- hidden：{_said(cell)}" for cell in value]
        elif value is not None and value != CLEAR:
            heads.append(f"- {field.name}：{value}")
    return "\n".join([*heads, *tables, ""])


def readings(sheet: Grid) -> str:
    """All that is read of a sheet."""
    pages = []
    for found in read_grid(sheet):
        match found:
            case Reading():
                pages.append(told(found.form))
            case SheetRefusal():
                pages.append(found.refusal.message + "\n")
    return "\n".join(pages)


def expected(name: str) -> str:
    """What is known to stand in a form."""
    return (FOLDER / f"{name}.read.md").read_text("utf-8")


if __name__ == "__main__":
    for name, sheet in forms():
        (FOLDER / f"{name}.read.md").write_text(readings(sheet), "utf-8", newline="\n")
