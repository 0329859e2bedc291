"""审核口径.xlsx, read: its criteria as rules, and what it changes of our own rules.

It comes through the same door as every other workbook. A row that cannot be used stops everything:
each is told by its cell, with what to write there, so that no criterion is left out unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from validators.checking.catalogue import find
from validators.criteria.conditions import Asked, WrongCondition, condition
from validators.criteria.criterion import Criterion, CriterionModule, module
from validators.criteria.objects import EVERYWHERE, OBJECTS, SCOPES
from validators.rule import Severity
from workbooks.files.open_file import open_ours
from workbooks.files.refusal import Reason, Refusal
from workbooks.forms import Form, SelfEvaluation, TargetDeclaration
from workbooks.grid import Grid, address
from workbooks.reading.form_area import Sheet
from workbooks.values.dataclass import dataclass
from workbooks.values.regex import regex
from workbooks.values.terms import fold

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

MOST_CRITERIA = 500
_CODE = regex(r"C\d{3}")
_HEAD_ROWS = 20
_TOLD = 10

_REMEDY = "请用 jixiao criteria --init 写一份，照着填。"
_NONE = f"审核口径 {{path}} 里没有找到写着「编号」「对象」「检查」「意见」的工作表。{_REMEDY}"
_WRONG = "审核口径 {path} 有 {count} 处要改：\n{each}"
_TOO_MANY = f"审核口径 {{path}} 超过 {MOST_CRITERIA} 条。请分成几份。"


@dataclass(frozen=True, slots=True)
class Criteria:
    """The workbook: its criteria, and the levels that it gives to rules of ours (or "off")."""

    path: Path
    modules: tuple[CriterionModule, ...]
    levels: Mapping[str, str]


def read(path: Path) -> Criteria | Refusal:
    """What a workbook asks for; a refusal, with every wrong cell, where it cannot be used."""
    grids = open_ours(path)
    if isinstance(grids, Refusal):
        return Refusal(grids.reason, f"审核口径 {path} 读不成：{grids.message}")
    found: list[Criterion] = []
    levels: dict[str, str] = {}
    troubles: list[str] = []
    tables = 0
    for grid in grids:
        for line in _lines(grid, _NEEDED):
            tables += 1
            try:
                if _used(line):
                    found.append(_criterion(line, {one.code for one in found}))
            except _WrongCell as wrong:
                troubles.append(str(wrong))
        for line in _lines(grid, (CODE, CHANGED)):
            tables += 1
            try:
                levels |= dict(_changed(line))
            except _WrongCell as wrong:
                troubles.append(str(wrong))
    if not tables:
        return Refusal(Reason.UNRECOGNISED, _NONE.format(path=path))
    if troubles:
        more = [f"后面还有 {len(troubles) - _TOLD} 处。"] * (len(troubles) > _TOLD)
        each = "\n".join([*troubles[:_TOLD], *more])
        told = _WRONG.format(path=path, count=len(troubles), each=each)
        return Refusal(Reason.UNRECOGNISED, told)
    if len(found) > MOST_CRITERIA:
        return Refusal(Reason.TOO_LARGE, _TOO_MANY.format(path=path))
    return Criteria(path, tuple(map(module, found)), levels)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row below the headings: its texts by heading."""

    sheet: str
    number: int
    columns: Mapping[str, int]
    texts: Mapping[str, str]

    def text(self, head: str) -> str:
        return self.texts.get(head, "")

    def wrong(self, head: str, what: str) -> _WrongCell:
        """What is wrong with a cell: where it is, what it says, and what to write."""
        if head not in self.columns:
            return _WrongCell(f"「{self.sheet}」没有「{head}」一栏。{what}")
        where = address(self.number, self.columns[head])
        return _WrongCell(f"「{self.sheet}」{where}「{head}」填的是“{self.text(head)}”：{what}")


class _WrongCell(ValueError):
    """One cell that cannot be used, as a sentence."""


def _lines(grid: Grid, heads: tuple[str, ...]) -> Iterator[_Line]:
    """The rows below the headings of a sheet; none where it has no such headings."""
    columns: dict[str, int] = {}
    sheet = Sheet(grid)
    for number, texts in sheet.rows.items():
        if not columns:
            named = {fold(text): column for column, text in reversed(texts)}
            if number <= _HEAD_ROWS and named.keys() >= set(heads):
                columns = named
            continue
        told = dict(texts)
        yield _Line(
            grid.sheet, number, columns, {name: told.get(at, "") for name, at in columns.items()}
        )


def _used(line: _Line) -> bool:
    """Whether a row counts: it says something, and is not switched off; raises `_WrongCell`."""
    return any(line.texts.values()) and _chosen(line, USED, {YES: True, NO: False}, YES)


def _criterion(line: _Line, taken: set[str]) -> Criterion:
    """The criterion of a row; raises `_WrongCell`."""
    code = line.text(CODE).upper()
    if not _CODE.fullmatch(code):
        raise line.wrong(CODE, "编号写成 C 加三位数字，例如 C001。")
    if code in taken:
        raise line.wrong(CODE, "前面的行用过这个编号。请换一个。")
    named = _chosen(line, OBJECT, OBJECTS)
    test = Asked(_chosen(line, TEST, {one.value: one.value for one in Asked}))
    scope = _chosen(line, SCOPE, {one: one for one in SCOPES}, EVERYWHERE)
    if scope != EVERYWHERE and not named.in_rows:
        raise line.wrong(SCOPE, f"「{named.name}」不在指标表里，范围请写“全部”或空着。")
    against = line.text(AGAINST)
    try:
        asked = condition(test, against)
    except WrongCondition as wrong:
        raise line.wrong(AGAINST, str(wrong)) from wrong
    if not line.text(OPINION):
        raise line.wrong(OPINION, "要写提出的意见，例如 「{指标}」的指标值“{值}”没有写单位。")
    return Criterion(
        code=code,
        forms=_chosen(line, FORMS, FORMS_NAMED, "全部"),
        object=named,
        scope=scope,
        test=test,
        against=against,
        condition=asked,
        severity=_chosen(line, LEVEL, LEVELS, Severity.WARNING.word),
        group=line.text(GROUP) or NO_GROUP,
        opinion=line.text(OPINION),
        raised=_examples(line, RAISED),
        passed=_examples(line, PASSED),
    )


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
