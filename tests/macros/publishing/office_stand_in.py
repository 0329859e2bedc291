"""A stand-in for LibreOffice: a script that makes a small PDF of each workbook.

Each page tells, under a key of its own, the cells of the workbook it was made of. A form whose
project is called …两页 takes two pages. Cells that are links are links on the last page. It begins
dozens of times, so that it needs nothing but the standard library.
"""

from __future__ import annotations

import sys
from pathlib import Path

_SCRIPT = """#!{python} -IS
import json, os, re, sys
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

words = sys.argv[1:]
with open(os.environ["STAND_IN_LOG"], "a", encoding="utf-8") as log:
    log.write(json.dumps(words) + chr(10))
mood = os.environ.get("STAND_IN_MOOD", "")
if mood == "late":
    import subprocess, time
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(os.environ["STAND_IN_LOG"] + ".child").write_text(str(child.pid))
    time.sleep(600)

MAIN = "{{http://schemas.openxmlformats.org/spreadsheetml/2006/main}}"

def text(node):
    return "".join(part.text or "" for part in node.iter(MAIN + "t"))

def value(cell, shared, links):
    formula = str(cell.findtext(MAIN + "f"))
    if link := re.fullmatch('HYPERLINK[(]"([^"]*)","(.*)"[)]', formula):
        links.append(link[1])
        return link[2].replace('""', '"')
    kind, told = cell.get("t"), cell.findtext(MAIN + "v")
    if kind == "s":
        return shared[int(told)]
    if kind == "inlineStr":
        return text(cell)
    if told is None or kind == "str":
        return told
    return int(told) if told.isdigit() else float(told)

def cells(path, links):
    with ZipFile(path) as book:
        shared = []
        if "xl/sharedStrings.xml" in book.namelist():
            strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
            shared = [text(one) for one in strings.iter(MAIN + "si")]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [[value(cell, shared, links) for cell in row] for row in sheet.iter(MAIN + "row")]

def pdf(objects):
    out, places = b"%PDF-1.4" + bytes([10]), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj <<%s>> endobj%c" % (number, body.encode(), 10)
    start = len(out)
    out += b"xref%c0 %d%c0000000000 65535 f %c" % (10, len(objects) + 1, 10, 10)
    out += b"".join(b"%010d 00000 n %c" % (place, 10) for place in places)
    out += b"trailer <</Size %d /Root 1 0 R /Info 2 0 R>>%c" % (len(objects) + 1, 10)
    return out + b"startxref%c%d%c%%%%EOF%c" % (10, start, 10, 10)

def string(told):
    return "<feff" + told.encode("utf-16-be").hex() + ">"

folder = Path(words[words.index("--outdir") + 1])
for path in map(Path, words[words.index("--outdir") + 2:]):
    links = []
    said = json.dumps(cells(path, links), ensure_ascii=False)
    if mood and mood in said:
        folder.joinpath(path.stem + ".pdf").write_bytes(b"%PDF-1.4 broken")
        continue
    contents = path.stem == "contents"
    pages = int(os.environ.get("STAND_IN_CONTENTS", "1")) if contents else 1 + ("两页" in said)
    kids = " ".join(f"{{5 + number}} 0 R" for number in range(pages))
    page = f"/Type /Page /Parent 3 0 R /MediaBox [0 0 595 842] /Said {{string(said)}}"
    notes = " ".join(f"{{6 + pages + at}} 0 R" for at in range(len(links)))
    folder.joinpath(path.stem + ".pdf").write_bytes(pdf([
        "/Type /Catalog /Pages 3 0 R /Outlines 4 0 R",
        f"/Author {{string('somebody')}} /Subject {{string(str(path.resolve()))}}",
        f"/Type /Pages /Count {{pages}} /Kids [{{kids}}]",
        f"/Type /Outlines /Count 1 /First {{5 + pages}} 0 R /Last {{5 + pages}} 0 R",
        *[page] * (pages - 1),
        f"{{page}} /Annots [{{notes}}]",
        f"/Title {{string('of the single file')}} /Parent 4 0 R /Dest [5 0 R /Fit]",
        *[
            f"/Type /Annot /Subtype /Link /Rect [90 {{700 - 20 * at}} 200 {{712 - 20 * at}}]"
            f" /A << /S /URI /URI ({{link}}) >>"
            for at, link in enumerate(links)
        ],
    ]))
"""


def stand_in(folder: Path) -> Path:
    """The program, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "soffice"
    path.write_text(_SCRIPT.format(python=sys.executable), "utf-8")
    path.chmod(0o755)
    return path
