"""All that is found in the files of a run together, told once they have all come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from validators.across import (
    batch,
    declaration,
    department,
    duplicates,
    last_year,
    monitoring,
)
from validators.across.expected import ExpectedList
from validators.across.held import findings as missing
from validators.across.held import held
from validators.across.index import Index
from validators.across.last_year import Partners
from validators.across.same_project import is_evaluation
from validators.records.folder_results import (
    ExpectedListRecord,
    FolderFindingRecord,
    FolderRecord,
    LookedRecord,
    UncomparedRecord,
)
from validators.records.record import Record, encodable
from validators.records.results import FaultRecord
from validators.wording import fault_text
from workbooks.sparing import Fault, spare
from workbooks.values.dataclass import dataclass, field

T = TypeVar("T")

_CUT_OFF = UncomparedRecord(
    (*declaration.CODES, *last_year.CODES),
    "核查没有做完，没有与申报表和上年的表比较。请再核查一次。",
)


@dataclass(slots=True)
class Folder:
    """The index of a run as it goes, and the list of what is expected, if there is one.

    `against` and `last_year` are forms that were named to be held beside those of the run;
    `beside` and `broken` tell what of their files could not be read, and what of ours broke there.
    """

    expected: ExpectedList | None = None
    index: Index = field(default_factory=Index)
    against: Index | None = None
    last_year: Index | None = None
    faults: list[FaultRecord] = field(default_factory=list)
    beside: list[UncomparedRecord] = field(default_factory=list)
    broken: list[FaultRecord] = field(default_factory=list)
    _partners: Partners | None = None

    def add(self, record: Record) -> None:
        """One more file."""
        self._spared("X7", partial(self.index.add, record))

    def add_declared(self, record: Record) -> None:
        """A file that was named by `--against`."""
        self.against = self.against or Index()
        self._add_beside(record, self.against, declaration.CODES, "--against")

    def add_earlier(self, record: Record) -> None:
        """A file that was named by `--last-year`."""
        self.last_year = self.last_year or Index()
        self._add_beside(record, self.last_year, last_year.CODES, "--last-year")

    def _add_beside(
        self, record: Record, index: Index, codes: tuple[str, ...], option: str
    ) -> None:
        self._spared(codes[0], partial(index.add, record))
        if record.data.refusal and not record.passed_over:
            name, why = encodable(record.path), record.data.refusal.message
            message = f"{option} 所给的 {name} 没有用来比较：{why}"
            self.beside.append(UncomparedRecord(codes, message))
        self.broken += record.data.faults

    def told(self, *, whole: bool) -> FolderRecord:
        """What was found; of a run that was cut off, nobody can say what is missing or unlike.

        A rule that breaks costs no other; where a form could not be put beside the others, nothing
        is said of what is missing.
        """
        index, whole = self.index, whole and not self.faults
        asked = self._spared("X707", self._held) if whole and self.expected else None
        found = (
            *(self._listed("X707", lambda: missing(asked)) if asked else ()),
            *self._listed("X704", lambda: duplicates.findings(index.lines)),
            *(self._listed("X708", lambda: batch.years(index)) if whole else ()),
            *(self._listed("X709", lambda: batch.units(index)) if whole else ()),
        )
        beside = tuple(self._beside()) if whole else (_CUT_OFF,) * self._is_asked
        return FolderRecord(
            (*found, *(one for one in beside if isinstance(one, FolderFindingRecord))),
            asked,
            faults=(*self.faults, *self.broken),
            uncompared=(
                *self.beside,
                *(one for one in beside if isinstance(one, UncomparedRecord)),
            ),
            looked=(
                *(one for one in beside if isinstance(one, LookedRecord)),
                *(self._looked() if whole else ()),
            ),
        )

    def _looked(self) -> Iterator[LookedRecord]:
        """How many self-evaluations were held against the rest of the run and the list."""
        broken = {fault.code for fault in self.faults}
        own = [line for line in self.index.lines if is_evaluation(line)]
        kinds = Counter(line.word for line in own if line.fiscal_year is not None)
        for code, forms in (
            ("X704", sum(all(line.names) for line in own)),
            ("X707", len(own) if self.expected else 0),
            ("X708", sum(count for count in kinds.values() if count >= batch.FEWEST)),
            ("X709", sum(bool(line.unit) for line in own)),
        ):
            if forms and code not in broken:
                yield LookedRecord(code, forms)

    @property
    def _is_asked(self) -> bool:
        return self.against is not None or self.last_year is not None

    def _beside(self) -> Iterator[FolderFindingRecord | UncomparedRecord | LookedRecord]:
        """Forms held against their declaration, last year's, and what was said in the year; and a
        department's against those of its projects."""
        yield from self._listed("X701", lambda: declaration.compared(self.index, self.against))
        yield from self._listed("X710", lambda: monitoring.compared(self.index, self.against))
        yield from self._listed("X705", lambda: last_year.compared(self.index, self.partners()))
        yield from self._listed("X713", lambda: department.compared(self.index))

    def partners(self) -> Partners:
        """Last year's form for each of this year's: found once, for the rules and the flags.

        Asked for when all files have come.
        """
        self._partners = self._partners or last_year.partners(self.index, self.last_year)
        return self._partners

    def close(self) -> None:
        """Forget what was kept of the forms."""
        for index in filter(None, (self.index, self.against, self.last_year)):
            index.extracts.close()

    def _held(self) -> ExpectedListRecord | None:
        if self.expected is None:
            return None
        lines = self.index.lines
        return held(self.expected, lines, duplicates.superseded(lines))

    def _listed(self, code: str, found: Callable[[], Iterable[T]]) -> tuple[T, ...]:
        return self._spared(code, lambda: tuple(found())) or ()

    def _spared(self, code: str, work: Callable[[], T]) -> T | None:
        """What comes of a rule; None where it breaks, which is told."""
        found, trace = spare(work)
        if trace:
            self.faults.append(fault_of_all(code, trace))
        return found


def fault_of_all(code: str, trace: str) -> FaultRecord:
    """A fault of ours in what is found in all files together."""
    told = fault_text(Fault(code, trace)).replace("此文件", "所核查的文件")
    return FaultRecord(code, told, trace)
