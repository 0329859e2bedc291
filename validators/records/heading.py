"""Which form it is, in a few words."""

from __future__ import annotations

from collections import Counter
from typing import Any, assert_never

from validators.checking.check_file import CheckedForm
from validators.filing import Declaration, Filing, Monitoring
from validators.records.results import FormRecord
from workbooks.form_kinds import kind_of
from workbooks.forms import Cell
from workbooks.values.decimals import plain
from xlfuncs.progress import Light


def heading(form: CheckedForm) -> str:
    """Which form it is: project, year, and the totals of a self-evaluation."""
    read = form.reading.form
    year = read.fiscal_year.value
    parts = [
        shown(read.project_name, "（未填项目名称）"),
        f"{year} 年度" if year else "（未见年度）",
    ]
    match form.filing:
        case Filing():
            computed = form.filing.worth.computed
            parts.append(
                f"总分 {shown(form.filing.form.total_score)}"
                f"（测算 {'无法得出' if computed is None else plain(computed)}），"
                f"评级 {shown(form.filing.form.rating)}"
            )
        case Declaration():
            parts.append(f"{kind_of(read).word}，{len(read.indicators)} 项指标，不评分")
        case Monitoring():
            month = form.filing.month
            when = f"1-{month}月" if month else "未见期间"
            parts.append(f"{kind_of(read).word}，{when}，{len(read.indicators)} 项指标，不评分")
        case _:
            assert_never(form.filing)
    return "，".join(parts)


def lights_text(form: FormRecord) -> str:
    """How many rows of a monitoring report have which light; empty where none has any."""
    counted = Counter(row.light for row in form.indicators if row.light)
    lights = "，".join(f"{light.value}灯 {counted[light]}" for light in Light if counted[light])
    unknown = len(form.indicators) - counted.total()
    return f"{lights}，无法测算 {unknown}" if lights and unknown else lights


def shown(cell: Cell[Any], blank: str = "未填") -> str:
    """What a cell says, or a word for nothing."""
    return cell.text or blank
