"""The functions that Excel sees: JX_…, each a door to what the other modules compute.

Hints and docstrings are what the function wizard shows, so they are in Chinese. Nothing leaves
here but numbers and short texts: Excel would print an exception into the cell, garbled.
"""

from __future__ import annotations

import atexit
import functools
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

import xlwings as xw

from workbooks.forms import Indicator
from workbooks.grid import Raw
from workbooks.reading import cell_readers
from workbooks.values.dataclass import dataclass
from xlfuncs import udf_answers, udf_desk, udf_values
from xlfuncs import udf_words as words
from xlfuncs.policy import Policy, PolicyError
from xlfuncs.target_words import understood
from xlfuncs.whole_form import added, indicator_worth

if hasattr(xw, "_xlwindows"):  # on Windows, its hook would end every Excel that it cannot see
    atexit.unregister(xw._xlwindows.cleanup)

CATEGORY = "绩效评价"
LONGEST = 5000  # rows of one range; whole columns are easily selected

Value = str | float
Table = list[list[Raw | None]]


def _hint(doc: str) -> dict[str, object]:
    # Every argument as rows of cells; error cells as text, because xlwings would make them blank.
    return {"doc": doc, "ndim": 2, "err_to_str": True}


TARGET = Annotated[Any, _hint("年度指标值，如 ≥15.00(条)")]
ACTUAL = Annotated[Any, _hint("实际完成值，如 33.00(条)；定性指标填达成、部分达成或未达成")]
POINTS = Annotated[Any, _hint("分值")]
SCORE = Annotated[Any, _hint("得分")]
NOTE = Annotated[Any, _hint("偏差原因分析及改进措施")]
BUDGET = Annotated[Any, _hint("全年预算数")]
EXECUTED = Annotated[Any, _hint("全年执行数，与全年预算数同一单位")]
EXECUTION_POINTS = Annotated[Any, _hint("预算执行的分值，省略时按评分办法，一般为 10 分")]
SCORES = Annotated[
    Any,
    _hint("各项得分所在的单元格，含预算执行得分；空白单元格不计；几块区域加括号，如 (H6,G13:G72)"),
]
TOTAL = Annotated[Any, _hint("总分")]
INDICATOR = Annotated[
    Any, _hint("三级指标的名称，可省略；给了才看得出比较符号是否写反，如投诉率写成 ≥5%")
]
INDICATORS = Annotated[
    Any, _hint("三级指标名称所在的一列，行数与前面相同，可省略；给了才看得出比较符号是否写反")
]
TARGETS = Annotated[Any, _hint("年度指标值所在的一格或一列，如 ≥24(场)")]
DONE_SO_FAR = Annotated[
    Any, _hint("截至这个月的完成值所在的一格或一列，行数与年度指标值相同，如 7(场)")
]
MONTH = Annotated[Any, _hint("截至第几个月，1 至 12 的整数，如 7 表示 1-7 月")]
EVALUATED = Annotated[Any, _hint("并排的三列：年度指标值、实际完成值、分值")]
CHECKED = Annotated[Any, _hint("并排的五列：年度指标值、实际完成值、分值、得分、偏差原因")]


def _excel(answer: Callable[..., Any]) -> Callable[..., Any]:
    """A function of Excel: it is given rows of raw values, and what goes wrong becomes a text."""

    @xw.func(category=CATEGORY, volatile=False, call_in_wizard=False)
    @functools.wraps(answer)
    def function(*given: Any) -> Any:
        try:
            return answer(*map(udf_values.rows, given))
        except PolicyError as error:
            return str(error)
        except Exception:  # the outermost door: whatever breaks, Excel is told so in Chinese
            udf_desk.log(answer.__name__)
            return words.FAULT

    return function


