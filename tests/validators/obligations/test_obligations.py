"""义务台账: the list is sound, and completion falls with whatever keeps a rule from looking."""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros.cli import main
from tests.cases import read_texts, texts_of
from tests.season import declaration, evaluation
from tests.validators.across.test_year import Forms, row
from tests.validators.json_schema import VALIDATOR
from tests.validators.pages import page
from tests.validators.results import INDICATORS, broken_rule, checked, result
from validators.across import declaration as across_declaration
from validators.across.explained import EXPLAINED
from validators.across.folder import Folder
from validators.checking.catalogue import RULES, find
from validators.checking.check_file import Choice, check_file
from validators.flags.explained import explained
from validators.obligations.completion import Completion, State, completion_text, of_form
from validators.obligations.ledger import Obligation, obligations
from validators.records.folder_results import FolderRecord, LookedRecord
from validators.records.record import recorded
from validators.records.results import FormRecord
from validators.reports import obligations_page
from validators.rule import RuleModule
from workbooks.form_kinds import ALL_KINDS
from workbooks.forms import SelfEvaluation

ROOT = Path(__file__).parents[3]
DATA = tomllib.loads((ROOT / "validators/obligations/obligations.toml").read_text("utf-8"))
STANDARD = texts_of("")
LISTED = obligations().listed
BY_RULES = [one for one in LISTED if one.rules]
NO_OBLIGATION = {"S112", "S113"}
"""About our own blank forms, which no guide asks for."""


def test_each_obligation_says_what_where_from_and_by_one_thing_that_covers_it() -> None:
    known = {"code", "group", "what", "sources", "forms", "rest"}
    by = {"rules", "together", "person", "not_built"}
    for told in DATA["obligation"]:
        assert len(by & set(told)) == 1, told["code"]
        assert set(told) <= known | by, told["code"]
        assert told["what"]
        assert not told["what"].endswith("。"), told["code"]
        assert told["sources"], told["code"]
        remark = told.get("rest", told.get("person", told.get("not_built", "。")))
        assert remark.endswith("。"), told["code"]
        assert not ("rest" in told and by & set(told) & {"person", "not_built"}), told["code"]

    codes = [one.code for one in LISTED]
    assert codes == sorted(set(codes)) == [f"Y{n:02}" for n in range(1, len(codes) + 1)]
    assert {name for one in LISTED for name in one.forms} <= {kind.name for kind in ALL_KINDS}


def test_each_source_exists_has_a_number_or_says_that_it_has_none_and_is_used() -> None:
    named = {name for told in DATA["obligation"] for name in told["sources"]}

    assert named == set(DATA["sources"])
    for one in (source for obligation in LISTED for source in obligation.sources):
        assert one.title
        assert one.number == "无文号" or "号" in one.number
        assert one.verified != one.text.endswith("条款待核")


@pytest.mark.parametrize("one", [one for one in LISTED if one.codes], ids=lambda one: one.code)
def test_each_rule_and_flag_of_an_obligation_exists_and_is_of_its_forms(one: Obligation) -> None:
    for code in one.rules:
        module = find(code)
        assert module is not None, code
        assert SelfEvaluation in module.RULE.forms
    for code in one.together:
        assert EXPLAINED.get(code) or explained(code), code


def test_each_rule_about_self_evaluations_serves_an_obligation() -> None:
    rules = {module.RULE.code for module in RULES if SelfEvaluation in module.RULE.forms}

    assert rules - {code for one in LISTED for code in one.rules} == NO_OBLIGATION
    assert set(EXPLAINED) <= {code for one in LISTED for code in one.together}


def states(rules: tuple[RuleModule, ...] = RULES, text: str = "", **heads: Any) -> dict[str, State]:
    texts = texts_of(text) | heads
    return dict(of_form(form_of(rules, texts)))


def form_of(rules: tuple[RuleModule, ...], texts: Any) -> FormRecord:
    (form,) = recorded(result("表.xlsx", checked(read_texts(texts), rules))).data.forms
    return form


ALL = states()


def test_with_all_rules_all_that_rules_cover_is_checked() -> None:
    for one in LISTED:
        if one.rules:
            assert ALL[one.code] is (State.REST_BY_PERSON if one.rest else State.CHECKED), one.code
    others = {one.code: ALL.get(one.code) for one in LISTED if not one.rules}
    assert others["Y15"] is State.BY_PERSON
    assert others["Y59"] is State.NOT_BUILT
    assert others["Y47"] is None  # told of all files together


@pytest.mark.parametrize("code", sorted({code for one in BY_RULES for code in one.rules}))
def test_without_any_one_rule_completion_falls_and_nothing_else_does(code: str) -> None:
    without = tuple(module for module in RULES if module.RULE.code != code)

    told = states(without)

    for one in BY_RULES:
        if code not in one.rules:
            assert told[one.code] is ALL[one.code]
        else:
            assert told[one.code] is (State.PARTLY if len(one.rules) > 1 else State.LEFT_OUT)


