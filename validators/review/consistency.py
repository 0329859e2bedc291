"""复核一致性: where reviewers did not treat alike what is alike, or say what they did not do.

Always 提示: the same deduction may be right here and wrong there, which only a person can tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from validators.records.results import EvaluationRecord, IndicatorRecord
from workbooks.grid import position
from workbooks.values.decimals import plain, rounded
from workbooks.values.regex import regex
from workbooks.values.terms import fold

_SHARE = regex(r"扣[减除]?[^，。；,;%\d]{0,8}(\d+(?:\.\d+)?)\s*[%％]")
_POINTS = regex(r"扣[减除]?\s*(\d+(?:\.\d+)?)\s*分")
_APART = Decimal("0.10")
"""Shares of points that one kind of fault may cost here and there before it is told."""

_SHORTEST = 8
"""Signs of an opinion that two projects do not share by chance."""

RAISED = "复核得分 {score} 分高于自评得分 {own} 分。请核对是否填错。"
BLANK = "审核意见说到扣分，复核得分空着，等于没有扣。请补填复核得分，或改意见。"
SHARE = "审核意见写扣 {said}%，实际扣了分值的 {taken}%。请改成一致。"
POINTS = "审核意见写扣 {said} 分，实际扣了 {taken} 分。请改成一致。"
COPIED = "同样的审核意见用在 {count} 个项目（{projects}），请核对是不是都适用。"
UNEVEN = (
    "同样的问题（{code}）在这里扣了分值的 {here}%，在「{project}」的「{name}」扣了 {there}%。"
    "请统一尺度，或写明为什么不同。"
)


class Reviewed(NamedTuple):
    """A row that a reviewer spoke of; `codes` are the rules that its findings are about."""

    unit: str
    project: str
    name: str
    own: Decimal | None
    points: Decimal | None
    score: Decimal | None
    opinion: str
    codes: tuple[str, ...]

    @property
    def share(self) -> Decimal | None:
        """How much of the points the reviewer has taken."""
        if self.score is None or not self.points:
            return None
        return (self.points - self.score) / self.points


def reviewed_rows(form: EvaluationRecord) -> Iterator[tuple[IndicatorRecord, Reviewed]]:
    """The indicators of a form of which a reviewer has said something."""
    codes: defaultdict[int, set[str]] = defaultdict(set)
    for finding in form.findings:
        for cell in (finding.cell, *(one.cell for one in finding.cells)):
            if cell:
                codes[position(cell)[0]].add(finding.code)
    for row in form.indicators:
        verdict = row.verdict
        if verdict is None or (verdict.score is None and verdict.opinion is None):
            continue
        found = codes[position(row.cell)[0]] if row.cell else set()
        yield (
            row,
            Reviewed(
                form.unit or "",
                form.project or "",
                row.name or "",
                _number(row.score.reported),
                _number(row.points),
                _number(verdict.score),
                verdict.opinion or "",
                tuple(sorted(found)),
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
        if share or points:
            yield BLANK
        return
    if row.own is not None and row.score > row.own:
        yield RAISED.format(score=plain(row.score), own=plain(row.own))
    taken = row.share
    if share and taken is not None and abs(taken * 100 - Decimal(share[1])) >= Decimal("0.5"):
        yield SHARE.format(said=share[1], taken=_percent(taken))
    lost = [full - row.score for full in (row.own, row.points) if full is not None]
    if points and lost and Decimal(points[1]) not in lost:
        yield POINTS.format(said=points[1], taken=plain(lost[0]))


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
    """Each rule once: where it cost most, against where it cost least."""
    by_code: defaultdict[str, list[tuple[Decimal, int]]] = defaultdict(list)
    for at, row in enumerate(rows):
        if row.share is not None and len(row.codes) == 1:
            by_code[row.codes[0]].append((row.share, at))
    for code, shares in sorted(by_code.items()):
        (least, there), (most, here) = min(shares), max(shares)
        if most - least > _APART:
            other = rows[there]
            told = {"code": code, "project": other.project, "name": other.name}
            yield here, UNEVEN.format(here=_percent(most), there=_percent(least), **told)


def _percent(share: Decimal) -> str:
    return plain(rounded(share * 100))


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
