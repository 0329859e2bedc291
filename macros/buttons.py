"""One function per button of the ribbon: what is read, what is done with it, what is told.

Each returns its message; `button` shows it, and is the one door through which trouble leaves:
expected trouble as one clear sentence, a fault of ours as 程序故障 with a log.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime
from io import BytesIO, TextIOWrapper
from pathlib import Path

import xlwings as xw

from macros.desk import processes, user_files
from macros.excel import check_view as marking
from macros.excel import (
    dialogs,
    fill_scores,
    live_books,
    live_sheet,
    score_log,
    score_undo,
    template_rows,
)
from macros.excel.live_sheet import Stopped
from macros.hand_in import hand_in as handing_in
from macros.hand_in.row_looks import fitting
from validators.checking.check_file import CheckedForm, Choice, check_grid
from validators.checking.checked_policy import policy_of
from validators.checking.sources import sources
from validators.filing import scored
from workbooks.files.limits import Refused
from workbooks.files.spreadsheet_ml import OpenSheet
from workbooks.values.dataclass import dataclass, replace
from xlfuncs import udf_desk
from xlfuncs.policy import PolicyError


def button(name: str) -> Callable[[Callable[[], str]], Callable[[], None]]:
    """Makes a function a button: it shows what the function returns, and never raises."""

    def decorate(function: Callable[[], str]) -> Callable[[], None]:
        @functools.wraps(function)
        def pressed() -> None:
            try:
                message = function()
            except (Stopped, PolicyError) as expected:
                message = str(expected)
            except Exception as error:  # the door to Excel: it would show this garbled, or hang
                message = _told(error, name)
            if message:
                dialogs.show(message)
            live_sheet.release()

        return pressed

    return decorate


def _told(error: Exception, name: str) -> str:
    if isinstance(error, live_sheet.COM_ERRORS) and live_sheet.is_busy(error):
        return live_sheet.BUSY
    udf_desk.log(name)
    return dialogs.FAULT.format(button=f"「{name}」", log=udf_desk.log_file())


@dataclass(frozen=True)
class _Place:
    """A sheet with forms on it: as Excel has it, and as it was read and judged.

    `refusals` tell of forms on it that follow no known layout.
    """

    sheet: xw.Sheet
    opened: OpenSheet
    forms: tuple[CheckedForm, ...]
    refusals: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.opened.grid.sheet

    @property
    def policies(self) -> str:
        """By which 评分办法 its forms were scored."""
        return dialogs.policies(self.forms, udf_desk.chosen_policy() is not None)


def _by_desk(choice: Choice) -> Choice:
    """The policy that the desk has set, as in the cells, otherwise each edition's own; rules and
    their levels by the settings in the user's own place."""
    by_policy = replace(choice, policy=udf_desk.chosen_policy())
    from macros.commands.settings import WrongSettings, own_choice

    if not choice.rules:
        return by_policy  # only scores are asked for
    try:
        return own_choice(by_policy)
    except WrongSettings as error:
        raise Stopped(str(error)) from error


def _place(book: xw.Book, choice: Choice) -> _Place:
    """The active sheet, when it has a form; otherwise the only visible sheet that has one."""
    others = []
    for sheet, active in live_sheet.worksheets(book):
        opened = live_sheet.read(sheet)
        try:
            found = list(check_grid(opened.grid, choice))
        except Refused as refused:
            raise Stopped(f"工作表「{opened.grid.sheet}」{refused.refusal.message}") from refused
        forms = tuple(one for one in found if isinstance(one, CheckedForm))
        refusals = tuple(one.refusal.message for one in found if not isinstance(one, CheckedForm))
        place = _Place(sheet, opened, forms, refusals)
        if active and forms:
            return place
        if active and refusals:
            raise Stopped(f"工作表「{place.name}」{''.join(refusals)}")
        if place.forms:
            others.append(place)
    if len(others) == 1:
        return others[0]
    if not others:
        hidden = "、".join(f"「{sheet.name}」" for sheet in live_sheet.hidden(book))
        raise Stopped(dialogs.NO_FORM + (dialogs.HIDDEN.format(sheets=hidden) if hidden else ""))
    raise Stopped(dialogs.WHICH.format(sheets="、".join(f"「{one.name}」" for one in others)))


def _calculated(book: xw.Book) -> list[str]:
    """Sums are those of now, also where Excel calculates by hand only: that is said."""
    _refuse_none(book)
    return [dialogs.CALCULATED] if live_sheet.calculate_by_hand(book) else []


def _refuse_none(book: xw.Book) -> None:
    if live_sheet.is_addin(book):
        raise Stopped(dialogs.NO_BOOK)


