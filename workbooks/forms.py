"""The forms as frozen records: what each cell says, where it stands, and whether it could be read.

Absent (the layout has no such place), blank, unreadable and zero are four different things.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from workbooks.values.dataclass import dataclass, field, fields, is_dataclass
from workbooks.values.memory import remembered
from workbooks.values.target import Actual, Target
from workbooks.values.terms import clean, is_ticked

T = TypeVar("T")


class State(Enum):
    """What became of a cell."""

    ABSENT = "absent"
    BLANK = "blank"
    READ = "read"
    UNREADABLE = "unreadable"

    __hash__ = object.__hash__  # cells are looked up by the thousand; Enum's own is slow


class Trouble(Enum):
    """Why a cell could not be read."""

    NOT_A_NUMBER = "not-a-number"
    NOT_A_DATE = "not-a-date"
    ERROR_VALUE = "error-value"
    NEVER_CALCULATED = "never-calculated"
    SEVERAL_TICKED = "several-ticked"
    FAULT = "fault"
    """Our own code broke on it: nothing that the filer could mend."""


class Cell(NamedTuple, Generic[T]):
    """One cell of a form: what it says (`text`), what that means (`value`), where (`address`).

    `label` is the printed name of its row or column. `value` is None unless `state` is READ;
    `trouble` is set when it is UNREADABLE. A dash stands for nothing: such a cell is BLANK and
    its `text` is the dash. A tuple, because a form has hundreds and a dataclass takes three times
    as long to make.
    """

    state: State
    text: str = ""
    value: T | None = None
    label: str = ""
    address: str = ""
    trouble: Trouble | None = None

    @property
    def blank(self) -> bool:
        """Whether there is a place for something, with nothing in it."""
        return self.state is State.BLANK


ABSENT: Cell[Any] = Cell(State.ABSENT)
"""A place that the layout does not have."""


def unread_by_fault(label: str = "", address: str = "") -> Cell[Any]:
    """A place that may hold anything, because our own code broke on it."""
    return Cell(State.UNREADABLE, "", None, label, address, Trouble.FAULT)


def unread(cell: Cell[Any]) -> Cell[Any]:
    """The same place so; one that the layout does not have stays absent."""
    absent = cell.state is State.ABSENT
    return cell if absent else unread_by_fault(cell.label, cell.address)


class MoneyUnit(StrEnum):
    """The unit of all money in one form."""

    YUAN = "元"
    WAN_YUAN = "万元"

    @property
    def yuan(self) -> Decimal:
        """How many 元 one of it is."""
        return Decimal(10000 if self is MoneyUnit.WAN_YUAN else 1)


class Category(StrEnum):
    """一级指标."""

    COST = "成本指标"
    OUTPUT = "产出指标"
    BENEFIT = "效益指标"
    SATISFACTION = "满意度指标"
    OTHER = "其他"


class Subcategory(StrEnum):
    """二级指标."""

    ECONOMIC_COST = "经济成本指标"
    SOCIAL_COST = "社会成本指标"
    ECOLOGICAL_COST = "生态环境成本指标"
    QUANTITY = "数量指标"
    QUALITY = "质量指标"
    TIMELINESS = "时效指标"
    ECONOMIC = "经济效益指标"
    SOCIAL = "社会效益指标"
    ECOLOGICAL = "生态效益指标"
    SUSTAINABILITY = "可持续影响指标"
    COST = "成本指标"
    SERVICE_RECIPIENTS = "服务对象满意度指标"
    OTHER = "其他"


class FundKind(StrEnum):
    """Lines of 项目资金. PART is any other line that is counted into the total.

    DETAIL is a line that says what another line, above it, consists of (其中：…).
    """

    TOTAL = "总额"
    FISCAL_APPROPRIATION = "当年财政拨款"
    CARRYOVER = "上年结转资金"
    OTHER_FUNDS = "其他资金"
    PART = "其他来源"
    DETAIL = "其中明细"


class Possibility(StrEnum):
    """完成目标可能性, as a monitoring report judges it; OTHER is any other word."""

    CERTAIN = "确定能"
    POSSIBLE = "有可能"
    IMPOSSIBLE = "完全不可能"
    OTHER = "其他"


@dataclass(frozen=True, slots=True)
class Fund:
    """One line of 项目资金 in a self-evaluation; `rate` is a ratio (0.9900, printed 99.00).

    In a monitoring report `executed` and `rate` are those to date, `forecast` is 全年预计执行数.
    """

    kind: FundKind
    name: Cell[str]
    initial_budget: Cell[Decimal]
    annual_budget: Cell[Decimal]
    executed: Cell[Decimal]
    points: Cell[Decimal]
    rate: Cell[Decimal]
    score: Cell[Decimal]
    note: Cell[str] = ABSENT
    forecast: Cell[Decimal] = ABSENT


@dataclass(frozen=True, slots=True)
class Funding:
    """项目资金 of a self-evaluation or a monitoring report: the total line and its parts.

    All are in one money unit.
    """

    money_unit: Cell[MoneyUnit]
    total: Fund
    parts: tuple[Fund, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the indicator table. A declaration has the first four cells, and may have points.

    `target` may be composed of three cells (指标性质, 指标值, 度量单位): its address is that of
    指标值. Where a form has one box for all deviations, `note` is that box in every row. `block`
    is the part of the table that the row is in, where such parts have points: 年度绩效目标1(40分).
    What stands beside under other names is kept: last year's actual value, what a reviewer found,
    and in `others` the cells of further columns (指标解释, 评分标准, 备注), each with its label.
    `shared` tells that points and score stand once for several rows: the first has them, and none
    of the rows can be scored by itself.
    In a monitoring report `actual` is what was done to date, `forecast` 全年预计, `possibility`
    whether the target will be reached (of three columns the cell that is ticked), `causes` the
    columns of 偏差原因 that can be ticked, each named by its label, and `note` its text.
    """

    category: Cell[Category]
    subcategory: Cell[Subcategory]
    name: Cell[str]
    target: Cell[Target]
    actual: Cell[Actual]
    points: Cell[Decimal]
    score: Cell[Decimal]
    note: Cell[str]
    block: Cell[Decimal] = ABSENT
    last_actual: Cell[Actual] = ABSENT
    reviewed_actual: Cell[Actual] = ABSENT
    reviewed_score: Cell[Decimal] = ABSENT
    others: tuple[Cell[str], ...] = ()
    shared: bool = False
    forecast: Cell[Actual] = ABSENT
    possibility: Cell[Possibility] = ABSENT
    causes: tuple[Cell[str], ...] = ()

    @property
    def chosen_causes(self) -> tuple[str, ...]:
        """The causes that are ticked, by the names of their columns."""
        return tuple(cell.label for cell in self.causes if is_ticked(cell.text))

    @property
    def is_cost(self) -> bool:
        """Whether 一级 or 二级指标 says 成本: older forms print 成本指标 under 产出指标.

        成本效益 is what was gained, and no cost.
        """
        return _says_cost(self.category.text) or _says_cost(self.subcategory.text)

    @property
    def called(self) -> str:
        """What a person calls the row: its name on one line, or what stands in its place."""
        name = "".join(self.name.text.split("\n")) or self.subcategory.text
        return name or "未填三级指标的一行"


