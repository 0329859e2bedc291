"""The formulas of a template: Excel's own on the form, and the add-in's functions beside it.

What they give is computed elsewhere and handed in (`Answers`), because files are opened with the
results that were stored in them. A figure of the form that differs from what its formula gives
was written over by hand, and is kept: a score marked lower than computed, a rate that was cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, assert_never

from workbooks.drawing.calculator import Value
from workbooks.drawing.layout import CAUSE_KEYS, MONTH_CELL, months
from workbooks.drawing.native_progress import RED, YELLOW, Pace
from workbooks.drawing.native_scoring import UNDECIDED, Law
from workbooks.drawing.template_layout import ROWS, IndicatorTable, Prepared
from workbooks.form_kinds import ByKind, kind_of
from workbooks.forms import Cell, MonitoringReport, SelfEvaluation, TargetDeclaration
from workbooks.grid import address, position
from workbooks.values.dataclass import dataclass
from workbooks.values.decimals import plain

Answer = Decimal | str
"""What a formula gives; "" is a formula that shows nothing."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What all formulas of a filled form give, in the order of its lines and rows.

    `sums` are the totals of 项目资金: initial, annual, executed; or whole project, this year.
    `beside` has one line per indicator, of as many answers as the add-in's functions give; `steps`
    one with those of the native steps; `scores` is what the formula in 得分 gives, `told` what the
    native 检查 says.
    """

    sums: tuple[Answer, ...]
    rates: tuple[Answer, ...] = ()
    execution_score: Answer = ""
    points: Answer = ""
    total: Answer = ""
    rating: Answer = ""
    beside: tuple[tuple[Answer, ...], ...] = ()
    steps: tuple[Mapping[str, Value], ...] = ()
    scores: tuple[Answer, ...] = ()
    told: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Grades:
    """评分等级: the words, best first, and the lowest total of each but the last."""

    words: tuple[str, ...]
    bounds: tuple[Decimal, ...]

    def formula(self, total: str, points: str, whole: Decimal) -> str:
        """The word for the total in a cell, once 分值 add up to the whole.

        >>> Grades(("合格", "不合格"), (Decimal(60),)).formula("G9", "F9", Decimal(100))
        '=IF(AND(ISNUMBER(G9),ISNUMBER(F9)),IF(ROUND(F9,2)=100,IF(G9>=60,"合格","不合格"),""),"")'
        """
        found = f'"{self.words[-1]}"'
        for word, bound in reversed(list(zip(self.words, self.bounds, strict=False))):
            found = f'IF({total}>={bound},"{word}",{found})'
        right = f'IF(ROUND({points},2)={plain(whole)},{found},"")'
        return f'=IF(AND(ISNUMBER({total}),ISNUMBER({points})),{right},"")'


@dataclass(frozen=True, slots=True)
class Method:
    """评分办法: the policy's name and title, what scores depend on as a text, and that itself.

    `pace` is what it says of the lights of a monitoring report.
    """

    policy: str
    title: str
    text: str
    grades: Grades
    law: Law
    pace: Pace


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, what it gives, and the number format of that."""

    cell: str
    text: str
    answer: Answer
    format: str = "0.00"


@dataclass(frozen=True, slots=True)
class Block:
    """Columns beside the table, and the function that fills them from some of its columns.

    `array` ones are one formula for the whole range, the others one in each row. `answers` is where
    its answers begin in a line of `Answers.beside`.
    """

    function: str
    argument: tuple[str, str]
    left: str
    heads: tuple[str, ...]
    formats: tuple[str, ...]
    array: bool
    answers: int

    @property
    def letters(self) -> tuple[str, ...]:
        """Its columns."""
        return tuple(chr(ord(self.left) + number) for number in range(len(self.heads)))

    def span(self, table: IndicatorTable) -> str:
        """Its range beside the rows of the table."""
        return f"{self.left}{table.first}:{self.letters[-1]}{table.last}"

    def lines(self, beside: Sequence[tuple[Answer, ...]]) -> tuple[tuple[Answer, ...], ...]:
        """Its answers in every row of the table."""
        width = len(self.heads)
        own = (line[self.answers : self.answers + width] for line in beside)
        return padded(own, ("",) * width)


