"""A copy of somebody's workbook with notes in its cells, everything else byte for byte.

Only the parts concerned are patched: the marked sheets, their notes, the styles, the list of
sheets. No part is read and written again by a library, and no part is lost, but the signature of a
signed workbook, which would be wrong for the copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbooks.files.limits import NO_MEMORY, Refused, damaged
from workbooks.files.package import folded, related
from workbooks.files.refusal import Reason, Refusal
from workbooks.files.xlsx import workbook_part
from workbooks.grid import Position, position
from workbooks.patching.package_copy import CONTENT_TYPES, Parts
from workbooks.patching.xml_outline import outlined
from workbooks.patching.xml_text import Patch
from workbooks.patching.zip_writer import packed
from workbooks.returned_copy.comment_parts import NotePad
from workbooks.returned_copy.list_sheet import NAME, FirstSheet, drawn
from workbooks.returned_copy.marked_sheet import MarkedSheet, deselect
from workbooks.returned_copy.marked_styles import EMPTY as NO_STYLES
from workbooks.returned_copy.marked_styles import Look, Styles, gravest
from workbooks.returned_copy.workbook_part import EMPTY as NO_SHEETS
from workbooks.returned_copy.workbook_part import LIST_NAME, BookSheets
from workbooks.values.dataclass import dataclass
from workbooks.values.memory import collected_later

STRICT = "这份文件保存为“Strict Open XML”格式，不能在副本里标注。"
SHARED = "这份文件开启了“共享工作簿”，不能在副本里标注。"
CHANGED = "核查以后，这份文件又有改动。请重新核查。"

LIST_PART = "xl/worksheets/jixiao-list.xml"
"""Where our sheet lies. Nearly every program that saves a workbook names the parts anew, and the
others write the time: a copy with a part of this name and our time is as we wrote it."""

_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PROGRAM = "docProps/app.xml"
_SIGNATURES = "_xmlsignatures/"
_BLANK = {
    CONTENT_TYPES: (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}sheet.main+xml"/></Types>'
    ).encode(),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_KINDS}officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    ).encode(),
    "xl/workbook.xml": NO_SHEETS,
}


@dataclass(frozen=True, slots=True)
class CellMark:
    """A cell that is marked: where it is, what its note says, and how urgent it looks."""

    sheet: str
    cell: str
    text: str
    look: Look


def annotated(raw: bytes, marks: Sequence[CellMark], first: FirstSheet) -> bytes | Refusal:
    """The copy of a workbook, or why there can be none.

    Marks of one cell are joined in their order; in merged cells the first one is marked. What an
    earlier copy was marked with is taken away. Texts must be such that a cell can hold them.
    """
    try:
        with collected_later():
            copy = _Copy(raw)
            copy.mark(marks)
            copy.put_first(first)
            return copy.parts.archive()
    except Refused as refused:
        return refused.refusal
    except MemoryError:
        return Refusal(Reason.TOO_LARGE, NO_MEMORY)


def unmarked(raw: bytes) -> bytes | Refusal:
    """A returned copy without our list, notes and marks; any other file as it is."""
    if not _is_returned(raw):
        return raw
    try:
        copy = _Copy(raw)
        copy.mark(())
        copy.take_back()
        return copy.parts.archive()
    except Refused as refused:
        return refused.refusal
    except MemoryError:
        return Refusal(Reason.TOO_LARGE, NO_MEMORY)


def _is_returned(raw: bytes) -> bool:
    """Whether a file is a returned copy, whoever has saved it since."""
    try:
        parts = Parts(raw)
        book = parts.xml(workbook_part(parts.package))
        return LIST_NAME.encode() in book and BookSheets(book).returned_before
    except Refused:
        return False


def list_workbook(first: FirstSheet) -> bytes:
    """The list as a workbook of its own, for a file that cannot be marked."""
    copy = _Copy(packed(_BLANK))
    copy.put_first(first)
    return copy.parts.archive()


class _Copy:
    """A workbook on its way into a marked copy; raises `Refused`."""

    def __init__(self, raw: bytes) -> None:
        self.parts = Parts(raw)
        package = self.parts.package
        self._part = workbook_part(package)
        self._relations = related(package, self._part)
        self._kinds = dict(self._relations.values())
        data = self.parts.xml(self._part)
        if b"//purl.oclc.org/ooxml/" in data:
            raise Refused(Reason.NOT_A_WORKBOOK, STRICT)
        if "revisionHeaders" in self._kinds:
            raise Refused(Reason.NOT_A_WORKBOOK, SHARED)
        self._book = BookSheets(data)
        styles = self._kinds.get("styles", "")
        # LibreOffice puts a colour of its own behind every fill that it saves.
        foreign = _PROGRAM in self.parts and b"LibreOffice" in self.parts.content(_PROGRAM)
        data = self.parts.xml(styles) if styles in self.parts else NO_STYLES
        self._styles = Styles(data, remembers=not foreign)
        self._notes = NotePad(self.parts, self._part)

    def mark(self, marks: Iterable[CellMark]) -> None:
        """Marks cells, and takes the marks of an earlier copy away."""
        wanted: dict[str, list[CellMark]] = {}
        for mark in marks:
            wanted.setdefault(mark.sheet, []).append(mark)
        for sheet in self._book.sheets:
            kind, part = self._relations.get(sheet.relation, ("", ""))
            own = wanted.pop(sheet.name, []) if kind == "worksheet" else []
            if own or (kind == "worksheet" and self._book.returned_before):
                self._mark_sheet(part, own)
            elif part in self.parts:
                self._deselect(part)
        if wanted:
            raise Refused(Reason.DAMAGED, CHANGED)

    def _mark_sheet(self, part: str, marks: Sequence[CellMark]) -> None:
        data = self.parts.xml(part)
        sheet = MarkedSheet(data)
        texts: dict[Position, str] = {}
        looks: dict[Position, Look] = {}
        anchors = sheet.anchors(position(mark.cell) for mark in marks)
        for mark in marks:
            at = anchors[position(mark.cell)]
            texts[at] = f"{texts[at]}\n{mark.text}" if at in texts else mark.text
            looks[at] = gravest(looks.get(at, mark.look), mark.look)
        shaded = {at: self._styles.shaded(sheet.style(at), look) for at, look in looks.items()}
        sheet.restyle(shaded, self._styles.unshaded() if self._book.returned_before else {})
        sheet.deselect()
        self._notes.put(part, sheet, texts)
        new = sheet.result()
        if new != data:
            self.parts.put(part, new)

    def _deselect(self, part: str) -> None:
        data = self.parts.xml(part)
        if b"tabSelected" in data:
            patch = Patch(data)
            deselect(outlined(data, 2), patch)
            self.parts.put(part, patch.result())

    def put_first(self, first: FirstSheet) -> None:
        """Puts the list in front of all sheets, instead of that of an earlier copy."""
        self._drop_lists()
        signed = self._drop_signatures()
        new = drawn(first, self._styles, signed=signed)
        relation = self._add(LIST_PART, "worksheet", new)
        name = self._book.free_name(NAME)
        heads = first.head_row(signed=signed)
        self.parts.put(self._part, self._book.with_first(name, relation, heads))
        self._put_styles()

    def take_back(self) -> None:
        """Takes the list of an earlier copy away, and puts none in its place."""
        self._drop_lists()
        self.parts.put(self._part, self._book.without_lists())
        self._put_styles()

    def _put_styles(self) -> None:
        styles = self._kinds.get("styles", "")
        if styles in self.parts:
            self.parts.put(styles, self._styles.result())
        else:
            self._add("xl/styles.xml", "styles", self._styles.result())

    def _add(self, part: str, kind: str, content: bytes) -> str:
        """Adds a part that the workbook refers to; the id of the relationship."""
        if part in self.parts:
            raise damaged()
        self.parts.put(part, content)
        self.parts.declare(part, f"{_TYPES}{kind}+xml")
        return self.parts.relate(self._part, f"{_KINDS}{kind}", part)

    def _drop_lists(self) -> None:
        """Our sheets of an earlier copy; the order of calculation may name them."""
        gone = {sheet.relation for sheet in self._book.lists}
        dropped = {self._relations[one][1] for one in gone if one in self._relations}
        if dropped and "calcChain" in self._kinds:
            dropped.add(self._kinds["calcChain"])
        gone |= {one for one, (_, part) in self._relations.items() if part in dropped}
        self.parts.drop(dropped)
        self.parts.unrelate(self._part, lambda one: one.get("Id") in gone)

    def _drop_signatures(self) -> bool:
        """The signature of the workbook, which would be wrong for the copy; whether it had one."""
        signatures = [name for name in self.parts.names if folded(name).startswith(_SIGNATURES)]
        self.parts.drop(signatures)
        kind = "/digital-signature/origin"
        self.parts.unrelate("", lambda one: one.get("Type", "").endswith(kind))
        return bool(signatures)
