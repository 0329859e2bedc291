"""Known faults in forms of every layout: how many are found, and what is said of the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.reading.product import outcome
from tests.reading_corpus.cases import Case
from tests.reading_corpus.doors import write
from tests.reading_corpus.faults import FAULTS

FOUND, UNCHECKED, REFUSED, MISSED = "找到", "未检查", "拒读", "漏报"


def planted(every: Iterable[Case]) -> Iterator[tuple[Case, str, tuple[str, ...]]]:
    """Every fault in every form that has a place for it."""
    for case in every:
        if case.refused or len(case.expected) > 1:
            continue
        for fault in FAULTS:
            sheet = fault.change(case.sheet, case.expected[0])
            if sheet is not None:
                yield replace(case, sheet=sheet), fault.name, fault.codes


def verdict(case: Case, codes: tuple[str, ...], path: Path) -> str:
    """What became of a planted fault."""
    write(case.sheet, path)
    said = outcome(path)
    if not said.forms:
        return REFUSED
    found = {error.split()[0] for form in said.forms for error in form.errors}
    if found & set(codes):
        return FOUND
    unchecked = any(code in form.unchecked for form in said.forms for code in codes)
    return UNCHECKED if unchecked else MISSED


def table(results: dict[str, list[str]]) -> list[str]:
    """One line a fault: planted, found, unchecked with a word, refused, missed in silence."""
    heads = (FOUND, UNCHECKED, REFUSED, MISSED)
    lines = [f"| 植入的错误 | 份 | {' | '.join(heads)} | 查全率 |", "|" + "---|" * 7]
    together = [one for verdicts in results.values() for one in verdicts]
    for name, verdicts in [*results.items(), ("**合计**", together)]:
        counts = [verdicts.count(head) for head in heads]
        share = f"{counts[0] / len(verdicts) * 100:.1f}%" if verdicts else "—"
        lines.append(f"| {name} | {len(verdicts)} | {' | '.join(map(str, counts))} | {share} |")
    return lines


def measure(every: Iterable[Case], path: Path, listed: bool) -> list[str]:
    """The table; with `listed`, each fault that was not found is printed on the way."""
    results: dict[str, list[str]] = defaultdict(list)
    for case, name, codes in planted(every):
        said = verdict(case, codes, path)
        results[name].append(said)
        if listed and said != FOUND:
            print(f"{case.name}\t{name}\t{said}")
    return table(results)
