"""A published document -> its forms as plain cells; or why there are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from workbooks.files.limits import Allowance, Refused
from workbooks.files.open_file import raw_bytes
from workbooks.files.refusal import Reason, Refusal
from workbooks.form_kinds import kind_named, kind_of
from workbooks.grid import Grid
from workbooks.importing import papers as on_paper
from workbooks.importing import text_forms
from workbooks.importing.imported import Imported, ImportedForm, grid_of
from workbooks.importing.pages import Page
from workbooks.importing.papers import Paper
from workbooks.importing.ruled_tables import Block, OutsideLine, blocks
from workbooks.importing.text_lines import writable
from workbooks.reading.read_form import Reading, SheetRefusal, read_all
from workbooks.values.regex import regex

SCANNED = (
    "PDF 是扫描件或图片，没有文字可读。请向原单位要能选中文字的 PDF 或 Excel 原件，或照原件录入。"
)
EMPTY = "PDF 里一个字也没有。请确认文件是否完整。"
NO_FORM = "里面没有认出绩效自评表或绩效目标申报表。请确认文件，或只留下表单所在的页再导入。"
NOT_A_DOCUMENT = (
    "不是 PDF，也不是由 PDF 取出的文字（.txt），没有导入。"
    "Excel、Word 和网页不用导入，直接核查即可。"
)
UNREADABLE_TEXT = "文字的编码认不出来，没有导入。请用记事本打开，另存为 UTF-8 编码的 .txt，再导入。"
TEXT_TOO_LONG = "文字超过 4 MB，没有导入。请只留下绩效表单的部分，再导入。"
SCANNED_PAGES = "{pages}是图片，没有文字，没有导入。请照原件录入，或向原单位要能选中文字的文件。"
INVISIBLE = "{pages}有看不见的文字（白色、透明或极小的），没有读取。"
OTHERS = "另有 {count} 张表不是绩效自评表或绩效目标申报表，没有写出（{pages}）。"
ONLY_TEXT = "{pages}只有文字，没有表格，没有写出。"
BEFORE = "第一张表以前的文字没有写出：“{text}”。"
NOT_READ = "{pages}的「{title}」没有写出：{why}"

_PDF = b"%PDF-"
_PDF_WITHIN = 1024  # bytes before which a reader of PDF expects its sign
_LONGEST_TEXT = 4 << 20
_TITLE_SHOWN = 40
_CONTROL = regex(rb"[\x00-\x08\x0e-\x1f]")
_CODES = ("utf-8-sig", "gb18030")


def import_file(path: Path) -> Imported | Refusal:
    """The forms of a PDF, or of the text taken out of one.

    Nothing that stands in a file raises; a refusal says in Chinese what to do.
    """
    raw = raw_bytes(path)
    if isinstance(raw, Refusal):
        return raw
    try:
        if _PDF in raw[:_PDF_WITHIN]:
            return _from_pdf(raw)
        return _from_text(raw)
    except Refused as refused:
        return refused.refusal


def _from_pdf(raw: bytes) -> Imported | Refusal:
    from workbooks.importing import pdf  # a library that a text does not need

    allowance = Allowance()
    laid: list[tuple[Block, ...]] = []
    seen: list[Page] = []
    for page in pdf.pages(raw, allowance):
        laid.append(blocks(page, allowance))
        seen.append(page)
    scans = [page.number for page in seen if not page.signs and (page.pictures or page.unseen)]
    if not any(page.signs for page in seen):
        return Refusal(Reason.NOT_A_WORKBOOK, SCANNED if scans else EMPTY)
    invisible = [page.number for page in seen if page.unseen and page.number not in scans]
    missed = [SCANNED_PAGES.format(pages=pages_told(scans))] if scans else []
    told = [INVISIBLE.format(pages=pages_told(invisible))] if invisible else []
    found = on_paper.papers(laid)
    placed = {number for paper in found for number in paper.pages}
    bare = [page.number for page in seen if page.signs and page.number not in placed]
    if bare:
        told.append(ONLY_TEXT.format(pages=pages_told(bare)))
    return _chosen(found, missed, told)


def _from_text(raw: bytes) -> Imported | Refusal:
    if len(raw) > _LONGEST_TEXT:
        return Refusal(Reason.TOO_LARGE, TEXT_TOO_LONG)
    if _CONTROL.search(raw):
        return Refusal(Reason.NOT_A_WORKBOOK, NOT_A_DOCUMENT)
    for code in _CODES:
        try:
            text = raw.decode(code)
        except UnicodeDecodeError:
            continue
        lines = list(enumerate(writable(text.replace("\f", "\n")).split("\n"), 1))
        made = [one for form in text_forms.forms(lines) for one in _if_read(form)]
        forms = tuple(one for one in made if isinstance(one, ImportedForm))
        missed = tuple(one for one in made if isinstance(one, str))
        if not forms:
            return Refusal(Reason.UNRECOGNISED, "".join(missed) or NO_FORM)
        return Imported(forms, missed, tuple(_before(lines, forms[0].pages[0])))
    return Refusal(Reason.NOT_A_WORKBOOK, UNREADABLE_TEXT)


def _chosen(found: Sequence[Paper], missed: list[str], told: list[str]) -> Imported | Refusal:
    """The papers that are forms, and what is said of the others."""
    forms: list[ImportedForm] = []
    others: list[int] = []
    count = 0
    for paper in found:
        made = list(_forms(paper))
        forms += [one for one in made if isinstance(one, ImportedForm)]
        missed += [one for one in made if isinstance(one, str)]
        if not made and paper.tables:
            count += 1
            others += paper.pages
    if others:
        told.append(OTHERS.format(count=count, pages=pages_told(others)))
    if not forms:
        return Refusal(Reason.UNRECOGNISED, "".join((*(missed or (NO_FORM,)), *told)))
    return Imported(tuple(forms), tuple(missed), tuple(told))


def _forms(paper: Paper) -> Iterator[ImportedForm | str]:
    """A paper as a form; or a sentence why it is none, where its title says that it should be."""
    named = kind_named(paper.title)
    if not paper.tables:
        lines = _in_order(on_paper.lines_of(paper))
        placed = ((line.page, line.line.text) for line in lines)
        for made in text_forms.forms(placed, "页") if named else ():
            yield from _if_read(made)
        return
    cells = on_paper.cells(paper)
    read, refusal = judged(grid_of("表", cells))
    if read is not None:
        form, sheet = read.form, kind_of(read.form).word
        title = paper.title or form.title.text
        yield ImportedForm(sheet, title, form.project_name.text, cells)
    elif named and refusal is not None:
        pages, title = pages_told(paper.pages), paper.title[:_TITLE_SHOWN]
        yield NOT_READ.format(pages=pages, title=title, why=refusal.refusal.message)


def _if_read(form: ImportedForm) -> Iterator[ImportedForm | str]:
    """A form out of a text; a sentence where it cannot be read, nothing where it is a heading."""
    read, refusal = judged(form.grid())
    why = refusal.refusal.message if refusal is not None else ""
    if form.disorder or (read is None and why):
        first, last = form.pages[0], form.pages[-1]
        where, title = f"第 {first}–{last} {form.counted}", form.title[:_TITLE_SHOWN]
        if form.project:
            yield NOT_READ.format(pages=where, title=title, why=form.disorder or why)
    elif read is not None and not read.blank:
        yield form


def _before(lines: Iterable[tuple[int, str]], first: int) -> Iterator[str]:
    """What stands above the first form of a text, as a sentence."""
    text = " ".join(line.strip() for place, line in lines if place < first and line.strip())
    if text:
        yield BEFORE.format(text=text[:_TITLE_SHOWN])


def judged(grid: Grid) -> tuple[Reading | None, SheetRefusal | None]:
    """The first form on a sheet, or the first reason why there is none."""
    found = list(read_all(grid))
    read = next((one for one in found if isinstance(one, Reading)), None)
    return read, next((one for one in found if isinstance(one, SheetRefusal)), None)


def _in_order(lines: Iterable[OutsideLine]) -> list[OutsideLine]:
    return sorted(lines, key=lambda one: (one.page, one.line.top))


def pages_told(numbers: Iterable[int]) -> str:
    """Page numbers as a clerk reads them.

    >>> pages_told([3, 1, 2, 7])
    '第 1–3、7 页'
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = (f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
    return f"第 {'、'.join(parts)} 页"
