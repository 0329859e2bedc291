"""The notes (批注) of a sheet: others' stay, ours are added, and taken away the next time.

Ours stand between two marks, so that they are known again inside somebody else's note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbooks.files.xml_reading import MAIN
from workbooks.patching.xml_outline import Spot, outlined
from workbooks.patching.xml_text import Patch, escaped, quoted
from workbooks.values.dataclass import dataclass

BEGIN, END = "【退回修改】", "【完】"
AUTHOR = "绩效核查"
_NAMESPACE = MAIN.strip("{}")
EMPTY = f'<comments xmlns="{_NAMESPACE}"><authors/><commentList/></comments>'.encode()
_FONT = '<{0}rPr><{0}sz val="9"/><{0}color indexed="81"/><{0}rFont val="宋体"/></{0}rPr>'
_AFTER_RUNS = ("rPh", "phoneticPr")


def comment_text(text: str) -> str:
    """A text as it stands in a note of ours."""
    return f"{BEGIN}\n{text}\n{END}"


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a sheet after the change: the XML, and the cells that have one or no longer."""

    xml: bytes
    cells: tuple[str, ...]
    emptied: tuple[str, ...]


def with_notes(data: bytes, new: Mapping[str, str]) -> Notes:
    """Adds notes to cells (A1 address -> text); what we wrote before is taken away."""
    root = outlined(data, 6)
    before, patch = root.prefix, Patch(data)
    listed = root.find("commentList")
    kept: dict[str, None] = {}
    emptied: list[str] = []
    for comment in listed.children if listed else ():
        reference = comment.attributes.get("ref", "")
        cleaned, stays = _cleaned(data, comment)
        if not stays:
            patch.replace(comment.start, comment.end, b"")
            emptied.append(reference)
            continue
        for spot, rest in cleaned:
            patch.replace(spot.inside, spot.close, rest.encode())
        if reference in new and reference not in kept:
            _add_run(comment, patch, before, new[reference])
        kept[reference] = None
    fresh = [cell for cell in new if cell not in kept]
    _add_comments(root, patch, before, {cell: new[cell] for cell in fresh})
    return Notes(patch.result(), (*kept, *fresh), tuple(emptied))


def _add_comments(root: Spot, patch: Patch, before: str, new: Mapping[str, str]) -> None:
    """Notes in cells that had none, by an author of our own."""
    if not new:
        return
    authors, listed = root.find("authors"), root.find("commentList")
    number = len(authors.children) if authors else 0
    author = f"<{before}author>{escaped(AUTHOR)}</{before}author>"
    comments = "".join(
        f'<{before}comment ref="{quoted(cell)}" authorId="{number}"><{before}text>'
        f"{_run(before, comment_text(text))}</{before}text></{before}comment>"
        for cell, text in new.items()
    )
    missing = ""
    if authors is None:
        missing = f"<{before}authors>{author}</{before}authors>"
    else:
        patch.change(authors, last=author.encode())
    if listed is not None:
        patch.change(listed, last=comments.encode())
        patch.insert(listed.start, missing.encode())
    else:
        missing += f"<{before}commentList>{comments}</{before}commentList>"
        patch.insert(authors.end if authors else root.inside, missing.encode())


def _add_run(comment: Spot, patch: Patch, before: str, text: str) -> None:
    """Our text behind what stands in a note already."""
    own = comment.find("text")
    run = _run(before, "\n" + comment_text(text)).encode()
    if own is None:
        patch.change(comment, first=f"<{before}text>".encode() + run + f"</{before}text>".encode())
        return
    for plain in own.named("t"):
        # A text that has runs shows its runs only.
        patch.insert(plain.start, f"<{before}r>".encode())
        patch.insert(plain.end, f"</{before}r>".encode())
    later = next((child for child in own.children if child.name in _AFTER_RUNS), None)
    if later is None:
        patch.change(own, last=run)
    else:
        patch.insert(later.start, run)


def _run(before: str, text: str) -> str:
    return (
        f"<{before}r>{_FONT.format(before)}"
        f'<{before}t xml:space="preserve">{escaped(text)}</{before}t></{before}r>'
    )


def _cleaned(data: bytes, comment: Spot) -> tuple[list[tuple[Spot, str]], bool]:
    """What its texts are without ours where ours was in them, and whether the note stays."""
    changed: list[tuple[Spot, str]] = []
    inside = left = False
    for spot in _texts(comment):
        text = spot.content.decode()
        rest, inside = without_ours(text, inside=inside)
        left = left or bool(rest.strip())
        if rest != text:
            changed.append((spot, rest))
    return changed, left or not changed


def _texts(comment: Spot) -> Iterator[Spot]:
    for text in comment.named("text"):
        for child in text.children:
            if child.name == "t":
                yield child
            elif child.name == "r":
                yield from child.named("t")


def without_ours(text: str, *, inside: bool = False) -> tuple[str, bool]:
    """A text without what we wrote, and whether what we wrote goes on in the next one.

    >>> without_ours("请核对。\\n【退回修改】\\nN601\\n【完】已改")
    ('请核对。已改', False)
    """
    kept: list[str] = []
    at = 0
    while True:
        if inside:
            end = text.find(END, at)
            if end < 0:
                return "".join(kept), True
            at, inside = end + len(END), False
        begin = text.find(BEGIN, at)
        if begin < 0:
            return "".join((*kept, text[at:])), False
        kept.append(text[at:begin].removesuffix("\n"))
        at, inside = begin + len(BEGIN), True
