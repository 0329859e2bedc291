"""`python -m tests.benchmarks.reading`: every layout, plain and transformed, read and compared.

--list        each failure on one line
--keep DIR    the workbooks with failures, to look at
--layout X    only layouts whose name, or the name of whose file, contains X
--by X        only transformations whose name contains X
--door X      xlsx, xls, html or docx: as which kind of file the forms arrive
--sample N    only every N-th workbook
--seeds N     how many seeds for each transformation
--faults      instead: known faults put into the forms, and how many are found
--unread      with --list: also each cell that the product says it did not read
--matrix      rows read in percent, layouts down and transformations across
--silent      with --list: only what was misread without a word
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from xlsxwriter.utility import xl_rowcol_to_cell

from tests.benchmarks.reading import faults
from tests.benchmarks.reading.compare import Verdict, compare, compare_refused, unaccounted
from tests.benchmarks.reading.product import outcome
from tests.reading_corpus.cases import Case, cases
from tests.reading_corpus.doors import write

_KINDS = ("misread", "told", "lost", "extra", "errors", "unaccounted", "other")


def run(case: Case, path: Path) -> Verdict:
    """Writes the workbook of a case and compares what the product says of it."""
    write(case.sheet, path)
    said = outcome(path)
    if case.refused:
        return compare_refused(case.refused, said)
    verdict = compare(case.expected, said)
    own = {at: cell for at, cell in case.sheet.cells.items() if cell.place != "beside"}
    places = {xl_rowcol_to_cell(r - 1, c - 1): str(cell.raw) for (r, c), cell in own.items()}
    verdict.unaccounted = unaccounted(places, said)
    return verdict


def table(title: str, groups: dict[str, list[Verdict]]) -> list[str]:
    """One line for each group, and the sum of all."""
    heads = ("份", "行", "读对", "%", "栏", "读对", "误读无声", "误读有声", "漏", "多出行")
    lines = [f"| {title} | {' | '.join((*heads, '拒读', '误报错误', '没有读', '未交代'))} |"]
    lines.append("|" + "---|" * (len(heads) + 5))
    everything = [verdict for verdicts in groups.values() for verdict in verdicts]
    for name, verdicts in [*groups.items(), ("**合计**", everything)]:
        rows, read = (sum(getattr(v, key) for v in verdicts) for key in ("rows", "read"))
        places = [sum(getattr(v, key) for v in verdicts) for key in ("fields", "fields_read")]
        share = f"{read / rows * 100:.1f}" if rows else "—"
        keys = ("misread", "told", "lost", "extra")
        counts = [sum(len(getattr(v, key)) for v in verdicts) for key in keys]
        refused = sum(v.refused for v in verdicts)
        errors = sum(len(v.errors) for v in verdicts)
        left = [sum(len(getattr(v, key)) for v in verdicts) for key in ("unread", "unaccounted")]
        cells = (len(verdicts), rows, read, share, *places, *counts, refused, errors, *left)
        lines.append(f"| {name} | {' | '.join(map(str, cells))} |")
    return lines


def matrix(results: Iterable[tuple[Case, Verdict]]) -> list[str]:
    """Rows read in percent: layouts down, transformations across."""
    cells: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for case, verdict in results:
        cells[case.layout, case.transformation].append(verdict)
    downs, acrosses = (list(dict.fromkeys(key[at] for key in cells)) for at in (0, 1))
    lines = [f"| | {' | '.join(acrosses)} |", "|" + "---|" * (len(acrosses) + 1)]
    for down in downs:
        shares = []
        for across in acrosses:
            some = cells.get((down, across), [])
            rows = sum(v.rows for v in some)
            shares.append(f"{sum(v.read for v in some) / rows * 100:.0f}" if rows else "")
        lines.append(f"| {down} | {' | '.join(shares)} |")
    return lines


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.reading", description=__doc__)
    for name in ("--list", "--matrix", "--silent", "--faults", "--unread"):
        parser.add_argument(name, action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--layout", default="")
    parser.add_argument("--by", default="")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--sample", type=int, default=1)
    parser.add_argument("--door", choices=("xlsx", "xls", "html", "docx"), default="xlsx")
    return parser.parse_args()


def _listed(case: Case, verdict: Verdict, silent: bool, unread: bool) -> list[str]:
    kinds: Sequence[str] = ("misread", "extra") if silent else _KINDS
    kinds = (*kinds, "unread") if unread else kinds
    lines = [(kind, line) for kind in kinds for line in getattr(verdict, kind)]
    return [f"{case.name}\t{kind}\t{' '.join(line.split())}" for kind, line in lines]


def main() -> None:
    """Prints the tables."""
    options = _arguments()
    results: list[tuple[Case, Verdict]] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"form.{options.door}"
        every = cases(options.layout, options.by, options.seeds)
        chosen = islice(every, 0, None, options.sample)
        if options.faults:
            print("\n".join(faults.measure(chosen, path, options.list)))
            return
        for case in chosen:
            verdict = run(case, path)
            results.append((case, verdict))
            lines = _listed(case, verdict, options.silent, options.unread)
            if lines and options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, options.keep / f"{case.name}.{options.door}")
            if options.list:
                print("\n".join(lines), end="\n" if lines else "")
    if options.matrix:
        print("\n".join(matrix(results)), end="\n\n")
    for title, key in (("表样", "layout"), ("变换", "transformation")):
        groups: dict[str, list[Verdict]] = defaultdict(list)
        for case, verdict in results:
            groups[getattr(case, key)].append(verdict)
        print("\n".join(table(title, groups)), end="\n\n")
    for title, kind in (("误报的错误", "errors"), ("警告", "warnings")):
        found = (line for _, verdict in results for line in getattr(verdict, kind))
        print(f"{title}：{dict(Counter(line.split()[0] for line in found).most_common())}")


if __name__ == "__main__":
    main()
