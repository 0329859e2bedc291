"""The law as data, and what is said of data that cannot be used."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from workbooks.forms import Category
from xlfuncs.policy import AtMostFormula, PolicyError, load, policy_names

ENTRY = 'since = "2024-01-01"\nsource = "某文件"\n'


def policy(folder: Path, text: str, name: str = "own.toml") -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def value(key: str, written: str) -> str:
    return f'base = "national"\n[values.{key}]\nvalue = {written}\n{ENTRY}'


def refusal(name: str) -> str:
    with pytest.raises(PolicyError) as caught:
        load(name)
    return str(caught.value).replace(name, "FILE")


def test_built_in_policies() -> None:
    assert policy_names() == ("national", "shanghai")
    assert [load(name).total_points for name in policy_names()] == [100, 100]
    assert all(load(name).category_guide == {} for name in policy_names())
    assert all(p.since and p.source for p in load("shanghai").provenance.values())


def test_a_policy_changes_its_base(tmp_path: Path) -> None:
    own = load(policy(tmp_path, value("at_most_formula", '"inverse"')))

    assert own.at_most_formula is AtMostFormula.INVERSE
    assert own.good == load("national").good
    assert own.provenance["at_most_formula"].source == "某文件"


def test_a_guide_of_categories(tmp_path: Path) -> None:
    own = load(policy(tmp_path, value("category_guide", '{ "产出指标" = "50", "效益指标" = 30 }')))

    assert own.category_guide == {Category.OUTPUT: Decimal(50), Category.BENEFIT: Decimal(30)}


def test_severities(tmp_path: Path) -> None:
    own = load(policy(tmp_path, 'base = "national"\n[severities]\nN605 = "error"\nN606 = "off"\n'))

    assert own.severities == {"N605": "error", "N606": "off"}


@pytest.mark.parametrize(
    ("key", "written", "wanted"),
    [
        ("good", '"八十"', "不小于 0 的数字"),
        ("good", '"-1"', "不小于 0 的数字"),
        ("good", '"NaN"', "不小于 0 的数字"),
        ("good", "[80]", "不小于 0 的数字"),
        ("equality", '"near"', "surplus-counts、any-difference"),
        ("at_most_formula", "1", "linear、inverse"),
        ("rating_words", '"优良中差"', "词语的列表"),
        ("rating_words", "[]", "词语的列表"),
        ("category_guide", "50", "一级指标名称和分值的表"),
        ("category_guide", '{ "产出" = "50" }', "一级指标名称和分值的表"),
        ("category_guide", '{ "产出指标" = "五十" }', "一级指标名称和分值的表"),
    ],
)
def test_a_bad_value(tmp_path: Path, key: str, written: str, wanted: str) -> None:
    text = refusal(policy(tmp_path, value(key, written)))

    assert text.startswith(f"评分办法 FILE 的 {key} 填的是“")
    assert text.endswith(f"”，应为：{wanted}。请改正。")


def test_an_unknown_key(tmp_path: Path) -> None:
    text = refusal(policy(tmp_path, value("gut", '"80"')))

    assert text.startswith("评分办法 FILE 有不认识的项目 gut。可用的项目：at_most_formula、")


@pytest.mark.parametrize(
    "entry",
    ['value = "80"\nsince = "2024-01-01"', 'value = "80"\nsource = "某文件"', ENTRY],
)
def test_an_entry_without_its_document(tmp_path: Path, entry: str) -> None:
    text = refusal(policy(tmp_path, f'base = "national"\n[values.good]\n{entry}\n'))

    assert text == "评分办法 FILE 的 good 应写明 value、since 和 source。请补全。"


def test_a_value_that_is_no_table(tmp_path: Path) -> None:
    text = refusal(policy(tmp_path, 'base = "national"\n[values]\ngood = "80"\n'))

    assert text == "评分办法 FILE 的 good 应写明 value、since 和 source。请补全。"


def test_values_that_are_no_table(tmp_path: Path) -> None:
    for table in ("values", "severities"):
        text = refusal(policy(tmp_path, f'base = "national"\n{table} = "80"\n', f"{table}.toml"))

        assert text == f"评分办法 FILE 的 {table} 应是一张表。请改正。"


def test_a_missing_value(tmp_path: Path) -> None:
    text = refusal(policy(tmp_path, 'name = "own"\n'))

    assert text == '评分办法 FILE 缺少 at_most_formula。请补上，或写 base = "national"。'


def test_a_base_that_goes_in_a_circle(tmp_path: Path) -> None:
    other = (tmp_path / "other.toml").as_posix()
    own = policy(tmp_path, f'base = "{other}"\n')
    policy(tmp_path, f'base = "{Path(own).as_posix()}"\n', "other.toml")

    assert refusal(own) == "评分办法 FILE 的 base 绕成了圈。请改正 base。"


def test_a_base_that_is_no_name(tmp_path: Path) -> None:
    text = refusal(policy(tmp_path, "base = 1\n"))

    assert text == "评分办法 FILE 的 base 应是评分办法的名称或 .toml 文件。请改正。"


def test_an_unknown_severity(tmp_path: Path) -> None:
    text = refusal(policy(tmp_path, 'base = "national"\n[severities]\nN601 = "fatal"\n'))

    assert text == "评分办法 FILE 给规则 N601 定的级别应为：error、warning、note、off。请改正。"


def test_not_toml(tmp_path: Path) -> None:
    text = refusal(policy(tmp_path, "good: 80\n"))

    assert text.startswith("评分办法文件 FILE 写法有误：")
    assert text.endswith("。请按 TOML 格式改正。")


def test_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes('name = "上海"\n'.encode("gbk"))

    text = refusal(str(path))

    assert text == "评分办法文件 FILE 打不开。请确认路径和文件编码（UTF-8）。"


def test_no_such_file(tmp_path: Path) -> None:
    text = refusal(str(tmp_path / "none.toml"))

    assert text == "评分办法文件 FILE 打不开。请确认路径和文件编码（UTF-8）。"


def test_an_unknown_name() -> None:
    text = refusal("beijing")

    assert text == ("没有名为 FILE 的评分办法。现有：national、shanghai；也可以给出 .toml 文件。")
