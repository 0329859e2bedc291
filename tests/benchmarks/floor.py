"""The floor: the values of all sheets by the standard library's XML, and nothing else.

No caps, no merged cells, no number formats, no relationships: what any reader must spend at least.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def values(path: Path) -> list[dict[str, str]]:
    """The texts of each sheet by address."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        shared = [
            "".join(text.text or "" for text in item.iter(f"{_MAIN}t"))
            for item in root.iter(f"{_MAIN}si")
        ]
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return [_sheet(archive.read(name), shared) for name in sheets]


def _sheet(data: bytes, shared: list[str]) -> dict[str, str]:
    found = {}
    for cell in ElementTree.fromstring(data).iter(f"{_MAIN}c"):
        value = cell.find(f"{_MAIN}v")
        if value is not None and value.text:
            text = shared[int(value.text)] if cell.get("t") == "s" else value.text
            found[cell.get("r", "")] = text
    return found
