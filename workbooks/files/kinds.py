"""What a file is that is not opened as a workbook, a page or a document.

Names lie, so that content counts first; where it says nothing, the ending does.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from pathlib import PurePath

from workbooks.values.dataclass import dataclass

HEAD = 4_096
"""Bytes of a file that are looked at."""

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
BARE_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
"""Excel 2 to 5 wrote its records without a compound file around them."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
XML_SHEET = b"urn:schemas-microsoft-com:office:spreadsheet"


class Kind(StrEnum):
    """The kinds of files that are not checked, as the JSON of `jixiao check` names them."""

    PDF = "pdf"
    WORD = "word"
    OFD = "ofd"
    SHEET = "sheet"
    ARCHIVE = "archive"
    MAIL = "mail"
    LINK = "link"
    SPECIAL = "special"
    FOLDER = "folder"
    NOT_HERE = "not-here"
    PICTURE = "picture"
    TEXT = "text"
    MEDIA = "media"
    OTHER = "other"
    OURS = "ours"
    SYSTEM = "system"


PASSED_OVER = frozenset((Kind.PICTURE, Kind.TEXT, Kind.MEDIA, Kind.OTHER, Kind.OURS))
"""Kinds that hold no form; SYSTEM is what programs leave behind, and is only counted."""


def is_unread(kind: Kind) -> bool:
    """Whether a file of this kind may hold a form."""
    return kind not in PASSED_OVER and kind is not Kind.SYSTEM


@dataclass(frozen=True, slots=True)
class Aside:
    """Why a file is not checked, in words, and what to do so that it can be, where that is due."""

    kind: Kind
    reason: str
    advice: str = ""

    @property
    def is_unread(self) -> bool:
        """Whether it may hold a form: then it must not go in silence."""
        return is_unread(self.kind)

    @property
    def told(self) -> str:
        """Both, one after the other."""
        return self.reason + self.advice


_RESAVE = "请用 Excel 或 WPS 打开，另存为 .xlsx 再核查。"
_AS_DOCX = "请用 Word 或 WPS 打开，另存为 .docx 再核查。"
_UNPACK = "请解压，把里面的文件放进文件夹，或改用 .zip 压缩，再核查。"

ASIDES = {
    Kind.PDF: Aside(
        Kind.PDF,
        "这是 PDF 文件，没有读取。",
        "请交填报时用的 Excel 或 Word 文件；只有 PDF 的，请用 jixiao import 导入，核对后再核查。",
    ),
    Kind.WORD: Aside(Kind.WORD, "这是旧格式或其他格式的文字文档，没有读取。", _AS_DOCX),
    Kind.OFD: Aside(
        Kind.OFD,
        "这是版式文件（.ofd），没有读取。",
        "请交填报时用的 Excel 或 Word 文件；只有 .ofd 的，请转成 Excel，核对后再核查。",
    ),
    Kind.SHEET: Aside(Kind.SHEET, "这是其他格式的表格，没有读取。", _RESAVE),
    Kind.ARCHIVE: Aside(Kind.ARCHIVE, "这是压缩包，没有打开。", _UNPACK),
    Kind.MAIL: Aside(Kind.MAIL, "这是邮件，没有读取。", "请把附件另存出来，再核查。"),
    Kind.LINK: Aside(
        Kind.LINK, "这是快捷方式，文件本身不在这里。", "请把它指向的文件复制过来，再核查。"
    ),
    Kind.NOT_HERE: Aside(
        Kind.NOT_HERE, "这是只在云端或没有下载完的文件，没有读取。", "请下载完整，再核查。"
    ),
    Kind.PICTURE: Aside(Kind.PICTURE, "图片，不核查。"),
    Kind.TEXT: Aside(Kind.TEXT, "文本文件，不核查。"),
    Kind.MEDIA: Aside(Kind.MEDIA, "音频或视频，不核查。"),
    Kind.OTHER: Aside(Kind.OTHER, "不是表格、网页或文字文档，不核查。"),
    Kind.SYSTEM: Aside(Kind.SYSTEM, "系统或办公软件的临时文件。"),
}


