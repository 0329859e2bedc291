"""Which indicator an amount in prose speaks of, and whether the two say different figures.

Names and leads are reduced to the words that carry meaning (`subject_words`) and compared by
their pairs of neighbouring characters; nothing is learnt, nothing is guessed. An amount speaks
of a row only where all of this holds:

1. The units count the same (名 = 人; 条 and 起 do not).
2. The lead says nothing that the row's name, or the project's, does not say: 新员工培训3场 is
   narrower than 培训场次 and may be right beside it. The words after the number may add little.
3. The name is told: more than half of its pairs, each weighted by how few rows of the form have
   it (行政许可 in every row tells nothing); or a rate is called by the end of its name (咨询回复率
   for 行政许可事项咨询回复率). A rate without its own words (满意度, 完成率) is nobody's.
4. No row of the same unit fits as well, and what tells this row from such rows is said.

Two figures differ only by a whole step of the coarser one, so 98% and 98.64 do not, nor 1200 and
1244. Nothing is claimed where any amount that may speak of the row agrees with it, where several
exact figures may speak of it (parts of a sum), where a similar row has just that figure, or where
the amount is marked as anything but this year's figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import chain

from workbooks.forms import Indicator
from workbooks.prose.narrative_amounts import Caveat, StatedAmount, amounts, counted_as
from workbooks.prose.subject_words import GENERIC, explained, pairs, words
from workbooks.values.dataclass import dataclass
from workbooks.values.decimals import decimals, unit_in_last_place
from workbooks.values.memory import remembered
from workbooks.values.regex import regex
from workbooks.values.target import Actual, Target


@dataclass(frozen=True, slots=True)
class RowFigure:
    """What a row of the indicator table says: its place, its name, its value if any, its unit."""

    index: int
    name: str
    value: Decimal | None
    unit: str
    step: Decimal = Decimal(1)


def actual_figures(rows: Collection[Indicator]) -> Iterator[RowFigure]:
    """What each row gives as 实际完成值; a value that is no number still has its name and unit."""
    return _figures(rows, actual=True)


def target_figures(rows: Collection[Indicator]) -> Iterator[RowFigure]:
    """What each row gives as 年度指标值."""
    return _figures(rows, actual=False)


def _figures(rows: Collection[Indicator], actual: bool) -> Iterator[RowFigure]:
    for index, row in enumerate(rows):
        target = row.target.value
        stated = row.actual.value if actual else target
        unit = (stated.unit if stated else "") or (target.unit if target else "")
        if unit:
            value = stated.value if stated and _plain(stated) else None
            scale = stated.scale if stated else Decimal(1)
            if value is not None and actual and target and stated and not stated.unit:
                # 1.3 beside ≥1.2 万人次 is in 万, also where the unit stands in a column of its own
                value, scale = value * target.scale, target.scale
                value = None if _far_off(value, target) else value
            step = Decimal(1) if value is None else _step(value, scale)
            yield RowFigure(index, row.name.text, value, counted_as(unit), step)


def _far_off(value: Decimal, target: Target) -> bool:
    """Whether a bare number cannot have been meant in the target's 万: 13000 beside ≥1.2 万人次."""
    return target.scale != 1 and target.value is not None and value >= 10 * target.value


def _plain(stated: Actual | Target) -> bool:
    """Whether one figure is given, not a range, and not at least so many as an actual value."""
    return stated.operator is None if isinstance(stated, Actual) else stated.upper is None


def _step(value: Decimal, scale: Decimal) -> Decimal:
    """One step of a value printed in 万 (1.2万人次 -> 1000); otherwise its decimals tell."""
    return Decimal(1) if scale == 1 else unit_in_last_place((value / scale).normalize()) * scale


