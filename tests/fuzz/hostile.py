"""Hostile files, each opened in a process of its own: seconds of CPU and megabytes as a table.

The seconds are the file's own, in a program that is running: what the program takes to start is
no file's, and what else the machine does is none of them.

Run as `python -m tests.fuzz.hostile`; names after it choose some. Nothing is asserted here: figures
depend on the machine.
"""

from __future__ import annotations

import io
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import xlwt

from tests.workbooks.documents import document, paragraph
from tests.workbooks.packages import packed, parts, repeated, sheet, strings, with_stream

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
EMPTY = sheet("")
HEAD, TAIL = (part.encode() for part in EMPTY.split("</sheetData>"))
TAIL = b"</sheetData>" + TAIL
TEXTS, TEXTS_END = (part.encode() for part in strings("@").split("@"))


def _long(part: str, start: bytes, unit: bytes, times: int, end: bytes) -> bytes:
    stream, size = repeated(start, unit, times, end)
    return with_stream(parts(EMPTY), part, stream, size)


def _rows(count: int) -> bytes:
    heights = random.Random(1)
    return packed(parts(sheet("".join(f'<row ht="{heights.random()}"/>' for _ in range(count)))))


def _cells(count: int, cell: str = '<c t="s"><v>0</v></c>') -> bytes:
    styles = random.Random(2)
    rows = (f'<row ht="{styles.random()}">{cell * 40}</row>' for _ in range(count // 40))
    return packed(parts(sheet("".join(rows))))


def _texts(count: int) -> bytes:
    numbers = random.Random(3)
    items = (f"<si><t>{numbers.random()}</t></si>" for _ in range(count))
    return packed(parts(EMPTY, strings=strings("".join(items))))


def _merges(count: int) -> bytes:
    listed = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, count + 1))
    return packed(parts(sheet("", after=f"<mergeCells>{listed}</mergeCells>")))


def _attributes(count: int) -> bytes:
    return packed(parts(sheet("<row " + " ".join(f'a{n}="1"' for n in range(count)) + "/>")))


def _definition(text: str) -> bytes:
    body = strings("<si><t>&a;</t></si>")
    return packed(parts(EMPTY, strings=f"<!DOCTYPE sst [{text}]>{body}"))


def _laughs() -> str:
    lines = ['<!ENTITY z "ha">']
    lines += [f'<!ENTITY {chr(121 - n)} "{f"&{chr(122 - n)};" * 10}">' for n in range(24)]
    return "".join(lines) + '<!ENTITY a "&b;">'


