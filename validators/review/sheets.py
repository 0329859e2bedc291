"""The sheets of a 复核表: their names and headings, and how a row is known again.

A row carries a hidden key that says what it is about, sealed together with what else is locked in
it. A reviewer may sort, filter and add columns as he likes; a row whose key was mixed up with
another row's, or whose locked figures were changed, is seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from validators.checking.our_files import REVIEW
from validators.records.identity import digest
from workbooks.grid import ErrorValue, Grid, NeverCalculated, Raw, address
from workbooks.values.dataclass import dataclass
from workbooks.values.decimals import exact, plain

SCORES, FINDINGS, GUIDE = REVIEW

FILE = "文件"
KEY = "键"
TOTAL = "合计"
"""Stands for the key where a project is added up."""

CLOSED = "不能核准"
"""Stands for the key where there is nothing to accept: a refused file, an unreadable cell."""

LOCKED_SCORES = (
    "单位", "项目", "工作表", "三级指标", "年度指标值", "实际完成值", "分值", "自评得分", "单元格",
)  # fmt: skip
SCORE, OPINION = "复核得分", "审核意见"
ACTUAL, DEDUCTION = "复核完成值", "扣分原因"
EXECUTION = "预算执行"
"""What the line 年度资金总额 is called among the indicators."""

BOUND = "界限"
"""A hidden column: beyond which 偏离度 is marked."""

_OLDER = {SCORE: "核查分数"}
EARLIER_HEADS = tuple(_OLDER.values())
"""What headings were called in earlier 复核表."""

LOCKED_FINDINGS = ("级别", "编号", "单元格", "工作表", "单位", "项目", "问题")
VERDICT, REASON, REVIEWER, DAY = "核准", "理由", "核准人", "日期"
MANUAL = "人工审核"
"""The sheet of what the department's own criteria ask a person to look at."""

LOCKED_MANUAL = ("编号", "分组", "单元格", "工作表", "单位", "项目", "要看的内容")
CONCLUSION, PASSED, FAILED = "结论", "符合", "不符合"
CONCLUSIONS = {True: PASSED, False: FAILED}
BY_RULE = "按规则核准"
"""The sheet on which a rule is accepted in one line, for a unit or for all."""

RULE, FOR_UNIT, UNTIL, REQUESTER = "规则", "单位", "有效期至", "提出人"
REASONS, WHEN = "扣分原因", "什么时候用"
"""The sheet of reasons for a deduction, whose first column is what can be chosen."""

UNKEPT = "没有沿用"
"""The sheet of what was typed in an earlier 复核表 and has no place in this one."""

REVIEW_SHEETS = (SCORES, FINDINGS, MANUAL, BY_RULE, REASONS, UNKEPT, GUIDE)
UNKEPT_HEADS = ("原来的位置", "哪一项", "填写的内容", "为什么没有沿用")
_FIRST_ROWS = 20
"""Somebody may put a few lines above the headings, but not a whole page."""

Sealed = str | Decimal | float | None


def sealed(form: str, content: str, locked: Iterable[Sealed]) -> str:
    """The key of a row about such content of such a form, with what is locked beside it.

    >>> unsealed(sealed("f", "c", ["甲 乙", Decimal("4.50")]), ["甲乙", 4.5])
    ('f', 'c')
    """
    return f"{form}.{content}.{digest(form, content, *map(_normal, locked))}"


def unsealed(key: str, locked: Iterable[Sealed]) -> tuple[str, str] | None:
    """Form and content of a key; None where the row is not the one that it was made for.

    >>> unsealed(sealed("f", "c", ["甲", Decimal("4.5")]), ["甲", 5.0]) is None
    True
    """
    form, _, rest = key.strip().partition(".")
    content = rest.partition(".")[0]
    return (form, content) if key.strip() == sealed(form, content, locked) else None


def _normal(value: Sealed) -> str:
    """What stays the same when other programs save a value."""
    if isinstance(value, (Decimal, float)):
        return plain(exact(float(value)))
    return "".join((value or "").split())


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One row of a sheet by its headings; `number` as Excel counts."""

    sheet: str
    number: int
    columns: Mapping[str, int]
    values: Mapping[int, Raw]

    def value(self, head: str) -> Raw | None:
        """What stands there; blank is None, and so is a column that an earlier 复核表 had not."""
        value = self.values.get(self.columns.get(head, 0))
        return None if isinstance(value, str) and not value.strip() else value

    def text(self, head: str) -> str:
        """The same as a text; a number as it is written."""
        value = self.value(head)
        if isinstance(value, bool) or not isinstance(value, (str, float, date)):
            return ""
        if isinstance(value, datetime):
            value = value.date()
        return plain(exact(value)) if isinstance(value, float) else str(value).strip()

    def locked(self, heads: Collection[str]) -> list[Sealed]:
        """What must be as it was written."""
        return [
            value if isinstance(value, float) else self.text(head)
            for head in heads
            for value in (self.value(head),)
        ]

    def at(self, head: str) -> str:
        """Where that is, as a person finds it: 「复核」L7."""
        return f"「{self.sheet}」{address(self.number, self.columns[head])}"

    def called(self, head: str) -> str:
        """What the heading is called on this very sheet."""
        older = _OLDER.get(head, head)
        return older if older in self.columns else head

    def typed(self, heads: Collection[str]) -> str:
        """What somebody wrote into some cells, as one line."""
        said = ((head, self.value(head)) for head in heads)
        return "；".join(f"{head} {_shown(value)}" for head, value in said if value is not None)

    @property
    def row(self) -> str:
        """Where the row is: 「复核」第 7 行."""
        return f"「{self.sheet}」第 {self.number} 行"


def _shown(value: Raw) -> str:
    """What somebody typed, as far as it can be told."""
    match value:
        case str():
            return value.strip()
        case bool():
            return "是" if value else "否"
        case float():
            return plain(exact(value))
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case ErrorValue(code):
            return code
        case NeverCalculated():
            return "（没有算出结果的公式）"
    return str(value)


def lines(grids: Sequence[Grid], sheet: str, heads: Collection[str]) -> Iterator[ReviewLine] | None:
    """The rows below the headings of a sheet; None where there is no such sheet or heading."""
    grid = next((grid for grid in grids if grid.sheet.strip() == sheet), None)
    if grid is None:
        return None
    rows: defaultdict[int, dict[int, Raw]] = defaultdict(dict)
    for (row, column), value in grid.values.items():
        rows[row][column] = value
    for number in range(1, _FIRST_ROWS + 1):
        columns = {
            "".join(value.split()): column
            for column, value in sorted(rows.get(number, {}).items(), reverse=True)
            if isinstance(value, str)
        }
        for head, older in _OLDER.items():
            if older in columns:
                columns.setdefault(head, columns[older])
        if columns.keys() >= set(heads):
            below = sorted(row for row in rows if row > number)
            return (ReviewLine(sheet, row, columns, rows[row]) for row in below)
    return None
