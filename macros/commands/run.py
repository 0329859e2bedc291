"""A run over many files: each result is told as it comes, kept nowhere, and lost by nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from macros.commands import outputs as formats
from macros.commands.arguments import CLEAN, USAGE, refuse
from macros.commands.interrupts import Wish, interruptible
from macros.commands.progress import Progress, progress
from validators.bulk.work import Work, lost
from validators.checking.sources import Source, sources
from validators.records.record import Record
from validators.records.tally import Tally
from validators.reports import terminal
from validators.reports.output import Output, Unwritten
from validators.review.lapsed_text import review_lines
from workbooks.values.memory import collected_later

if TYPE_CHECKING:
    from validators.bulk.ledger import Ledger
    from validators.review.applied import Reviewed, Reviewing

POOL_FROM = 800
"""Files from which starting other processes pays."""

LEDGER_FROM = 50
"""Files from which a ledger is kept without being asked for."""

MOST_JOBS = 8
"""Processes that are started without being asked for: a disk feeds no more."""

_Known = Callable[[Source], Record | None]
_Outcomes = Generator[tuple[Source, Record], None, None]
NOTHING = "没有可核查的 .xlsx、.xlsm、.xls 或 .et 文件。请确认路径是否正确。"


@dataclass(frozen=True, slots=True)
class Run:
    """What was asked for. `jobs` None: by the number of files; `ledger` None: by what is written.

    `style` is what the screen shows: text, json, or brief, which is only what could not be checked.
    `summaries` tell what everything comes to. `review` is what a reviewer said; it is put in after
    the ledger, which never learns of it.
    `returned` is the folder for what goes back to the units.
    """

    paths: tuple[Path, ...]
    work: Work
    style: str = "text"
    reports: tuple[Path, ...] = ()
    summaries: tuple[Path, ...] = ()
    strict: bool = False
    jobs: int | None = None
    ledger: Path | None = None
    forgetful: bool = False
    cluster: str | None = None
    review: Reviewing | None = None
    returned: Path | None = None

    @property
    def written(self) -> tuple[Path, ...]:
        """The files that shall be written."""
        return (*self.reports, *self.summaries)

    def execute(self) -> int:
        """Check everything, tell it, write the reports; the exit status."""
        total = sum(1 for _ in sources(self.paths))
        with ExitStack() as stack:
            wish = stack.enter_context(interruptible())
            outputs = tuple(map(stack.enter_context, _outputs(self)))
            ledger = stack.enter_context(_ledger(self, total))
            told = _Told(self, outputs)
            with progress(total) as shown:
                for record in records(self, total, ledger, wish):
                    told.add(record, shown)
            return told.end(total, wish)


@dataclass(slots=True)
class _Told:
    """Everything that is told of a run: on the screen as it comes, in the outputs at the end."""

    run: Run
    outputs: tuple[Output, ...]
    tally: Tally = field(default_factory=Tally)
    passed_over: int = 0
    worst: int = CLEAN

    def add(self, record: Record, shown: Progress) -> None:
        shown.step()
        if record.passed_over:
            self.passed_over += 1
            return
        shown.tell(self.shown(record))
        self.tally.add(record)
        self.worst = max(self.worst, record.status(self.run.strict))
        for output in self.outputs:
            output.add(record)

    def shown(self, record: Record) -> str:
        """What the screen shows of a file."""
        if self.run.style == "json":
            return self.json(record)
        lines = terminal.trouble if self.run.style == "brief" else terminal.lines
        return "".join(f"{line}\n" for line in lines(record))

    @property
    def remembers(self) -> bool:
        """Whether there may be a ledger, which spares the next run what this one has done."""
        named = self.run.ledger is not None
        return named or (bool(self.run.reports) and not self.run.forgetful)

    def json(self, record: Record) -> str:
        from validators.reports import json_report

        if self.tally.files:
            return json_report.item(record, first=False)
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        return json_report.opening(self.run.work.policy) + json_report.item(record, first=True)

    def end(self, total: int, wish: Wish) -> int:
        """The last lines and the outputs."""
        left = total - self.tally.files - self.passed_over
        stopped = f"核查中途停止，还有 {left} 份没有核查。" if wish.stop and left else ""
        if not self.tally.files:
            return refuse(stopped or NOTHING)
        review = self.run.review
        reviewed = None if review is None else review.ended(whole=not stopped)
        if self.run.style == "json":
            from validators.reports import json_report

            print(json_report.ending(self.tally, stopped, reviewed))
        else:
            lines = (*terminal.summary_lines(self.tally), *review_lines(reviewed))
            print("\n".join(lines))
        written = [_write(output, stopped, reviewed) for output in self.outputs]
        if stopped:
            refuse(stopped + "再次运行同一命令可以接着核查。" * self.remembers)
        unread = stopped or (reviewed is not None and reviewed.troubles)
        return max(self.worst, *written, USAGE if unread else CLEAN)


def records(run: Run, total: int, ledger: Ledger | None, wish: Wish) -> Iterator[Record]:
    """The records of all files in their order, reviewed, until somebody wishes to stop."""
    jobs = run.jobs or (min(os.cpu_count() or 1, MOST_JOBS) if total >= POOL_FROM else 1)
    known = ledger.known if ledger is not None else _unknown
    if run.cluster is None and jobs == 1:
        outcomes = _in_this_process(run, known)
    else:
        outcomes = _elsewhere(run, jobs, known, wish)
    with closing(outcomes), collected_later():
        for source, record in outcomes:
            if ledger is not None:
                ledger.learn(source, record)
            yield record if run.review is None else run.review.applied(record)
            if wish.stop:
                return


def _unknown(source: Source) -> Record | None:
    return None


def _in_this_process(run: Run, known: _Known) -> _Outcomes:
    for source in sources(run.paths):
        yield source, known(source) or run.work(source)


def _elsewhere(run: Run, jobs: int, known: _Known, wish: Wish) -> _Outcomes:
    """In other processes, or on the machines of a cluster."""
    from validators.bulk import pool

    def stopped() -> bool:
        return wish.stop

    items = sources(run.paths)
    if run.cluster is None:
        found = pool.ordered(run.work, items, jobs, known, stopped=stopped)
    else:
        from validators.bulk import cluster

        found = cluster.ordered(run.work, items, run.cluster, known, stopped)
    with closing(found):
        for source, outcome in found:
            if isinstance(outcome, pool.Died):
                yield source, lost(source, outcome.overdue, outcome.exit_code)
            else:
                yield source, outcome


def _outputs(run: Run) -> Iterator[AbstractContextManager[Output]]:
    """All that the run shall leave behind, each imported only where it is asked for."""
    for path in run.reports:
        yield formats.collecting(path, run.work.policy)
    for path in run.summaries:
        from validators.reports.summary import summary

        yield summary.collecting(path)
    if run.returned is not None:
        from validators.reports.returned.returning import Returning

        yield nullcontext(Returning(run.returned, run.paths))


@contextmanager
def _ledger(run: Run, total: int) -> Iterator[Ledger | None]:
    """The ledger that was named, or the user's own for these paths where there is much to learn."""
    unasked = bool(run.written) and not run.forgetful and total >= LEDGER_FROM
    if run.ledger is None and not unasked:
        yield None
        return
    from validators.bulk.ledger import Ledger, ledger_file, make_room

    path = run.ledger or ledger_file(run.paths)
    if run.ledger is None:
        make_room(path)
    ledger = Ledger(path, run.work)
    try:
        yield ledger
    finally:
        ledger.close()
        for trouble in ledger.trouble:
            print(trouble, file=sys.stderr)


def _write(output: Output, stopped: str, reviewed: Reviewed | None) -> int:
    try:
        told = output.write(stopped, reviewed)
    except Unwritten as error:
        return refuse(str(error))
    except OSError:
        why = "请确认文件夹可写、磁盘没有满，并且没有在别的程序里打开着它。"
        return refuse(f"写不了 {output.path}。{why}")
    print(told, file=sys.stderr)
    return CLEAN
