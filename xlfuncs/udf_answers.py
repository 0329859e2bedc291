"""What the JX_ functions answer: numbers, or short texts that say why there is none."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from workbooks.forms import Indicator, State
from workbooks.grid import Raw
from workbooks.reading import cell_readers
from xlfuncs import udf_desk, udf_values
from xlfuncs import udf_words as words
from xlfuncs.comparing import percent_or_ratio
from xlfuncs.indicator import Share, Unjudged, share
from xlfuncs.policy import Policy
from xlfuncs.progress import MONTHS, progress
from xlfuncs.rating import rating
from xlfuncs.row_verdicts import verdicts
from xlfuncs.whole_form import ExecutionWorth, execution_worth, indicator_worth

Value = str | float


def hindrance(row: Indicator, needed: int) -> str | None:
    """Why a row cannot be judged by its first columns: one of them is blank, or cannot be read."""
    columns = list(udf_values.columns(row))[:needed]
    for label, cell in columns:
        if cell.state is State.UNREADABLE:
            return words.unreadable(label, cell)
    if all(cell.blank for _, cell in columns):
        return ""
    lacking = next((words.blank(label) for label, cell in columns if cell.blank), None)
    return lacking or _unusable(row)


def _unusable(row: Indicator) -> str | None:
    """Why columns that can be read cannot be used: negative points, 0.85 that may be 85 %."""
    points, target, actual = row.points.value, row.target.value, row.actual.value
    if points is not None and points < 0:
        return words.NEGATIVE_POINTS
    if target is None or actual is None or actual.value is None or actual.unit:
        return None
    return words.percent(actual.value) if percent_or_ratio(target, actual) else None


def ratio(value: Decimal | None) -> Value:
    """A ratio, unrounded: 0.9 for 90 %."""
    return words.NO_RATIO if value is None else float(value)


def evaluated(row: Indicator, policy: Policy) -> list[Value]:
    """测算得分, 完成率 and 偏差率."""
    trouble = hindrance(row, 3)
    if trouble is not None:
        return [trouble, "", ""]
    worth = indicator_worth(row, policy)
    if worth.score is None:
        return [words.NOT_JUDGED, "", ""]
    return [float(worth.score), ratio(worth.completion), ratio(worth.deviation)]


def checked(row: Indicator, policy: Policy) -> list[Value]:
    """检查: what could not be read, and what is wrong."""
    columns = (*udf_values.columns(row), (udf_values.NAME, row.name))
    said = [
        words.unreadable(label, c) + "。" for label, c in columns if c.state is State.UNREADABLE
    ]
    if row.score.state is State.READ and row.points.blank:
        said.append(words.NO_POINTS + "。")
    if trouble := _unusable(row):
        said.append(trouble + "。")
    worth = indicator_worth(row, policy)
    said += [words.check(code, facts) for code, facts in verdicts(row, worth, policy)]
    return ["".join(said)]


def comparison(target: Raw | None, actual: Raw | None) -> Share | str:
    """What a target and an actual value give, or why they give nothing."""
    row = udf_values.indicator((target, actual))
    trouble = hindrance(row, 2)
    if trouble is not None:
        return trouble
    assert row.target.value is not None
    assert row.actual.value is not None
    found = share(row.target.value, row.actual.value, udf_desk.desk_policy())
    return words.NOT_JUDGED if isinstance(found, Unjudged) else found


def number(
    label: str, value: Raw | None, reader: cell_readers.Reader[Decimal]
) -> Decimal | str | None:
    """A number, or why it is none; None for a blank cell."""
    read = cell_readers.cell(value, "", udf_values.bounded(reader))
    return words.unreadable(label, read) if read.state is State.UNREADABLE else read.value


def rated(total: Raw | None) -> str:
    """评分等级 of a total, or why it is none."""
    read, policy = number("总分", total, cell_readers.points), udf_desk.desk_policy()
    if not isinstance(read, Decimal):
        return read or ""
    possible = 0 <= read <= policy.total_points
    return rating(read, policy) if possible else words.no_total(policy.total_points)


def execution(budget: Raw | None, executed: Raw | None, points: Raw | None) -> ExecutionWorth | str:
    """What 预算执行 is worth, or why nobody can say; the policy's points where none are given."""
    read = (
        number("全年预算数", budget, cell_readers.number),
        number("全年执行数", executed, cell_readers.number),
        number("分值", points, cell_readers.points),
    )
    match read:
        case (str(trouble), _, _) | (_, str(trouble), _) | (_, _, str(trouble)):
            return trouble
        case (None, None, _):
            return ""
        case (_, _, Decimal() as most) if most < 0:
            return words.NEGATIVE_POINTS
        case (None, _, _):
            return words.blank("全年预算数")
        case (_, None, _):
            return words.blank("全年执行数")
        case (Decimal() as whole, Decimal() as spent, Decimal() | None as most):
            worth = execution_worth(whole, spent, most, udf_desk.desk_policy())
            return words.NO_BUDGET if worth.rate is None else worth


def lights(pairs: Iterable[tuple[Raw | None, Raw | None]], month: Raw | None) -> list[list[Value]]:
    """序时进度预警 of each pair of 年度指标值 and 完成值 after so many months.

    Nothing for a blank pair; one text where the month is none.
    """
    policy = udf_desk.desk_policy()
    rows = [udf_values.indicator(pair) for pair in pairs]
    read = number("月份", month, cell_readers.number)
    if isinstance(read, str):
        return [[read]]
    if read is None and all(row.target.blank and row.actual.blank for row in rows):
        return [[""] for _ in rows]
    if read is None or read not in range(1, MONTHS + 1):
        return [[words.NO_MONTH]]
    return [[row_light(row, int(read), policy)] for row in rows]


def row_light(row: Indicator, month: int | None, policy: Policy) -> str:
    """序时进度预警 of a row, or why there is none."""
    if row.target.blank and row.actual.blank:
        return ""
    if month is None:
        return words.NO_MONTH
    trouble = hindrance(row, 2)
    if trouble is not None:
        return words.so_far(trouble)
    assert row.target.value is not None
    assert row.actual.value is not None
    found = progress(row.target.value, row.actual.value, month, policy)
    return words.NEEDS_JUDGEMENT if isinstance(found, Unjudged) else words.lit(found.light)