EVALUATED = Block(
    "JX_EVALUATE",
    ("target", "points"),
    "L",
    ("加载项测算", "完成率", "偏差率"),
    ("0.00", "0.00%", "0.00%"),
    array=True,
    answers=0,
)
CHECKED = Block("JX_CHECKS", ("target", "note"), "O", ("加载项检查",), ("",), array=True, answers=3)
PROGRESS = Block(
    "JX_PROGRESS", ("target", "actual"), "R", ("加载项预警",), ("",), array=True, answers=0
)
UNDERSTOOD = Block(
    "JX_TARGET", ("target", "target"), "H", ("年度指标值读作",), ("",), array=False, answers=0
)


def blocks(prepared: Prepared) -> tuple[Block, ...]:
    """What stands beside the table."""
    return _BESIDE[kind_of(prepared.form).name]


_BESIDE: ByKind[tuple[Block, ...]] = {
    "SelfEvaluation": (EVALUATED, CHECKED),
    "TargetDeclaration": (UNDERSTOOD,),
    "DepartmentEvaluation": (EVALUATED, CHECKED),
    "DepartmentDeclaration": (UNDERSTOOD,),
    "MonitoringReport": (PROGRESS,),
}


def array_arguments(block: Block, table: IndicatorTable) -> str:
    """What a function is asked about a whole table: its columns, and names or the month."""
    first, last = block.argument
    if block is PROGRESS:
        return f"{table.column(first)},{table.column(last)},{MONTH}"
    return f"{table.column(first, last)},{table.column('name')}"


MONTH = f"${MONTH_CELL[0]}${MONTH_CELL[1:]}"
"""The cell of the month, fixed."""


Filled = tuple[Formula, Cell[Any] | None]
"""A formula, and the cell of the form that it fills; None in an empty row."""


def formulas(
    prepared: Prepared, answers: Answers, method: Method, *, live: bool
) -> Iterator[Filled]:
    """Each formula on the form; `live` templates also ask the add-in where no formula decides."""
    form = prepared.form
    match form:
        case SelfEvaluation():
            yield from _money(form, answers, method.law)
            yield from _scores(form, prepared.table, answers, live=live)
            yield from _closing(form, prepared.table, answers, method)
        case TargetDeclaration():
            halves = (form.funding.project, form.funding.annual)
            for funds, answer in zip(halves, answers.sums, strict=True):
                yield from _sum([fund.amount for fund in funds], answer, "#,##0.00")
        case MonitoringReport():
            yield from _monitored_money(form, answers)
            yield from _monitored_heads(form, prepared.table, prepared.layout.header)
        case _:
            assert_never(form)


def _money(form: SelfEvaluation, answers: Answers, law: Law) -> Iterator[Filled]:
    """项目资金 and what 预算执行 is worth."""
    funds = (form.funding.total, *form.funding.parts)
    columns = ("initial_budget", "annual_budget", "executed")
    for key, answer in zip(columns, answers.sums, strict=True):
        yield from _sum([getattr(fund, key) for fund in funds], answer, "0.00")
    for fund, answer in zip(funds, answers.rates, strict=True):
        nothing = '""' if fund is funds[0] else "0"
        yield _rate(fund.annual_budget, fund.executed, nothing, fund.rate, answer)
    yield _execution_score(form, answers, law)


def _sum(lines: Sequence[Cell[Any]], answer: Answer, shown: str) -> Iterator[Filled]:
    total, *parts = lines
    if not parts:
        return
    span = f"{parts[0].address}:{parts[-1].address}"
    text = f'=IF(COUNT({span})=0,"",ROUND(SUM({span}),6))'
    yield Formula(total.address, text, answer, shown), total


def _rate(
    budget: Cell[Any], executed: Cell[Any], nothing: str, rate: Cell[Any], answer: Answer
) -> Filled:
    b, e = budget.address, executed.address
    text = f'=IF(COUNT({b},{e})<2,"",IF({b}>0,ROUND({e}/{b}*100,2),{nothing}))'
    percent = None if rate.value is None else rate.value.scaleb(2)
    return Formula(rate.address, text, answer), rate._replace(value=percent)