def test_a_rule_that_is_taken_out_of_the_catalogue_is_not_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = form_of(RULES, STANDARD)
    monkeypatch.setattr(
        "validators.obligations.completion.find",
        lambda code: None if code == "R503" else find(code),
    )
    monkeypatch.setattr("validators.obligations.completion._states", uncached())

    assert of_form(form)["Y38"] is State.LEFT_OUT
    assert of_form(form)["Y39"] is State.CHECKED


def uncached() -> Callable[..., Any]:
    from validators.obligations import completion

    return completion._states.__wrapped__


def test_a_rule_that_a_policy_switches_off_is_not_checked(tmp_path: Path) -> None:
    policy = tmp_path / "办法.toml"
    entry = 'since = "待核"\nsource = "本区要求"\n'
    policy.write_text(f'base = "national"\n[severities.R503]\nvalue = "off"\n{entry}', "utf-8")
    path = evaluation(tmp_path / "表.xlsx")

    (form,) = recorded(check_file(path, Choice(policy=str(policy)))).data.forms

    assert of_form(form)["Y38"] is State.LEFT_OUT
    assert form.unused == ("R503",)


def test_what_could_not_be_read_is_no_data_and_what_could_in_part_is_partly() -> None:
    row = f"{INDICATORS}| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 约16 | |"
    told = states(text=row)

    assert told["Y38"] is State.NO_DATA  # R503: the sum of scores lacks one
    assert told["Y34"] is State.PARTLY  # R501, R502, R510: all the other rows
    assert told["Y31"] is State.CHECKED


def test_a_form_without_a_row_leaves_nothing_checked_that_is_about_rows() -> None:
    told = states(indicators=[])

    assert told["Y20"] is State.NO_DATA
    assert told["Y35"] is State.NO_DATA
    assert told["Y08"] is State.CHECKED


def test_a_rule_on_trial_that_is_held_up_is_told_although_its_skip_is_not() -> None:
    texts = texts_of("")
    texts["funds"] = [dict(line) for line in texts["funds"]]
    texts["funds"][0]["executed"] = "约49"

    form = form_of(RULES, texts)

    assert "B212" not in {skip.code for skip in form.skips}
    assert of_form(form)["Y27"] is State.NO_DATA
    assert ALL["Y27"] is State.CHECKED


def test_a_rule_that_breaks_has_not_looked() -> None:
    broken = broken_rule()
    broken.RULE = replace(broken.RULE, code="R508")  # type: ignore[misc]
    rules = (*(module for module in RULES if module.RULE.code != "R508"), broken)

    told = states(rules)

    assert told["Y39"] is State.LEFT_OUT
    assert told["Y38"] is State.CHECKED


def counted(folder: FolderRecord, *forms: FormRecord, whole: bool = True) -> dict[str, State]:
    completion = Completion()
    completion.add(forms)
    return {one.obligation.code: one.state for one in completion.counts(folder, whole=whole)}


TRAINED = row("培训人数", "≥200人", cell="C5")


def together(*, declared: bool) -> FolderRecord:
    forms = Forms().add("SelfEvaluation", [TRAINED], initial_budget=Decimal(22))
    if declared:
        forms.add("TargetDeclaration", [TRAINED], declared=Decimal(22))
    return Folder(None, forms.index).told(whole=True)


def test_what_is_held_against_the_declaration_counts_only_where_there_is_one() -> None:
    form = form_of(RULES, STANDARD)

    without, with_it = (
        counted(together(declared=False), form),
        counted(together(declared=True), form),
    )

    assert [without[code] for code in ("Y47", "Y48", "Y49")] == [State.NO_DATA] * 3
    assert [with_it[code] for code in ("Y47", "Y48", "Y49")] == [State.CHECKED] * 3
    assert with_it["Y50"] is State.NO_DATA  # no form of last year


def test_of_several_forms_all_must_have_been_held() -> None:
    form = form_of(RULES, STANDARD)
    folder = FolderRecord(looked=(LookedRecord("X701", 1),))

    assert counted(folder, form)["Y47"] is State.CHECKED
    assert counted(folder, form)["Y58"] is State.NOT_APPLICABLE  # of departments
    assert counted(folder, form, form)["Y47"] is State.PARTLY


def test_a_run_that_was_cut_off_or_a_fault_leaves_out_what_asks_for_all_files() -> None:
    form = form_of(RULES, STANDARD)
    forms = Forms().add("SelfEvaluation", [TRAINED], initial_budget=Decimal(22))
    forms.add("TargetDeclaration", [TRAINED], declared=Decimal(22))
    folder = Folder(None, forms.index)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(across_declaration, "counting", lambda lines: 1 / 0)
        broken = folder.told(whole=True)

    stopped = counted(FolderRecord(), form, whole=False)

    asked = [one for one in LISTED if one.together and "SelfEvaluation" in one.forms]
    assert {stopped[one.code] for one in asked} == {State.LEFT_OUT}
    told = counted(broken, form)
    assert [told[code] for code in ("Y47", "Y48", "Y49")] == [State.LEFT_OUT] * 3
    assert told["Y52"] is not State.LEFT_OUT


