"""A stand-in for LibreOffice: a script that makes a small PDF of each workbook.

Each page tells, under a key of its own, the cells of the workbook it was made of. A form whose
project is called …两页 takes two pages. Cells that are links are links on the last page.
"""

from __future__ import annotations

import sys
from pathlib import Path

_SCRIPT = """#!{python}
import json, os, re, subprocess, sys, time
from pathlib import Path
import openpyxl
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import NameObject, TextStringObject

words = sys.argv[1:]
with open(os.environ["STAND_IN_LOG"], "a", encoding="utf-8") as log:
    log.write(json.dumps(words) + chr(10))
mood = os.environ.get("STAND_IN_MOOD", "")
if mood == "late":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(os.environ["STAND_IN_LOG"] + ".child").write_text(str(child.pid))
    time.sleep(600)
folder = Path(words[words.index("--outdir") + 1])
for path in map(Path, words[words.index("--outdir") + 2:]):
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path).active.rows]
    links = []
    for row in rows:
        for at, value in enumerate(row):
            if link := re.fullmatch('=HYPERLINK[(]"([^"]*)","(.*)"[)]', str(value)):
                links.append(link[1])
                row[at] = link[2].replace('""', '"')
    said = json.dumps(rows, ensure_ascii=False, default=str)
    if mood and mood in said:
        folder.joinpath(path.stem + ".pdf").write_bytes(b"%PDF-1.4 broken")
        continue
    contents = path.stem == "contents"
    pages = int(os.environ.get("STAND_IN_CONTENTS", "1")) if contents else 1 + ("两页" in said)
    book = PdfWriter()
    for _ in range(pages):
        page = book.add_blank_page(width=595, height=842)
        page[NameObject("/Said")] = TextStringObject(said)
    for at, link in enumerate(links):
        rect = (90, 700 - 20 * at, 200, 712 - 20 * at)
        book.add_annotation(pages - 1, Link(rect=rect, url=link))
    book.add_metadata({{"/Author": "somebody", "/Subject": str(path.resolve())}})
    book.add_outline_item(title="of the single file", page_number=0)
    book.write(folder / (path.stem + ".pdf"))
"""


def stand_in(folder: Path) -> Path:
    """The program, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "soffice"
    path.write_text(_SCRIPT.format(python=sys.executable), "utf-8")
    path.chmod(0o755)
    return path