def differ(one: Decimal, step: Decimal, other: Decimal) -> bool:
    """Whether two figures are a whole step apart, in the coarser way of writing.

    >>> one = Decimal(1)
    >>> differ(Decimal(98), one, Decimal("98.64")), differ(Decimal(3403), one, Decimal(3404))
    (False, True)
    >>> differ(Decimal(1200), one, Decimal(1244)), differ(Decimal(15200), one, Decimal(15000))
    (False, True)
    """
    apart = abs(one - other)
    if apart < step:
        return False  # as nearly always
    coarser = max(step, unit_in_last_place(other) if decimals(other) else Decimal(1))
    if one >= 1000 and one % 100 == 0:
        zeros = len(str(int(one))) - len(str(int(one)).rstrip("0"))
        coarser = max(coarser, Decimal(10) ** zeros)
    return apart >= coarser


_FITS_LEAD = Decimal("0.8")
_FITS_TAIL = Decimal("0.6")
_NAMED = Decimal("0.5")
_ALIKE = frozenset({"人", "人次", "家", "家次"})
_NEGATIONS = frozenset("不未非无差")
_AIMED_AT = regex("[在对为向给从由于]$")


class _Comparison:
    """One text beside the rows of one form."""

    def __init__(self, figures: Sequence[RowFigure], project: str) -> None:
        self.names = {figure.index: pairs(figure.name) for figure in figures}
        self.of_unit: dict[str, list[RowFigure]] = {}
        for figure in figures:
            self.of_unit.setdefault(figure.unit, []).append(figure)
        self.project = pairs(project)
        self._spoken_of: dict[int, RowFigure | None] = {}

    @cached_property
    def weight(self) -> Mapping[str, Decimal]:
        """What a pair of signs tells: the less, the more rows have it."""
        having = Counter(chain.from_iterable(self.names.values()))
        shares = {rows: Decimal(1) / rows for rows in set(having.values())}
        return dict(zip(having, map(shares.__getitem__, having.values()), strict=True))

    def speaks_of(self, amount: StatedAmount) -> RowFigure | None:
        """The one row that an amount speaks of, though it may say a little more than the name."""
        key = id(amount)
        if key not in self._spoken_of:
            self._spoken_of[key] = self._find(amount)
        return self._spoken_of[key]

    def _find(self, amount: StatedAmount) -> RowFigure | None:
        rows, said = self.of_unit.get(amount.unit, ()), _said(amount)
        alike = [row for row in rows if not self.names[row.index].isdisjoint(said)]
        lead = words(amount.lead)
        if not alike or (not lead and (amount.unit == "%" or _AIMED_AT.search(amount.lead))):
            return None  # 获得企业100%满意度测评, 在10个监测点开展监测
        fits = [row for row in alike if self._fits(amount, lead, said, row)]
        return next((row for row in fits if self._clearly(said, row, alike)), None)

    def nothing_else(self, amount: StatedAmount, row: RowFigure) -> bool:
        """Whether all that is said before the number, or else after it, is in the row's name."""
        first = amount.lead if words(amount.lead) else amount.tail
        return explained(first, self.names[row.index] | self.project) == 1

    def _fits(self, amount: StatedAmount, lead: str, said: frozenset[str], row: RowFigure) -> bool:
        name = self.names[row.index]
        first, second = (amount.lead, amount.tail) if lead else (amount.tail, "")
        known = name | self.project
        if explained(first, known) < _FITS_LEAD or explained(second, known) < _FITS_TAIL:
            return False
        negated = _NEGATIONS.intersection
        if negated(words(first)) != negated(words(row.name)) or _own(row.name).isdisjoint(said):
            return False
        return self._told(name & said, name) or _called(lead, row)

    def _told(self, said: frozenset[str], name: frozenset[str]) -> bool:
        def weight(some: Collection[str]) -> Decimal:
            return sum(map(self.weight.__getitem__, some), Decimal(0))

        return weight(said) > _NAMED * weight(name)

    def _clearly(self, said: frozenset[str], row: RowFigure, alike: Sequence[RowFigure]) -> bool:
        """Whether no other row fits as well, and what tells this row from others is said."""
        name = self.names[row.index]
        for other in alike:
            if other is row:
                continue
            theirs = self.names[other.index]
            only = name - theirs
            if len(theirs & said) >= len(name & said) or not self._told(only & said, only):
                return False
        return True

    def may_speak_of(self, amount: StatedAmount, row: RowFigure) -> bool:
        """Whether an amount could be meant for a row: the units are alike, any word is shared."""
        if amount.unit != row.unit and not {amount.unit, row.unit} <= _ALIKE:
            return False
        sure = self.speaks_of(amount)
        if sure is not None:
            return sure is row
        if _SUM.search(amount.lead):
            return True  # 举办培训8场，另举办讲座2场，合计10场
        return not self.names[row.index].isdisjoint(_said(amount))


