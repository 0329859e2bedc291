"""Small pictures, with and without what a camera or a program notes in them."""

from __future__ import annotations

import struct
import zlib


def png(note: str) -> bytes:
    """A small red picture with a note in it."""
    rows = zlib.compress(b"".join(b"\0" + b"\xcc\0\0" * 8 for _ in range(8)))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)),
        *([(b"tEXt", b"Author\0" + note.encode())] if note else []),
        (b"IDAT", rows),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def jpeg(note: str) -> bytes:
    """The segments of a photograph: what shows it, and what its camera noted."""
    noted = ((0xE1, b"Exif\0\0" + note.encode()), (0xFE, note.encode()))
    segments = (
        (0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
        *(noted if note else ()),
        (0xDB, b"\0" + b"\1" * 64),
        (0xDA, b"\1"),
    )
    head = b"".join(struct.pack(">BBH", 0xFF, kind, len(d) + 2) + d for kind, d in segments)
    return b"\xff\xd8" + head + b"\0\xff\0\xff\xd9"
