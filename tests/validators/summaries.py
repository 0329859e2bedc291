"""Summaries made by hand, for the tests of what is written of them."""

from __future__ import annotations

from validators.checking.check_file import Result
from validators.records.record import recorded
from validators.reports.summary.summed import Gathered, Summed


def summed(*results: Result, stopped: str = "") -> Summed:
    """What some results come to."""
    gathered = Gathered()
    for result in results:
        gathered.worded(recorded(result))()
    return gathered.summed(stopped)
