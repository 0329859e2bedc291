"""What was ticked, as commands of ours run one after another, and how far they are."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from macros.commands.settings import own_options
from macros.desk.processes import OWN_FOLDER
from workbooks.values.dataclass import dataclass, field

REPORTS: Mapping[str, str] = {
    "excel": "核查结果.xlsx",
    "page": "核查结果.html",
    "table": "核查结果.csv",
}
SUMMARIES: Mapping[str, str] = {"summary": "汇总.xlsx", "text": "公开文字.docx"}
RETURNED, BACK = "return", "退回"
CHOICES: Mapping[str, str] = {
    "excel": "核查结果（Excel，逐条问题）",
    "page": "核查结果（网页，可以发给别人看）",
    "table": "核查结果（CSV，供统计）",
    RETURNED: "要退回的副本、退回清单和退回通知",
    "summary": "汇总（Excel）",
    "text": "公开文字（Word）",
}
"""What can be ticked, and how the page calls it."""

USUAL = ("excel", RETURNED)
"""What is ticked to begin with."""

_MOST_LINES = 400
_NO_CONSOLE = 0
if sys.platform == "win32":
    _NO_CONSOLE = subprocess.CREATE_NO_WINDOW
_FAULT = 3
_MEANINGS = {
    0: "核查完了，没有要改的。",
    1: "核查完了，有要改的，请看结果。",
    2: "核查完了，但有文件没有读成，或有一样没有写成，请看下面的说明。",
    _FAULT: "出了程序故障（与填报单位无关），请把下面的内容发给维护人。",
}
_STOPPED = "已经停止。写好的结果还在。"


def place_of(folder: Path) -> Path:
    """Where the results of a folder go: beside it, because what is in it would be checked."""
    return folder.parent / f"{folder.name}_核查"


def outputs(folder: Path, ticked: Sequence[str]) -> dict[str, Path]:
    """What a job leaves behind, by what was ticked."""
    names = {**REPORTS, RETURNED: BACK, **SUMMARIES}
    return {key: place_of(folder) / names[key] for key in CHOICES if key in ticked}


def commands(folder: Path, ticked: Sequence[str]) -> list[list[str]]:
    """The commands of a job, as they would be typed."""
    made = outputs(folder, ticked)
    settings = own_options()
    told: list[list[str]] = []
    check = [word for key in REPORTS if key in made for word in ("--report", str(made[key]))]
    if RETURNED in made:
        check += ["--return", str(made[RETURNED])]
    if check:
        told.append(["check", str(folder), *check, *settings])
    summary = [word for key in SUMMARIES if key in made for word in ("-o", str(made[key]))]
    if summary:
        told.append(["summary", str(folder), *summary, *settings])
    return told


def as_process(words: Sequence[str]) -> list[str]:
    """A command of ours as a process of its own."""
    # -P keeps the folder somebody works in from being searched for modules
    return [sys.executable, "-P", "-X", "utf8", "-m", "macros.cli", *words]


@dataclass(slots=True)
class Job:
    """One run; told of by `state` while it goes on in a thread of its own."""

    folder: Path
    ticked: Sequence[str]
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=_MOST_LINES))
    status: int | None = None
    stopped: bool = False
    process: subprocess.Popen[str] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self) -> None:
        """Starts it."""
        place_of(self.folder).mkdir(exist_ok=True)
        threading.Thread(target=self._run, daemon=True).start()

    def stop(self) -> None:
        """Ends what is running of it."""
        with self.lock:
            if self.status is None:
                self.stopped = True
                if self.process is not None:
                    self.process.terminate()

    def state(self) -> dict[str, object]:
        """How far it is, and what has been written."""
        status = self.status  # asked once: it may end meanwhile
        made = outputs(self.folder, self.ticked)
        told = "" if status is None else _MEANINGS[status]
        return {
            "running": status is None,
            "told": _STOPPED if self.stopped and told else told,
            "lines": list(self.lines),
            "made": [
                {"key": key, "name": CHOICES[key], "path": str(path)}
                for key, path in made.items()
                if status is not None and path.exists()
            ],
        }

    def _run(self) -> None:
        worst = _FAULT
        try:
            worst = self._all()
        except OSError as fault:
            self.lines.append(f"{type(fault).__name__}: {fault}")
        finally:  # whatever happens, the page must not wait for ever
            with self.lock:
                self.status = worst

    def _all(self) -> int:
        worst = 0
        for words in commands(self.folder, self.ticked):
            if not self.stopped:
                worst = max(worst, self._one(words))
        return worst

    def _one(self, words: Sequence[str]) -> int:
        with subprocess.Popen(
            as_process(words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=OWN_FOLDER,
            creationflags=_NO_CONSOLE,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        ) as process:
            with self.lock:
                self.process = process
                if self.stopped:  # in the moment in which it was started
                    process.terminate()
            assert process.stdout is not None
            for line in process.stdout:
                self.lines.append(line.rstrip())
        return process.returncode if process.returncode in _MEANINGS else _FAULT
