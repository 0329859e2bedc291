"""Spoiled workbooks: no exception, no hang, and never a form called clean that is not."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from macros.hand_in.hand_in import Candidate, candidate, put
from tests.fuzz.mutations import (
    CHANGES,
    SAMPLES,
    Change,
    bytes_changed,
    part_changed,
    with_cell,
)
from tests.workbooks import layouts
from tests.workbooks.rich import rich
from validators.checking.check_file import Choice, Result, check_file
from validators.rule import Severity
from workbooks.files.refusal import Reason
from workbooks.forms import Indicator, SelfEvaluation

SECONDS = 10.0
"""No file takes one; a machine with other work may take several."""

SHORT = 40
LONG = int(os.environ.get("JIXIAO_FUZZ", "3000"))
SEED = int(os.environ.get("JIXIAO_FUZZ_SEED", "2"))
"""Of the long runs: fixed, so that a red one is red again; somebody who hunts gives others."""
EVALUATIONS = [path for path in SAMPLES if "自评表" in path.name]


def spoil(folder: Path, change: Change, seed: int, rounds: int) -> None:
    chance = random.Random(f"{change.__name__} {seed}")
    path = folder / "表.xlsx"
    for number in range(rounds):
        raw = change(chance, chance.choice(SAMPLES).read_bytes())
        path.write_bytes(raw)
        began = time.monotonic()

        result = check_file(path, Choice())

        assert result.faults == (), f"{change.__name__} {seed} {number}"
        assert result.forms or result.refusal, f"{change.__name__} {seed} {number}"
        assert result.refusal is None or result.refusal.reason is not Reason.CRASHED
        assert time.monotonic() - began < SECONDS, f"{change.__name__} {seed} {number}"


@pytest.mark.parametrize("change", CHANGES)
def test_no_change_is_too_strange(tmp_path: Path, change: Change) -> None:
    spoil(tmp_path, change, 1, SHORT)


@pytest.mark.fuzz
@pytest.mark.parametrize("change", CHANGES)
def test_no_change_is_too_strange_for_long(tmp_path: Path, change: Change) -> None:
    spoil(tmp_path, change, SEED, LONG)


RICH = rich(dict(layouts.forms())["national/1"])


def hand_in(folder: Path, change: Change, seed: int, rounds: int) -> None:
    """Copies spoiled workbooks as values only; what is written must read as the file does."""
    chance = random.Random(f"{change.__name__} {seed}")
    target = folder / "表_报送版.xlsx"
    for number in range(rounds):
        raw = change(chance, RICH)
        began = time.monotonic()

        found = candidate(raw, Choice())
        if isinstance(found, Candidate):
            put(found, Choice(), target)

        assert isinstance(found, Candidate) or found.endswith("。"), f"{seed} {number}"
        assert time.monotonic() - began < SECONDS, f"{change.__name__} {seed} {number}"


@pytest.mark.parametrize("change", [bytes_changed, part_changed])
@pytest.mark.slow
def test_no_change_is_too_strange_to_hand_in(tmp_path: Path, change: Change) -> None:
    hand_in(tmp_path, change, 1, SHORT)


@pytest.mark.fuzz
@pytest.mark.parametrize("change", [bytes_changed, part_changed])
def test_no_change_is_too_strange_to_hand_in_for_long(tmp_path: Path, change: Change) -> None:
    hand_in(tmp_path, change, SEED, LONG)


def checked(path: Path, raw: bytes) -> Result:
    path.write_bytes(raw)
    return check_file(path, Choice())


def errors(result: Result) -> set[tuple[str, str]]:
    return {
        (finding.rule.code, finding.cell.address)
        for form in result.forms
        for finding in form.outcome.findings
        if finding.severity is Severity.ERROR
    }


def rows(path: Path) -> Iterator[tuple[SelfEvaluation, Indicator]]:
    for form in check_file(path, Choice()).forms:
        read = form.reading.form
        if isinstance(read, SelfEvaluation):
            yield from ((read, row) for row in read.indicators)


@pytest.mark.parametrize("sample", EVALUATIONS, ids=lambda path: path.stem)
def test_a_reason_taken_away_is_always_missed(tmp_path: Path, sample: Path) -> None:
    raw = sample.read_bytes()
    deducted = [
        row
        for _, row in rows(sample)
        if row.note.text and (row.score.value or 0) < (row.points.value or 0)
    ]

    missed = [
        row.name.text
        for row in deducted
        for blank in (">", "><v></v>", ' t="inlineStr"><is><t> 　\n</t></is>')
        if ("N601", row.note.address)
        not in errors(checked(tmp_path / "表.xlsx", with_cell(raw, row.note.address, blank)))
    ]

    assert deducted != []
    assert missed == []


@pytest.mark.parametrize("sample", EVALUATIONS, ids=lambda path: path.stem)
def test_a_score_changed_never_leaves_fewer_errors(tmp_path: Path, sample: Path) -> None:
    raw = sample.read_bytes()
    before = errors(check_file(sample, Choice()))
    chance = random.Random(sample.name)

    quiet = []
    for form, row in rows(sample):
        score, total = row.score.value, form.total_score.value
        assert score is not None
        assert total is not None
        changed = score + chance.choice((Decimal(-1), Decimal(1), Decimal("0.5"), Decimal(30)))
        spoiled = with_cell(raw, row.score.address, f"><v>{changed}</v>")
        after = errors(checked(tmp_path / "表.xlsx", spoiled))
        if not after or len(after) < len(before):
            quiet.append((row.name.text, changed))

    assert quiet == []
