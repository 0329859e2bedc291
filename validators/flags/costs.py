"""K07: what one thing costs (executed money by quantity) beside the same indicator of the batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from validators.across.extract import Extract
from validators.across.index import Line
from validators.across.row_pairs import key
from validators.flags.habits import FlagKind, quantities

PEERS = FlagKind(
    "K07",
    "unit-cost-above-peers",
    "每件（人、次）所用的资金在同名指标里是最高的一成",
    "内容、标准或地区不同；资金还用于别的任务；数量只是其中一部分。",
)

_FEWEST = 20
"""Forms with the same indicator from which there is a highest tenth."""

_TENTH = 0.9


class Costs:
    """What each thing costs in each form, until all have come."""

    def __init__(self) -> None:
        self._costs: defaultdict[tuple[str, str], list[tuple[float, int]]] = defaultdict(list)
        self._lines: list[Line] = []

    def add(self, line: Line, form: Extract) -> None:
        """One more form; one without executed money or quantities does not count."""
        if form.executed:
            self._lines.append(line)
            at = len(self._lines) - 1
            for row, reached in quantities(form):
                cost = float(form.executed / reached)
                self._costs[key(row.name), row.unit].append((cost, at))

    def judged(self) -> Iterator[tuple[Line, bool]]:
        """The forms that have peers, and whether most of their things cost as the highest tenth."""
        seen, high = [0] * len(self._lines), [0] * len(self._lines)
        for costs in self._costs.values():
            if len(costs) < _FEWEST:
                continue
            bound = sorted(cost for cost, _ in costs)[int(len(costs) * _TENTH)]
            for cost, at in costs:
                seen[at] += 1
                high[at] += cost >= bound
        for line, things, dear in zip(self._lines, seen, high, strict=True):
            if things:
                yield line, dear * 2 > things