@button("评分")
def score_form() -> str:
    """Fills 得分, 总分 and 评分等级 of the open form: all that is missing, or nothing."""
    book = xw.Book.caller()
    calculated = _calculated(book)
    place = _place(book, _by_desk(Choice(())))
    filings = (scored(form.filing) for form in place.forms)
    plans = [fill_scores.plan(filing, place.opened) for filing in filings if filing]
    if not plans:
        return dialogs.not_scored(place.name, place.forms)
    told = [*calculated, dialogs.scored(place.name, plans, place.refusals), place.policies]
    if any(plan.changes for plan in plans) and not any(plan.missing for plan in plans):
        record = score_log.begin(book.name, place.name, plans)
        try:
            live_sheet.write(place.sheet, place.opened, fill_scores.entries(plans))
        except Stopped as stopped:
            score_log.failed(stopped)
            raise
        score_undo.remember(book.name, place.name, place.opened, [*fill_scores.entries(plans)])
        told += [*_raised(place), dialogs.RECORDED.format(path=record)]
    return "\n".join(told)


def _raised(place: _Place) -> list[str]:
    """Rows that are too low for their text made higher; Excel never does so for merged cells."""
    heights = fitting(place.opened.grid, [form.reading.form for form in place.forms])
    rows = live_sheet.heighten(place.sheet, heights)
    return [dialogs.RAISED.format(rows="、".join(map(str, rows)))] if rows else []


@button("撤销评分")
def undo_score() -> str:
    """Takes the last 评分 back, as Excel's own 撤销 asks it to; that is put on record too."""
    told = score_undo.take_back(xw.Book.caller())
    score_log.undone()
    return told


@button("说明此格")
def explain_cell() -> str:
    """How the selected row is scored, what is wrong in it, and what to do."""
    from macros.excel import explaining

    book = xw.Book.caller()
    _refuse_none(book)
    place = _place(book, _by_desk(Choice()))
    return explaining.explained(live_sheet.active_row(place.sheet), place.forms)


@button("加一行")
def add_row() -> str:
    """An empty row of the indicator table, where the selected cell is."""
    sheet, opened, table = _table("加一行")
    row = template_rows.chosen_row(sheet, table, "加一行")
    return template_rows.add_row(sheet, opened, table, row)


@button("删一行")
def remove_row() -> str:
    """The selected row of the indicator table taken away."""
    sheet, opened, table = _table("删一行")
    row = template_rows.chosen_row(sheet, table, "删一行")
    return template_rows.remove_row(sheet, opened, table, row)


@button("收起空行")
def collapse_rows() -> str:
    """Hides the empty rows of the indicator table."""
    return template_rows.collapse(*_table("收起空行"))


def _table(name: str) -> tuple[xw.Sheet, OpenSheet, template_rows.Table]:
    """The active sheet and its table, if it is a template of ours."""
    book = xw.Book.caller()
    _refuse_none(book)
    for sheet, active in live_sheet.worksheets(book):
        if active:
            opened = live_sheet.read(sheet)
            return sheet, opened, template_rows.table_of(opened, name)
    raise Stopped(template_rows.NOT_OURS.format(button=name))


@button("核查")
def check_form() -> str:
    """Colours the cells with findings, and lists the findings on a sheet beside the form."""
    book = xw.Book.caller()
    calculated = _calculated(book)
    place = _place(book, _by_desk(Choice()))
    listing = marking.listing(place.name, place.forms, place.refusals, place.policies)
    live_books.put_list(book, place.sheet, listing)
    marked = live_sheet.mark(place.sheet, marking.colours(place.forms, place.opened.grid))
    raised = _raised(place)
    told = dialogs.checked(place.name, place.forms, marked)
    return "\n".join([*calculated, told, *raised, place.policies])


@button("对比两份")
def compare_forms() -> str:
    """What differs between the open form and one that somebody chooses; both stay as they are."""
    from macros.excel import comparing

    book = xw.Book.caller()
    _refuse_none(book)
    place = _place(book, _by_desk(Choice(())))
    source = live_books.choose_file(book.app, comparing.ASKED)
    if source is None:
        return ""
    told = comparing.against(source, book.name, place.forms)
    if told.whole is not None:
        live_books.new_list(book.app, told.whole)
    return "\n".join([*place.refusals, told.text])


@button("清除标记")
def clear_marks() -> str:
    """Takes away the colours of all sheets and the list."""
    book = xw.Book.caller()
    _refuse_none(book)
    listed = live_books.find_list(book, marking.empty())
    if listed is not None:
        live_books.delete(listed)
    marks, protected = live_sheet.unmark_all(book)
    return dialogs.cleared(marks, listed is not None, protected)


@button("批量核查")
def check_folder() -> str:
    """Starts the check of a whole folder in a process and a window of its own."""
    folder = live_books.choose_folder(xw.Book.caller().app, "选择要核查的文件夹")
    return "" if folder is None else _start_check(folder, datetime.now())


@button("退回修改")
def return_folder() -> str:
    """The same, and what is to be mended goes into copies beside the folder."""
    folder = live_books.choose_folder(xw.Book.caller().app, "选择要核查、退回修改的文件夹")
    if folder is None:
        return ""
    now = datetime.now()
    return _start_check(folder, now, user_files.returned_folder(folder, now))