def _legacy(sheets: int) -> bytes:
    """20,000 cells on each sheet."""
    book = xlwt.Workbook()
    for number in range(sheets):
        page = book.add_sheet(f"s{number}")
        for at in range(20_000):
            page.write(at // 20, at % 20, at + 1 / 3)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


_CELL = f"<w:tc>{paragraph('甲')}</w:tc>"
_WIDE = '<w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr></w:tc>'
_WIDE_ROW = f"<w:tr>{_WIDE * 40}</w:tr>"


def _page(unit: bytes, times: int) -> bytes:
    return b"<html><table>" + unit * times + b"</table></html>"


def _random(size: int) -> bytes:
    return random.Random(5).randbytes(size)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "1 GB of white space in the sheet": lambda: _long(SHEET, HEAD, b" ", 1 << 30, TAIL),
    "15 MB of white space in the sheet": lambda: _long(SHEET, HEAD, b" ", 15 << 20, TAIL),
    "50 million empty rows": lambda: _long(SHEET, HEAD, b"<row/>", 50_000_000, TAIL),
    "1 million empty rows": lambda: _rows(1_000_000),
    "200,000 empty rows": lambda: _rows(200_000),
    "one shared string of 1 GB": lambda: _long(
        STRINGS, TEXTS + b"<si><t>", b"x", 1 << 30, b"</t></si>" + TEXTS_END
    ),
    "one shared string of 15 MB": lambda: _long(
        STRINGS, TEXTS + b"<si><t>", b"x", 15 << 20, b"</t></si>" + TEXTS_END
    ),
    "800,000 shared strings": lambda: _texts(800_000),
    "140,000 shared strings": lambda: _texts(140_000),
    "a value in XFD1048576": lambda: packed(
        parts(sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    ),
    "a merge over the whole sheet": lambda: packed(
        parts(
            sheet("", after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        )
    ),
    "300,000 merges": lambda: _merges(300_000),
    "20,000 merges": lambda: _merges(20_000),
    "480,000 cells": lambda: _cells(480_000),
    "100,000 cells": lambda: _cells(100_000),
    "100,000 cells of inline text": lambda: _cells(
        100_000, '<c t="inlineStr"><is><t>甲乙丙丁戊己庚辛</t></is></c>'
    ),
    "an element with 1 million attributes": lambda: _attributes(1_000_000),
    "an element with 245,000 attributes": lambda: _attributes(245_000),
    "an element with 1 long attribute": lambda: packed(
        parts(sheet('<row a="' + "x" * (15 << 20) + '"/>'))
    ),
    "nested 100,000 deep": lambda: packed(parts(sheet("<a>" * 100_000 + "</a>" * 100_000))),
    "unfinished elements": lambda: packed(parts(sheet("<row>" + "<c/>" * 250_000 + "</row>"))),
    "a long tag name": lambda: packed(parts(sheet("<" + "x" * (15 << 20) + "/>"))),
    "a comment of 15 MB": lambda: packed(parts(sheet("<!--" + "x" * (15 << 20) + "-->"))),
    "billion laughs": lambda: _definition(_laughs()),
    "quadratic blow-up": lambda: _definition(f'<!ENTITY a "{"x" * 100_000}">'),
    "external entity": lambda: _definition('<!ENTITY a SYSTEM "file:///etc/passwd">'),
    "15 MB .xls": lambda: _legacy(36),
    ".xls of 480,000 cells": lambda: _legacy(24),
    ".xls of 40,000 cells": lambda: _legacy(2),
    "a page of 55,000 cells": lambda: _page(b"<tr>" + b"<td>12</td>" * 10, 5_500),
    "a page of 40,000 spans": lambda: _page(b"<tr><td colspan=999999999 rowspan=999>a", 40_000),
    "a page nested 10,000 deep": lambda: _page(b"<tr><td><table>", 10_000),
    "a page of quotes that do not end": lambda: _page(b'<a "', 900_000),
    "a page of references": lambda: _page(b"&amp", 110_000),
    "a page of 4 MB of text": lambda: _page(b"<tr><td>" + b"x" * 30_000, 130),
    "a document of 55,000 paragraphs": lambda: document("<w:p/>" * 55_000),
    "a document of 19,000 cells": lambda: document(
        f"<w:tbl>{f'<w:tr>{_CELL * 40}</w:tr>' * 480}</w:tbl>"
    ),
    "a document of wide cells": lambda: document(
        f"<w:tbl>{_WIDE_ROW * 1_400}</w:tbl>",
    ),
    "a document nested 9,000 deep": lambda: document("<w:ins>" * 9_000 + "</w:ins>" * 9_000),
    "60 MB of noise that says it is a ZIP": lambda: b"PK\x03\x04" + _random(60 << 20),
    "15 MB of noise that says it is an .xls": lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + _random(15 << 20)
    ),
    "60 MB of directory signatures": lambda: b"PK\x03\x04" + b"PK\x01\x02" * (15 << 20),
}

_HEALTHY = next((Path(__file__).parents[2] / "workbooks" / "samples").glob("*.xlsx"))
_CHILD = """
import re, sys, time
from pathlib import Path
from validators.checking.check_file import Choice, check_file
check_file(Path(sys.argv[2]), Choice())
began = time.process_time()
result = check_file(Path(sys.argv[1]), Choice())
seconds = time.process_time() - began
told = result.refusal.reason.value if result.refusal else "read"
# ru_maxrss would begin with the size of the process that this one was forked from.
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(f"{seconds:.2f}\\t{int(peak[1]) // 1024}\\t{told}")
"""


def measured(names: list[str]) -> Iterator[tuple[str, int, str]]:
    """Each file with its size and the line that its own process printed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hostile.xlsx"
        for name, make in HOSTILE.items():
            if names and not any(part in name for part in names):
                continue
            path.write_bytes(make())
            done = subprocess.run(
                [sys.executable, "-c", _CHILD, str(path), str(_HEALTHY)],
                capture_output=True,
                text=True,
            )
            yield name, path.stat().st_size, done.stdout.strip() or f"exit {done.returncode}"


def main() -> None:
    """The table, as Markdown."""
    print("| input | bytes on disk | CPU s | MB | |\n|---|---:|---:|---:|---|")
    began = time.monotonic()
    for name, size, told in measured(sys.argv[1:]):
        print(f"| {name} | {size:,} | " + " | ".join(told.split("\t")) + " |", flush=True)
    print(f"\n{time.monotonic() - began:.0f} s in all")


if __name__ == "__main__":
    main()