def _execution_score(form: SelfEvaluation, answers: Answers, law: Law) -> Filled:
    total = form.funding.total
    b, e, p = total.annual_budget.address, total.executed.address, total.points.address
    rate = f"MAX(0,MIN(1,{e}/{b}))"
    if law.execution_floor:
        rate = f"IF({e}/{b}<{plain(law.execution_floor)},0,{rate})"
    text = f'=IF(COUNT({b},{e},{p})<3,"",IF({b}>0,ROUND({rate}*{p},2),""))'
    return Formula(total.score.address, text, answers.execution_score), total.score


_MONITORED_MONEY = ("initial_budget", "executed", "forecast")


def _monitored_money(form: MonitoringReport, answers: Answers) -> Iterator[Filled]:
    """项目资金 of a monitoring report; its rate is that of 年初预算数."""
    funds = (form.funding.total, *form.funding.parts)
    for key, answer in zip(_MONITORED_MONEY, answers.sums, strict=True):
        yield from _sum([getattr(fund, key) for fund in funds], answer, "0.00")
    for fund, answer in zip(funds, answers.rates, strict=True):
        yield _rate(fund.initial_budget, fund.executed, '""', fund.rate, answer)


def _monitored_heads(
    form: MonitoringReport, table: IndicatorTable, header: int
) -> Iterator[Filled]:
    """The heads that name the months, which follow the cell where the month is typed."""
    total = form.funding.total
    month = form.period.value
    said = f'IF(AND(ISNUMBER({MONTH}),{MONTH}>=1,{MONTH}<=12),"1-"&{MONTH}&"月","当前")'
    for cell, name in (
        (_above(total.executed), "执行数"),
        (_above(total.rate), "执行率(%)"),
        (f"{table.columns['actual']}{header - 1}", "\n执行情况"),
    ):
        told = name.replace("\n", '"&CHAR(10)&"')
        yield Formula(cell, f'={said}&"{told}"', f"{months(month)}{name}", ""), None


def _above(cell: Cell[Any]) -> str:
    row, column = position(cell.address)
    return address(row - 1, column)


NATIVE, TOLD = "J", "K"
"""The columns right of the table in which formulas score, and say what is lacking."""
LIT, NOTED = "P", "Q"
"""The same of a monitoring report: 序时进度预警, and what is lacking."""


def _scores(
    form: SelfEvaluation, table: IndicatorTable, answers: Answers, *, live: bool
) -> Iterator[Filled]:
    """得分, taken over from 测算得分 as long as nobody writes a lower one over it."""
    score = table.columns["score"]
    for row, answer, cell in zip(
        range(table.first, table.last + 1),
        padded(answers.scores, ""),
        padded([indicator.score for indicator in form.indicators], None),
        strict=True,
    ):
        second = f"{EVALUATED.left}{row}"
        otherwise = f'IF(ISNUMBER({second}),{second},"")' if live else '""'
        text = f"=IF(ISNUMBER({NATIVE}{row}),{NATIVE}{row},{otherwise})"
        yield Formula(f"{score}{row}", text, answer), cell


def told_formula(table: IndicatorTable, row: int) -> str:
    """What is lacking in a row, as far as formulas can tell."""
    keys = ("name", "target", "actual", "points", "score", "note")
    name, target, actual, points, score, note = (table.cell(key, row) for key in keys)
    numbers = f"AND(ISNUMBER({points}),ISNUMBER({score}))"
    lacking = f'"比分值少 "&ROUND({points}-{score},2)&" 分，请写偏差原因和改进措施"'
    reason = f"AND({score}<{points},LEN(TRIM({note}))=0)"
    wrong = f'IF({score}>{points},"得分高于分值",IF({reason},{lacking},""))'
    left = f'IF(AND({NATIVE}{row}="{UNDECIDED}",NOT(ISNUMBER({score}))),"得分请自己填写","")'
    empty = f"LEN(TRIM({name}&{target}&{actual}&{points}))=0"
    return f'=IF({empty},"",IF({numbers},{wrong},{left}))'


def lacks_cause(table: IndicatorTable, row: int) -> str:
    """The condition that a row of a monitoring report asks for a cause and names none."""
    light, possibility = f"${LIT}{row}", f"TRIM({table.cell('possibility', row)})"
    unsure = ",".join(f'{possibility}="{word}"' for word in ("有可能", "完全不可能"))
    told = "&".join(table.cell(key, row) for key in (*CAUSE_KEYS, "note"))
    return f'AND(OR({light}="{RED}",{light}="{YELLOW}",{unsure}),LEN(TRIM({told}))=0)'


