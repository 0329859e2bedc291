"""Threaded comments (批注会话), which Excel shows instead of a note: ours answers in the thread."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import md5

from workbooks.patching.xml_outline import Spot, outlined
from workbooks.patching.xml_text import Patch, escaped, quoted
from workbooks.returned_copy.comments import AUTHOR, BEGIN, comment_text

_NAMESPACE = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
NO_PERSONS = f'<personList xmlns="{_NAMESPACE}"/>'.encode()


def _guid(text: str) -> str:
    """An id that is the same for the same text, so that a copy is reproducible."""
    digits = md5(text.encode(), usedforsecurity=False).hexdigest().upper()
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return "{" + "-".join(parts) + "}"


PERSON = _guid(AUTHOR)


def with_answers(data: bytes, new: Mapping[str, str]) -> bytes:
    """Answers in the threads of cells (A1 address -> text); what we answered before is taken out.

    Cells without a thread are passed over.
    """
    root = outlined(data, 3)
    before, patch = root.prefix, Patch(data)
    firsts: dict[str, Spot] = {}
    times: dict[str, str] = {}
    for comment in root.children:
        text = comment.find("text")
        if text is not None and BEGIN.encode() in text.content:
            patch.replace(comment.start, comment.end, b"")
            continue
        cell = comment.attributes.get("ref", "")
        firsts.setdefault(cell, comment)
        times[cell] = max(times.get(cell, ""), comment.attributes.get("dT", ""))
    answers = "".join(
        _answer(before, cell, text, firsts[cell], times[cell])
        for cell, text in new.items()
        if cell in firsts
    )
    patch.change(root, last=answers.encode())
    return patch.result()


def _answer(before: str, cell: str, text: str, first: Spot, time: str) -> str:
    parent = first.attributes.get("parentId") or first.attributes.get("id", "")
    own = _guid(f"{parent}{cell}{text}")
    when = f' dT="{quoted(time)}"' if time else ""
    return (
        f'<{before}threadedComment ref="{quoted(cell)}"{when} personId="{PERSON}" id="{own}" '
        f'parentId="{quoted(parent)}"><{before}text>{escaped(comment_text(text))}</{before}text>'
        f"</{before}threadedComment>"
    )


def with_person(data: bytes) -> bytes:
    """The list of persons, with the one that our answers are by."""
    root = outlined(data, 2)
    if any(person.attributes.get("id") == PERSON for person in root.children):
        return data
    before, patch = root.prefix, Patch(data)
    name = quoted(AUTHOR)
    new = f'<{before}person displayName="{name}" id="{PERSON}" userId="{name}" providerId="None"/>'
    patch.change(root, last=new.encode())
    return patch.result()
