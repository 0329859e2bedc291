"""Records counted: how many of what, and what is to be done with each form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from validators.checking.catalogue import find
from validators.records.folder_results import NOTHING_TOGETHER, FolderRecord
from validators.records.record import Record
from validators.records.standing import Standing
from validators.rule import Severity
from workbooks.files.kinds import CALLED, PASSED_OVER, Kind, is_unread
from workbooks.values.dataclass import dataclass, field
from workbooks.values.terms import clean

NO_UNIT = "（未填实施单位）"


@dataclass(slots=True)
class UnitCount:
    """What one unit has handed in, what is to be said of it, and what it has mended.

    `name` is how it is written where it is met first.
    """

    name: str
    forms: int = 0
    errors: int = 0
    warnings: int = 0
    mended: int = 0

    @property
    def found(self) -> bool:
        """Whether anything is to be said of it."""
        return bool(self.errors or self.warnings or self.mended)

    @property
    def text(self) -> str:
        """The same in words."""
        counts = f"错误 {self.errors}，警告 {self.warnings}，已改 {self.mended}"
        return f"{self.forms} 份，{counts}"


@dataclass(slots=True)
class Tally:
    """Counts over the records of a run, as they come.

    `forms` counts forms, and each refusal once, by their standing; `rules` the findings of each
    rule that was broken, could not be applied or failed, and `told` how a finding named it.
    Findings that a reviewer accepted are counted in `accepted` alone. `files` are those that were
    opened, `asides` the others by kind.
    """

    files: int = 0
    checked: int = 0
    unreadable: int = 0
    skips: int = 0
    faults: int = 0
    accepted: int = 0
    severities: Counter[str] = field(default_factory=Counter)
    asides: Counter[Kind] = field(default_factory=Counter)
    standings: Counter[Standing] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    told: dict[str, tuple[str, Severity]] = field(default_factory=dict)
    units: dict[str, UnitCount] = field(default_factory=dict)
    returning: list[Path] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """Files of which no form was judged."""
        return self.files - self.checked

    @property
    def unread(self) -> int:
        """What may hold forms and was not read."""
        return sum(n for kind, n in self.asides.items() if is_unread(kind))

    @property
    def passed_over(self) -> int:
        """Files that hold no forms."""
        return sum(self.asides[kind] for kind in PASSED_OVER)

    @property
    def found(self) -> int:
        """All that a run found and has told of."""
        return self.files + sum(self.asides.values())

    @property
    def errors(self) -> int:
        """错误."""
        return self.severities[Severity.ERROR]

    @property
    def warnings(self) -> int:
        """警告."""
        return self.severities[Severity.WARNING]

    @property
    def notes(self) -> int:
        """提示."""
        return self.severities[Severity.NOTE]

    @property
    def forms(self) -> dict[Standing, int]:
        """How many forms have each standing, the worst first; what there is none of is left out."""
        return {kind: self.standings[kind] for kind in Standing if self.standings[kind]}

    @property
    def by_unit(self) -> list[tuple[str, UnitCount]]:
        """What each unit has handed in, those with most to mend first."""
        ranked = sorted(self.units.values(), key=lambda one: (-one.errors, -one.warnings, one.name))
        return [(unit.name, unit) for unit in ranked]

    @property
    def by_rule(self) -> list[tuple[str, Severity, int]]:
        """The rules that were broken, those broken most first."""
        counts = self.rules.most_common()
        return [(code, self.told[code][1], count) for code, count in counts if count]

    @property
    def met(self) -> list[str]:
        """The codes of the rules that were named and can be told of, in order."""
        return sorted(code for code in self.rules if find(code) or code in self.told)

    def add(self, record: Record) -> None:
        """Count one more."""
        data = record.data
        self.standings.update(standings(record))
        if record.aside is not None:
            self.asides[record.aside.kind] += 1
            return
        self.files += 1
        self.checked += bool(data.forms)
        self.faults += len(data.faults)
        goes_back = any(note.standing is Standing.RETURN for note in record.notes)
        self.returning += [record.path] * goes_back
        self.rules.update({fault.code: 0 for fault in data.faults if fault.code})
        for form in data.forms:
            unit = self.units.setdefault(clean(form.unit or ""), UnitCount(form.unit or ""))
            unit.forms += 1
            unit.mended += sum(one.severity is not Severity.NOTE for one in form.gone)
            self.unreadable += len(form.unreadable)
            self.skips += len(form.skips)
            self.rules.update({skip.code: 0 for skip in form.skips})
            for finding in form.findings:
                accepted = finding.accepted is not None
                self.accepted += accepted
                unit.errors += not accepted and finding.severity is Severity.ERROR
                unit.warnings += not accepted and finding.severity is Severity.WARNING
                self.severities[finding.severity] += not accepted
                self.rules[finding.code] += not accepted
                self.told[finding.code] = finding.name, finding.severity


def standings(record: Record) -> Counter[Standing]:
    """The forms of a file by their standing; that it, or a sheet of it, was refused is one more."""
    counts = Counter(note.standing for note in record.notes)
    counts[Standing.REFUSED] += record.data.refusal is not None
    return counts


def tally(records: Iterable[Record]) -> Tally:
    """The counts of some records."""
    counted = Tally()
    for record in records:
        counted.add(record)
    return counted


NOTHING = (
    "没有找到可核查的文件。请确认路径，文件应为 Excel 工作簿（.xlsx、.xlsm、.xls、.et）、"
    "网页（.html）或 Word 文档（.docx）。"
)
_TELLING = {
    Standing.RETURN: "{} 份需退回修改（有错误或读不成的单元格）",
    Standing.ASK: "{} 份请核实（有警告）",
    Standing.INCOMPLETE: "{} 份未查全（有规则未能检查）",
    Standing.ADVISED: "{} 份仅有提示",
    Standing.ACCEPTED: "{} 份的问题均已核准",
    Standing.CLEAN: "{} 份未发现问题",
    Standing.REFUSED: "{} 份未能核查（打不开或认不出）",
}


def outlook(counted: Tally) -> str:
    """One sentence: of how many forms, how many are to be treated how."""
    passed = _counts(counted, lambda kind: kind in PASSED_OVER)
    more = f"另有 {counted.passed_over} 个文件不核查：{passed}。" if passed else ""
    if not counted.forms:
        return NOTHING + more
    parts = [_TELLING[kind].format(number) for kind, number in counted.forms.items()]
    if unread := _counts(counted, is_unread):
        opened = counted.standings[Standing.REFUSED] - counted.unread
        some = f"打不开或认不出 {opened} 份；" if opened else ""
        parts[-1] = parts[-1].replace("打不开或认不出", f"{some}没有读取：{unread}")
    return f"共 {sum(counted.forms.values())} 份：" + "，".join(parts) + "。" + more


def _counts(counted: Tally, wanted: Callable[[Kind], bool]) -> str:
    """How many of each kind of what was not opened."""
    parts = (
        f"{called} {counted.asides[kind]} 个"
        for kind, called in CALLED.items()
        if wanted(kind) and counted.asides[kind]
    )
    return "、".join(parts)


_TO_DO = {
    Standing.RETURN: "退回 {} 份，请单位改正",
    Standing.ASK: "向单位核实 {} 份的警告",
    Standing.INCOMPLETE: "补查 {} 份没有查全的",
    Standing.REFUSED: "处理 {} 份未能核查的",
}


def next_step(counted: Tally, together: FolderRecord = NOTHING_TOGETHER) -> str:
    """One sentence: what is to be done next, the most urgent first."""
    parts = [_TO_DO[kind].format(n) for kind, n in counted.forms.items() if kind in _TO_DO]
    met = Counter(one.severity for one in together.findings)
    levels = (Severity.ERROR, Severity.WARNING)
    if of_all := "、".join(f"{level.word} {met[level]} 处" for level in levels if met[level]):
        parts.append(f"逐条确认「同批比较」的{of_all}")
    if counted.faults:
        parts.append(f"把 {counted.faults} 处程序故障发给维护人")
    if parts:
        return f"下一步：{'；'.join(parts)}。改好后再核查一次。"
    if not counted.forms:
        return "下一步：确认路径，再核查一次。"
    kept = f"，已核准的 {counted.accepted} 处仍然列出，供备查" if counted.accepted else ""
    return f"下一步：没有需要退回或核实的表{kept}。"
