"""`python -m tests.benchmarks.returned [份数]`: what a returned copy costs beside a plain ZIP copy.

The plain copy reads a workbook, unpacks each part, packs it again and writes the file: what the
simplest honest program would do that changes nothing. Both take each file in turn, their order
changes from file to file, and CPU time is counted.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles

from tests.benchmarks.workbooks import make
from validators.checking.check_file import Choice, check_file
from validators.records.record import Record, recorded
from validators.reports.returned.marks import goes_back
from validators.reports.returned.returning import Returning

_WARM_UP = 10
_RUNS = 5
"""The shortest time of a file counts: that the machine did something else is not its work."""


def plain_copy(source: Path, target: Path) -> None:
    """Every part unpacked and packed again."""
    with (
        zipfile.ZipFile(source) as archive,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for entry in archive.infolist():
            copy.writestr(entry, archive.read(entry))


def going_back(folder: Path, count: int) -> Iterator[Record]:
    """The records of so many generated workbooks that have something to mend or to verify."""
    for made in make(folder, 4 * count):
        record = recorded(check_file(made.path, Choice()))
        if goes_back(record):
            yield record
            count -= 1
        if not count:
            return


def measured(records: list[Record], folder: Path) -> list[tuple[float, float]]:
    """Seconds of CPU time for each file: a plain copy, a returned copy; the best of some runs."""
    gc.collect()
    gc.freeze()
    runs = [_run(records, folder / str(number)) for number in range(_RUNS)]
    best = [
        (min(plain), min(back))
        for plain, back in (zip(*one, strict=True) for one in zip(*runs, strict=True))
    ]
    return best[min(_WARM_UP, len(best) // 2) :]


def _run(records: list[Record], folder: Path) -> list[tuple[float, float]]:
    """One run: every file into a folder of copies and into one that goes back."""
    (folder / "plain").mkdir(parents=True)
    returning = Returning(folder / "returned", [records[0].path.parent])
    spent = []
    for number, record in enumerate(records):
        target = folder / "plain" / record.path.name
        if number % 2:
            plain = _seconds(plain_copy, record.opens, target)
            back = _seconds(returning.add, record)
        else:
            back = _seconds(returning.add, record)
            plain = _seconds(plain_copy, record.opens, target)
        spent.append((plain, back))
    assert returning.copies == len(records)
    return spent


def _seconds(work: Callable[..., None], *given: object) -> float:
    begun = time.process_time()
    work(*given)
    return time.process_time() - begun


def main() -> None:
    """Prints the ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "forms").mkdir()
        records = list(going_back(folder / "forms", count))
        spent = measured(records, folder)
    ratios = [returned / plain for plain, returned in spent]
    plain, returned = (median(times) * 1000 for times in zip(*spent, strict=True))
    print(
        f"{len(records)} 份退回修改的副本：每份 {returned:.2f} 毫秒，"
        f"原样复制（解压再压缩）{plain:.2f} 毫秒（中位数，处理器时间）。"
        f"倍数：中位数 {median(ratios):.2f}，95% 不超过 {quantiles(ratios, n=20)[-1]:.2f}，"
        f"最大 {max(ratios):.2f}。"
    )


if __name__ == "__main__":
    main()
