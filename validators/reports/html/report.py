"""Records as one web page that needs nothing else: no network, and no script to be read.

What each file is about is written as the records come; the script only hides what the reader does
not ask for. A policy in the page's head lets run that script alone, known by its digest, so that
submitted text could not even if it were not escaped.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.resources import files
from itertools import chain
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from validators.checking.our_files import BEGINNINGS
from validators.obligations.completion import Completion
from validators.records.folder_results import NOTHING_TOGETHER, FolderRecord
from validators.records.record import Record
from validators.records.standing import Standing
from validators.records.tally import Tally, next_step, outlook
from validators.reports import entries, terminal
from validators.reports.entries import (
    ACCEPTED,
    FAULT,
    MANUAL,
    PASSED_OVER,
    SEVERITIES,
    SKIPPED,
    STANDINGS,
    TRIAL,
    UNREADABLE,
)
from validators.reports.html.parts import (
    file_card,
    folder_section,
    html_text,
    obligations,
    review_card,
    rule_card,
    totals,
    word,
)
from validators.reports.output import Laying, Output, Place
from validators.reports.spooled import SpooledText
from workbooks.values.dataclass import dataclass, field

if TYPE_CHECKING:
    from validators.review.applied import Reviewed

MOST_SIGNS = 12_000_000
"""Of HTML in either list of files: some 6,000 files with four entries each, which a browser still
opens in seconds."""

_LEFT_OUT = (
    "文件太多，本页有 {} 个文件没有列出，上面的份数和处数都算在内。"
    "请看 Excel 或 CSV 结果（--report 核查结果.xlsx、--report 核查结果.csv）。"
)
_OF_REVIEW = "复核表有 {} 处没有采用或不再适用，列在全部文件之后。"
_STANDING = "<li><b>{}</b> {}</li>\n"
_CHOICE = (
    '<label class="choice"><input type="checkbox" value="{}" checked> {} '
    "<output></output></label>\n"
)
_KINDS = (
    *SEVERITIES.values(),
    UNREADABLE,
    STANDINGS[Standing.REFUSED],
    ACCEPTED,
    SKIPPED,
    TRIAL,
    MANUAL,
    FAULT,
    STANDINGS[Standing.INCOMPLETE],
    STANDINGS[Standing.CLEAN],
    PASSED_OVER,
)
"""Of entries, as the boxes of the filter stand."""


@dataclass(slots=True)
class _Listed:
    """What one list shows, `of` what it counts, as it comes: as much as a browser can take."""

    of: str = "个文件"
    text: SpooledText = field(default_factory=SpooledText)
    signs: int = 0
    shown: int = 0
    left_out: int = 0

    def add(self, card: str) -> bool:
        """Whether there was room for one more."""
        if self.signs + len(card) > MOST_SIGNS:
            self.left_out += 1
            return False
        self.text.write(card)
        self.signs += len(card)
        self.shown += 1
        return True

    def after(self) -> str:
        """What stands below the list."""
        if self.left_out:
            return f"<p>还有 {self.left_out} {self.of}没有列出。</p>\n"
        return "" if self.shown else "<p>没有这样的文件。</p>\n"


@contextmanager
def collecting(path: Path) -> Iterator[HtmlReport]:
    """A report that waits for its records, in temporary files that end with it."""
    report = HtmlReport(path)
    try:
        yield report
    finally:
        for listed in report.lists:
            listed.text.close()


class HtmlReport(Output):
    """A page on its way: files are laid down as they come, the page is written at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = Place(path)
        self.tally = Tally()
        self.completion = Completion()
        self.lists = (_Listed(), _Listed(), _Listed("处"))
        self._kinds: set[str] = set()

    def guard(self, record: Record) -> None:
        """Raises `Misplaced` when the report would replace the file that a record is about."""
        self.place.guard(record)

    def worded(self, record: Record) -> Laying:
        """The card of one more file."""
        if record.ignored:
            return lambda: self.tally.add(record)
        said, clean, _ = self.lists
        listed = clean if _is_clean(record) else said
        card, kinds = file_card(record, self.path.parent), set(_kinds(record))

        def lay() -> None:
            self.tally.add(record)
            self.completion.add(record.data.forms)
            if listed.add(card):
                self._kinds.update(kinds)

        return lay

    def write(
        self,
        stopped: str = "",
        reviewed: Reviewed | None = None,
        folder: FolderRecord = NOTHING_TOGETHER,
    ) -> str:
        """Write the page, whole or not at all; the same records give the same bytes.

        Raises OSError when the place cannot be written.
        """
        for where, entry in entries.of_review(reviewed):
            self.lists[-1].add(review_card(where, entry))
        fillings = self._fillings(stopped, folder)
        parts = _part("page.html").split("<!-- list -->\n")
        top, *others = (Template(part).substitute(fillings) for part in parts)
        with self.place.fresh() as file:
            file.write((BEGINNINGS[".html"] + top).encode())
            for listed, below in zip(self.lists, others, strict=True):
                listed.text.copy_to(file)
                file.write((listed.after() + below).encode())
        return self.place.told()

    def _fillings(self, stopped: str, folder: FolderRecord) -> dict[str, str]:
        """What the page says of all files together, and what it is made of."""
        style, script = _part("page.css"), _part("page.js")
        _, counts, *trouble = terminal.summary_lines(self.tally)
        said, clean, review = self.lists
        if left_out := said.left_out + clean.left_out:
            trouble.append(_LEFT_OUT.format(left_out))
        if not_counted := review.shown + review.left_out:
            trouble.append(_OF_REVIEW.format(not_counted))
        met = [kind for kind in _KINDS if kind.text in self._kinds]
        forms = self.tally.forms.items()
        return {
            "style": style,
            "style_digest": _digest(style),
            "script": script,
            "script_digest": _digest(script),
            "lead": html_text(outlook(self.tally) + stopped),
            "next": html_text(next_step(self.tally, folder)),
            "standings": "".join(_STANDING.format(n, word(STANDINGS[kind])) for kind, n in forms),
            "counts": html_text(counts + _settings(folder)),
            "totals": totals(self.tally),
            "obligations": obligations(self.completion.counts(folder, whole=not stopped)),
            "together": folder_section(folder),
            "trouble": "".join(f'<p class="trouble">{html_text(line)}</p>\n' for line in trouble),
            "kinds": "".join(_CHOICE.format(kind.text, word(kind)) for kind in met),
            "reviewed": "" if not_counted else " hidden",
            "rules": "".join(rule_card(code, self.tally) for code in self.tally.met),
        }


def _settings(folder: FolderRecord) -> str:
    return f"设置文件：{folder.settings}。" if folder.settings else ""


def _part(name: str) -> str:
    return (files(__package__) / "page" / name).read_text("utf-8")


def _digest(content: str) -> str:
    """How a Content-Security-Policy names a script or a style."""
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"


def _is_clean(record: Record) -> bool:
    clean = all(note.standing is Standing.CLEAN for note in record.notes)
    return clean and not record.data.refusal and not record.data.faults


def _kinds(record: Record) -> Iterator[str]:
    """The word of everything that is said of a file."""
    of_forms = (entries.of_form(form, note) for form, note in record.forms)
    of_file = (entries.refusals(record), entries.passed_over(record), entries.faults(record))
    for entry in chain(*of_file, *of_forms):
        yield entry.word.text