@remembered
def _says_cost(level: str) -> bool:
    said = clean(level)
    return "成本" in said and "效益" not in said


UNREAD_ROW = Indicator(
    unread_by_fault("一级指标"),
    unread_by_fault("二级指标"),
    unread_by_fault("三级指标"),
    unread_by_fault("年度指标值"),
    unread_by_fault("实际完成值"),
    unread_by_fault("分值"),
    unread_by_fault("得分"),
    unread_by_fault("偏差原因"),
)
"""A row of which nothing is known, because our own code broke on its table."""


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """What is left of our blank form: its version, and the addresses of computed cells that were
    written over.

    `policy` is the name of the one that its formulas score by, `law` what that said.
    """

    version: int
    written_over: tuple[str, ...] = ()
    policy: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a form was understood where that is not plain, and what of it was not.

    `heads` are heads of columns that no list has as they are printed, the value being what each
    was taken for. `leftovers` are rows of the blank form that nobody filled in or deleted, each by
    its first cell; `not_applicable` rows that say so: of each its levels and its name.
    `medium_term` are the indicators of another term than the year's. `unread` are the cells that
    nobody knows what to do with. `others` are the lines beside the tables that no rule of ours
    looks at (政策依据), each with its label.
    """

    heads: tuple[Cell[str], ...] = ()
    leftovers: tuple[Cell[str], ...] = ()
    not_applicable: tuple[Indicator, ...] = ()
    medium_term: tuple[Indicator, ...] = ()
    unread: tuple[Cell[str], ...] = ()
    others: tuple[Cell[str], ...] = ()


_PLAIN = Understanding()


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a form is not as it seems on the sheet, hidden things apart.

    `resized` are numbers that are shown in another size than they are stored (5,000.00 for
    5,000,000), with what is shown as text and what is stored as value; they are read as shown.
    `unread` names broken parts of the file. `cut_rows` are too low for their text.
    """

    resized: tuple[Cell[str], ...] = ()
    unread: tuple[str, ...] = ()
    cut_rows: tuple[int, ...] = field(default=(), compare=False)


CLEAR = Sight()
"""All is as it seems."""