def ours(kind: str) -> Aside:
    """A file in which nothing stands but what this tool wrote, by the kind of output that it is."""
    return Aside(Kind.OURS, f"本工具的{kind}，不作为报送表核查。")


CALLED = {
    Kind.PDF: "PDF",
    Kind.WORD: "文字文档",
    Kind.OFD: "版式文件",
    Kind.SHEET: "其他格式的表格",
    Kind.ARCHIVE: "压缩包",
    Kind.MAIL: "邮件",
    Kind.LINK: "链接",
    Kind.SPECIAL: "特殊文件",
    Kind.FOLDER: "没能查看的文件夹",
    Kind.NOT_HERE: "没有下载的文件",
    Kind.PICTURE: "图片",
    Kind.TEXT: "文本文件",
    Kind.MEDIA: "音频和视频",
    Kind.OTHER: "其他文件",
    Kind.OURS: "本工具写的文件",
}
"""What they are called where they are counted."""

OPENED = frozenset(
    (
        *(".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".et", ".ett"),
        *(".html", ".htm", ".mht", ".mhtml", ".docx", ".docm", ".dotx"),
    )
)
"""Endings of files that are always opened, whatever they turn out to be."""

_BY_ENDING = {
    Kind.PDF: ".pdf .xps .oxps",
    Kind.WORD: ".doc .dot .wps .wpt .rtf .odt .fodt .pages .wpd .uot",
    Kind.OFD: ".ofd .ceb .gd .sep",
    Kind.SHEET: ".ods .fods .xlsb .numbers .uos .uof .wk1 .wk4 .123 .dbf .slk .dif .xlw",
    Kind.ARCHIVE: ".rar .7z .tar .gz .tgz .bz2 .xz .zst .lzh .cab .iso .z .jar .001",
    Kind.MAIL: ".eml .msg .pst .mbox",
    Kind.LINK: ".lnk .gsheet .gdoc",
    Kind.NOT_HERE: (
        ".icloud .crdownload .part .partial .download .downloading .opdownload .td .xltd .filepart"
    ),
    Kind.PICTURE: (
        ".jpg .jpeg .jpe .jfif .png .gif .bmp .tif .tiff .webp .heic .heif .svg .ico .emf .wmf .psd"
    ),
    Kind.TEXT: ".txt .csv .tsv .md .log .json .xml .css .js .ini .cfg .conf .toml .yaml .yml .py",
    Kind.MEDIA: ".mp3 .wav .wma .m4a .amr .mp4 .mov .avi .wmv .mkv .flv .rmvb .mpg .mpeg",
}
_ENDINGS = {ending: kind for kind, listed in _BY_ENDING.items() for ending in listed.split()}

_BY_NAME_ALONE = (Kind.LINK, Kind.NOT_HERE)
"""What there is of such a file is not the file, whatever it looks like."""

_SIGNS = (
    (b"%PDF-", Kind.PDF),
    (b"{\\rtf", Kind.WORD),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"BZh", Kind.ARCHIVE),
    (b"\xfd7zXZ\0", Kind.ARCHIVE),
    (b"\x89PNG\r\n", Kind.PICTURE),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"GIF8", Kind.PICTURE),
    (b"II*\0", Kind.PICTURE),
    (b"MM\0*", Kind.PICTURE),
)
_PARTS = (
    ("xl/workbook.bin", Kind.SHEET),
    ("ppt/presentation.xml", Kind.OTHER),
    ("ofd.xml", Kind.OFD),
    ("content.xml", Kind.SHEET),
)
_STREAMS = (
    ("WordDocument", Kind.WORD),  # first: a document may hold a workbook
    ("EncryptedPackage", None),
    ("Workbook", None),
    ("Book", None),
    ("PowerPoint Document", Kind.OTHER),
    ("__properties_version1.0", Kind.MAIL),
)
_MAC = b"\0\x05\x16\x07"
"""What a Mac keeps beside a file on other disks."""

