"""A web page as text and tags: its bytes decoded, its single-file archive (.mht) undone.

`html.parser` takes quadratic time on pages that are made for it (CVE-2025-6069) and differs from
one Python to the next; what is needed here is less than it does: tags in their order, at a cost
that grows with the page and no faster.
"""

from __future__ import annotations

import base64
import binascii
import html
import quopri
import re
from collections.abc import Iterator
from functools import lru_cache

from workbooks.files.limits import ENTRIES, Allowance, Cap, Refused
from workbooks.files.refusal import Reason
from workbooks.values.regex import regex

PAGE_SIZE = Cap(
    4 << 20,
    "网页超过 4 MB，没有读取。请用 Excel 打开，只保留绩效表单，另存为 .xlsx 再提交。",
)
TAGS = Cap(
    120_000,
    "网页的内容超过 12 万项，没有读取。请用 Excel 打开，只保留绩效表单，另存为 .xlsx 再提交。",
)

_FIRST = regex(rb"<(?:!doctype\s+html|[a-z][a-z0-9]*[\s/>])", re.IGNORECASE)
_SIGNS = (b"<html", b"<!doctype html", b"<table", b"<head", b"<body", b"<meta")
_MAIL = regex(rb"(?i)\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?mime-version:")
_HEAD = 64 << 10

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CHARSET = regex(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_ENCODINGS = {
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "windows-1252": "cp1252",
    "iso-8859-1": "cp1252",
}
"""What a page may say, besides UTF-8 and the Chinese ones, which are tried before it is asked."""

_TAG = regex(r"""</?[a-zA-Z][^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*>""")
_NAME = regex(r"/?([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = regex(r"""([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""")
_RAW = frozenset(
    {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "xml"}
)
"""Elements whose content is no markup."""

_WINDOW = 2_048
_UNCLOSED = 500  # tags whose quotes do not end: from then on quotes count for nothing
_TOO_LARGE_NUMBER = regex(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{7,});?")

Token = tuple[str, str, str]
"""("text", text, ""), ("start", tag, attributes) or ("end", tag, ""); tags in lower case.

Raw text of an element (of a style sheet, say) comes as ("raw", text, tag).
"""


def is_page(raw: bytes) -> bool:
    """Whether a file is a web page, or a part of one, whatever it is called."""
    head = _plain_head(raw)
    return is_archive(raw) or (
        _begins_with_a_tag(head) and any(sign in head.lower() for sign in _SIGNS)
    )


def is_archive(raw: bytes) -> bool:
    """Whether a file is a page with all that belongs to it in one file (.mht)."""
    return _MAIL.match(raw[:_HEAD]) is not None


def _begins_with_a_tag(head: bytes) -> bool:
    """Whether the first thing that is no comment, declaration or white space is a tag."""
    at = 0
    while True:
        at += len(head) - at - len(head[at:].lstrip()) if at < len(head) else 0
        end = b"-->" if head.startswith(b"<!--", at) else b">"
        if end == b">" and not head.startswith(b"<?", at):
            return _FIRST.match(head, at) is not None
        at = head.find(end, at) + len(end)
        if at < len(end):
            return False


def _plain_head(raw: bytes) -> bytes:
    head = raw[:_HEAD]
    for sign, encoding in _BOMS:
        if head.startswith(sign):
            head = head.removeprefix(sign)
            return head.replace(b"\0", b"") if encoding != "utf-8" else head
    return head.replace(b"\0", b"") if head[:2] in (b"<\0", b"\0<") else head


def pages(raw: bytes) -> Iterator[str]:
    """The page, or the pages of an archive, as text; raises `Refused`."""
    if len(raw) > PAGE_SIZE.most:
        raise Refused(Reason.TOO_LARGE, PAGE_SIZE.message)
    if not is_archive(raw):
        yield decoded(raw)
        return
    for headers, body in _entities(raw):
        if re.search(rb"(?i)^content-type:\s*(?:text/html|application/xhtml)", headers, re.M):
            declared = _CHARSET.search(headers)
            yield decoded(body, declared[1].decode("ascii") if declared else "")


def decoded(raw: bytes, declared: str = "") -> str:
    """The text of a page: by its mark, by what it proves to be, by what it says.

    UTF-8 is known when it is seen; of the rest, nearly all that is written here is GB 18030.
    """
    for sign, encoding in _BOMS:
        if raw.startswith(sign):
            return raw.removeprefix(sign).decode(encoding, "replace")
    if raw[:2] == b"<\0" or raw[:2] == b"\0<":
        return raw.decode("utf-16-le" if raw[0] else "utf-16-be", "replace")
    found = _CHARSET.search(raw[:_HEAD])
    name = (declared or (found[1].decode("ascii") if found else "")).lower()
    said = _ENCODINGS.get(name, "gb18030")
    first = () if said == "cp1252" else (said,)  # which takes any bytes for letters
    for encoding in ("utf-8", *first, "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    # Some bytes are spoiled: the encoding that has a sign for most of the others.
    told = (raw.decode(encoding, "replace") for encoding in ("utf-8", said))
    return min(told, key=lambda text: text.count("\ufffd"))


def _entities(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Headers and content of each part of a MIME message that is no multipart itself."""
    headers, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    boundary = re.search(rb"""(?i)boundary\s*=\s*(?:"([^"\n]{1,200})"|([^\s;"]{1,200}))""", headers)
    if boundary is None:
        yield headers, _transferred(headers, body)
        return
    sign = b"--" + (boundary[1] or boundary[2])
    if body.count(sign) > ENTRIES.most:
        raise Refused(Reason.TOO_LARGE, PAGE_SIZE.message)
    for part in body.split(sign)[1:]:
        headers, _, content = part.lstrip(b"\n").partition(b"\n\n")
        yield headers, _transferred(headers, content)


def _transferred(headers: bytes, body: bytes) -> bytes:
    way = re.search(rb"(?i)^content-transfer-encoding:\s*([\w-]+)", headers, re.M)
    match way[1].lower() if way else b"":
        case b"quoted-printable":
            return quopri.decodestring(body)
        case b"base64":
            try:
                return base64.b64decode(re.sub(rb"[^A-Za-z0-9+/=]", b"", body))
            except binascii.Error:
                return b""
    return body


def tokens(text: str, allowance: Allowance) -> Iterator[Token]:
    """The tags of a page and the text between them, in order; raises `Refused`."""
    at, unclosed, size = 0, 0, len(text)
    allowance.take(TAGS, text.count("&"))
    while at < size:
        start = text.find("<", at)
        if start < 0:
            yield "text", text[at:], ""
            return
        if start > at:
            yield "text", text[at:start], ""
        allowance.take(TAGS, 1)
        following = text[start + 1 : start + 2]
        if following in ("!", "?"):
            at = _after_declaration(text, start)
            continue
        if not (following.isalpha() or following == "/") or not following.isascii():
            yield "text", "<", ""
            at = start + 1
            continue
        match = _TAG.match(text, start, start + _WINDOW) if unclosed < _UNCLOSED else None
        unclosed += match is None
        end = match.end() if match else text.find(">", start) + 1
        if not end:
            return  # a page that breaks off in a tag
        at = end
        name = _NAME.match(text, start + 1, end)
        if name is None:
            continue  # </> and the like
        tag = name[1].lower()
        if following == "/":
            yield "end", tag, ""
            continue
        yield "start", tag, text[name.end() : end - 1]
        if tag in _RAW:
            at = _after_raw(text, at, tag)
            yield "raw", text[end:at], tag


def _after_declaration(text: str, start: int) -> int:
    if text.startswith("<!--", start):
        end = text.find("-->", start + 2)
        return end + 3 if end >= 0 else len(text)
    if text.startswith("<![CDATA[", start):
        end = text.find("]]>", start)
        return end + 3 if end >= 0 else len(text)
    end = text.find(">", start)
    return end + 1 if end >= 0 else len(text)


def _after_raw(text: str, at: int, tag: str) -> int:
    """Where the end tag of an element with raw text begins."""
    found = _closing(tag).search(text, at)
    return found.start() if found else len(text)


@lru_cache(maxsize=32)
def _closing(tag: str) -> re.Pattern[str]:
    return re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE)


@lru_cache(maxsize=4_096)
def attributes(text: str) -> dict[str, str]:
    """What is written in a start tag behind its name; of two alike, the first counts."""
    found: dict[str, str] = {}
    for name, one, two, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), plain(one or two or bare))
    return found


def plain(text: str) -> str:
    """A text with its character references undone."""
    if "&" not in text:
        return text
    # No character has so large a number, and Python refuses to read very long ones.
    return html.unescape(_TOO_LARGE_NUMBER.sub("\ufffd", text))
