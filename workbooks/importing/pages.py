"""The pages of a published document: signs at their places and ruled lines, in points from above.

What may be on them is counted before it is kept, so that no file costs more than its caps.
"""

from __future__ import annotations

from workbooks.files.limits import Cap
from workbooks.values.dataclass import dataclass

PAGES = Cap(
    600, "PDF 超过 600 页，没有读取。请只留下绩效表单所在的页（另存为或打印成新的 PDF），再导入。"
)
SIGNS = Cap(600_000, "PDF 的文字超过 60 万个，没有读取。请只留下绩效表单所在的页，再导入。")
RULES = Cap(60_000, "PDF 的线条超过 6 万条，没有读取。请只留下绩效表单所在的页，再导入。")
CROSSINGS = Cap(
    10_000_000, "PDF 的线条过密，没有读取。请只留下绩效表单所在的页（不要图纸、图表），再导入。"
)
INFLATED = Cap(48 << 20, "PDF 的内容展开后超过 48 MB，没有读取。请只留下绩效表单所在的页，再导入。")
DRAWN = Cap(
    24 << 20, "PDF 的绘图内容过多，没有读取。请只留下绩效表单所在的页，或打印成新的 PDF，再导入。"
)
"""Bytes of drawing that are followed; a drawing that is used again counts again."""
FONTS = Cap(1_500, "PDF 的字体过多，没有读取。请只留下绩效表单所在的页，或打印成新的 PDF，再导入。")
"""Fonts that are built; one that a page names anew is built anew."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign, and the rectangle that it stands in."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """Where it stands, as one place."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """How high it is."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Stroke:
    """A ruled line: where it lies (y of a level one, x of an upright one), and from where to."""

    at: float
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `unseen` counts signs that nobody sees, `pictures` what may be a scan."""

    number: int
    width: float
    height: float
    signs: tuple[Sign, ...]
    level: tuple[Stroke, ...]
    upright: tuple[Stroke, ...]
    unseen: int = 0
    pictures: int = 0
