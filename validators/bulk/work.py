"""The work on one file as a value that can be sent to another process or machine."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from validators.checking.check_file import Choice, check, crashed, selected
from validators.checking.sources import Source
from validators.records.record import Record, recorded
from workbooks.files.refusal import Refusal
from workbooks.values.dataclass import dataclass, replace


@dataclass(frozen=True, slots=True)
class Work:
    """How to check, in words: rules by their codes, the policy by name, an edition by file.

    `criteria` is a department's own 审核口径, which has been read once without trouble, and
    `digest` that of its bytes: a program that stays open checks by what they are now.
    """

    codes: tuple[str, ...]
    policy: str | None = None
    edition: Path | None = None
    criteria: Path | None = None
    digest: str = ""

    def __call__(self, source: Source) -> Record:
        """What became of one file."""
        return recorded(check(source, _choice(self)), source.shown)


@cache
def _choice(work: Work) -> Choice:
    rules = selected(work.codes) if work.codes else ()
    return with_criteria(Choice(rules, work.policy, work.edition), work.criteria)


def with_criteria(choice: Choice, path: Path | None) -> Choice:
    """A choice with a department's own criteria; raises ValueError where they cannot be used."""
    if path is None:
        return choice
    from validators.criteria.read import read

    found = read(path)
    if isinstance(found, Refusal):
        raise ValueError(found.message)
    return replace(
        choice, rules=(*choice.rules, *found.modules), graded=tuple(found.levels.items())
    )


def lost(source: Source, overdue: bool, exit_code: int | None) -> Record:
    """The record of a file that a worker died of, or that took too long."""
    message = _OVERDUE if overdue else _DIED
    return recorded(crashed(source.path, message, f"exit code {exit_code}"), source.shown)


_AGAIN = "其他文件不受影响。请单独核查此文件；仍然如此时，请把它发给维护人。"
_OVERDUE = f"程序故障（与填报单位无关）：这份文件很久没有核查完，已停止，{_AGAIN}"
_DIED = f"程序故障（与填报单位无关）：核查这份文件时程序意外终止，{_AGAIN}"
