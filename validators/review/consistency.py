"""复核一致性: where reviewers did not treat alike what is alike, or say what they did not do.

Always 提示: the same deduction may be right here and wrong there, which only a person can tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from validators.records.results import (
    FindingRecord,
    FormRecord,
    FundingRecord,
    IndicatorRecord,
    VerdictRecord,
    decimal_of,
)
from validators.review.applied import own_value
from validators.review.deductions import code_of
from validators.review.sheets import EXECUTION
from workbooks.grid import position
from workbooks.values.decimals import plain, rounded
from workbooks.values.regex import regex
from workbooks.values.terms import fold
from xlfuncs.review_deviation import plain_value

_SHARE = regex(r"扣[减除]?[^，。；,;%\d]{0,8}(\d+(?:\.\d+)?)\s*[%％]")
_POINTS = regex(r"扣[减除]?\s*(\d+(?:\.\d+)?)\s*分")
_APART = Decimal("0.10")
"""Shares of points that one kind of fault may cost here and there before it is told."""

UNEVEN_CODE, UNEVEN_REASON = "同样的问题（{}）", "同样的扣分原因（{}）"
_ANYTHING = "99"
"""The code of 其他, under which nothing is alike."""

_SHORTEST = 8
"""Signs of an opinion that two projects do not share by chance."""

RAISED = "复核得分 {score} 分高于自评得分 {own} 分。请核对是否填错。"
BLANK = "审核意见说到扣分，复核得分空着，等于没有扣。请补填复核得分，或改意见。"
REASONED = "选了扣分原因“{reason}”，复核得分空着，等于没有扣。请补填复核得分，或不选原因。"
REVALUED = (
    "复核完成值 {value} 与自评的 {own} 不同，复核得分空着，等于没有改分。请补填，或写明为什么不改。"
)
UNSCORED = "自评得分和复核得分都空着，合计有缺项。请补填复核得分。"
UNREASONED = "扣了 {taken} 分，没有选扣分原因，也没有写审核意见。请补填。"
IDLE = "选了扣分原因“{reason}”，复核得分却没有比自评得分低。请核对。"
SHARE = "审核意见写扣 {said}%，实际扣了分值的 {taken}%。请改成一致。"
POINTS = "审核意见写扣 {said} 分，实际扣了 {taken} 分。请改成一致。"
COPIED = "同样的审核意见用在 {count} 个项目（{projects}），请核对是不是都适用。"
UNEVEN = (
    "{what}在这里扣了分值的 {here}%，在「{project}」的「{name}」扣了 {there}%。"
    "请统一尺度，或写明为什么不同。"
)


class Reviewed(NamedTuple):
    """A row that a reviewer spoke of; `codes` are the rules that its findings are about.

    `own_value` and `value` are 完成值, `reason` is what he chose as 扣分原因.
    """

    unit: str
    project: str
    name: str
    own: Decimal | None
    points: Decimal | None
    score: Decimal | None
    opinion: str
    codes: tuple[str, ...]
    reason: str = ""
    own_value: Decimal | None = None
    value: Decimal | None = None

    @property
    def taken(self) -> Decimal | None:
        """How many points the reviewer has taken from the reported score."""
        return None if self.score is None or self.own is None else self.own - self.score

    @property
    def share(self) -> Decimal | None:
        """How much of the points the reviewer has taken."""
        if self.score is None or not self.points:
            return None
        return (self.points - self.score) / self.points


def beside_rows(form: FormRecord) -> Mapping[int, Sequence[FindingRecord]]:
    """What was found in each row of the sheet, once each."""
    found: defaultdict[int, list[FindingRecord]] = defaultdict(list)
    for finding in form.findings:
        cells = (finding.cell, *(one.cell for one in finding.cells))
        for row in sorted({position(cell)[0] for cell in cells if cell}):
            found[row].append(finding)
    return found


def reviewed_rows(
    form: FormRecord, funding: FundingRecord
) -> Iterator[tuple[str | None, Reviewed]]:
    """What a reviewer has said of the rows of a form, each with the cell of its score.

    Of a form that he has scored, rows that have no score at all stand there as well.
    """
    found = beside_rows(form)
    every: list[tuple[FundingRecord | IndicatorRecord, str, str | None]]
    every = [(row, row.name or "", row.cell) for row in form.indicators]
    every.insert(0, (funding, EXECUTION, None))
    scored = any(line.verdict for line, _, _ in every)
    for line, name, cell in every:
        missing = scored and line.scored and line.score.reported is None
        if line.verdict is None and not missing:
            continue
        said = line.verdict or VerdictRecord(None, None)
        beside = found.get(position(cell)[0], ()) if cell else ()
        yield (
            cell,
            Reviewed(
                form.unit or "",
                form.project or "",
                name,
                decimal_of(line.score.reported),
                decimal_of(line.points),
                decimal_of(said.score),
                said.opinion or "",
                tuple(sorted({one.code for one in beside})),
                said.reason or "",
                own_value(line),
                plain_value(said.actual),
            ),
        )


def inconsistencies(rows: Sequence[Reviewed]) -> Iterator[tuple[int, str]]:
    """What to look at again: the number of the row, and a sentence."""
    for at, row in enumerate(rows):
        yield from ((at, said) for said in _alone(row))
    yield from _copied(rows)
    yield from _uneven(rows)


def _alone(row: Reviewed) -> Iterator[str]:
    share, points = _SHARE.search(row.opinion), _POINTS.search(row.opinion)
    if row.score is None:
        yield from _unscored(row, stated=bool(share or points))
        return
    taken = row.taken
    if taken is not None and row.own is not None and taken < 0:
        yield RAISED.format(score=plain(row.score), own=plain(row.own))
    if taken is not None and taken > 0 and not row.reason and not row.opinion:
        yield UNREASONED.format(taken=plain(taken))
    if taken is not None and taken <= 0 and row.reason:
        yield IDLE.format(reason=row.reason)
    lost = [full - row.score for full in (row.own, row.points) if full is not None]
    if share and row.share is not None and row.points:
        shares = [one / row.points * 100 for one in lost]
        if all(abs(one - Decimal(share[1])) >= Decimal("0.5") for one in shares):
            yield SHARE.format(said=share[1], taken=_percent(row.share))
    if points and lost and Decimal(points[1]) not in lost:
        yield POINTS.format(said=points[1], taken=plain(lost[0]))


def _unscored(row: Reviewed, stated: bool) -> Iterator[str]:
    """What is said of a row without 复核得分; `stated` whether the opinion names a deduction."""
    if row.own is None:
        yield UNSCORED
    elif stated:
        yield BLANK
    elif row.reason:
        yield REASONED.format(reason=row.reason)
    elif row.value is None or row.own_value is None or row.opinion:
        return
    elif row.value != row.own_value:
        yield REVALUED.format(value=plain(row.value), own=plain(row.own_value))


def _copied(rows: Sequence[Reviewed]) -> Iterator[tuple[int, str]]:
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if len(fold(row.opinion)) >= _SHORTEST:
            alike[fold(row.opinion)].append(at)
    for places in alike.values():
        projects = list(dict.fromkeys(rows[at].project for at in places))
        if len(projects) > 1:
            named = "、".join(projects[:3]) + (" 等" if len(projects) > 3 else "")
            yield places[0], COPIED.format(count=len(projects), projects=named)


def _uneven(rows: Sequence[Reviewed]) -> Iterator[tuple[int, str]]:
    """Each kind of fault once: where it cost most, against where it cost least.

    What kind it is, the reviewer says by his reason; else the one rule that the row breaks does.
    """
    alike: defaultdict[str, list[tuple[Decimal, int]]] = defaultdict(list)
    for at, row in enumerate(rows):
        if row.reason:
            if row.points and row.taken is not None and code_of(row.reason) != _ANYTHING:
                kind = UNEVEN_REASON.format(row.reason)
                alike[kind].append((row.taken / row.points, at))
        elif row.share is not None and len(row.codes) == 1:
            alike[UNEVEN_CODE.format(row.codes[0])].append((row.share, at))
    for kind, shares in sorted(alike.items()):
        (least, there), (most, here) = min(shares), max(shares)
        if most - least > _APART:
            other = rows[there]
            told = {"what": kind, "project": other.project, "name": other.name}
            yield here, UNEVEN.format(here=_percent(most), there=_percent(least), **told)


def _percent(share: Decimal) -> str:
    return plain(rounded(share * 100))
