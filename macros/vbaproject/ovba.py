"""[MS-OVBA] 2.4: the compression of module texts, and the veil over three project settings."""

from __future__ import annotations

from struct import pack, unpack_from

_CHUNK = 4096
_SIGNATURE = 1
_COMPRESSED, _RAW = 0xB000, 0x3000
_SHORTEST_COPY = 3


def compress(data: bytes) -> bytes:
    """The compressed container (2.4.1.3.6), each copy the longest and, of these, the nearest.

    Raises ValueError when a last, partial chunk cannot be compressed: the format would pad it.

    >>> compress(b"a" * 73).hex(" ")
    '01 03 b0 02 61 45 00'
    """
    packed = bytearray([_SIGNATURE])
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        tokens = _tokens(chunk)
        if len(tokens) <= _CHUNK:
            packed += pack("<H", _COMPRESSED | (len(tokens) - 1)) + tokens
        elif len(chunk) == _CHUNK:
            packed += pack("<H", _RAW | (_CHUNK - 1)) + chunk
        else:
            raise ValueError(f"incompressible last chunk of {len(chunk)} bytes would be padded")
    return bytes(packed)


def decompress(container: bytes) -> bytes:
    """What was compressed (2.4.1.3.1); ValueError when it is not such a container.

    >>> decompress(compress(b"Option Explicit"))
    b'Option Explicit'
    """
    if container[:1] != bytes([_SIGNATURE]):
        raise ValueError("not a compressed container")
    data = bytearray()
    position = 1
    while position < len(container):
        if position + 2 > len(container):
            raise ValueError(f"not a chunk at byte {position}")
        (header,) = unpack_from("<H", container, position)
        end = position + (header & 0x0FFF) + 3
        if header & 0x7000 != _RAW or end > len(container):
            raise ValueError(f"not a chunk at byte {position}")
        body = container[position + 2 : end]
        data += _untokened(body) if header & 0x8000 else body
        position = end
    return bytes(data)


def _tokens(chunk: bytes) -> bytes:
    """Groups of eight tokens, literal or copy, each group behind a byte of flags."""
    seen: dict[bytes, list[int]] = {}
    groups, position = bytearray(), 0
    while position < len(chunk):
        flags, group = 0, bytearray()
        for bit in range(8):
            if position == len(chunk):
                break
            offset, length = _longest(chunk, position, seen)
            if length:
                flags |= 1 << bit
                shift = _length_bits(position)
                group += pack("<H", (offset - 1) << shift | (length - _SHORTEST_COPY))
            else:
                group.append(chunk[position])
            for place in range(position, position + max(length, 1)):
                seen.setdefault(chunk[place : place + _SHORTEST_COPY], []).append(place)
            position += max(length, 1)
        groups.append(flags)
        groups += group
    return bytes(groups)


def _longest(chunk: bytes, position: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """How far back, and how many bytes, the best copy for this position is; (0, 0) for none."""
    rest = len(chunk) - position
    if rest < _SHORTEST_COPY:
        return 0, 0
    limit = min(rest, (1 << _length_bits(position)) - 1 + _SHORTEST_COPY)
    offset = best = 0
    for place in reversed(seen.get(chunk[position : position + _SHORTEST_COPY], ())):
        length = _SHORTEST_COPY
        while length < limit and chunk[place + length] == chunk[position + length]:
            length += 1
        if length > best:
            offset, best = position - place, length
        if best == limit:
            break
    return offset, best


def _length_bits(position: int) -> int:
    """How many of a copy token's 16 bits hold the length, this far into the chunk (2.4.1.3.19.1).

    >>> _length_bits(16), _length_bits(17), _length_bits(4095)
    (12, 11, 4)
    """
    return 16 - max((position - 1).bit_length(), 4)


def _untokened(body: bytes) -> bytes:
    data = bytearray()
    position = 0
    while position < len(body):
        flags = body[position]
        position += 1
        for bit in range(8):
            if position >= len(body):
                break
            if flags >> bit & 1:
                if position + 2 > len(body):
                    raise ValueError("a copy token cut off")
                (token,) = unpack_from("<H", body, position)
                shift = _length_bits(len(data))
                offset = (token >> shift) + 1
                if offset > len(data):
                    raise ValueError(f"a copy from before the chunk, at byte {position}")
                for _ in range((token & (1 << shift) - 1) + _SHORTEST_COPY):
                    data.append(data[-offset])
                position += 2
            else:
                data.append(body[position])
                position += 1
    return bytes(data)


def veiled(data: bytes, project_id: str, seed: int) -> str:
    """Data as CMG, DPB and GC of the PROJECT stream hold it (2.4.3.2), keyed by the project's id.

    >>> veiled(b"\\0", "{318BEE36-5BE1-492A-826D-473DB19B0F30}", 0x5D)
    '5D5F8A368A378B378B37'
    """
    key = sum(project_id.encode("ascii")) & 0xFF
    plain, last, before = key, seed ^ key, seed ^ 2
    veil = bytearray([seed, seed ^ 2, seed ^ key])
    for byte in bytes((seed & 6) // 2) + pack("<I", len(data)) + data:
        plain, last, before = byte, byte ^ (before + plain & 0xFF), last
        veil.append(last)
    return veil.hex().upper()