def certain_at_red(table: IndicatorTable, row: int) -> str:
    """The condition that a row of a monitoring report is certain at a red light."""
    return f'AND(${LIT}{row}="{RED}",TRIM({table.cell("possibility", row)})="确定能")'


def noted_formula(table: IndicatorTable, row: int) -> str:
    """What is lacking in a row of a monitoring report, as far as formulas can tell."""
    return (
        f"=IF({lacks_cause(table, row)},"
        f'"亮{RED}、{YELLOW}，或不能确定完成：请勾选偏差原因并写明",'
        f'IF({certain_at_red(table, row)},"{RED}，却填“确定能”，请核实",""))'
    )


def _closing(
    form: SelfEvaluation, table: IndicatorTable, answers: Answers, method: Method
) -> Iterator[Filled]:
    """总分 is shown once every row that holds something is scored, and 预算执行 too."""
    funds = form.funding.total
    points, scores = table.column("points"), table.column("score")
    text = f'=IF(COUNT({points})=0,"",ROUND(SUM({funds.points.address},{points}),2))'
    yield Formula(form.total_points.address, text, answers.points), form.total_points
    held = "&".join(table.column(key) for key in ("name", "target", "actual", "points"))
    unscored = f"SUMPRODUCT((LEN(TRIM({held}))>0)*(1-ISNUMBER({scores})))>0"
    whole = f"ROUND(SUM({funds.score.address},{scores}),2)"
    nothing = f"COUNT({funds.score.address})=0,COUNT({scores})=0,{unscored}"
    text = f'=IF(OR({nothing}),"",{whole})'
    yield Formula(form.total_score.address, text, answers.total), form.total_score
    places = form.total_score.address, form.total_points.address
    text = method.grades.formula(*places, method.law.total_points)
    yield Formula(form.rating.address, text, answers.rating, ""), form.rating


def hidden_rows_warning(prepared: Prepared) -> str:
    """The formula that tells of rows which hold something and are hidden.

    They are counted column by column, and the fullest column counts.
    """
    filled = [key for key in _TYPED if key in prepared.table.columns]
    columns = [prepared.table.column(key) for key in filled]
    count = f"MAX({','.join(f'COUNTA({c})-SUBTOTAL(103,{c})' for c in columns)})"
    return f'=IF({count}>0,"有 "&{count}&" 行填了内容却被隐藏，请取消隐藏","")'


_TYPED = ("name", "target", "actual", "points", "forecast", "note", "possibility", "remark")
"""The columns of the table that only hold what somebody typed."""

NOT_RUNNING = ("请先安装绩效评价加载项", "绩效评价*没有应答", "绩效评价正在启动")
"""How the functions' answers begin, as COUNTIF takes it, without the add-in or its server."""


def not_running_warning(prepared: Prepared, block: Block, native: str) -> str:
    """The formula that tells why no second opinion is there where the first one decides nothing."""
    table = prepared.table
    given, own = (f"{column}{table.first}:{column}{table.last}" for column in (block.left, native))
    excuses = "+".join(f'COUNTIF({given},"{text}*")' for text in NOT_RUNNING)
    why = "没有安装、宏没有启用，或程序没有应答"
    asked = "进度请自己判断" if block is PROGRESS else "得分请自己填写"
    told = f"加载项没有运行（{why}）：标着「{UNDECIDED}」的行，{asked}"
    silent = f"SUMPRODUCT(ISERROR({given})*1)+{excuses}>0"
    return f'=IF(AND({silent},COUNTIF({own},"{UNDECIDED}")>0),"{told}","")'


def kept(formula: Formula, cell: Cell[Any] | None) -> bool:
    """Whether the formula stands in its cell: nothing else was written over it."""
    if cell is None or cell.blank:
        return True
    return cell.value == formula.answer


def padded(lines: Iterable[Any], nothing: Any) -> tuple[Any, ...]:
    """As many lines as the table has rows."""
    known = tuple(lines)
    return (*known, *(nothing,) * (ROWS - len(known)))


def stored(answer: Answer) -> float | str:
    """An answer as a file holds it."""
    return answer if isinstance(answer, str) else float(answer)
