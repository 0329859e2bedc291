"""What the user is told after a click: results -> Chinese sentences, and the one box they show in.

The box is Windows' own, in front of the window that was clicked in. It stands behind `show` and
`confirm`, which tests replace.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from macros.excel.fill_scores import Remark, Scoring
from macros.hand_in.left_out import counted, left_out
from validators.checking.check_file import CheckedForm
from workbooks.form_kinds import kind_of

TITLE = "绩效评价"
SHOWN = 12
"""Lines of one kind: a box higher than the screen has no button to press."""

NO_BOOK = (
    "没有打开的表格。请先打开要处理的自评表或申报表，再点此按钮；"
    "在“受保护的视图”里打开的，请先点上方黄条里的“启用编辑”。"
)
FAULT = "程序故障（与填报单位无关）：{button}没有完成。请把日志文件发给维护人：\n{log}"
NO_FORM = "本工作簿里没有找到绩效自评表或绩效目标申报表。请打开自评表或申报表，再点一次。"
WHICH = "请先点开要处理的表单所在的工作表，再点一次。本工作簿里有表单的工作表：{sheets}。"
CALCULATED = "Excel 设为手动计算：已先把公式重算一遍。"
RAISED = "第 {rows} 行的文字原来显示不全，已把行加高。"
CONNECTED = "已重新连接，公式接着重算。"
CANCELLED = "没有生成报送版，原表没有改动。"
FILLED = "{told}\n新表已打开：{path}"
THERE = "{path} 已经有了，没有改动。请把它改名或移到别处，再点一次。"
NOT_SAVED = "写不了 {path}。请换一个文件夹，再点一次。"
NO_SETTINGS = "还没有设置文件（{path}）。请先运行 jixiao install，再点「设置」。"
NO_TEMPLATE = "找不到空白表单（{path}）。请运行 jixiao install 重新安装。"
NOTHING_TO_CHECK = "文件夹“{folder}”里没有可核查的工作簿、网页或 Word 文档。请另选一个文件夹。"
STARTING = (
    "按“确定”开始核查“{folder}”里的 {count} 个文件。进度显示在新打开的窗口里；"
    "可以继续使用 Excel，退出 Excel 也不影响。\n完成后会自动打开核查结果：{report}"
)
NOT_BESIDE = (
    "核查结果要写在所选文件夹旁边（{place}），那里写不了。"
    "请把文件夹复制到本机能写的地方，再选一次。"
)


RETURNING = (
    "有错误、警告或读不成的，各写一份标注好的副本，退回修改用：{returned}\n交来的文件不改动。"
)
RECORDED = "全部改动的原值和新值记在：{path}\n要恢复，请马上点“撤销”；以后请照记录改回。"
HIDDEN = "隐藏的工作表（{sheets}）没有看；要处理的表单如在其中，请先取消隐藏。"


def not_scored(sheet: str, forms: Sequence[CheckedForm]) -> str:
    """Which kinds of forms a sheet has, none of which are scored."""
    kinds = dict.fromkeys(kind_of(form.reading.form).called for form in forms)
    return f"工作表「{sheet}」是{'、'.join(kinds)}，不评分。"


def scored(sheet: str, scorings: Sequence[Scoring], refusals: Sequence[str] = ()) -> str:
    """What 评分 has changed, cell by cell, or why nothing was."""
    missing = [remark for scoring in scorings for remark in scoring.missing]
    if missing:
        head = f"工作表「{sheet}」没有改动：{len(missing)} 处得分空着，又测算不出。"
        tail = "请补全或改正这些行，或自行填写得分，再点一次「评分」。"
        return "\n".join([head, *_few(map(_remark, missing)), tail])
    changes = [change for scoring in scorings for change in scoring.changes]
    left = [remark for scoring in scorings for remark in scoring.left]
    if changes:
        lines = [f"工作表「{sheet}」已填写或改动 {len(changes)} 处："]
        lines += _few(change.line for change in changes)
    else:
        lines = [f"工作表「{sheet}」没有需要填写或改动的得分。"]
    if left:
        lines += [f"另有 {len(left)} 处没有改动：", *_few(map(_remark, left))]
    return "\n".join([*lines, *refusals])


def policy_of_desk(title: str | None) -> str:
    """By which 评分办法 forms are scored: the desk's, or that of each one's layout.

    >>> policy_of_desk("湖北省"), policy_of_desk(None)
    ('评分办法：湖北省（设置中指定）。', '评分办法：设置中没有指定，各表按各自版式的办法。')
    """
    if title is None:
        return "评分办法：设置中没有指定，各表按各自版式的办法。"
    return f"评分办法：{title}（设置中指定）。"


def policies(forms: Iterable[CheckedForm], by_desk: bool) -> str:
    """By which 评分办法 the forms of a sheet were scored."""
    titles = "、".join(dict.fromkeys(form.filing.policy.title for form in forms))
    return policy_of_desk(titles) if by_desk else f"评分办法：{titles}（按本表的版式）。"


def _remark(remark: Remark) -> str:
    return f"{remark.address}「{remark.name}」{remark.why}。"


def _few(lines: Iterable[str]) -> list[str]:
    listed = list(lines)
    more = len(listed) - SHOWN
    return listed if more <= 0 else [*listed[:SHOWN], f"……还有 {more} 处。"]


def checked(sheet: str, forms: Sequence[CheckedForm], marked: bool) -> str:
    """What 核查 has found, and where to see it."""
    lines = [f"工作表「{sheet}」：{counted(forms)}。"]
    if faults := sum(len(form.outcome.faults) for form in forms):
        lines.append(f"程序故障 {faults} 处，与填报单位无关，请把本文件发给维护人。")
    where = "逐条见工作表「核查结果」，点单元格地址可跳到该格。"
    coloured = "有问题的格已标色：红为错误，灰为读不成，黄为警告，蓝为提示；点「清除标记」可恢复。"
    lines.append(where + (coloured if marked else "工作表有保护，没有标色。"))
    return "\n".join(lines)


def cleared(marks: int, listed: bool, protected: Sequence[str]) -> str:
    """What 清除标记 has taken away."""
    done = ["标色"] if marks else []
    done += ["工作表「核查结果」"] if listed else []
    text = f"已清除{'和'.join(done)}，填报的内容没有改动。" if done else "没有核查标记可清除。"
    if protected:
        names = "、".join(f"「{name}」" for name in protected)
        text += f"\n工作表{names}有保护，标色没有清除。请撤销保护后再点一次。"
    return text


def before_handing_in(objections: Sequence[str]) -> str:
    """What to think of before 生成报送版."""
    lines = [f"还有 {len(objections)} 处没有改正：", *_few(objections)]
    return "\n".join([*lines, "仍要生成报送版吗？"])


def handed_in(target: Path, gone: Sequence[str]) -> str:
    """Where the hand-in file is, and what it has not."""
    lines = [f"已生成报送版，只有数值，没有公式和宏：\n{target}\n各单元格已与原表逐一核对。"]
    return "\n".join([*lines, *([left_out(gone)] if gone else [])])


def about() -> str:
    """Version and places."""
    from macros.desk import user_files
    from xlfuncs import udf_desk

    try:
        number = version("jixiao")
    except PackageNotFoundError:  # run from its sources
        number = "（未安装）"
    return (
        f"绩效表单工具 {number}\n财政项目支出绩效目标申报表、自评表的评分与核查\n"
        f"Python：{sys.executable}\n设置：{user_files.settings_file()}\n日志：{udf_desk.log_file()}"
    )


if sys.platform == "win32":
    import ctypes

    def _box(text: str, style: int) -> int:
        user = ctypes.windll.user32
        # In front of Excel, and as its own: it takes no clicks meanwhile.
        return int(user.MessageBoxW(user.GetForegroundWindow(), text, TITLE, style | 0x10000))
else:

    def _box(text: str, style: int) -> int:
        """Where there is no Windows, a terminal is told; nobody there can say yes."""
        print(text, file=sys.stderr)
        return 0


def show(text: str) -> None:
    """Tells somebody something."""
    _box(text, 0x40)


def confirm(text: str) -> bool:
    """Whether somebody says yes; No is what Enter presses."""
    return _box(text, 0x4 | 0x30 | 0x100) == 6