def _start_check(folder: Path, now: datetime, returned: Path | None = None) -> str:
    count = sum(1 for source in sources([folder]) if source.aside is None or source.aside.is_unread)
    if not count:
        raise Stopped(dialogs.NOTHING_TO_CHECK.format(folder=folder))
    report = user_files.report_file(folder, now)
    if not user_files.can_hold(report.parent):
        raise Stopped(dialogs.NOT_BESIDE.format(place=report.parent))
    policy = udf_desk.chosen_policy()
    told = [dialogs.STARTING.format(folder=folder, count=count, report=report)]
    options = ["--policy", policy] if policy else []
    if returned is not None:
        told.append(dialogs.RETURNING.format(returned=returned))
        options += ["--return", str(returned)]
    told.append(dialogs.policy_of_desk(policy_of(policy).title if policy else None))
    # Told first: Windows lets a window come to the front that is opened by the one clicked in.
    dialogs.show("\n".join(told))
    processes.run_module("macros.background", str(folder), str(report), *options)
    return ""


@button("生成报送版")
def hand_in() -> str:
    """Writes the open workbook as a new .xlsx beside the file, with values only."""
    book = xw.Book.caller()
    source = live_books.path_of(book)
    calculated = _calculated(book)
    target = user_files.hand_in_file(source)
    if wrong := handing_in.wrong_target(target, source):
        raise Stopped(f"{wrong}请把它改名或移到别处，再点一次。")
    choice = _by_desk(Choice())
    found = handing_in.candidate(live_books.content(book, source.name), choice)
    if isinstance(found, str):
        raise Stopped(found)
    if found.objections and not dialogs.confirm(dialogs.before_handing_in(found.objections)):
        return dialogs.CANCELLED
    try:
        handing_in.put(found, choice, target)
    except OSError as error:
        raise Stopped(handing_in.UNWRITABLE.format(name=target.name)) from error
    policies = dialogs.policies(found.forms, udf_desk.chosen_policy() is not None)
    return "\n".join([*calculated, dialogs.handed_in(target, found.copy.left_out), policies])


@button("带入")
def fill_in() -> str:
    """A self-evaluation begun from a declaration or last year's form, beside it and opened."""
    return _begun("fill", "选择申报表，或上年的自评表", user_files.filled_file)


@button("监控表")
def monitor() -> str:
    """A monitoring report begun from a declaration, beside it and opened."""
    return _begun("monitor", "选择申报表", user_files.monitored_file)


def _begun(command: str, asked: str, beside: Callable[[Path], Path]) -> str:
    """What a command makes of a form that somebody chooses, opened."""
    from macros import cli

    app = xw.Book.caller().app
    source = live_books.choose_file(app, asked)
    if source is None:
        return ""
    target = beside(source)
    if target.exists():
        raise Stopped(dialogs.THERE.format(path=target))
    policy = udf_desk.chosen_policy()
    options = ["--policy", policy] if policy else []
    said = TextIOWrapper(BytesIO(), "utf-8", write_through=True)
    with redirect_stdout(said), redirect_stderr(said):
        cli.main([command, str(source), "-o", str(target), *options])
    said.seek(0)
    told = said.read().strip()
    if not target.is_file():
        raise Stopped(told)
    live_books.open_in(app, target)
    return dialogs.FILLED.format(told=told, path=target)


@button("新建自评表")
def new_evaluation() -> str:
    """A blank 自评表, saved where somebody says, and opened."""
    return _new(user_files.EVALUATION)


@button("新建申报表")
def new_declaration() -> str:
    """The same for a blank 申报表."""
    return _new(user_files.DECLARATION)


def _new(kind: str) -> str:
    app = xw.Book.caller().app
    target = live_books.choose_new(app, f"{kind}.xlsx", f"新建{kind}：选保存的位置和名称")
    if target is None:
        return ""
    template = user_files.template(f"{kind}{target.suffix.lower()}")
    if not template.is_file():
        return dialogs.NO_TEMPLATE.format(path=template)
    if target.exists():
        raise Stopped(dialogs.THERE.format(path=target))
    try:
        target.write_bytes(template.read_bytes())
    except OSError as error:
        raise Stopped(dialogs.NOT_SAVED.format(path=target)) from error
    live_books.open_in(app, target)
    return ""


@button("规则说明")
def show_rules() -> str:
    """All rules in a new workbook."""
    from macros.excel.rule_list import rule_list

    live_books.new_list(xw.Book.caller().app, rule_list())
    return ""


@button("重新连接")
def reconnect() -> str:
    """The add-in has found its Python again, or this would not run."""
    return dialogs.CONNECTED


@button("设置")
def show_settings() -> str:
    """Opens the settings file."""
    path = user_files.settings_file()
    if not path.is_file():
        return dialogs.NO_SETTINGS.format(path=path)
    processes.edit(path)
    return ""


@button("关于")
def show_about() -> str:
    """Version and places."""
    return dialogs.about()
