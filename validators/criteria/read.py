"""审核口径.xlsx, read: its criteria as rules, and what it changes of our own rules.

It comes through the same door as every other workbook. A row that cannot be used stops everything:
each is told by its cell, with what to write there, so that no criterion is left out unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import TypeVar

from validators.checking.catalogue import find
from validators.criteria.conditions import Asked, WrongCondition, condition
from validators.criteria.criterion import PLACES, Criterion, CriterionModule, module
from validators.criteria.objects import EVERYWHERE, OBJECTS, SCOPES, Object
from validators.rule import Severity
from workbooks.files.open_file import open_ours
from workbooks.files.refusal import Reason, Refusal
from workbooks.forms import Form, SelfEvaluation, TargetDeclaration
from workbooks.grid import ErrorValue, Grid, NeverCalculated, Raw, address
from workbooks.reading.form_area import Sheet
from workbooks.values.dataclass import dataclass
from workbooks.values.regex import regex
from workbooks.values.terms import clean, fold

T = TypeVar("T")

CODE, FORMS, OBJECT, SCOPE, TEST = "编号", "表", "对象", "范围", "检查"
AGAINST, LEVEL, GROUP, OPINION = "比的内容", "级别", "分组", "意见"
RAISED, PASSED, USED = "应提出的例子", "不应提出的例子", "启用"
HEADS = (*(CODE, FORMS, OBJECT, SCOPE, TEST, AGAINST, LEVEL, GROUP, OPINION, RAISED, PASSED, USED),)
"""The headings of a sheet of criteria, in the order in which we write them."""
_NEEDED = (CODE, OBJECT, TEST, OPINION)

CHANGED = "改为"
OFF = "不用"
RULE_HEADS = (CODE, "检查什么", LEVEL, CHANGED)
"""The headings of the sheet of our own rules."""

FORMS_NAMED: Mapping[str, tuple[type[Form], ...]] = {
    "全部": (SelfEvaluation, TargetDeclaration),
    "自评表": (SelfEvaluation,),
    "申报表": (TargetDeclaration,),
}
LEVELS = {severity.word: severity for severity in Severity}
YES, NO = "是", "否"
NO_GROUP = "其他"

CHANGES = {OFF: "off", **{word: severity.value for word, severity in LEVELS.items()}}
"""What 改为 may say, and what a policy would."""

MOST_CRITERIA, LONGEST_GROUP = 500, 10
_CODE = regex(r"C\d{3}")
_PLACE = regex(r"[{｛]([^{}｛｝]*)[}｝]")
_HEAD_ROWS = 20
_TOLD = 10

_REMEDY = "请用 jixiao criteria --init 写一份，照着填。"
_NONE = f"审核口径 {{path}} 里没有找到写着「编号」「对象」「检查」「意见」的工作表。{_REMEDY}"
_LACKING = (
    f"审核口径 {{path}} 的栏目名称不全：{{each}}。请补上或改回原来的名称；也可以{_REMEDY[1:]}"
)
_EMPTY = (
    "审核口径 {path} 只有栏目名称，没有写一条口径，也没有改本工具的规则。"
    "请在栏目名称下面一行写一条；还不用的，去掉 --criteria 或设置文件里的 criteria。"
)
_IDLE = (
    "审核口径 {path} 里的口径都没有启用，也没有改本工具的规则，等于没有用。"
    "要用的，把「启用」改为“是”。"
)
_FORMULA = "这是出错或没有算过的公式。请改成文字；以 = 开头的，前面加英文单引号。"
_TWICE = "「{sheet}」{cell} 又有一栏「{head}」，不知道用哪一栏。请删去一栏，或改个名称。"
_WRONG = "审核口径 {path} 有 {count} 处要改：\n{each}"
_TOO_MANY = f"审核口径 {{path}} 超过 {MOST_CRITERIA} 条。请分成几份。"


@dataclass(frozen=True, slots=True)
class Criteria:
    """The workbook: its criteria, and the levels that it gives to rules of ours (or "off")."""

    path: Path
    modules: tuple[CriterionModule, ...]
    levels: Mapping[str, str]

    @property
    def idle(self) -> str:
        """That nothing of it counts, as a sentence; empty where something does."""
        used = self.modules or self.levels
        return "" if used else _IDLE.format(path=self.path)


def read(path: Path) -> Criteria | Refusal:
    """What a workbook asks for; a refusal, with every wrong cell, where it cannot be used."""
    grids = open_ours(path)
    if isinstance(grids, Refusal):
        return Refusal(grids.reason, f"审核口径 {path} 读不成：{grids.message}")
    tables = [table for grid in grids for table in _tables(grid)]
    if not tables:
        lacking = [told for grid in grids for told in _lacking(grid)]
        none = _NONE if not lacking else _LACKING
        return Refusal(Reason.UNRECOGNISED, none.format(path=path, each="；".join(lacking)))
    found: list[Criterion] = []
    levels: dict[str, str] = {}
    troubles = [trouble for table in tables for trouble in table.troubles]
    written = 0
    for line in (line for table in tables for line in table.lines):
        try:
            if line.of_rules:
                levels |= dict(_changed(line))
            elif line.is_written:
                written += 1
                found += _used_criterion(line, {one.code for one in found})
        except _WrongCell as wrong:
            troubles.append(str(wrong))
    if troubles:
        more = [f"后面还有 {len(troubles) - _TOLD} 处。"] * (len(troubles) > _TOLD)
        each = "\n".join([*troubles[:_TOLD], *more])
        told = _WRONG.format(path=path, count=len(troubles), each=each)
        return Refusal(Reason.UNRECOGNISED, told)
    if not written and not levels:
        return Refusal(Reason.UNRECOGNISED, _EMPTY.format(path=path))
    if len(found) > MOST_CRITERIA:
        return Refusal(Reason.TOO_LARGE, _TOO_MANY.format(path=path))
    return Criteria(path, tuple(map(module, found)), levels)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row below the headings: its texts by heading, and whether it is about a rule of ours."""

    sheet: str
    number: int
    columns: Mapping[str, int]
    texts: Mapping[str, str]
    broken: Mapping[str, Raw]
    of_rules: bool

    @property
    def is_written(self) -> bool:
        """Whether it says more than that it counts."""
        return any(self.texts[head] for head in self.texts if head != USED) or bool(self.broken)

    @property
    def says_one_thing(self) -> bool:
        """Whether it is but one text, as a remark below the table."""
        return sum(map(bool, self.texts.values())) == 1

    def text(self, head: str) -> str:
        """What a cell says; raises `_WrongCell` for a formula without a result."""
        if head in self.broken:
            raise self.wrong(head, _FORMULA)
        return self.texts.get(head, "")

    def wrong(self, head: str, what: str) -> _WrongCell:
        """What is wrong with a cell: where it is, what it says, and what to write."""
        if head not in self.columns:
            return _WrongCell(f"「{self.sheet}」没有「{head}」一栏。{what}")
        where = address(self.number, self.columns[head])
        said = self.texts.get(head, "")
        return _WrongCell(f"「{self.sheet}」{where}「{head}」填的是“{said}”：{what}")


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet of criteria or of our rules: its rows, and what is wrong with its headings."""

    lines: tuple[_Line, ...]
    troubles: tuple[str, ...]


class _WrongCell(ValueError):
    """One cell that cannot be used, as a sentence."""


def _tables(grid: Grid) -> Iterator[_Table]:
    """What a sheet holds, by its headings."""
    sheet = Sheet(grid)
    for number, texts in islice(sheet.rows.items(), _HEAD_ROWS):
        named = {fold(text): column for column, text in reversed(texts)}
        kinds = [wanted for wanted in (_NEEDED, (CODE, CHANGED)) if named.keys() >= set(wanted)]
        if kinds:
            known = HEADS if kinds[0] is _NEEDED else RULE_HEADS
            columns = {head: named[head] for head in known if head in named}
            lines = _lines(sheet, number, columns, of_rules=known is RULE_HEADS)
            yield _Table(tuple(lines), tuple(_twice(grid.sheet, number, texts, columns)))
            return


def _lacking(grid: Grid) -> Iterator[str]:
    """What is lacking in a row that has some of the headings of criteria."""
    for number, texts in islice(Sheet(grid).rows.items(), _HEAD_ROWS):
        named = {fold(text) for _, text in texts}
        there = named.intersection(_NEEDED)
        if len(there) > 1:
            missing = "".join(f"「{head}」" for head in _NEEDED if head not in there)
            yield f"「{grid.sheet}」第 {number} 行没有{missing}"


def _twice(
    sheet: str, number: int, texts: Iterable[tuple[int, str]], columns: Mapping[str, int]
) -> Iterator[str]:
    """Headings that stand there once more: nobody could know which column counts."""
    for column, text in texts:
        head = fold(text)
        if column != columns.get(head, column):
            yield _TWICE.format(sheet=sheet, cell=address(number, column), head=head)


def _lines(
    sheet: Sheet, heads: int, columns: Mapping[str, int], *, of_rules: bool
) -> Iterator[_Line]:
    """The rows below the headings; what merged cells say holds for each of their rows."""
    grid, anchors = sheet.grid, sheet.anchors
    for number in (number for number in sheet.rows if number > heads):
        at = {head: anchors.get((number, c), (number, c)) for head, c in columns.items()}
        at = {head: place for head, place in at.items() if place[0] > heads}
        told = {head: dict(sheet.rows.get(row, ())).get(c, "") for head, (row, c) in at.items()}
        broken = {
            head: raw
            for head, place in at.items()
            if isinstance(raw := grid.values.get(place), ErrorValue | NeverCalculated)
        }
        yield _Line(grid.sheet, number, columns, told, broken, of_rules)


def _used_criterion(line: _Line, taken: set[str]) -> Iterator[Criterion]:
    """The criterion of a row, unless it is switched off; raises `_WrongCell`."""
    if _chosen(line, USED, {YES: True, NO: False}, YES):
        yield _criterion(line, taken)


def _criterion(line: _Line, taken: set[str]) -> Criterion:
    """The criterion of a row; raises `_WrongCell`."""
    code = clean(line.text(CODE)).upper()
    if not _CODE.fullmatch(code):
        more = "如果是说明，请写在栏目名称上面。" if line.says_one_thing else ""
        raise line.wrong(CODE, f"编号写成 C 加三位数字，例如 C001。{more}")
    if code in taken:
        raise line.wrong(CODE, "前面的行用过这个编号。请换一个。")
    named = _chosen(line, OBJECT, OBJECTS)
    forms = _forms(line, named)
    scope = _chosen(line, SCOPE, {one: one for one in SCOPES}, EVERYWHERE)
    if scope != EVERYWHERE and not named.in_rows:
        raise line.wrong(SCOPE, f"「{named.name}」不在指标表里，范围请写“全部”或空着。")
    test = _test(line, named)
    against = line.text(AGAINST)
    try:
        asked = condition(test, against)
    except WrongCondition as wrong:
        raise line.wrong(AGAINST, str(wrong)) from wrong
    return Criterion(
        code=code,
        forms=forms,
        object=named,
        scope=scope,
        test=test,
        against=against,
        condition=asked,
        severity=_chosen(line, LEVEL, LEVELS, Severity.WARNING.word),
        group=_group(line),
        opinion=_opinion(line),
        raised=_examples(line, RAISED),
        passed=_examples(line, PASSED),
    )


def _forms(line: _Line, named: Object) -> tuple[type[Form], ...]:
    """The kinds of forms that a row asks, of those that have its object."""
    asked = _chosen(line, FORMS, FORMS_NAMED, "全部")
    having = tuple(form for form in asked if form in named.forms)
    if not having:
        raise line.wrong(FORMS, f"{line.text(FORMS)}没有「{named.name}」。请改「表」或「对象」。")
    return having


def _test(line: _Line, named: Object) -> Asked:
    """What a row asks; what is written beside it must be asked for as well."""
    test = Asked(_chosen(line, TEST, {one.value: one.value for one in Asked}))
    if test is Asked.NUMBER and not named.is_number:
        raise line.wrong(TEST, f"「{named.name}」不是数，不能比大小。请改用“含”“字数”或“正则”。")
    if named.is_count and test not in (Asked.NUMBER, Asked.MANUAL):
        raise line.wrong(TEST, f"「{named.name}」是个数，请用“数值”，例如 <1。")
    if test in (Asked.BLANK, Asked.MANUAL) and line.text(AGAINST):
        raise line.wrong(AGAINST, f"检查是“{test}”的不用写，请删去，或改「检查」。")
    for head in (RAISED, PASSED):
        if test is Asked.MANUAL and line.text(head):
            raise line.wrong(head, f"检查是“{test}”的由人看，没有例子可试，请删去。")
    return test


def _group(line: _Line) -> str:
    """The heading of a column of the 审核意见表."""
    said = clean(line.text(GROUP))
    if len(said) > LONGEST_GROUP:
        raise line.wrong(GROUP, f"分组是审核意见表的栏名，请用 {LONGEST_GROUP} 个字以内。")
    return said or NO_GROUP


def _opinion(line: _Line) -> str:
    said = line.text(OPINION)
    if not said:
        raise line.wrong(OPINION, "要写提出的意见，例如 「{指标}」的指标值“{值}”没有写单位。")
    told = _PLACE.sub(lambda found: f"{{{found[1].strip()}}}", said)
    for place in (found[0] for found in _PLACE.finditer(told)):
        if place not in PLACES:
            raise line.wrong(OPINION, f"只能用 {'、'.join(PLACES)}，没有 {place}。")
    return told


def _chosen(line: _Line, head: str, choices: Mapping[str, T], usual: str = "") -> T:
    """What a cell chooses from a list; what is not on it is wrong."""
    said = line.text(head) or usual
    if said in choices:
        return choices[said]
    near = get_close_matches(said, choices, 1, 0.5)
    meant = f"是不是“{near[0]}”？" if near else ""
    raise line.wrong(head, f"只能写 {'、'.join(choices)}。{meant}")


def _examples(line: _Line, head: str) -> tuple[str, ...]:
    """Examples, each on a line of its cell."""
    return tuple(filter(None, map(str.strip, line.text(head).splitlines())))


def _changed(line: _Line) -> Iterator[tuple[str, str]]:
    """The level that a row gives to a rule of ours, if any; raises `_WrongCell`."""
    said = line.text(CHANGED)
    if not said:
        return
    known = find(line.text(CODE))
    if known is None:
        raise line.wrong(CODE, "没有这条规则。请照 jixiao rules 写编号，或删去这一行。")
    yield known.RULE.code, _chosen(line, CHANGED, CHANGES)
