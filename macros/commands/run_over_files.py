"""A run over many files: each result is told as it comes, kept nowhere, and lost by nothing."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from macros.commands import outputs as formats
from macros.commands.chinese_argparse import CLEAN, FAULT, FOUND, USAGE, refuse
from macros.commands.interrupts import Wish, interruptible
from macros.commands.progress import Progress, progress
from validators.across.folder import Folder
from validators.bulk.list_answers import ListAnswers
from validators.bulk.work import Work, lost
from validators.checking.sources import Found, Source
from validators.records.folder_results import FolderRecord
from validators.records.levels import levelled
from validators.records.record import Record, worded
from validators.records.tally import Tally, outlook
from validators.reports import terminal
from validators.reports.entries import arrivals
from validators.reports.output import Laying, Misplaced, Output, Unwritten
from validators.rule import Severity
from validators.terminal_text import one_line
from workbooks.files.kinds import Aside, Kind
from workbooks.sparing import spare, traced
from workbooks.values.dataclass import dataclass, field, replace
from workbooks.values.memory import collected_later
from xlfuncs.udf_desk import uncounted

if TYPE_CHECKING:
    from validators.across.expected import ExpectedList
    from validators.bulk.ledger import Ledger
    from validators.reports.json_report import JsonStream
    from validators.review.applied import Reviewed, Reviewing

FIRST, POOL_PAYS = 32, 1.0
"""Files that tell how long the others will take, and the seconds of these from which it pays to
start other processes, which takes some tenths of a second itself."""

LEDGER_FROM = 50
"""Files from which a ledger is kept without being asked for."""

MOST_JOBS = 8
"""Processes that are started without being asked for: a disk feeds no more."""

_Known = Callable[[Source], Record | None]
_Outcomes = Generator[tuple[Source, Record], None, None]
_FAULT = "程序故障（与填报单位无关）：{path} 没有写成。请把以上内容发给维护人。"
_MISSING = (
    "有 {count} 个文件没有结果，这是程序故障：{names}。请再核查一次；仍然如此的，请告诉维护人。"
)
_NAMED = 5
_CRITERIA = Aside(Kind.OTHER, "这是所用的审核口径，不作为报送表核查。")
_SEE, _ASK = "见核查结果。", "用 jixiao check 加 --report 核查结果.xlsx 可看全部。"
_THE_LIST = Aside(Kind.OTHER, "这是 --expected 所给的应报名单，不作为报送表核查。")


@dataclass(frozen=True, slots=True)
class Run:
    """What was asked for. `jobs` None: by the number of files; `ledger` None: by what is written.

    `style` is what the screen shows: text, json, or brief, which is only what could not be checked;
    `pretty` sets the JSON out for a person.
    `summaries` tell what everything comes to. `review` is what a reviewer said; it is put in after
    the ledger, which never learns of it.
    `returned` is the folder for what goes back to the units. `against` and `last_year` hold forms
    that those of the run are held against: declarations, and what was told a year ago.
    """

    paths: tuple[Path, ...]
    work: Work
    style: str = "text"
    pretty: bool = False
    reports: tuple[Path, ...] = ()
    summaries: tuple[Path, ...] = ()
    strict: bool = False
    jobs: int | None = None
    ledger: Path | None = None
    forgetful: bool = False
    cluster: str | None = None
    review: Reviewing | None = None
    returned: Path | None = None
    return_level: str = "警告"
    parcels: str | None = None
    expected: ExpectedList | None = None
    against: Path | None = None
    last_year: Path | None = None
    last: Path | None = None
    level: Severity | None = None
    statistics: bool = False
    levels: Mapping[str, Severity] = field(default_factory=dict)
    settings: Path | None = None

    @property
    def given(self) -> Mapping[Path, Aside]:
        """Files that were named for the check itself and may lie among the forms."""
        told = {self.expected.path.resolve(): _THE_LIST} if self.expected else {}
        return told | ({self.work.criteria.resolve(): _CRITERIA} if self.work.criteria else {})

    @property
    def listed(self) -> bool:
        """Whether the screen shows what was found: not where a report has it, unless asked for."""
        asked = self.level is not None or not self.reports
        return asked and self.style != "brief" and not self.statistics

    @property
    def written(self) -> tuple[Path, ...]:
        """The files that shall be written."""
        return (*self.reports, *self.summaries)

    @property
    def places(self) -> frozenset[Path]:
        """Where they are."""
        return frozenset(path.resolve() for path in self.written)

    def execute(self) -> int:
        """Check everything, tell it, write the reports; the exit status."""
        with ExitStack() as stack:
            found = stack.enter_context(closing(Found(self.paths)))
            wish = stack.enter_context(interruptible())
            outputs = tuple(map(stack.enter_context, _outputs(self)))
            ledger = stack.enter_context(_ledger(self, len(found)))
            told = _Told(self, outputs, stack.enter_context(closing(Folder(self.expected))))
            last = stack.enter_context(_last_time(self))
            account = Account(found)
            try:
                with progress(len(found)) as shown:
                    for record in records(self, account, ledger, wish):
                        told.add(last(record), shown)
                if not wish.stop:
                    _hold_beside(self, told.folder, wish)
            except Misplaced as error:
                return refuse(str(error))
            return told.end(account, wish)


@dataclass(slots=True)
class _Told:
    """Everything that is told of a run: on the screen as it comes, in the outputs at the end."""

    run: Run
    outputs: tuple[Output, ...]
    folder: Folder
    tally: Tally = field(default_factory=Tally)
    replaced: int = 0
    worst: int = CLEAN
    stream: JsonStream | None = None
    uncounted: frozenset[str] = field(default_factory=uncounted)

    def add(self, record: Record, shown: Progress) -> None:
        shown.step()
        if record.passed_over and record.path.resolve() in self.run.places:
            self.replaced += 1  # an earlier output, which this run writes anew
            return
        for output in self.outputs:
            output.guard(record)
        begins = self.begins() if self.run.style == "json" else ""
        told, (text, layings) = worded(record, self._words)
        shown.tell(begins + text)
        if self.stream is not None:
            self.stream.took(told)
        self.tally.add(told)
        self.folder.add(told)
        if told.aside is None or told.aside.kind not in self.uncounted:
            self.worst = max(self.worst, told.status(self.run.strict))
        for lay in layings:
            lay()

    def _words(self, record: Record) -> tuple[str, list[Laying]]:
        """All that is said of a file, on the screen and in the outputs, before any is laid down."""
        return self.shown(record), [output.worded(record) for output in self.outputs]

    def shown(self, record: Record) -> str:
        """What the screen shows of a file."""
        if self.stream is not None:
            return self.stream.worded(record)
        if self.run.listed:
            lines = terminal.lines(record, self.run.level or Severity.NOTE)
        else:
            lines = terminal.trouble(record)
        return "".join(f"{line}\n" for line in lines)

    @property
    def remembers(self) -> bool:
        """Whether there may be a ledger, which spares the next run what this one has done."""
        named = self.run.ledger is not None
        return named or (bool(self.run.reports) and not self.run.forgetful)

    def begins(self) -> str:
        """How the JSON on the screen begins, once."""
        if self.stream is not None:
            return ""
        from validators.reports.json_report import JsonStream

        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        self.stream = JsonStream(self.run.work.policy, pretty=self.run.pretty)
        return self.stream.opening()

    def end(self, account: Account, wish: Wish) -> int:
        """The last lines and the outputs."""
        left = len(account.found) - self.tally.found - self.replaced
        stopped = f"核查中途停止，还有 {left} 份没有核查。" if wish.stop and left else ""
        missing = "" if wish.stop else account.missing_text()
        lacking = stopped or missing
        review = self.run.review
        reviewed = None if review is None else review.ended(whole=not lacking)
        together = self.folder.told(whole=not lacking and not wish.stop)
        together = together if lacking else _with_flags(together, self.folder)
        self.tally.faults += len(together.faults)
        if self.run.settings is not None:
            together = together._replace(settings=str(self.run.settings))
        nothing = not self.tally.files and not self.tally.unread
        if self.run.style == "json" and (account.found or not nothing):
            begins = self.begins()
            assert self.stream is not None
            print(begins + self.stream.ending(self.tally, lacking, reviewed, together))
        if nothing:
            return refuse(lacking or outlook(self.tally))
        shown = CLEAN if self.run.style == "json" else self.closed(reviewed, together)
        written = [_write(output, lacking, reviewed, together) for output in self.outputs]
        if lacking:
            refuse(lacking + "再次运行同一命令可以接着核查。" * bool(stopped and self.remembers))
        unread = lacking or (reviewed is not None and reviewed.troubles)
        broken = FAULT if together.faults else CLEAN
        grave = any(found.severity is Severity.ERROR for found in together.findings)
        broken = max(broken, FOUND * grave)
        return max(self.worst, broken, shown, *written, USAGE if unread else CLEAN)

    def closed(self, reviewed: Reviewed | None, together: FolderRecord) -> int:
        """The last lines on the screen; a fault of ours in them costs no output."""
        text, trace = spare(lambda: "\n".join(self.closing(reviewed, together)))
        if text is None:
            print(trace, file=sys.stderr)
            refuse(_FAULT.format(path="屏幕上的总计"))
            return FAULT
        print(text)
        return CLEAN

    def closing(self, reviewed: Reviewed | None, together: FolderRecord) -> Iterator[str]:
        """What is said of everything together."""
        yield from self.totals()
        yield from terminal.folder_lines(together, _SEE if self.run.reports else _ASK)
        yield from terminal.flag_lines(together, asked=bool(self.run.written))
        yield from terminal.summary_lines(self.tally)
        if reviewed is not None:
            from validators.review.lapsed_text import review_lines

            yield from review_lines(reviewed)
        yield from filter(None, (arrivals(together),))

    def totals(self) -> Iterable[str]:
        """By unit and by rule, where the files are not told one by one."""
        if self.run.statistics:
            return terminal.statistics(self.tally)
        return () if self.run.listed or self.run.summaries else terminal.statistics(self.tally, 10)


@dataclass(slots=True)
class Account:
    """All that was found, and what of it has had no result: nothing may be lost on the way."""

    found: Found
    missing: list[Source] = field(default_factory=list)

    def kept(self, outcomes: _Outcomes) -> _Outcomes:
        """The outcomes, each held against what was found."""
        waiting = iter(self.found)
        for source, record in outcomes:
            for other in waiting:
                if other == source:
                    break
                self.missing.append(other)
            yield source, record
        self.missing.extend(waiting)

    def missing_text(self) -> str:
        """What is missing, as a sentence."""
        if not self.missing:
            return ""
        names = "、".join(one_line(str(source.shown)) for source in self.missing[:_NAMED])
        more = " 等" if len(self.missing) > _NAMED else ""
        return _MISSING.format(count=len(self.missing), names=names + more)


def records(run: Run, account: Account, ledger: Ledger | None, wish: Wish) -> Iterator[Record]:
    """The records of all that was found, in order, reviewed, until somebody wishes to stop."""

    given = run.given

    def known(source: Source) -> Record | None:
        if source.aside is not None:
            return run.work(source)  # nothing is opened for it
        aside = given.get(source.path.resolve()) if given and source.member is None else None
        if aside is not None:
            return run.work(replace(source, aside=aside))
        return ledger.known(source) if ledger is not None else None

    outcomes = _outcomes(run, account.found, known, wish)
    lists = ListAnswers.of(account.found)
    with closing(outcomes), closing(account.kept(outcomes)) as kept, collected_later():
        for source, record in kept:
            if ledger is not None:
                ledger.learn(source, record)
            told = worded(record, lambda one: lists.applied(levelled(one, run.levels)))[1]
            yield told if run.review is None else worded(told, run.review.applied)[1]
            if wish.stop:
                return


def _hold_beside(run: Run, folder: Folder, wish: Wish) -> None:
    """Reads what the forms of the run are to be held against: no rule is applied to it."""
    reading = replace(run, work=Work((), run.work.policy, run.work.edition))
    for path, add in ((run.against, folder.add_declared), (run.last_year, folder.add_earlier)):
        if path is None:
            continue
        with closing(Found((path,))) as found, collected_later():
            aside = _outcomes(reading, found, lambda source: None, wish)
            with closing(aside) as outcomes:
                for _, record in outcomes:
                    add(record)


def _outcomes(run: Run, found: Found, known: _Known, wish: Wish) -> _Outcomes:
    """In one process or in several, as was asked for, else as it pays."""
    if run.jobs is None and run.cluster is None:
        return _where_it_pays(run, found, known, wish)
    if run.jobs == 1 and run.cluster is None:
        return _in_this_process(run, found, known)
    return _elsewhere(run, found, run.jobs or 1, known, wish)


def _where_it_pays(run: Run, found: Found, known: _Known, wish: Wish) -> _Outcomes:
    """The first in this process; the others in several, where they would take long otherwise."""
    jobs, waiting, spent = min(os.cpu_count() or 1, MOST_JOBS), iter(found), 0.0
    for source in islice(waiting, FIRST):
        began = time.perf_counter()
        record = known(source) or run.work(source)
        spent += time.perf_counter() - began
        yield source, record
    if jobs > 1 and spent / FIRST * (len(found) - FIRST) > POOL_PAYS:
        yield from _elsewhere(run, waiting, jobs, known, wish)
    else:
        yield from _in_this_process(run, waiting, known)


def _in_this_process(run: Run, items: Iterable[Source], known: _Known) -> _Outcomes:
    for source in items:
        yield source, known(source) or run.work(source)


def _elsewhere(
    run: Run, items: Iterable[Source], jobs: int, known: _Known, wish: Wish
) -> _Outcomes:
    """In other processes, or on the machines of a cluster."""
    from validators.bulk import pool

    def stopped() -> bool:
        return wish.stop

    if run.cluster is None:
        found = pool.ordered(run.work, items, jobs, known, stopped=stopped)
    else:
        from validators.bulk import cluster

        found = cluster.ordered(run.work, items, run.cluster, known, stopped, refuse)
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

        yield nullcontext(Returning(run.returned, run.paths, run.return_level, run.parcels))


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


@contextmanager
def _last_time(run: Run) -> Iterator[Callable[[Record], Record]]:
    """What puts beside a record how it was the last time: where something is to be left behind."""
    if not run.reports and run.returned is None and run.last is None:
        yield lambda record: record
        return
    from validators.bulk.last_time import LastTime, of_report

    given = None if run.last is None else of_report(run.last)
    last = LastTime(None if isinstance(given, str) else given)
    try:
        yield lambda record: worded(record, last.compared)[1]
    finally:
        last.close()


def _with_flags(together: FolderRecord, folder: Folder) -> FolderRecord:
    """With the 复核线索 of a batch."""
    if len(folder.index.lines) < 2:
        return together
    from validators.flags.batch_flags import flagged

    flags, faults, looked = flagged(folder)
    return together._replace(
        flags=flags,
        faults=(*together.faults, *faults),
        looked=(*together.looked, *looked),
    )


def _write(output: Output, stopped: str, reviewed: Reviewed | None, together: FolderRecord) -> int:
    try:
        told = output.write(stopped, reviewed, together)
    except Unwritten as error:
        return refuse(str(error))
    except OSError:
        why = "请确认文件夹可写、磁盘没有满，并且没有在别的程序里打开着它。"
        return refuse(f"写不了 {output.path}。{why}")
    except Exception:  # a fault of ours in one output must not cost the others
        print(traced(), file=sys.stderr)
        refuse(_FAULT.format(path=output.path))
        return FAULT
    print(told, file=sys.stderr)
    return CLEAN
