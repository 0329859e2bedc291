"""What `jixiao fill` and `jixiao monitor` tell: what a form was made from, and what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, assert_never

from macros.building.fill import Filled, Monitored, Unfit
from validators.wording import unreadable_text
from workbooks.drawing.carried_over import LONGEST, Money, Why
from workbooks.drawing.layout import months
from workbooks.drawing.template_layout import ROWS
from workbooks.form_kinds import kind_of
from workbooks.forms import Cell, Form, Funding, SelfEvaluation, TargetDeclaration
from workbooks.prose.leftovers import stray_year
from workbooks.values.decimals import plain
from xlfuncs.points_guide import Origin

_NO_YEAR = "原表没有写年度，请在表头填写。"
_MOST = 12  # cells named in one line


def unfit_text(why: Unfit, form: Form, wanted: str) -> str:
    """Why nothing was made of a form, as a sentence; `wanted` is what to choose."""
    match why:
        case Unfit.DEPARTMENT:
            return f"这是部门整体支出的表，没有相应的空白表，没有带入。请选项目的{wanted}。"
        case Unfit.ANOTHER_KIND:
            return f"这是{kind_of(form).word}，没有带入。请选项目的{wanted}。"
        case Unfit.TOO_MANY:
            return f"指标超过 {ROWS} 个，空白表放不下，没有带入。"
        case Unfit.NOT_THE_SAME:
            return (
                "程序故障（与填报单位无关）：填好的表读回来与原表不同，没有写出。"
                "请把此文件发给维护人。"
            )
        case _:
            assert_never(why)


def summary(source: Path, made: Filled) -> str:
    """What the new form is, and from where."""
    year = f"{made.year} 年度，" if made.year else ""
    kind = kind_of(made.source).word
    return (
        f"{year}指标 {len(made.form.indicators)} 个，"
        f"带入自 {source} 的{kind}「{made.source.sheet}」，公式按{made.policy.title}。"
    )


def notes(made: Filled) -> Iterator[str]:
    """What was not taken over, and what should be looked at, each on a line."""
    source, form, carried = made.source, made.form, made.carried
    yield from _year(made)
    yield from _money(carried.money, form.funding)
    yield from _points(made)
    yield from _left(carried.left, source)
    yield from _apart(source, form.expected_goal)
    match source:
        case TargetDeclaration():
            pass
        case SelfEvaluation():
            yield "实际完成情况、完成值、得分和偏差原因是上次的，没有带入。"
        case _:
            assert_never(source)


def monitored_summary(source: Path, made: Monitored) -> str:
    """What the new monitoring report is, and from where."""
    year = made.form.fiscal_year.value
    return (
        f"{f'{year} 年度，' if year else ''}{months(made.form.period.value)}，"
        f"指标 {len(made.form.indicators)} 个，"
        f"带入自 {source} 的申报表「{made.source.sheet}」，进度预警按{made.policy.title}。"
    )


def monitored_notes(made: Monitored) -> Iterator[str]:
    """What was not taken over into a monitoring report, and what should be looked at."""
    source, form, carried = made.source, made.form, made.carried
    if form.fiscal_year.value is None:
        yield _NO_YEAR
    yield from _money(carried.money, form.funding)
    yield from _left(carried.left, source)
    yield from _apart(source, form.overall_goal)
    if any(row.points.value is not None for row in source.indicators):
        yield "监控表没有分值一栏，分值没有带入。"


def _year(made: Filled) -> Iterator[str]:
    own = made.source.fiscal_year.value
    if made.year is None:
        yield _NO_YEAR
        return
    if own is not None and own != made.year:
        yield (
            f"原表是 {own} 年度的，本表写作 {made.year} 年度，请核实；"
            "目标、指标和分值照原表带入，请逐条核对。要写别的年度，加 --year。"
        )
    if other := stray_year(made.form.expected_goal.text, made.year):
        yield f"「预期目标」写的是 {other} 年，没有改动，请核对。"


def _money(money: Money, funding: Funding) -> Iterator[str]:
    match money:
        case Money.TAKEN:
            total = funding.total.initial_budget.value
            if total is not None:
                parts = [part.initial_budget.value for part in funding.parts]
                known = [value for value in parts if value is not None]
                if not known:
                    yield "原表只有资金总额，没有各项来源，总额照写；填写来源后请核对总额。"
                elif sum(known) != total:
                    yield (
                        f"原表的资金总额 {plain(total)} 万元，各项来源合计 "
                        f"{plain(sum(known, total * 0))} 万元，都照写，请核对。"
                    )
        case Money.NONE_THERE:
            yield "原表没有读到本年的资金，年初预算数空着，请填写。"
        case Money.ANOTHER_YEAR:
            yield "原表的预算数、执行数不是这一年度的，没有带入，请填写。"
        case _:
            assert_never(money)


def _points(made: Filled) -> Iterator[str]:
    match made.points.origin:
        case Origin.SOURCE:
            yield "分值照原表带入。"
        case Origin.GUIDE:
            yield "分值按评分办法的一级指标参考分值平均分配，请核对。"
        case Origin.UNFIT:
            execution, total = made.policy.execution_points, made.policy.total_points
            yield (
                f"原表的分值合计 {plain(made.points.stated)} 分，加上预算执行 {plain(execution)} 分"
                f"不是 {plain(total)} 分，没有带入，请填写。"
            )
        case Origin.NONE:
            yield "原表没有分值，评分办法也没有合适的参考分值，分值空着，请填写。"
        case _:
            assert_never(made.points.origin)


def _left(left: Sequence[tuple[Cell[Any], Why]], source: Form) -> Iterator[str]:
    for cell, why in left:
        match why:
            case Why.UNREADABLE:
                yield f"没有带入：{unreadable_text(cell, source)}"
            case Why.TOO_LONG:
                yield (
                    f"没有带入：{cell.address}「{cell.label}」有 {len(cell.text)} 字，"
                    f"一格最多 {LONGEST} 字。"
                )
            case Why.CONTAINED:
                yield f"没有带入：{cell.address}「{cell.label}」是上面来源的明细，已经算在里面。"
            case _:
                assert_never(why)


def _apart(source: SelfEvaluation | TargetDeclaration, goal: Cell[str]) -> Iterator[str]:
    """What of the source stands apart from the form, or that the new form has no place for."""
    understood = source.understanding
    yield from _places("没有带入空着的样例行", understood.leftovers)
    yield from _places("没有带入注明不适用的行", [row.name for row in understood.not_applicable])
    yield from _places("没有带入中期指标", [row.name for row in understood.medium_term])
    yield from _places("没有带入读不懂的内容", understood.unread)
    yield from _places("原表隐藏的内容也可能带入了，请核对", source.hidden)
    others = dict.fromkeys(cell.label for row in source.indicators for cell in row.others)
    if others:
        yield f"没有带入其他栏目：{'、'.join(list(others)[:_MOST])}。"
    if goal.blank:
        yield "原表没有读到年度目标，年度目标空着，请填写。"
        match source:
            case TargetDeclaration():
                overall = source.overall_goal.text
            case SelfEvaluation():
                overall = ""
            case _:
                assert_never(source)
        if overall:
            yield "原表有项目总目标，没有带入。"


def _places(told: str, cells: Sequence[Cell[Any]]) -> Iterator[str]:
    if not cells:
        return
    named = "、".join(f"{cell.address}「{cell.text[:20]}」" for cell in cells[:_MOST])
    more = f" 等 {len(cells)} 处" if len(cells) > _MOST else ""
    yield f"{told}：{named}{more}。"
