"""One form as a scorecard: beside every score the form claims, the computed one, and how."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, assert_never

from validators.checking.check_file import CheckedForm, Result
from validators.filing import Declaration, Filing, Monitoring
from validators.records.heading import heading, shown
from validators.records.record import Record
from validators.terminal_text import Column, one_line, table
from validators.wording import unreadable_text
from workbooks.files.refusal import Reason
from workbooks.form_kinds import kind_of
from workbooks.forms import Cell, Indicator, Possibility
from workbooks.values.decimals import rounded
from xlfuncs.indicator import Unjudged
from xlfuncs.progress import Progress, light, money_progress, spread
from xlfuncs.target_words import understood

_SCORES = (
    Column("三级指标", 26),
    Column("年度指标值", 14),
    Column("实际完成值", 14),
    Column("分值", 6, figures=True),
    Column("自评得分", 8, figures=True),
    Column("测算得分", 8, figures=True),
    Column("怎么算的", 26),
)
_TARGETS = (
    Column("二级指标", 18),
    Column("三级指标", 40),
    Column("年度指标值", 18),
    Column("读作", 24),
)

_PROGRESS = (
    Column("三级指标", 26),
    Column("年度指标值", 14),
    Column("执行情况", 14),
    Column("全年预计", 14),
    Column("可能性", 10),
    Column("序时进度", 9, figures=True),
    Column("灯", 4),
    Column("怎么算的", 30),
)
_NO_PERIOD = "表上没有写明是几月的监控，无法测算"


def text(result: Result, record: Record) -> str:
    """A file and the scorecards of its forms; of one that broke the 程序故障 alone."""
    told, refusal = [record.path.name], record.data.refusal
    if result.aside is not None:
        told.append(result.aside.told)
    if refusal is not None:
        told.append(refusal.message)
    if refusal is None or refusal.reason is not Reason.CRASHED:
        told += [line for form in result.forms for line in lines(form)]
    return "\n".join(told)


def lines(form: CheckedForm) -> Iterator[str]:
    """The scorecard of a self-evaluation, or the targets of a declaration as understood."""
    yield one_line(f"工作表「{form.reading.form.sheet}」{heading(form)}")
    yield ""
    match form.filing:
        case Filing():
            yield from table(_SCORES, [_execution(form.filing), *_rows(form.filing)])
            yield ""
            yield from _totals(form.filing)
        case Declaration():
            word = kind_of(form.reading.form).word
            yield f"{word}只填目标，不评分。读到的指标和目标如下，请核对："
            yield ""
            yield from table(_TARGETS, list(_targets(form)))
        case Monitoring():
            yield from table(_PROGRESS, [_spent(form.filing), *_come(form.filing)])
        case _:
            assert_never(form.filing)
    for cell in form.reading.unreadable:
        yield one_line(f"读不成 {unreadable_text(cell, form.reading.form)}")


def _rows(filing: Filing) -> Iterator[list[str]]:
    for row, worth in zip(filing.form.indicators, filing.worth.indicators, strict=True):
        cells: tuple[Cell[Any], ...] = (row.name, row.target, row.actual, row.points, row.score)
        printed = [shown(cell, "-") for cell in cells]
        yield [*printed, number(worth.score), worth.explanation]


def _come(filing: Monitoring) -> Iterator[list[str]]:
    """How far each row of a monitoring report has come, and why where that cannot be said."""
    for row in filing.form.indicators:
        cells: tuple[Cell[Any], ...] = (row.name, row.target, row.actual, row.forecast)
        said = row.possibility.value
        told = str(said) if said not in (None, Possibility.OTHER) else shown(row.possibility, "-")
        yield [*(shown(cell, "-") for cell in cells), told, *_sum_of(filing, row)]


def _sum_of(filing: Monitoring, row: Indicator) -> tuple[str, str, str]:
    match filing.progress(row):
        case Progress(share=None, light=light):
            return "-", light.value, "目标是 0，不按月份分摊"
        case Progress() as come:
            by_month = row.target.value is not None and spread(row.target.value)
            year = f"（{shown(row.target)} × {filing.month}÷12）" if by_month else shown(row.target)
            told = f"{shown(row.actual)} ÷ {year}"
            return f"{percent(come.share or Decimal(0))}%", come.light.value, told
        case Unjudged(reason=reason):
            return "-", "-", reason
        case None:
            blank = row.target.value is None or row.actual.value is None
            measured = not blank and row.target.value is not None and row.target.value.value
            return "-", "-", _NO_PERIOD if filing.month is None and measured else "没有可以测算的数"


def _spent(filing: Monitoring) -> list[str]:
    """预算执行 as the first row of the table."""
    total, month = filing.form.funding.total, filing.month
    budget = total.annual_budget
    told = ["预算执行", shown(budget, "-"), shown(total.executed, "-"), shown(total.forecast, "-")]
    if budget.value is None or total.executed.value is None or month is None:
        return [*told, "-", "-", "-", "没有可用的预算数、执行数或期间，无法测算"]
    share = money_progress(budget.value, total.executed.value, month)
    if share is None:
        return [*told, "-", "-", "-", "预算为 0，无法测算"]
    sums = f"{shown(total.executed)} ÷（{shown(budget)} × {month}÷12）"
    return [*told, "-", f"{percent(share)}%", light(share, filing.policy).value, sums]


def _execution(filing: Filing) -> list[str]:
    """预算执行率 as the first row of the table."""
    total, worth = filing.form.funding.total, filing.worth.execution
    sums = "没有可用的全年预算数或全年执行数，无法测算"
    if worth.rate is not None:
        amounts = f"{shown(total.executed)} ÷ {shown(total.annual_budget)}"
        sums = f"{amounts} = {percent(worth.rate)}%"
    reported = f"{shown(total.rate)}%" if total.rate.value is not None else "-"
    points, score = shown(total.points, "-"), shown(total.score, "-")
    return [
        "预算执行率",
        "-",
        reported.replace("%%", "%"),
        points,
        score,
        number(worth.score),
        sums,
    ]


def _totals(filing: Filing) -> Iterator[str]:
    worth = filing.worth
    yield one_line(
        f"总分：自评 {shown(filing.form.total_score)}，各项自评得分合计 {number(worth.summed)}，"
        f"测算 {number(worth.computed)}"
    )
    yield one_line(
        f"评级：自评 {shown(filing.form.rating)}，按自评总分应为 {worth.rating or '-'}，"
        f"按测算总分应为 {worth.computed_rating or '-'}"
    )
    yield f"评分办法：{one_line(filing.policy.title)}"


def _targets(form: CheckedForm) -> Iterator[list[str]]:
    for row in form.reading.form.indicators:
        cells: tuple[Cell[Any], ...] = (row.subcategory, row.name, row.target)
        printed = [shown(cell, "-") for cell in cells]
        yield [*printed, "-" if row.target.value is None else understood(row.target.value)]


def number(value: Decimal | None) -> str:
    """A computed score; a dash where there is none."""
    return "-" if value is None else format(value, "f")


def percent(rate: Decimal) -> str:
    """A ratio in percent with two decimals.

    >>> percent(Decimal("0.98998"))
    '99.00'
    """
    return format(rounded(rate.scaleb(2)), "f")
