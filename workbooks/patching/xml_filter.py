"""XML gone through element by element: each is left out, given another tag, or kept as written.

The rest stays as somebody wrote it, but comments and instructions, of which nothing is known.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Collection

from workbooks.files.limits import damaged
from workbooks.patching.xml_outline import Spot, asides, outlined
from workbooks.patching.xml_text import Patch

_DEEPEST = 100  # nothing of a form is a fifth as deep

Edit = Callable[[Spot, tuple[str, ...]], bytes | None]
"""An element, and the names on the way to it from the root, without prefixes and without the
root's own -> its start tag for the copy, or None where it is left out with all that it holds."""


def edited(data: bytes, edit: Edit, lists: Collection[str] = ()) -> bytes:
    """XML in UTF-8 with its elements edited, in their order; raises `Refused`.

    Elements of the names `lists` are left out where nothing is left in them.

    >>> edited(b"<a><b>1</b><c><d/></c></a>", lambda one, _: one.tag if one.name != "d" else None)
    b'<a><b>1</b><c></c></a>'
    >>> edited(b"<a><b>1</b><c><d/></c></a>", lambda one, _: one.tag, ("c", "d"))
    b'<a><b>1</b></a>'
    """
    data = data.removeprefix(BOM_UTF8)
    root = outlined(data, _DEEPEST + 1)
    patch = Patch(data)
    for start, end in asides(data):
        patch.replace(start, end, b"")

    def kept(spot: Spot, path: tuple[str, ...]) -> bool:
        if len(path) >= _DEEPEST:
            raise damaged()
        tag = edit(spot, path)
        left = 0
        if tag is not None:
            for child in spot.children:
                left += kept(child, (*path, child.local))
        hollow = not left and (spot.children or not spot.content.strip())
        if tag is None or (hollow and spot.local in lists):
            patch.replace(spot.start, spot.end, b"")
            return False
        if tag != spot.tag:
            patch.replace(spot.start, spot.inside, tag)
        return True

    kept(root, ())
    return patch.result()
