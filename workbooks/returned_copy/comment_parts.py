"""Where the notes of a sheet stand in a package: their part, their boxes, and their threads."""

from __future__ import annotations

from collections.abc import Mapping

from workbooks.files.limits import damaged
from workbooks.files.package import related
from workbooks.grid import Area, Position, address, position
from workbooks.patching.package_copy import Parts
from workbooks.returned_copy import comment_boxes, comment_threads
from workbooks.returned_copy.comment_boxes import CommentBox, Sizes
from workbooks.returned_copy.comments import EMPTY as NO_NOTES
from workbooks.returned_copy.comments import Notes, with_notes
from workbooks.returned_copy.marked_sheet import MarkedSheet

_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PERSON = "http://schemas.microsoft.com/office/2017/10/relationships/person"
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_BOXES_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_PERSONS_TYPE = "application/vnd.ms-excel.person+xml"


class NotePad:
    """Puts notes into the sheets of a copy. The numbers of boxes are unique in a workbook."""

    def __init__(self, parts: Parts, book: str) -> None:
        self._parts = parts
        self._book = book
        self._block = 0

    def put(self, part: str, sheet: MarkedSheet, new: Mapping[Position, str]) -> None:
        """Adds notes to a sheet; what we wrote before is taken away."""
        relations = related(self._parts.package, part)
        kinds = dict(relations.values())
        texts = {address(*at): text for at, text in new.items()}
        notes = self._put_notes(part, kinds.get("comments", ""), texts)
        if notes is None:
            return
        boxes = relations.get(sheet.boxes or "", ("", ""))[1]
        if sheet.boxes and boxes not in self._parts:
            raise damaged()
        self._put_boxes(part, boxes, sheet, notes, new)
        if "threadedComment" in kinds:
            self._answer(kinds["threadedComment"], texts)

    def _put_notes(self, part: str, name: str, texts: Mapping[str, str]) -> Notes | None:
        """The notes as they are now; None where there were and are none."""
        there = name in self._parts
        if not there and not texts:
            return None
        data = self._parts.xml(name) if there else NO_NOTES
        notes = with_notes(data, texts)
        if not there:
            name = self._free("xl/comments{}.xml")
            self._parts.declare(name, _NOTES_TYPE)
            self._parts.relate(part, f"{_KINDS}comments", name)
        if not there or notes.xml != data:
            self._parts.put(name, notes.xml)
        return notes

    def _put_boxes(
        self, part: str, name: str, sheet: MarkedSheet, notes: Notes, new: Mapping[Position, str]
    ) -> None:
        there = name in self._parts
        data = self._parts.xml(name) if there else comment_boxes.EMPTY
        patched = comment_boxes.without_boxes(data, map(_first, notes.emptied))
        has = comment_boxes.boxed(patched)
        lacking = [at for at in map(_first, notes.cells) if at not in has]
        if lacking:
            boxes = [_box(at, sheet, new.get(at, "")) for at in lacking]
            sizes = Sizes(sheet.root, sheet.rows)
            block = self._block or self._first_block()
            patched, self._block = comment_boxes.with_boxes(patched, boxes, sizes, block)
        if patched == data:
            return
        if not there:
            name = self._free("xl/drawings/vmlDrawing{}.vml")
            self._parts.declare(name, _BOXES_TYPE)
            sheet.refer_to_boxes(self._parts.relate(part, f"{_KINDS}vmlDrawing", name))
        self._parts.put(name, patched)

    def _first_block(self) -> int:
        drawings = (name for name in self._parts.names if name.lower().endswith(".vml"))
        return comment_boxes.blocks(map(self._parts.content, drawings))

    def _answer(self, name: str, texts: Mapping[str, str]) -> None:
        """Where there is a thread, Excel shows it instead of the note."""
        data = self._parts.xml(name)
        answered = comment_threads.with_answers(data, texts)
        if answered == data:
            return
        self._parts.put(name, answered)
        kinds = dict(related(self._parts.package, self._book).values())
        persons = kinds.get("person", "")
        if persons in self._parts:
            self._parts.put(persons, comment_threads.with_person(self._parts.xml(persons)))
            return
        persons = "xl/persons/person.xml"
        if persons not in self._parts:
            self._parts.put(persons, comment_threads.with_person(comment_threads.NO_PERSONS))
            self._parts.declare(persons, _PERSONS_TYPE)
            self._parts.relate(self._book, _PERSON, persons)

    def _free(self, pattern: str) -> str:
        names = map(pattern.format, range(1, len(self._parts.names) + 2))
        return next(name for name in names if name not in self._parts)


def _box(at: Position, sheet: MarkedSheet, text: str) -> CommentBox:
    return CommentBox(at, sheet.merges.get(at) or Area(*at, *at), text)


def _first(reference: str) -> Position:
    """The cell of a note, or the first one of an area."""
    try:
        return position(reference.partition(":")[0])
    except ValueError as error:
        raise damaged() from error
