"""Whether a web page, a table or a JSON is a report of ours: read as what it is, not sign for sign.

Another program may have saved it since, with other line ends, blanks, quotes, separators or
encoding; and a beginning like ours may stand before something else.
"""

from __future__ import annotations

import codecs
import csv
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from validators.checking.our_files import BEGINNINGS, OF_FORMS, in_order
from workbooks.values.terms import fold

_HEAD = 1 << 16
_MOST = 1 << 22
"""Bytes of a JSON that is read whole, where its first keys do not tell."""


def is_text_report(path: Path) -> bool:
    """Whether a file is a report of ours in the format that its ending names."""
    try:
        if not path.is_file():  # to read a pipe is to wait for ever
            return False
        with path.open("rb") as file:
            raw = file.read(_HEAD)
            match path.suffix.lower():
                case ".html":
                    return _is_page(_text(raw))
                case ".csv":
                    return any(_is_table(_text(raw), sign) for sign in ",;\t")
                case ".json":
                    return _is_json(_text(raw)) or _is_json_whole(raw + file.read(_MOST))
    except (OSError, ValueError, csv.Error, RecursionError):
        pass
    return False


def _text(raw: bytes) -> str:
    """The text of a file, or of its beginning: UTF-8, UTF-16, or as a Chinese Windows writes it."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return codecs.getincrementaldecoder("utf-16")("replace").decode(raw)
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(raw)  # the last sign may be cut
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


class _FirstTag(HTMLParser):
    """The attributes of the first tag of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[str, dict[str, str | None]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps the first and forgets the others."""
        self.found = self.found or (tag, dict(attrs))


def _first_tag(text: str) -> tuple[str, dict[str, str | None]] | None:
    parser = _FirstTag()
    parser.feed(text)
    return parser.found


def _is_page(text: str) -> bool:
    ours, found = _first_tag(BEGINNINGS[".html"]), _first_tag(text)
    if ours is None or found is None or found[0] != ours[0]:
        return False
    mark = "data-jixiao"
    return found[1].get(mark) == ours[1][mark]


def _is_table(text: str, separator: str) -> bool:
    """Whether our headings stand in the first row, and nothing that heads a form below them."""
    (heads,) = csv.reader([BEGINNINGS[".csv"].removeprefix("\ufeff")])
    first, *rows = csv.reader(text.splitlines(), delimiter=separator)
    return in_order(heads, first) and all(OF_FORMS.isdisjoint(map(fold, row)) for row in rows)


def _is_json(text: str) -> bool:
    """Whether the keys before the files say so: there is no need to read all files."""
    told: dict[str, Any] = {}
    decoder, at = json.JSONDecoder(), _after(text, 0, "{")
    try:
        while at:
            key, at = decoder.raw_decode(text, _blank(text, at))
            at = _after(text, at, ":")
            if key == "files" and _after(text, at, "["):
                return _says_so(told | {"files": []})
            if not at:
                break
            told[key], at = decoder.raw_decode(text, _blank(text, at))
            at = _after(text, at, ",")
    except ValueError:  # cut off, or no JSON
        pass
    return False


def _is_json_whole(raw: bytes) -> bool:
    if len(raw) > _MOST:
        return False
    told = json.loads(_text(raw))
    return isinstance(told, dict) and _says_so(told)


def _says_so(told: dict[str, Any]) -> bool:
    said = told.get("tool") == "jixiao" and isinstance(told.get("version"), str)
    return said and isinstance(told.get("files"), list)


def _blank(text: str, at: int) -> int:
    """The place of the next sign that is no blank."""
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _after(text: str, at: int, sign: str) -> int:
    """The place after a sign; 0 where something else stands."""
    at = _blank(text, at)
    return at + 1 if text[at : at + 1] == sign else 0
