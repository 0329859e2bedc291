"""A VBA project [MS-OVBA] from modules: source only, and the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from struct import pack
from uuid import UUID, uuid5

from macros.vbaproject.cfb import Storage, compound_file
from macros.vbaproject.modules import Module, ModuleKind, refuse_bad_name
from macros.vbaproject.ovba import compress, veiled

_IDS = UUID("8d0b6bb4-6b5f-5a4e-9b0a-0e6d2a3c9f11")
_WIN32, _ENGLISH, _CODE_PAGE = 1, 0x0409, 936
_NO_COOKIE = 0xFFFF
_STDOLE = (
    r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb"
    "#OLE Automation"
)
_NO_CACHE = bytes.fromhex("CC61FFFF000100")
_NOT_PROTECTED, _NO_PASSWORD, _VISIBLE = bytes(4), b"\0", b"\xff"


def vba_project(modules: Sequence[Module], name: str) -> bytes:
    """The bytes of vbaProject.bin.

    Raises ValueError for a name that VBA does not take, for two modules of one name, for a module
    named like the project, and when there is not exactly one workbook module.
    """
    _refuse(modules, name)
    texts = {module.name: compress(module.source.encode("ascii")) for module in modules}
    storage: Storage = {
        "VBA": {"_VBA_PROJECT": _NO_CACHE, "dir": compress(_directory(modules, name)), **texts},
        "PROJECT": _settings(modules, name).encode("ascii"),
        "PROJECTwm": b"".join(map(_both_names, modules)) + b"\0\0",
    }
    return compound_file(storage)


def _refuse(modules: Sequence[Module], name: str) -> None:
    refuse_bad_name(name)
    names = [module.name.lower() for module in modules]
    if len(set(names)) < len(names):
        raise ValueError(f"two modules of one name: {sorted(names)}")
    if name.lower() in names:
        raise ValueError(f"{name!r} names both the project and a module")
    if {"dir", "_vba_project"} & set(names):
        raise ValueError("a module may not be named like a stream of the project")
    workbooks = [module.name for module in modules if module.kind is ModuleKind.WORKBOOK]
    if len(workbooks) != 1:
        raise ValueError(f"one module of kind WORKBOOK is needed, not {workbooks}")


def _record(code: int, content: bytes) -> bytes:
    return pack("<HI", code, len(content)) + content


def _text(code: int, unicode_code: int, text: str) -> bytes:
    """A text in the project's code page and once more in UTF-16."""
    return _record(code, text.encode("ascii")) + _record(unicode_code, text.encode("utf-16-le"))


def _directory(modules: Sequence[Module], name: str) -> bytes:
    """The dir stream (2.3.4.2), before compression: information, references, modules."""
    libid = _STDOLE.encode("ascii")
    return b"".join(
        (
            _record(0x01, pack("<I", _WIN32)),
            _record(0x02, pack("<I", _ENGLISH)),
            _record(0x14, pack("<I", _ENGLISH)),
            _record(0x03, pack("<H", _CODE_PAGE)),
            _record(0x04, name.encode("ascii")),
            _text(0x05, 0x40, ""),  # description
            _record(0x06, b"") + _record(0x3D, b""),  # help file
            _record(0x07, bytes(4)),  # help context
            _record(0x08, bytes(4)),  # library flags
            pack("<HIIH", 0x09, 4, 1, 0),  # version; says four bytes, has six
            _text(0x0C, 0x3C, ""),  # constants
            _text(0x16, 0x3E, "stdole"),
            _record(0x0D, pack("<I", len(libid)) + libid + bytes(6)),
            _record(0x0F, pack("<H", len(modules))),
            _record(0x13, pack("<H", _NO_COOKIE)),
            *map(_module_records, modules),
            _record(0x10, b""),
        )
    )


def _module_records(module: Module) -> bytes:
    return b"".join(
        (
            _text(0x19, 0x47, module.name),
            _text(0x1A, 0x32, module.name),  # its stream
            _text(0x1C, 0x48, ""),  # description
            _record(0x31, bytes(4)),  # where its text begins: there is no cache before it
            _record(0x1E, bytes(4)),  # help context
            _record(0x2C, pack("<H", _NO_COOKIE)),
            _record(0x21 if module.kind is ModuleKind.STANDARD else 0x22, b""),
            _record(0x2B, b""),
        )
    )


def _both_names(module: Module) -> bytes:
    return module.name.encode("ascii") + b"\0" + (module.name + "\0").encode("utf-16-le")


def _settings(modules: Sequence[Module], name: str) -> str:
    """The PROJECT stream (2.3.1), keyed by an identity that follows from the project's name."""
    identity = uuid5(_IDS, name)
    key, seed = f"{{{identity}}}".upper(), identity.bytes[0]
    lines = [
        f'ID="{key}"',
        *_components(modules),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{veiled(_NOT_PROTECTED, key, seed)}"',
        f'DPB="{veiled(_NO_PASSWORD, key, seed)}"',
        f'GC="{veiled(_VISIBLE, key, seed)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
        "",
    ]
    return "\r\n".join(lines)


def _components(modules: Sequence[Module]) -> Iterator[str]:
    for module in modules:
        if module.kind.is_document:
            yield f"Document={module.name}/&H00000000"
        else:
            yield f"{'Module' if module.kind is ModuleKind.STANDARD else 'Class'}={module.name}"