@dataclass(frozen=True, slots=True)
class SelfEvaluation:
    """财政项目支出绩效自评表. `hidden` are cells of the form in hidden rows or columns.

    `deviation_note` and `improvement_note` are boxes for the whole form, where it has such.
    """

    sheet: str
    edition: str
    title: Cell[str]
    fiscal_year: Cell[int]
    project_name: Cell[str]
    supervising_department: Cell[str]
    implementing_unit: Cell[str]
    funding: Funding
    expected_goal: Cell[str]
    actual_outcome: Cell[str]
    indicators: tuple[Indicator, ...]
    total_points: Cell[Decimal]
    total_score: Cell[Decimal]
    rating: Cell[str]
    hidden: tuple[Cell[str], ...] = ()
    deviation_note: Cell[str] = ABSENT
    improvement_note: Cell[str] = ABSENT
    understanding: Understanding = _PLAIN
    template: OwnTemplate | None = field(default=None, compare=False)
    sight: Sight = field(default=CLEAR, compare=False)


@dataclass(frozen=True, slots=True)
class DepartmentEvaluation(SelfEvaluation):
    """部门整体支出绩效自评表: a department in place of a project, whose name `project_name` has.

    Its money is that of the whole department: 基本支出 and 项目支出 are its parts.
    """


@dataclass(frozen=True, slots=True)
class DeclaredFund:
    """One line of 项目资金 in a declaration."""

    kind: FundKind
    name: Cell[str]
    amount: Cell[Decimal]


@dataclass(frozen=True, slots=True)
class DeclaredFunding:
    """项目资金 of a declaration in two halves: the whole project, and this year's application."""

    money_unit: Cell[MoneyUnit]
    project: tuple[DeclaredFund, ...]
    annual: tuple[DeclaredFund, ...]


@dataclass(frozen=True, slots=True)
class TargetDeclaration:
    """财政项目支出绩效目标申报表."""

    sheet: str
    edition: str
    title: Cell[str]
    fiscal_year: Cell[int]
    project_name: Cell[str]
    project_nature: Cell[str]
    project_category: Cell[str]
    supervising_department: Cell[str]
    implementing_unit: Cell[str]
    start_date: Cell[str]
    end_date: Cell[str]
    funding: DeclaredFunding
    overall_goal: Cell[str]
    annual_goal: Cell[str]
    indicators: tuple[Indicator, ...]
    hidden: tuple[Cell[str], ...] = ()
    understanding: Understanding = _PLAIN
    template: OwnTemplate | None = field(default=None, compare=False)
    sight: Sight = field(default=CLEAR, compare=False)


@dataclass(frozen=True, slots=True)
class DepartmentDeclaration(TargetDeclaration):
    """部门整体支出绩效目标申报表: a department in place of a project, as in its evaluation."""


@dataclass(frozen=True, slots=True)
class MonitoringReport:
    """项目支出绩效运行监控表: how far a project has come in the middle of its year.

    `period` is the last month that it tells of (1-7月 is 7); BLANK where it prints 当前 alone, and
    ABSENT where nothing says so.
    """

    sheet: str
    edition: str
    title: Cell[str]
    fiscal_year: Cell[int]
    period: Cell[int]
    project_name: Cell[str]
    supervising_department: Cell[str]
    implementing_unit: Cell[str]
    funding: Funding
    overall_goal: Cell[str]
    indicators: tuple[Indicator, ...]
    hidden: tuple[Cell[str], ...] = ()
    understanding: Understanding = _PLAIN
    template: OwnTemplate | None = field(default=None, compare=False)
    sight: Sight = field(default=CLEAR, compare=False)


Form = (
    SelfEvaluation
    | TargetDeclaration
    | DepartmentEvaluation
    | DepartmentDeclaration
    | MonitoringReport
)


def every_cell(record: object) -> list[Cell[Any]]:
    """All cells of a form or a part of it, in the order of its fields."""
    found: list[Cell[Any]] = []
    _collect(record, found)
    return found


def _collect(record: Any, found: list[Cell[Any]]) -> None:
    if isinstance(record, Cell):
        found.append(record)
        return
    parts: Any = record if isinstance(record, tuple) else _parts(record.__class__)(record)
    for part in parts:
        kind = part.__class__
        if kind is Cell:
            found.append(part)
        elif kind not in _NO_CELLS:
            _collect(part, found)


_NO_CELLS = frozenset({str, bool, int, type(None)})


@cache
def _parts(kind: Any) -> Callable[[object], tuple[object, ...]]:
    """What gives the fields of a record."""
    names = [field.name for field in fields(kind)] if is_dataclass(kind) else []
    if len(names) < 2:
        return lambda record: tuple(getattr(record, name) for name in names)
    return attrgetter(*names)
