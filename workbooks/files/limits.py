"""What a submitted file may cost before it is refused, and how reading stops.

Windows has no memory limit for a process, so the caps are in code. They stand far above any
performance form (about 400 cells, 12 KB): a workbook that meets one is hostile or is no form.
They are set such that no file takes a second or 300 MB (`python -m tests.fuzz.hostile` measures).
"""

from __future__ import annotations

from workbooks.files.refusal import Reason, Refusal
from workbooks.sparing import Halt
from workbooks.values.dataclass import dataclass, field

CLOSED = "文件打不开，可能正被别的程序占用，或没有读取权限。请关闭占用它的程序，确认能打开后再试。"
"""What is said of a file that cannot be opened."""

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
"""XFD1048576 is the last cell of a sheet (ECMA-376, and Excel's own specification)."""

LONGEST_TEXT = 32_767
"""Characters a cell can hold, from Excel's own specification."""


LONGEST_FORMULA = 8_192
"""Characters of a formula, from there as well."""


class Refused(Halt):
    """Stops the reading of a file from inside a parser; `open_workbook` makes a value of it."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.refusal = Refusal(reason, message)


@dataclass(frozen=True, slots=True, eq=False)
class Cap:
    """How much there may be of one thing, and the sentence for more."""

    most: int
    message: str


FILE_SIZE = Cap(64 << 20, "文件超过 64 MB，没有读取。请删去与表格无关的图片和附件，另存后再提交。")
LEGACY_SIZE = Cap(
    8 << 20, "旧格式（.xls）文件超过 8 MB，没有读取。请用 Excel 打开后另存为 .xlsx 再提交。"
)
LEGACY_CELLS = Cap(
    50_000,
    "旧格式（.xls）工作簿有内容的单元格超过 5 万个，没有读取。"
    "请只保留绩效表单所在的工作表，另存为 .xlsx 再提交。",
)
"""xlrd takes several times as long for a cell."""

ENTRIES = Cap(
    2_000, "文件内部的部分超过 2000 个，没有读取。请把绩效表单复制到新的工作簿，另存后再提交。"
)
PART = Cap(
    16 << 20,
    "工作簿有一部分展开后超过 16 MB，没有读取。"
    "请删去不需要的工作表，以及表格以外带格式的空行、空列，另存后再提交。",
)
INFLATED = Cap(
    64 << 20,
    "工作簿展开后超过 64 MB，没有读取。"
    "请删去不需要的工作表，以及表格以外带格式的空行、空列，另存后再提交。",
)
RATIO = Cap(
    400, "文件的压缩程度异常，为安全起见没有读取。请用 Excel 打开后另存为新的 .xlsx 文件再提交。"
)
RATIO_FROM = 1 << 20
"""Smaller parts may be as repetitive as they like: an empty styles part easily passes 400."""

ELEMENTS = Cap(
    300_000, "工作簿的内容超过 30 万项，没有读取。请只保留绩效表单所在的工作表，另存后再提交。"
)
CELLS = Cap(
    100_000,
    "工作簿有内容的单元格超过 10 万个，没有读取。请只保留绩效表单所在的工作表，另存后再提交。",
)
ATTRIBUTES = Cap(
    250_000,
    "工作簿的内容超过 25 万个属性，没有读取。请只保留绩效表单所在的工作表，另存后再提交。",
)
"""Of elements, or what looks like one: an equals sign in a text counts too."""

MERGES = Cap(20_000, "工作簿的合并单元格超过 2 万处，没有读取。请取消多余的合并，另存后再提交。")
TEXT = Cap(
    16_000_000, "工作簿的文字超过 1600 万字，没有读取。请只保留绩效表单所在的工作表，另存后再提交。"
)
UNFINISHED = Cap(100_000, "工作簿里有一处的内容过多，没有读取。请只保留绩效表单，另存后再提交。")
"""Elements since the last row or text ended: they are all in memory until it is read."""

DEEPEST = 10_000
"""Nesting that no workbook reaches (a sheet is about ten deep), but a parser's stack can feel."""

NO_MEMORY = (
    "内存不足，文件没有读完。请关闭其他程序后再试，或只保留绩效表单所在的工作表，另存后再提交。"
)
ENCRYPTED = (
    "文件已加密，无法读取。请用 Excel 打开后取消密码，另存为 .xlsx 再提交；"
    "打开时不问密码的，是设过结构保护或只读的文件，取消保护后另存一次即可。"
)
OUTSIDE = (
    "工作簿里有单元格超出了工作表的范围，没有读取。请用 Excel 打开后另存为新的 .xlsx 文件再提交。"
)
TOO_LONG = (
    "工作簿里有一段文字超过 32767 字，没有读取。请删减这段文字，或用 Excel 打开后另存，再提交。"
)
DAMAGED = (
    "文件已损坏，读不完整。"
    "请用 Excel 打开并另存为新的 .xlsx 文件再提交；打不开的，请从原件重新复制一份。"
)


def damaged() -> Refused:
    """What to raise where the bytes contradict themselves."""
    return Refused(Reason.DAMAGED, DAMAGED)


OURS = 8
"""How many times the caps a workbook may cost that we wrote, and that somebody filled in."""


@dataclass(slots=True)
class Allowance:
    """What one file has used up so far, over all its parts, of so many times the caps."""

    times: int = 1
    used: dict[Cap, int] = field(default_factory=dict)

    def most(self, cap: Cap) -> int:
        """How much this file may have."""
        return cap.most * self.times

    def take(self, cap: Cap, amount: int) -> None:
        """Uses some of a cap; raises `Refused` (too large) when nothing is left."""
        total = self.used.get(cap, 0) + amount
        if total > self.most(cap):
            raise Refused(Reason.TOO_LARGE, cap.message)
        self.used[cap] = total