def test_a_folder_of_declarations_has_no_account() -> None:
    completion = Completion()

    assert completion.counts() == ()
    assert completion_text(()) == ""


@pytest.fixture(name="season")
def _season(tmp_path: Path) -> Path:
    folder = tmp_path / "报送"
    for number in (1, 2, 3):
        heads = {"project": f"窗口服务保障项目{number}", "unit": "某中心"}
        evaluation(folder / f"自评{number}.xlsx", **heads)
        declaration(folder / f"申报{number}.xlsx", **heads)
    return folder


def told_of(folder: Path, *words: str) -> Any:
    out = folder.parent / "结果.json"
    main(["check", str(folder), "--report", str(out), "--overwrite", "--no-ledger", *words])
    data = json.loads(out.read_text("utf-8"))
    VALIDATOR.validate(data)
    return data


def test_the_json_tells_it_of_each_form_and_of_all(season: Path) -> None:
    every = told_of(season)
    without = told_of(season, "--ignore", "R503,N601")
    only = told_of(season, "--select", "N")

    own = [file["obligations"] for file in every["files"] if "obligations" in file]
    assert len(own) == 3
    assert own[0][0]["form"] == 1
    assert "Y38" in own[0][0]["checked"]
    assert every["obligations"]["Y38"]["state"] == "checked"
    assert every["obligations"]["Y38"]["forms"]["checked"] == 3
    assert every["obligations"]["Y38"]["forms"]["not_applicable"] == 3
    assert without["obligations"]["Y38"]["state"] == "left_out"
    assert without["obligations"]["Y41"]["state"] == "partly"
    assert only["obligations"]["Y41"]["state"] == "rest_by_person"
    assert only["obligations"]["Y01"]["forms"]["left_out"] == 3
    assert without["files"][3]["forms"][0]["unused"] == ["N601", "R503"]


def test_the_report_and_the_page_tell_it(season: Path) -> None:
    book, web = season.parent / "核查结果.xlsx", season.parent / "核查结果.html"
    ignored = ["--ignore", "R503", "--no-ledger"]

    main(["check", str(season), "--report", str(book), "--report", str(web), *ignored])

    sheet = openpyxl.load_workbook(book)["义务台账"]
    lead, *rows = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert str(lead[0]).startswith(
        f"义务台账（{obligations().version}）：自评应查 {len(LISTED)} 项，"
    )
    by_code = {line[1]: line for line in rows}
    heads = by_code["编号"]
    column = {str(head).replace("\n", ""): at for at, head in enumerate(heads)}
    assert by_code["Y38"][0] == "没有检查"
    assert by_code["Y38"][column["没有检查"]] == 3
    assert by_code["Y38"][column["不适用"]] == 3
    assert by_code["Y39"][0] == "已检查"
    assert by_code["Y15"][0] == "要人看"
    assert by_code["Y15"][column["不适用"]] is None
    text = page(web.read_text("utf-8")).text
    assert str(lead[0]) in text
    assert "Y38 总分等于预算执行得分与各项指标得分之和：没有检查 3 份，不适用 3 份" in text


def test_the_list_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["rules", "--obligations"])
    listed = capsys.readouterr().out
    main(["rules", "--obligations", "--format", "md"])
    shown = capsys.readouterr().out
    main(["rules", "--obligations", "--format", "json"])
    data = json.loads(capsys.readouterr().out)

    assert listed.count("\n       依据：") == len(LISTED)
    assert "  Y38  总分等于预算执行得分与各项指标得分之和（R503）" in listed
    assert "《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核" in listed
    assert shown.strip() == obligations_page.PAGE.read_text("utf-8").strip()
    assert [one["code"] for one in data["obligations"]] == [one.code for one in LISTED]
    assert data["obligations"][37]["covered_by"] == ["R503"]


def calls(work: Callable[[], object]) -> int:
    """How many Python and library functions are called for some work."""
    counts = Counter[str]()
    sys.setprofile(lambda _frame, event, _arg: counts.update((event,)))
    try:
        work()
    finally:
        sys.setprofile(None)
    return counts["call"] + counts["c_call"]


def test_it_is_less_than_a_hundredth_of_the_work(tmp_path: Path) -> None:
    path, forms = evaluation(tmp_path / "表.xlsx"), 200
    check_file(path, Choice())
    record = recorded(check_file(path, Choice()))
    obligations()

    def account() -> None:
        completion = Completion()
        for _ in range(forms):
            completion.add(record.data.forms)
        completion.counts()

    own = calls(account) / forms
    whole = calls(lambda: recorded(check_file(path, Choice())))

    assert own * 100 < whole, (own, whole)
