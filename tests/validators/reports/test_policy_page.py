"""The pages of `jixiao policy`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import pytest

from validators.reports import policy_page
from validators.terminal_text import width
from xlfuncs.policy import KEYS, load, policy_names


def test_listing() -> None:
    told = policy_page.listing().splitlines()

    assert [line.split()[0] for line in told[:-1]] == list(policy_names())
    assert told[2] == "hubei                   湖北省评分办法"
    assert told[-1] == (
        "jixiao policy show 名称 可看各项取值和出处；核查时用 --policy 选用，不写则随版式。"
    )


def test_page_of_guangxi() -> None:
    told = policy_page.page(load("guangxi")).splitlines()

    assert told[0] == "广西壮族自治区评分办法（guangxi）"
    assert told[2].split() == ["项目", "取值", "生效日期", "写在", "出处"]
    assert told[4:6] == [
        "预算执行的分值（分）          10                  2020-02-25  national                "
        "《项目支出绩效评价管理办法》（财",
        "execution_points                                                                      "
        "预〔2020〕10号），条款待核",
    ]
    assert told[-2:] == [
        "规则 N605 超额较多，没有说明  error 错误          待核        guangxi                 "
        "广西壮族自治区公开表格或评审系统",
        "原因                                                                                  "
        "的口径，条款待核",
    ]


@pytest.mark.parametrize("name", policy_names())
def test_every_value_is_on_the_page_of_every_policy(name: str) -> None:
    told = policy_page.page(load(name))

    words = told.split()
    assert [key for key in KEYS if key not in words] == ["category_guide"]
    assert told.encode("gbk")
    assert max(map(width, told.splitlines())) <= 120


def test_a_policy_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "本区办法.toml"
    entry = 'since = 2024-01-01\nsource = "本区要求"\n'
    path.write_text(
        'title = "本区\\u001b[31m办法"\nbase = "guangxi"\n'
        f'[values.category_guide]\nvalue = {{ "产出指标" = 50 }}\n{entry}'
        f'[severities.N606]\nvalue = "off"\n{entry}',
        "utf-8",
    )

    told = policy_page.page(load(str(path))).splitlines()

    assert told[0] == "本区?[31m办法（本区办法）"
    rows = [line.split() for line in told if "本区办法.toml" in line]
    assert rows == [
        ["一级指标的参考分值（分）", "产出指标", "50", "2024-01-01", "本区办法.toml", "本区要求"],
        [
            "规则",
            "N606",
            "超额偏多",
            "off",
            "不检查",
            "2024-01-01",
            "本区办法.toml",
            "本区要求",
        ],
    ]


def test_a_choice_is_told_in_words() -> None:
    """Whatever a policy chooses between, not by its name in a file alone."""
    policy = load("national")
    chosen = [value for name in KEYS if isinstance(value := getattr(policy, name), StrEnum)]

    page = "".join(policy_page.page(policy).split())

    assert len(chosen) >= 3
    for value in chosen:
        first = f"{value.value}{getattr(value, 'told', '?')}"[: len(value.value) + 1]
        assert first in page
