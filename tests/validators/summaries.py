"""Summaries made by hand, for the tests of what is written of them."""

from __future__ import annotations

from validators.across.folder import Folder
from validators.checking.check_file import Result
from validators.records.record import recorded
from validators.reports.summary.summed import Gathered, Summed


def summed(*results: Result, stopped: str = "") -> Summed:
    """What some results come to."""
    gathered, folder = Gathered(), Folder()
    for record in map(recorded, results):
        gathered.worded(record)()
        folder.add(record)
    return gathered.summed(stopped, None, folder.told(whole=not stopped))
