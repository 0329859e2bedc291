"""A 复核表 that somebody filled in, read back through the same door as every other workbook.

Every trouble is one sentence that names sheet and cell; what can be read beside it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from validators.checking.catalogue import find
from validators.checking.our_files import WHOLE
from validators.records.results import ANSWER
from validators.review.deductions import Deduction, chosen, standard
from validators.review.review import (
    Acceptance,
    ManualVerdict,
    Review,
    RuleAcceptance,
    Unkept,
    Verdict,
)
from validators.review.sheets import (
    ACTUAL,
    BY_RULE,
    CLOSED,
    CONCLUSION,
    DAY,
    DEDUCTION,
    FAILED,
    FILE,
    FINDINGS,
    FOR_UNIT,
    KEY,
    LOCKED_FINDINGS,
    LOCKED_MANUAL,
    LOCKED_SCORES,
    MANUAL,
    OPINION,
    PASSED,
    REASON,
    REASONS,
    REQUESTER,
    REVIEWER,
    RULE,
    SCORE,
    SCORES,
    TOTAL,
    UNKEPT,
    UNKEPT_HEADS,
    UNTIL,
    VERDICT,
    WHEN,
    ReviewLine,
    lines,
    unsealed,
)
from workbooks.files.open_file import open_ours
from workbooks.files.refusal import Reason, Refusal
from workbooks.grid import ErrorValue, Grid, NeverCalculated, Raw
from workbooks.reading.cell_readers import points as written_points
from workbooks.values.dataclass import replace
from workbooks.values.dates import read_date
from workbooks.values.decimals import exact, plain
from workbooks.values.regex import regex
from workbooks.values.terms import clean

Said = TypeVar("Said")

_SCORED = (ACTUAL, SCORE, DEDUCTION, OPINION)
_ACCEPTING = (VERDICT, REASON, REVIEWER, DAY)
_BY_RULE = (RULE, FOR_UNIT, REASON, REVIEWER, DAY, UNTIL, REQUESTER)
_MANUAL = (CONCLUSION, OPINION)
_WHOSE = {
    SCORES: ("单位", "项目", "三级指标"),
    FINDINGS: ("单位", "项目", "编号", "问题"),
    MANUAL: ("单位", "项目", "编号", "要看的内容"),
}
"""What says of which row something was typed."""

_NOT_OURS = (
    "{path} 不是本工具生成的复核表：没有「复核」「问题核准」工作表，或它们的栏目被改动。"
    "请选用 jixiao review 生成的文件。"
)
_NO_SHEET = "没有「{sheet}」工作表，或它的栏目被改动，上面的内容没有采用。请从原来的复核表找回。"
_MIXED = (
    "{row}锁定的内容或隐藏的「键」与原来的不同（例如只给一部分列排了序），这一行没有采用。"
    "请在原来的复核表上重新填这一行。"
)
_NOT_TAKEN = "这一行没有采用。"
_CRITERION = regex(r"C\d{3}")
"""The code of a criterion of the department's own."""

_HIGHEST = Decimal(100)
"""Where a layout has no points."""


def read(path: Path) -> Review | Refusal:
    """Everything that can be read of a 复核表; a refusal where it is none, or cannot be opened."""
    grids = open_ours(path)
    if isinstance(grids, Refusal):
        return Refusal(grids.reason, f"复核表 {path} 读不成：{grids.message}")
    listed = lines(grids, REASONS, (REASONS, WHEN))
    reasons, twice = (standard(), []) if listed is None else _reasons(listed)
    scores = lines(grids, SCORES, (*LOCKED_SCORES, FILE, SCORE, OPINION, KEY))
    findings = lines(grids, FINDINGS, (*LOCKED_FINDINGS, FILE, VERDICT, REASON, REVIEWER, DAY, KEY))
    if scores is None and findings is None:
        return Refusal(Reason.UNRECOGNISED, _NOT_OURS.format(path=path))
    known = {one.code for one in standard()}
    verdicts = _taken(scores, SCORES, _SCORED, partial(_verdict, reasons=reasons))
    acceptances = _taken(findings, FINDINGS, _ACCEPTING, _acceptance)
    rules = _taken(
        lines(grids, BY_RULE, _BY_RULE) or (), BY_RULE, _BY_RULE, _rule, key=lambda one: one
    )
    asked = lines(grids, MANUAL, (*LOCKED_MANUAL, FILE, CONCLUSION, OPINION, KEY))
    if asked is None and not any(grid.sheet.strip() == MANUAL for grid in grids):
        asked = iter(())  # made without criteria
    manual = _taken(asked, MANUAL, _MANUAL, _manual)
    every = (verdicts, acceptances, manual, rules)
    return Review(
        verdicts.said,
        acceptances.said,
        (*twice, *(told for one in every for told in one.troubles)),
        rules.said,
        (*_kept_before(grids), *(left for one in every for left in one.unkept)),
        tuple(one for one in reasons if one.code not in known),
        manual.said,
    )


