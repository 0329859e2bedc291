"""Somebody's package on its way into a copy: what is not touched stays byte for byte.

The parts that nobody replaced are not even inflated: they go over as they lie in the file.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable
from xml.etree import ElementTree

from workbooks.files.limits import ELEMENTS, Allowance, damaged
from workbooks.files.package import Package, folded, in_utf8
from workbooks.files.xml_reading import opened
from workbooks.patching.xml_text import quoted
from workbooks.patching.zip_writer import Archive

CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

Element = ElementTree.Element


class Parts:
    """The parts of a package that is being copied; names are compared as in `Package`.

    Reading raises `limits.Refused` for what the caps do not allow; nothing here touches the source.
    """

    def __init__(self, raw: bytes) -> None:
        self.package = Package(raw, Allowance())
        self._names = {key: entry.filename for key, entry in self.package.entries.items()}
        self._new: dict[str, bytes] = {}
        self._lists: dict[str, tuple[str, list[Element]]] = {}  # relationships and content types

    def __contains__(self, name: str) -> bool:
        return folded(name) in self._names

    @property
    def names(self) -> tuple[str, ...]:
        """The parts of the copy, in the order in which they are written."""
        return tuple(self._names.values())

    def content(self, name: str) -> bytes:
        """A part as it will stand in the copy."""
        key = folded(name)
        if key in self._lists:
            return _listed(*self._lists[key])
        new = self._new.get(key)
        return self.package.content(name) if new is None else new

    def xml(self, name: str) -> bytes:
        """The same as UTF-8 XML that may be parsed."""
        data = in_utf8(self.content(name))
        self.package.allowance.take(ELEMENTS, opened(data))
        return data

    def put(self, name: str, content: bytes) -> None:
        """Replaces a part, or adds one."""
        self._names.setdefault(folded(name), name)
        self._new[folded(name)] = content
        self._lists.pop(folded(name), None)

    def drop(self, names: Iterable[str]) -> None:
        """Leaves parts out, with their relationships and their content types."""
        gone = {folded(name) for name in names}
        for key in gone | {folded(relations_of(name)) for name in gone}:
            self._names.pop(key, None)
            self._new.pop(key, None)
            self._lists.pop(key, None)
        self._keep(CONTENT_TYPES, _TYPES, self._types_but(gone))

    def declare(self, name: str, content_type: str) -> None:
        """Says of what type a part is, instead of what was said before."""
        attributes = {"PartName": "/" + name, "ContentType": content_type}
        new = ElementTree.Element(f"{{{_TYPES}}}Override", attributes)
        self._keep(CONTENT_TYPES, _TYPES, [*self._types_but({folded(name)}), new])

    def relations(self, name: str) -> list[Element]:
        """The relationships of a part ("" is the package), as the elements they are."""
        part = relations_of(name)
        return self._listed(part) if part in self else []

    def relate(self, name: str, kind: str, target: str) -> str:
        """Adds a relationship from a part to a part; the new id."""
        relations = self.relations(name)
        taken = {relation.get("Id") for relation in relations}
        new = next(one for one in map("rId{}".format, range(1, 1 << 20)) if one not in taken)
        path = posixpath.relpath("/" + target, "/" + posixpath.dirname(name))
        attributes = {"Id": new, "Type": kind, "Target": path}
        relations.append(ElementTree.Element(f"{{{_RELATIONS}}}Relationship", attributes))
        self._keep(relations_of(name), _RELATIONS, relations)
        return new

    def unrelate(self, name: str, unwanted: Callable[[Element], bool]) -> None:
        """Takes relationships away from a part."""
        relations = self.relations(name)
        kept = [relation for relation in relations if not unwanted(relation)]
        if len(kept) < len(relations):
            self._keep(relations_of(name), _RELATIONS, kept)

    def archive(self) -> bytes:
        """The copy; new parts come last, with a fixed time, so that it is reproducible."""
        archive = Archive()
        for key, name in self._names.items():
            if key in self._new or key in self._lists:
                archive.add(name, self.content(name))
            else:
                archive.copy(self.package.entries[key], self.package.stored(key))
        return archive.result()

    def _types_but(self, keys: Collection[str]) -> list[Element]:
        types = self._listed(CONTENT_TYPES)
        return [one for one in types if folded(one.get("PartName", "")) not in keys]

    def _listed(self, part: str) -> list[Element]:
        if folded(part) in self._lists:
            return list(self._lists[folded(part)][1])
        try:
            return list(ElementTree.fromstring(self.xml(part)))
        except ElementTree.ParseError as error:
            raise damaged() from error

    def _keep(self, part: str, namespace: str, elements: list[Element]) -> None:
        self._names.setdefault(folded(part), part)
        self._lists[folded(part)] = namespace, elements


def _listed(namespace: str, elements: list[Element]) -> bytes:
    """Relationships or content types as XML, in the one namespace of these parts."""
    root = "Types" if namespace == _TYPES else "Relationships"
    lines = []
    for element in elements:
        attributes = "".join(f' {name}="{quoted(text)}"' for name, text in element.items())
        lines.append(f"<{element.tag.rpartition('}')[2]}{attributes}/>")
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<{root} xmlns="{namespace}">{"".join(lines)}</{root}>'.encode()


def relations_of(name: str) -> str:
    """The part that holds the relationships of a part.

    >>> relations_of("xl/worksheets/sheet1.xml"), relations_of("")
    ('xl/worksheets/_rels/sheet1.xml.rels', '_rels/.rels')
    """
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")
