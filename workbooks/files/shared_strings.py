"""Texts of an .xlsx: shared strings, rich runs, escapes and the white space that counts."""

from __future__ import annotations

from workbooks.files.limits import LONGEST_TEXT, TOO_LONG, UNFINISHED, Refused
from workbooks.files.package import Package
from workbooks.files.refusal import Reason
from workbooks.files.xml_reading import MAIN, Element, events, is_small, parsed, plain_text, root
from workbooks.values.named_tuple import NamedTuple
from workbooks.values.regex import regex

TEXT_TAG, RUN = f"{MAIN}t", f"{MAIN}r"
_ITEM, _LOOK = f"{MAIN}si", f"{MAIN}rPr"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_HEAD = root("sst")
_PLAIN = regex(r'<si><t(?: xml:space="(\w+)")?>([^<\ufffe\uffff]*)</t></si>')
_ESCAPE = regex("_x([0-9A-Fa-f]{4})_")


class Written(NamedTuple):
    """A text as it is read, and what of it was struck out and is left out."""

    text: str
    struck: str


class Strings(NamedTuple):
    """The texts of a workbook, and what was struck out of some, by their numbers."""

    texts: list[str]
    struck: dict[int, str]


NO_STRINGS = Strings([], {})


def shared_strings(package: Package, name: str) -> Strings:
    """The texts that cells refer to by number; raises `Refused`."""
    data = package.xml(name)
    plain = _plain(data)
    if plain is not None:
        return Strings(plain, {})
    if is_small(data):
        return _strings([written(item) for item in parsed(data).iter(_ITEM)])
    strings: list[Written] = []
    unfinished = 0
    for batch in events(data, package.allowance):
        unfinished += len(batch)
        for _, element in batch:
            if element.tag == _ITEM:
                strings.append(written(element))
                element.clear()
                unfinished = 0
        if unfinished > UNFINISHED.most:
            raise Refused(Reason.TOO_LARGE, UNFINISHED.message)
    return _strings(strings)


def _strings(items: list[Written]) -> Strings:
    struck = {number: item.struck for number, item in enumerate(items) if item.struck}
    return Strings([item.text for item in items], struck)


def _plain(data: bytes) -> list[str] | None:
    """The texts where no item is more than a text and all are written as most programs do.

    None where any sign of a tag or an entity is left over.
    """
    part = plain_text(data)
    head = _HEAD.match(part) if part is not None else None
    if part is None or head is None or "&" in part or not part.rstrip().endswith("</sst>"):
        return None
    found: list[tuple[str, str]] = _PLAIN.findall(part, head.end())
    if part.count("<", head.end()) != 4 * len(found) + 1:
        return None
    return [unescaped(_spaced(text, kept == "preserve")) for kept, text in found]


def written(item: Element) -> Written:
    """The text of a string item: its runs joined, phonetic guides and struck-out runs left out."""
    first = item[0] if len(item) == 1 else None
    if first is not None and first.tag == TEXT_TAG:
        return Written(unescaped(_kept(first)), "")
    said: dict[bool, str] = {False: "", True: ""}
    for run in item:
        text = run if run.tag == TEXT_TAG else run.find(TEXT_TAG) if run.tag == RUN else None
        if text is not None:
            said[run.tag == RUN and _is_struck(run)] += _kept(text)
    return Written(unescaped(said[False]), unescaped(said[True]).strip())


def _is_struck(run: Element) -> bool:
    """Whether a run is struck out, once or twice over."""
    return any(is_on(run.find(f"{_LOOK}/{MAIN}{name}")) for name in ("strike", "dstrike"))


def is_on(flag: Element | None) -> bool:
    """Whether a property that is there says yes: `<strike/>` does, `<strike val="0"/>` does not."""
    return flag is not None and flag.get("val", "1") in ("1", "true", "on")


def _kept(element: Element) -> str:
    return _spaced(element.text or "", element.get(_SPACE) == "preserve")


def _spaced(text: str, preserved: bool) -> str:
    # Excel too drops the white space of a pretty-printed file unless it is told to keep it.
    return text if preserved else text.strip(" \t\r\n")


def unescaped(text: str) -> str:
    """A text with its `_x000D_` escapes undone; raises `Refused` when no cell could hold it."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        # An escaped pair of surrogates is one character; half a pair is none.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if len(text) > LONGEST_TEXT:
        raise Refused(Reason.TOO_LARGE, TOO_LONG)
    return text
