"""Summaries made by hand, for the tests of what is written of them."""

from __future__ import annotations

from validators.bulk import Result
from validators.reports.record import recorded
from validators.reports.summed import Gathered, Summed


def summed(*results: Result, stopped: str = "") -> Summed:
    """What some results come to."""
    gathered = Gathered()
    for result in results:
        gathered.add(recorded(result))
    return gathered.summed(stopped)
