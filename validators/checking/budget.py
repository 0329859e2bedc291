"""What checking one file may cost, kept by counting what is in it: the same on every road.

Time and memory differ from desk to desk, and Windows ends no process that takes too much of either.
So the work is counted before it is done: what its sheets show before any of it is put into words or
compared with labels, and then the rows and the signs of long texts of its forms. A file that holds
more than any person fills in is refused with a true sentence, for any number of processes alike.
"""

from __future__ import annotations

from workbooks.files.limits import Refused
from workbooks.files.refusal import Reason
from workbooks.forms import Form, every_cell
from workbooks.grid import Grid
from workbooks.values.dataclass import dataclass
from workbooks.vocabulary.head_words import LONGEST
from workbooks.vocabulary.vocabulary import may_be_word

MOST_FORMS = 500
"""Forms in one file: a department has some ninety projects."""

FILE, FORM = 1_000_000, 15_000
"""Microseconds that a file may take, and those that each of its forms adds."""

ROW, SIGN = 150, 1
"""Microseconds that one indicator costs, and one sign of a text that is longer than `SHORT`."""

WORD, LAID_OUT, CELL = 25, 25, 12
"""Microseconds that a text costs which may be a label, a value in a number format, and any cell.

Texts and values that come again cost nothing more."""

SHORT = 200
"""Signs of a text that cost next to nothing; the goals of a project have some three hundred."""

MANY_FORMS = f"文件里的表单超过 {MOST_FORMS} 张，没有核查。请按单位或项目分成几个文件，再核查一次。"
TOO_MUCH = (
    "表里的行太多或文字太长，超过一份表的用量，没有核查。"
    "请删去多余的行和文字，或按项目分成几个文件，再核查一次。"
)
CROWDED = (
    "工作簿里各不相同的内容太多，远远超过绩效表的用量，没有核查。"
    "请只保留绩效表单所在的工作表，删去表格以外的内容，再核查一次。"
)


@dataclass(slots=True)
class Budget:
    """Of one file: what its sheets and its forms have used up so far."""

    forms: int = 0
    used: int = 0
    looked: int = 0

    def look(self, grid: Grid) -> None:
        """Counts what a sheet shows before it is read; raises `Refused` where it is too much."""
        texts = {value for value in grid.values.values() if isinstance(value, str)}
        words = [text for text in texts if len(text) <= LONGEST and may_be_word(text)]
        inlined = sum(":" in text or "：" in text for text in texts)
        laid_out = {(grid.values.get(at), code) for at, code in grid.formats.items()}
        self.looked += WORD * (len(words) + inlined) + LAID_OUT * len(laid_out)
        self.looked += CELL * len(grid.values)
        if self.looked > FILE:
            raise Refused(Reason.TOO_LARGE, CROWDED)

    def take(self, form: Form) -> None:
        """Counts a form before it is judged; raises `Refused` (too large) where it is too much."""
        self.forms += 1
        if self.forms > MOST_FORMS:
            raise Refused(Reason.TOO_LARGE, MANY_FORMS)
        long = (len(cell.text) - SHORT for cell in every_cell(form) if len(cell.text) > SHORT)
        self.used += ROW * len(form.indicators) + SIGN * sum(long)
        if self.used > FILE + FORM * self.forms:
            raise Refused(Reason.TOO_LARGE, TOO_MUCH)
