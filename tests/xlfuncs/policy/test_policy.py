"""The law as data: what is built in, and how one policy changes another."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from workbooks.forms import Category
from workbooks.reading.edition import built_in
from xlfuncs.policy import KEYS, AtMostFormula, Provenance, load, policy_names

ENTRY = 'since = "2024-01-01"\nsource = "某文件"\n'


def policy(folder: Path, text: str, name: str = "own.toml") -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def value(key: str, written: str) -> str:
    return f'base = "national"\n[values.{key}]\nvalue = {written}\n{ENTRY}'


def test_built_in_policies() -> None:
    assert policy_names() == (
        "guangxi",
        "hebei",
        "hubei",
        "jiangxi",
        "national",
        "ningxia",
        "shanghai",
        "shanghai-final-account",
        "shanxi",
        "sichuan",
        "tianjin",
    )


@pytest.mark.parametrize("name", policy_names())
def test_every_value_has_its_date_and_its_document(name: str) -> None:
    built_in = load(name)

    assert built_in.name == name
    assert built_in.title.endswith("评分办法")
    assert KEYS.keys() - built_in.provenance.keys() == {"category_guide"}
    assert built_in.severities.keys() == built_in.provenance.keys() - KEYS.keys()
    for place in built_in.provenance.values():
        assert place.since == "待核" or date.fromisoformat(place.since)
        assert re.search("条款待核|公开的20", place.source), place.source
        assert not re.search("第.+条", place.source), place.source
        assert place.origin in policy_names()


@pytest.mark.parametrize("edition", built_in(), ids=lambda edition: edition.name)
def test_every_edition_names_a_policy(edition: object) -> None:
    assert getattr(edition, "policy", None) in policy_names()


def test_titles_are_chinese_and_apart() -> None:
    titles = [key.title for key in KEYS.values()]

    assert len(set(titles)) == len(titles)
    assert all(re.search("[一-龥]", title) and title.encode("gbk") for title in titles)
    assert all(key.kind.wanted.encode("gbk") for key in KEYS.values())


def test_what_a_policy_does_not_say_is_inherited() -> None:
    hubei = load("hubei")

    assert hubei.provenance["execution_points"] == Provenance(
        "2020-01-01", "湖北省公开的2020年度项目自评表（预算执行情况 20 分）", "hubei", 7
    )
    assert hubei.provenance["equality"].origin == "national"
    assert load("shanghai-final-account").provenance["execution_points"].origin == "shanghai"


def test_a_policy_changes_its_base(tmp_path: Path) -> None:
    path = policy(tmp_path, value("at_most_formula", '"inverse"'))

    own = load(path)

    assert own.at_most_formula is AtMostFormula.INVERSE
    assert own.rating_bounds == load("national").rating_bounds
    assert own.provenance["at_most_formula"] == Provenance("2024-01-01", "某文件", path, 3)


@pytest.mark.parametrize(
    ("head", "name", "title"),
    [
        ("", "own", "own"),
        ('title = "本区办法"\n', "own", "本区办法"),
        ('name = "benqu"\ntitle = " 本区办法 "\n', "benqu", "本区办法"),
    ],
)
def test_name_and_title(tmp_path: Path, head: str, name: str, title: str) -> None:
    own = load(policy(tmp_path, f'{head}base = "national"\n'))

    assert (own.name, own.title) == (name, title)


@pytest.mark.parametrize(
    ("key", "written", "read"),
    [
        ("met_band", "0.85", Decimal("0.85")),
        ("met_band", "1", Decimal(1)),
        ("met_band", '"0.85"', Decimal("0.85")),
        ("execution_floor", "0", Decimal(0)),
        ("low_execution", "0.1", Decimal("0.1")),
        ("execution_points", "20", Decimal(20)),
        ("execution_points", "0.01", Decimal("0.01")),
        ("total_points", "1000", Decimal(1000)),
        ("overachievement_explained", "1.5", Decimal("1.5")),
        ("overachievement_noted", "1", Decimal(1)),
        ("short_note", "0", Decimal(0)),
        ("short_note", "1000", Decimal(1000)),
        ("largest_budget", '"10,000,000"', Decimal(10000000)),
        ("smallest_budget", "1e3", Decimal(1000)),
        ("rating_bounds", '[90, "75.5", 60.5]', (Decimal(90), Decimal("75.5"), Decimal("60.5"))),
        ("rating_bounds", "[100, 80, 60]", (Decimal(100), Decimal(80), Decimal(60))),
        ("rating_words", '["优秀", "良好", "中等", "较差"]', ("优秀", "良好", "中等", "较差")),
        (
            "category_guide",
            '{ "产出指标" = "50", "效益指标" = 30 }',
            {Category.OUTPUT: Decimal(50), Category.BENEFIT: Decimal(30)},
        ),
        ("category_guide", "{}", {}),
    ],
)
def test_values_as_they_may_be_written(
    tmp_path: Path, key: str, written: str, read: object
) -> None:
    own = load(policy(tmp_path, value(key, written)))

    assert getattr(own, key) == read


def test_a_date_needs_no_quotation_marks(tmp_path: Path) -> None:
    text = 'base = "national"\n[values.met_band]\nvalue = 0.9\nsource = "某文件"\nsince = '

    bare = load(policy(tmp_path, text + "2024-02-29\n", "bare.toml"))
    unknown = load(policy(tmp_path, text + '"待核"\n', "unknown.toml"))

    assert bare.provenance["met_band"].since == "2024-02-29"
    assert unknown.provenance["met_band"].since == "待核"


def test_severities(tmp_path: Path) -> None:
    text = 'base = "guangxi"\n'
    for code, word in (("N606", "off"), ("B209", "note")):
        text += f'[severities.{code}]\nvalue = "{word}"\n{ENTRY}'

    own = load(policy(tmp_path, text))

    assert own.severities == {"N605": "error", "N606": "off", "B209": "note"}
    assert own.provenance["N605"].origin == "guangxi"
    assert own.provenance["B209"].line == 7


def test_a_byte_order_mark_and_windows_lines(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    text = value("total_points", "120").replace("\n", "\r\n")
    path.write_bytes(text.encode("utf-8-sig"))

    own = load(str(path))

    assert own.total_points == 120
    assert own.provenance["total_points"].line == 3


def test_a_relative_path_and_a_base_beside_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "区" / "街道").mkdir(parents=True)
    policy(tmp_path / "区", value("execution_points", "20"), "区.TOML")
    policy(tmp_path / "区" / "街道", 'base = "../区.TOML"\n', "街道.toml")
    monkeypatch.chdir(tmp_path)

    from_above = load(str(Path("区", "街道", "街道.toml")))
    monkeypatch.chdir(tmp_path / "区" / "街道")
    from_beside = load("街道.toml")

    assert (from_above.execution_points, from_beside.execution_points) == (20, 20)
    assert from_above.name == "街道"