class _Taken(NamedTuple, Generic[Said]):
    """What the rows of a sheet say, each thing once, their troubles, and what was typed there."""

    said: tuple[Said, ...]
    troubles: list[str]
    unkept: list[Unkept]


def _taken(
    rows: Iterable[ReviewLine] | None,
    sheet: str,
    heads: Collection[str],
    take: Callable[[ReviewLine], Said | str | None],
    key: Callable[[Any], Hashable] = lambda one: (one.form, one.content),
) -> _Taken[Said]:
    """What the rows of a sheet say; `heads` are those that are filled in."""
    said: dict[Hashable, tuple[Any, int]] = {}
    missing = [] if rows is not None else [_NO_SHEET.format(sheet=sheet)]
    taken: _Taken[Said] = _Taken((), missing, [])
    for line in rows or ():
        found: Any = take(line)
        if isinstance(found, str):
            _leave(taken, line, heads, found)
        elif found is not None:
            # Of two equal forms a reviewer may fill in either, or both in the same way.
            first, number = said.setdefault(key(found), (found, line.number))
            if first is not found and replace(first, file=found.file) != found:
                same = f"{line.row}与第 {number} 行是内容相同的两张表的同一处，填得不同，"
                _leave(taken, line, heads, f"{same}采用了第 {number} 行。请改成一样。")
    return taken._replace(said=tuple(found for found, _ in said.values()))


def _leave(taken: _Taken[Any], line: ReviewLine, heads: Collection[str], told: str) -> None:
    """A row that is not taken over: why, and what was typed there."""
    taken.troubles.append(told)
    whose = "，".join(filter(None, (line.text(head) for head in _WHOSE.get(line.sheet, ()))))
    computed = {SCORE} if line.text(KEY) == TOTAL else set()
    typed = line.typed([head for head in heads if head not in computed])
    taken.unkept.append(Unkept(line.row, whose, typed, told))


def _reasons(rows: Iterable[ReviewLine]) -> tuple[tuple[Deduction, ...], list[str]]:
    """The reasons that a 复核表 offers, and what of them cannot be told apart."""
    first: dict[str, tuple[Deduction, int]] = {}
    troubles = []
    for line in rows:
        one = Deduction(line.text(REASONS), line.text(WHEN))
        if not one.told:
            continue
        _, number = first.setdefault(one.code, (one, line.number))
        if number != line.number:
            told = f"{line.at(REASONS)}的代码 {one.code} 与第 {number} 行的相同，"
            troubles.append(f"{told}{_NOT_TAKEN}请换一个代码。")
    return tuple(one for one, _ in first.values()), troubles


def _kept_before(grids: Sequence[Grid]) -> Iterator[Unkept]:
    """What had no place in that 复核表 either."""
    for line in lines(grids, UNKEPT, UNKEPT_HEADS) or ():
        texts = [line.text(head) for head in UNKEPT_HEADS]
        if any(texts):
            yield Unkept(*texts)