_SYSTEM = frozenset(
    ("thumbs.db", "ehthumbs.db", ".ds_store", "desktop.ini", ".localized", "icon\r", ".directory")
)
_FOLDERS = frozenset(
    ("__macosx", "$recycle.bin", "system volume information", ".git", ".svn", ".trash")
)
_OWNERS = ("~$", ".~")
_OWNER_SIZE = 1_024
"""Office says in 165 bytes who has a file open; no workbook is that small."""


def is_system_folder(name: str) -> bool:
    """Whether a folder holds nothing that anybody has put there."""
    return name.casefold() in _FOLDERS


def is_odd(name: str) -> bool:
    """Whether a name is one that programs give, so that its content has to be looked at first."""
    return name.startswith((*_OWNERS, "._")) or name.casefold() in _SYSTEM


def aside(name: str, size: int, head: bytes) -> Aside | None:
    """Why a file is not opened, by its name, size and first bytes; None where it is.

    A ZIP and a compound file say only inside what they are: `of_parts`, `of_compound`.
    """
    if is_odd(name) and _is_left_behind(name, size, head):
        return ASIDES[Kind.SYSTEM]
    ending = PurePath(name).suffix.lower()
    if _ENDINGS.get(ending) in _BY_NAME_ALONE:
        return ASIDES[_ENDINGS[ending]]
    if ending in OPENED or head.startswith((*ZIP, OLE, *BARE_BIFF)):
        return None
    for sign, kind in _SIGNS:
        if head.startswith(sign):
            return ASIDES[kind]
    if XML_SHEET in head:
        return ASIDES[Kind.SHEET]
    if ending in _ENDINGS and _ENDINGS[ending] in (Kind.MAIL, Kind.PICTURE, Kind.MEDIA):
        return ASIDES[_ENDINGS[ending]]
    from workbooks.files import html_source  # few folders need it

    if html_source.is_page(head):
        return None
    return by_ending(name) or ASIDES[Kind.TEXT if _is_text(head) else Kind.OTHER]


def by_ending(name: str) -> Aside | None:
    """The same by the ending alone; None where nobody knows it."""
    kind = _ENDINGS.get(PurePath(name).suffix.lower())
    return ASIDES[kind] if kind is not None else None


def of_parts(parts: Collection[str]) -> Aside | None:
    """Why a ZIP is not opened as a document, by the names of its parts; None where it is."""
    names = {part.replace("\\", "/").casefold() for part in parts}
    if not names.isdisjoint(("xl/workbook.xml", "word/document.xml")):
        return None
    for part, kind in _PARTS:
        if part in names:
            return ASIDES[kind]
    if any(name.endswith(".iwa") for name in names):  # .numbers, .pages
        return ASIDES[Kind.SHEET]
    return None if "[content_types].xml" in names else ASIDES[Kind.ARCHIVE]


def of_compound(name: str, raw: bytes) -> Aside | None:
    """The same for a compound file, which is how Office was before 2007."""
    for stream, kind in _STREAMS:
        if has_stream(raw, stream):
            return None if kind is None else ASIDES[kind]
    return by_ending(name) or ASIDES[Kind.OTHER]


def has_stream(raw: bytes, name: str) -> bool:
    """Whether the directory of a compound file (128 bytes an entry) has this name, in any case."""
    folded = name.encode("utf-16-le") + b"\0\0"
    start = raw.find(folded)
    while start >= 0:
        length = raw[start + 64 : start + 66]
        if start % 128 == 0 and length == len(folded).to_bytes(2, "little"):
            return True
        start = raw.find(folded, start + 1)
    return False


def _is_left_behind(name: str, size: int, head: bytes) -> bool:
    if name.casefold() in _SYSTEM or head.startswith(_MAC):
        return True
    real = head.startswith((*ZIP, OLE)) or head.lstrip()[:1] == b"<"
    return name.startswith(_OWNERS) and size <= _OWNER_SIZE and not real


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 0x20 and byte not in b"\t\n\f\r\x1a" for byte in head)
