"""The ordinary work on a file, except that some files are fatal."""

from __future__ import annotations

import os
import time

from validators.bulk.work import Work
from validators.checking.catalogue import RULES
from validators.checking.sources import Source
from validators.records.record import Record
from workbooks.values.dataclass import dataclass

EVERY_RULE = tuple(module.RULE.code for module in RULES)


@dataclass(frozen=True, slots=True)
class DeadlyWork(Work):
    """Ends its process at a file called 毒, hangs at one called 死."""

    def __call__(self, source: Source) -> Record:
        if "毒" in source.path.name:
            os._exit(9)
        if "死" in source.path.name:
            time.sleep(600)
        return Work(self.codes, self.policy)(source)