def _verdict(line: ReviewLine, reasons: Sequence[Deduction]) -> Verdict | str | None:
    """What one row of 复核 says; a sentence where it cannot be taken, None where nothing is."""
    filled = [head for head in _SCORED if line.value(head) is not None]
    if line.text(KEY) == TOTAL:
        # its own score is a formula of an earlier 复核表
        typed = [head for head in filled if head != SCORE]
        return f"{line.row}是合计，{'、'.join(typed)}请写在指标行，没有采用。" if typed else None
    if not filled:
        return None
    score, key = line.value(SCORE), line.text(KEY)
    known = unsealed(key, line.locked(LOCKED_SCORES))
    if known is None:
        return _MIXED.format(row=line.row)
    wrong = _wrong_score(line) or _wrong_text(line, OPINION) or _wrong_text(line, ACTUAL)
    reason = chosen(line.text(DEDUCTION), reasons)
    if reason is None and line.value(DEDUCTION) is not None:
        wrong = wrong or _wrong_text(line, DEDUCTION) or _unknown(line)
    return wrong or Verdict(
        *known,
        line.text(FILE),
        line.text("工作表"),
        line.text("单元格"),
        line.text("项目"),
        line.text("三级指标"),
        exact(score) if isinstance(score, float) else None,
        line.text(OPINION),
        line.text(ACTUAL),
        reason.told if reason else "",
    )


def _unknown(line: ReviewLine) -> str:
    told = f"{line.at(DEDUCTION)}{DEDUCTION}填的是“{line.text(DEDUCTION)}”，不在「{REASONS}」里，"
    return f"{told}{_NOT_TAKEN}请从下拉列表里选，或先在「{REASONS}」加一行。"


def _wrong_score(line: ReviewLine) -> str | None:
    """Why 复核得分 cannot stand."""
    score, points = line.value(SCORE), line.value("分值")
    where = f"{line.at(SCORE)}{line.called(SCORE)}"
    if score is None:
        return None
    if isinstance(score, str) and isinstance(written_points(score, ""), Decimal):
        # The sheet itself does not count it: what the reviewer saw there was another sum.
        told = f"{where}填的“{score.strip()}”是文本格式，不算数，"
        return f"{told}{_NOT_TAKEN}请改成数值格式，重新填写。"
    if not isinstance(score, float):
        return f"{where}填的是{_told(score)}，不是数，{_NOT_TAKEN}请只填数字。"
    value, highest = exact(score), exact(points) if isinstance(points, float) else _HIGHEST
    allowed = f"请填 0 至 {plain(highest)} 之间的数。"
    if value > highest:
        return f"{where} {plain(value)} 分，超出分值 {plain(highest)} 分，{_NOT_TAKEN}{allowed}"
    return f"{where} {plain(value)} 分，小于 0 分，{_NOT_TAKEN}{allowed}" if value < 0 else None


def _wrong_text(line: ReviewLine, head: str) -> str | None:
    if line.value(head) is None or line.text(head):
        return None
    return f"{line.at(head)}{head}是{_told(line.value(head))}，{_NOT_TAKEN}请改填文字。"


def _told(raw: Raw | None) -> str:
    """What stands in a cell where something else should."""
    match raw:
        case str():
            return f"文字“{raw.strip()}”"
        case float():
            return f"数 {plain(exact(raw))}"
        case ErrorValue(code):
            return f"错误值 {code}"
        case NeverCalculated():
            return "没有算出结果的公式"
        case bool():
            return "逻辑值"
        case date():
            return "日期"
    return "别的内容"


def _acceptance(line: ReviewLine) -> Acceptance | str | None:
    """The same of one row of 问题核准; only 是 accepts."""
    chosen = line.text(VERDICT)
    if chosen == "否":
        return None
    missing = [head for head in (REASON, REVIEWER, DAY) if line.value(head) is None]
    if line.value(VERDICT) is None:
        prefilled = missing == [REVIEWER, DAY] and _is_answer(line)
        return None if len(missing) == 3 or prefilled else _unchosen(line, missing)
    if chosen != "是":
        told = _told(line.value(VERDICT))
        return f"{line.at(VERDICT)}{VERDICT}填的是{told}，只有“是”才算核准，{_NOT_TAKEN}"
    if line.text(KEY) == CLOSED:
        return f"{line.row}读不成或未能核查，不能核准。请退回修改。"
    known = unsealed(line.text(KEY), line.locked(LOCKED_FINDINGS))
    if known is None:
        return _MIXED.format(row=line.row)
    if missing:
        return f"{line.row}选了核准，但没有填{'、'.join(missing)}，{_NOT_TAKEN}请补填。"
    day = _day(line.value(DAY))
    if day is None:
        return f"{line.at(DAY)}{DAY}读不成，{_NOT_TAKEN}请填成 2025-03-01 这样的日期。"
    return (
        _wrong_text(line, REASON)
        or _wrong_text(line, REVIEWER)
        or Acceptance(
            *known,
            line.text(FILE),
            line.text("工作表"),
            "" if line.text("单元格") == WHOLE else line.text("单元格"),
            line.text("项目"),
            line.text("问题"),
            line.text("编号"),
            line.text("级别"),
            line.text(REASON),
            line.text(REVIEWER),
            day,
        )
    )