def _of_cells(answer: Callable[..., Value]) -> Callable[..., Any]:
    """A function of single cells: it is given their raw values."""

    @functools.wraps(answer)
    def function(*given: Table) -> Value:
        if any(len(table) != 1 or len(table[0]) != 1 for table in given):
            return words.ONE_CELL
        return answer(*(table[0][0] for table in given))

    return function


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a function of a block gives for each row, and of how many columns."""

    width: int
    wrong_width: str
    of_row: Callable[[Indicator, Policy], list[Value]]

    def rows(self, block: Table, names: Table | None) -> list[list[Value]]:
        """The answer for each row of a block, with the names of its indicators where given."""
        if len(block) > LONGEST:
            return [[words.TOO_LONG]]
        if any(len(row) != self.width for row in block):
            return [[self.wrong_width]]
        if names in (None, [[None]]):  # left out
            names = [[None]] * len(block)
        if len(names) != len(block) or any(len(name) != 1 for name in names):
            return [[words.NAMES_BESIDE]]
        policy = udf_desk.desk_policy()  # once: it looks at the settings file
        return [
            self.of_row(udf_values.indicator(row, name), policy)
            for row, (name,) in zip(block, names, strict=True)
        ]


@_excel
def JX_EVALUATE(block: EVALUATED, indicators: INDICATORS = None) -> list[list[Value]]:
    """逐行测算：返回测算得分、完成率、偏差率三列，空白行返回空白。没有给指标名称的，只按数测算。"""
    evaluated = _Answer(3, words.EVALUATED_COLUMNS, udf_answers.evaluated)
    return evaluated.rows(block, indicators)


@_excel
def JX_CHECKS(block: CHECKED, indicators: INDICATORS = None) -> list[list[Value]]:
    """逐行核查比较符号、得分和偏差原因：返回一列检查结果，没有问题的行返回空白。不看其他行；没有给指标名称的，只按数核查。"""
    return _Answer(5, words.CHECKED_COLUMNS, udf_answers.checked).rows(block, indicators)


@_excel
@_of_cells
def JX_SCORE(target: TARGET, actual: ACTUAL, points: POINTS, indicator: INDICATOR = None) -> Any:
    """测算一项指标的得分，即按完成情况最多能得的分，保留两位小数。没有给指标名称的，只按数测算。"""
    row = udf_values.indicator((target, actual, points), indicator)
    return udf_answers.evaluated(row, udf_desk.desk_policy())[0]


@_excel
@_of_cells
def JX_COMPLETION(target: TARGET, actual: ACTUAL) -> Any:
    """完成率，即实际完成值除以年度指标值。"""
    found = udf_answers.comparison(target, actual)
    return found if isinstance(found, str) else udf_answers.ratio(found.completion)


@_excel
@_of_cells
def JX_DEVIATION(target: TARGET, actual: ACTUAL) -> Any:
    """偏差率，即完成率减去 100%，负数表示没有完成。"""
    found = udf_answers.comparison(target, actual)
    return found if isinstance(found, str) else udf_answers.ratio(found.deviation)


@_excel
@_of_cells
def JX_EXECUTION_RATE(budget: BUDGET, executed: EXECUTED) -> Any:
    """预算执行率，即全年执行数除以全年预算数。"""
    found = udf_answers.execution(budget, executed, None)
    return found if isinstance(found, str) else udf_answers.ratio(found.rate)


@_excel
@_of_cells
def JX_EXECUTION_SCORE(budget: BUDGET, executed: EXECUTED, points: EXECUTION_POINTS = None) -> Any:
    """预算执行得分，即执行率乘以分值，最多得满分，保留两位小数。"""
    found = udf_answers.execution(budget, executed, points)
    return found if isinstance(found, str) or found.score is None else float(found.score)


@_excel
def JX_TOTAL(scores: SCORES) -> Any:
    """总分，即各项得分之和，保留两位小数。"""
    if len(scores) > LONGEST:
        return words.TOO_LONG
    read = [
        udf_answers.number("得分", value, cell_readers.points) for row in scores for value in row
    ]
    known = [number for number in read if isinstance(number, Decimal)]
    summed = added(known) if known else None
    trouble = next((text for text in read if isinstance(text, str)), "")
    return trouble if trouble or summed is None else float(summed)


@_excel
@_of_cells
def JX_RATING(total: TOTAL) -> Any:
    """评分等级，按总分得出，一般为优、良、中、差。"""
    return udf_answers.rated(total)


@_excel
@_of_cells
def JX_CHECK(
    target: TARGET,
    actual: ACTUAL,
    points: POINTS,
    score: SCORE,
    note: NOTE,
    indicator: INDICATOR = None,
) -> Any:
    """核查一项指标的比较符号、得分和偏差原因：返回一句话，没有问题时返回空白。不看其他行；没有给指标名称的，只按数核查。"""
    row = udf_values.indicator((target, actual, points, score, note), indicator)
    return udf_answers.checked(row, udf_desk.desk_policy())[0]


@_excel
@_of_cells
def JX_EXPLAIN(target: TARGET, actual: ACTUAL, points: POINTS, indicator: INDICATOR = None) -> Any:
    """说明一项指标的得分是怎么测算出来的，或者为什么无法测算。没有给指标名称的，只按数说明。"""
    row = udf_values.indicator((target, actual, points), indicator)
    trouble = udf_answers.hindrance(row, 3)
    return indicator_worth(row, udf_desk.desk_policy()).explanation if trouble is None else trouble


@_excel
@_of_cells
def JX_TARGET(target: TARGET) -> Any:
    """年度指标值读作什么，如 不少于 15 条。"""
    row = udf_values.indicator((target,))
    trouble = udf_answers.hindrance(row, 1)
    return understood(row.target.value) if row.target.value is not None else trouble


@_excel
def JX_PROGRESS(targets: TARGETS, actuals: DONE_SO_FAR, month: MONTH) -> list[list[Value]]:
    """序时进度预警：完成值与按月分摊的年度指标值相比，不到60%为红灯，不到80%黄灯，不到120%绿灯，否则蓝灯（界限按评分办法）；“≤”的指标超过指标值为红灯。看不准的写「需人工判断」。"""
    columns = (targets, actuals)
    if any(len(column) > LONGEST for column in columns):
        return [[words.TOO_LONG]]
    if len(targets) != len(actuals) or any(len(row) != 1 for rows in columns for row in rows):
        return [[words.PROGRESS_COLUMNS]]
    if len(month) != 1 or len(month[0]) != 1:
        return [[words.ONE_MONTH]]
    pairs = [(target, actual) for (target,), (actual,) in zip(targets, actuals, strict=True)]
    return udf_answers.lights(pairs, month[0][0])