def _said(amount: StatedAmount) -> frozenset[str]:
    """The pairs of the words around an amount."""
    return pairs(amount.lead) | pairs(amount.tail)


@remembered
def _own(name: str) -> frozenset[str]:
    """The pairs of a name without what many things have, such as 合格率."""
    return pairs(GENERIC.sub(" ", words(name)))


_SUM = regex("(?:合计|共计|总计|一共|总共)$")


def _called(lead: str, row: RowFigure) -> bool:
    """Whether a rate is called by the end of its name; satisfaction is with too many things."""
    name, last = words(row.name), lead.split(" ")[-1]
    own = GENERIC.sub("", last)
    return row.unit == "%" and "满意" not in name and len(own) >= 2 and name.endswith(lead)


def differing(
    text: str,
    figures: Iterable[RowFigure],
    allowed: Collection[Caveat] = (),
    project: str = "",
    year: int | None = None,
) -> Iterator[tuple[RowFigure, StatedAmount]]:
    """Each row with the amount in the text that surely speaks of it and says another figure.

    >>> rows = [
    ...     RowFigure(0, "培训场次", Decimal(10), "场"),
    ...     RowFigure(1, "培训合格率", Decimal(98), "%"),
    ... ]
    >>> [(row.name, amount.value) for row, amount in differing("举办培训8场，合格率98%。", rows)]
    [('培训场次', Decimal('8'))]
    >>> list(differing("举办新员工培训3场，业务骨干培训7场。", rows))
    []
    """
    told = amounts(text)
    if not told:
        return
    rows = list(figures)
    bearable = frozenset(allowed) - {Caveat.OTHER}
    exact: dict[str, list[StatedAmount]] = {}
    for one in told:
        if one.marks <= bearable:
            exact.setdefault(one.unit, []).append(one)
    comparison = _Comparison(rows, project)
    for row in rows:
        # Most amounts agree, and what they speak of need not be found out.
        claims = (one for one in exact.get(row.unit, ()) if _differs(one, row))
        claim = next((one for one in claims if comparison.speaks_of(one) is row), None)
        if claim is None or claim.year not in (None, year):
            continue
        mine = [one for one in told if comparison.may_speak_of(one, row)]
        figure = {one.value for one in mine if Caveat.OTHER not in one.marks}
        if len(figure) > 1 or not all(_differs(one, row) for one in mine):
            continue
        if comparison.nothing_else(claim, row) and not _elsewhere(claim, row, rows):
            yield row, claim


def _differs(amount: StatedAmount, row: RowFigure) -> bool:
    """Whether a row has a figure, and an amount is another."""
    step = max(amount.step, row.step)
    return row.value is not None and differ(amount.value, step, row.value)


def _elsewhere(claim: StatedAmount, row: RowFigure, figures: Sequence[RowFigure]) -> bool:
    """Whether a row with like words has the claimed figure, which may then be meant for it."""
    said = _said(claim)
    return any(
        other.value is not None
        and other is not row
        and other.unit == row.unit
        and not _differs(claim, other)
        and bool(pairs(other.name) & (said | pairs(row.name)))
        for other in figures
    )