def _manual(line: ReviewLine) -> ManualVerdict | str | None:
    """The same of one row of 人工审核: a conclusion, an opinion, or both."""
    chosen = line.text(CONCLUSION)
    if line.value(CONCLUSION) is None and line.value(OPINION) is None:
        return None
    known = unsealed(line.text(KEY), line.locked(LOCKED_MANUAL))
    if known is None:
        return _MIXED.format(row=line.row)
    if line.value(CONCLUSION) is not None and chosen not in (PASSED, FAILED):
        told = _told(line.value(CONCLUSION))
        only = f"只能选“{PASSED}”或“{FAILED}”"
        return f"{line.at(CONCLUSION)}{CONCLUSION}填的是{told}，{only}，{_NOT_TAKEN}"
    if chosen == FAILED and line.value(OPINION) is None:
        return f"{line.at(OPINION)}选了“{FAILED}”，没有写{OPINION}，{_NOT_TAKEN}请补填。"
    return _wrong_text(line, OPINION) or ManualVerdict(
        *known,
        line.text(FILE),
        line.text("工作表"),
        "" if line.text("单元格") == WHOLE else line.text("单元格"),
        line.text("项目"),
        line.text("要看的内容"),
        line.text("编号"),
        {PASSED: True, FAILED: False}.get(chosen),
        line.text(OPINION),
    )


def _rule(line: ReviewLine) -> RuleAcceptance | str | None:
    """What one row of 按规则核准 says; nobody need fill in all of them."""
    if all(line.value(head) is None for head in _BY_RULE):
        return None
    missing = [head for head in (RULE, REASON, REVIEWER, DAY) if line.value(head) is None]
    if missing:
        return f"{line.row}没有填{'、'.join(missing)}，{_NOT_TAKEN}请补填，或删去这一行。"
    module, own = find(line.text(RULE)), clean(line.text(RULE)).upper()
    if module is None and not _CRITERION.fullmatch(own):
        return f"{line.at(RULE)}没有规则 {line.text(RULE)}，{_NOT_TAKEN}请运行 jixiao rules 查看。"
    day, until = _day(line.value(DAY)), _day(line.value(UNTIL))
    for head, found in ((DAY, day), (UNTIL, until)):
        if found is None and line.value(head) is not None:
            told = "请填成 2025-03-01 这样的日期。"
            return f"{line.at(head)}{head}读不成，{_NOT_TAKEN}{told}"
    assert day is not None
    texts = (line.text(FOR_UNIT), line.text(REASON), line.text(REVIEWER))
    code = module.RULE.code if module else own
    return RuleAcceptance(code, *texts, day, until, line.text(REQUESTER), line.row)


def _is_answer(line: ReviewLine) -> bool:
    """Whether 理由 is what the unit said, as it was filled in for the reviewer."""
    problem, reason = ("".join(line.text(head).split()) for head in ("问题", REASON))
    return problem.endswith(ANSWER + reason)


def _unchosen(line: ReviewLine, missing: Collection[str]) -> str:
    """That something is filled in beside 核准, but not that."""
    told = "、".join(head for head in (REASON, REVIEWER, DAY) if head not in missing)
    return f"{line.row}填了{told}，但「{VERDICT}」没有选“是”，不算核准。"


def _day(raw: Raw | None) -> date | None:
    """A date, or a text that is one."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    parts = read_date(raw) if isinstance(raw, str) else None
    try:
        return date(*parts) if parts and len(parts) == 3 else None
    except ValueError:  # 2025-02-30
        return None
