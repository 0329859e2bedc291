"""A policy file that cannot be used: the file, the line, the key, and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlfuncs.policy import PolicyError, load

ENTRY = 'since = "2024-01-01"\nsource = "某文件"\n'
BASE = 'base = "national"\n'
NAMES = (
    "guangxi、hebei、hubei、jiangxi、national、ningxia、shanghai、shanghai-final-account、shanxi、sichuan、"
    "tianjin"
)
LEVELS = "error（错误）、warning（警告）、note（提示）或 off（不检查）"
RATE = "0 至 1 的数（0.8 表示 80%）"
POINTS = "0.01 至 1000 的数"
MULTIPLE = "1 至 100 的倍数"
COUNT = "0 至 1000 的整数"
YUAN = "1 至 1000000000000 的金额，单位为元"
WORDS = "两个以上互不相同的词，由高到低，写在方括号里"
BOUNDS = "由高到低的分数，写在方括号里"
GUIDE = "花括号里的一级指标和分值，一级指标为成本指标、产出指标、效益指标、满意度指标"


def refusal(path: Path, content: str | bytes) -> str:
    """What is said of a file, without its name."""
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    with pytest.raises(PolicyError) as caught:
        load(str(path))
    text = str(caught.value)
    assert text.startswith(f"评分办法文件 {path} 第 ")
    assert text.count("。") == 1
    assert text.endswith("。")
    return text.removeprefix(f"评分办法文件 {path} ")


def entry(key: str, written: str, table: str = "values") -> str:
    return f"{BASE}[{table}.{key}]\nvalue = {written}\n{ENTRY}"


@pytest.mark.parametrize(
    ("key", "written", "shown", "wanted"),
    [
        ("met_band", '"八十"', "八十", RATE),
        ("met_band", '"80%"', "80%", RATE),
        ("met_band", "80", "80", RATE),
        ("met_band", "1.01", "1.01", RATE),
        ("met_band", "-0.01", "-0.01", RATE),
        ("met_band", "true", "true", RATE),
        ("met_band", "nan", "NaN", RATE),
        ("met_band", "[0.8]", "[0.8]", RATE),
        ("partly_met_band", '""', "", RATE),
        ("execution_floor", '"无"', "无", RATE),
        ("low_execution", "90", "90", RATE),
        ("unspent_high", "2024-01-01", "2024-01-01", RATE),
        ("execution_points", "0", "0", POINTS),
        ("execution_points", '"-1"', "-1", POINTS),
        ("total_points", "inf", "Infinity", POINTS),
        ("heavy_indicator", "1000.01", "1000.01", POINTS),
        ("overachievement_noted", "0.99", "0.99", MULTIPLE),
        ("overachievement_explained", "130", "130", MULTIPLE),
        ("short_note", "9.5", "9.5", COUNT),
        ("short_note", "-1", "-1", COUNT),
        ("smallest_budget", "0", "0", YUAN),
        ("largest_budget", '"十亿"', "十亿", YUAN),
        ("equality", '"near"', "near", "surplus-counts或any-difference"),
        ("review_deviation", '"近"', "近", "of-points或of-own-score或of-values"),
        ("review_deviation_noted", '"20%"', "20%", RATE),
        ("equality", "1", "1", "surplus-counts或any-difference"),
        ("at_most_formula", '"Linear"', "Linear", "linear或inverse"),
        ("rating_words", '"优良中差"', "优良中差", WORDS),
        ("rating_words", "[]", "[]", WORDS),
        ("category_guide", '{ "其他" = 50 }', "{其他 = 50}", GUIDE),
        ("rating_words", '["优"]', "[优]", WORDS),
        ("rating_words", '["优", "优", "中", "差"]', "[优, 优, 中, 差]", WORDS),
        ("rating_words", '["优", " ", "中", "差"]', "[优, , 中, 差]", WORDS),
        ("rating_words", "[1, 2, 3, 4]", "[1, 2, 3, 4]", WORDS),
        ("rating_bounds", "90", "90", BOUNDS),
        ("rating_bounds", "[]", "[]", BOUNDS),
        ("rating_bounds", "[90, 80, 80]", "[90, 80, 80]", BOUNDS),
        ("rating_bounds", "[60, 80, 90]", "[60, 80, 90]", BOUNDS),
        ("rating_bounds", '[90, "良", 60]', "[90, 良, 60]", BOUNDS),
        ("rating_bounds", "[90, 80, -1]", "[90, 80, -1]", BOUNDS),
        ("category_guide", "50", "50", GUIDE),
        ("category_guide", '{ "产出" = 50 }', "{产出 = 50}", GUIDE),
        ("category_guide", '{ "产出指标" = "五十" }', "{产出指标 = 五十}", GUIDE),
        ("category_guide", '{ "产出指标" = 0 }', "{产出指标 = 0}", GUIDE),
    ],
)
def test_a_bad_value(tmp_path: Path, key: str, written: str, shown: str, wanted: str) -> None:
    text = refusal(tmp_path / "own.toml", entry(key, written))

    assert text == f"第 3 行：{key} 填的是“{shown}”，应为：{wanted}。"


WRONG = {
    "a long value is cut": (
        entry("met_band", f'"{"长" * 40}"'),
        f"第 3 行：met_band 填的是“{'长' * 30}…”，应为：{RATE}。",
    ),
    "an unknown key near a known one": (
        entry("met_bands", "0.8"),
        "第 2 行：values 里没有 met_bands 这一项，"
        "最接近的是 met_band（达成的得分下限，占分值的比例）。",
    ),
    "an unknown key in Chinese": (
        entry('"评分的等级"', "0.8"),
        "第 2 行：values 里没有 评分的等级 这一项，最接近的是 rating_words（评分等级）。",
    ),
    "an entry without value": (
        f"{BASE}\n[values.met_band] # 达成\n{ENTRY}",
        "第 3 行：met_band 缺少 value（取值），应写明 value、since 和 source。",
    ),
    "an entry without since": (
        f'{BASE}\n[values.met_band]\nvalue = 0.8\nsource = "某文件"\n',
        "第 3 行：met_band 缺少 since（生效日期），应写明 value、since 和 source。",
    ),
    "an entry without source": (
        f'{BASE}\n[values.met_band]\nvalue = 0.8\nsince = "2024-01-01"\n',
        "第 3 行：met_band 缺少 source（出处），应写明 value、since 和 source。",
    ),
    "a misspelt field": (
        f'{BASE}[values.met_band]\nvalue = 0.8\nsince = "2024-01-01"\nsorce = "某文件"\n',
        "第 5 行：met_band 里不认识 sorce，应写明 value、since 和 source。",
    ),
    "an entry that is no table": (
        f"{BASE}[values]\nshort_note = 5\nmet_band = 0.8\n",
        "第 3 行：short_note 应写成 [values.short_note]，其下写明 value、since 和 source。",
    ),
    "a severity that is no table": (
        f'{BASE}[severities]\nN605 = "error"\n',
        "第 3 行：N605 应写成 [severities.N605]，其下写明 value、since 和 source。",
    ),
    "values that are no table": (
        f"{BASE}values = 80\n",
        "第 2 行：values 应为一张表，每一项写成 [values.项目]。",
    ),
    "severities that are no table": (
        f'severities = "N605"\n{BASE}',
        "第 1 行：severities 应为一张表，每一项写成 [severities.项目]。",
    ),
    "an array of tables": (
        f"{BASE}[[values]]\nmet_band = 0.8\n",
        "第 2 行：values 应为一张表，每一项写成 [values.项目]。",
    ),
    "a misspelt field inside braces": (
        f'{BASE}[values]\nmet_band = {{ value = 0.8, since = "待核", sorce = "某文件" }}\n',
        "第 3 行：met_band 里不认识 sorce，应写明 value、since 和 source。",
    ),
    "a date that is none": (
        f'{BASE}[values.met_band]\nvalue = 0.8\nsince = "2024-02-30"\nsource = "某文件"\n',
        "第 4 行：met_band 的 since 填的是“2024-02-30”，应为 2024-01-01 这样的日期，"
        "不知道的写“待核”。",
    ),
    "a year alone": (
        f'{BASE}[values.met_band]\nvalue = 0.8\nsince = 2024\nsource = "某文件"\n',
        "第 4 行：met_band 的 since 填的是“2024”，应为 2024-01-01 这样的日期，不知道的写“待核”。",
    ),
    "a point in time": (
        f'{BASE}[values.met_band]\nvalue = 0.8\nsince = 2024-01-01T00:00:00\nsource = "某文件"\n',
        "第 4 行：met_band 的 since 填的是“2024-01-01 00:00:00”，应为 2024-01-01 这样的日期，"
        "不知道的写“待核”。",
    ),
    "an empty source": (
        f'{BASE}[values.met_band]\nvalue = 0.8\nsince = "待核"\nsource = " "\n',
        "第 5 行：met_band 的 source 应写明出处的文件名称，没有核对条文的写明“条款待核”。",
    ),
    "a source that is no text": (
        f'{BASE}[values.met_band]\nvalue = 0.8\nsince = "待核"\nsource = 1\n',
        "第 5 行：met_band 的 source 应写明出处的文件名称，没有核对条文的写明“条款待核”。",
    ),
    "an unknown severity": (
        entry("N601", '"fatal"', "severities"),
        f"第 3 行：规则 N601 的级别填的是“fatal”，应为 {LEVELS}。",
    ),
    "a severity that is no word": (
        entry("N601", "[]", "severities"),
        f"第 3 行：规则 N601 的级别填的是“[]”，应为 {LEVELS}。",
    ),
    "an unknown word at the top": (
        'bass = "national"\n',
        "第 1 行：不认识 bass，最接近的是 base。",
    ),
    "a value at the top": (
        f"{BASE}met_band = 0.8\n",
        "第 2 行：不认识 met_band，可以写 name、title、base、values、severities。",
    ),
    "a name that is no text": (
        f"{BASE}name = 1\n",
        "第 2 行：name 应为引号里的文字。",
    ),
    "an empty title": (
        f'{BASE}title = ""\n',
        "第 2 行：title 应为引号里的文字。",
    ),
    "values missing, and no base": (
        f'name = "own"\n[values.met_band]\nvalue = 0.8\n{ENTRY}',
        "第 2 行：缺少 execution_points（预算执行的分值（分））等 25 项，应补上，"
        '或写 base = "national" 沿用全国默认。',
    ),
    "nothing but a name": (
        'name = "own"\n',
        "第 1 行：缺少 execution_points（预算执行的分值（分））等 26 项，应补上，"
        '或写 base = "national" 沿用全国默认。',
    ),
    "an empty file": ("", '第 1 行：文件是空的，至少应写 base = "national"。'),
    "a file of remarks": ("# 办法\n", '第 1 行：文件是空的，至少应写 base = "national"。'),
    "a base that is no name": (
        'title = "办法"\nbase = 1\n',
        "第 2 行：base 应为引号里的评分办法名称或 .toml 文件。",
    ),
    "an unknown base": (
        'title = "办法"\nbase = "beijing"\n',
        f"第 2 行：base 有误，没有名为 beijing 的评分办法，现有 {NAMES}，也可以给出 .toml 文件。",
    ),
    "itself as base": (
        'base = "own.toml"\n',
        "第 1 行：base 绕成了圈，应为另一个评分办法。",
    ),
    "itself as base in other words": (
        'base = "./own.toml"\n',
        "第 1 行：base 绕成了圈，应为另一个评分办法。",
    ),
    "bands out of order": (
        entry("partly_met_band", "0.8"),
        "第 3 行：partly_met_band 为 0.8，应小于 met_band 的 0.8。",
    ),
    "bands out of order, the upper one written": (
        entry("met_band", "0.6"),
        "第 3 行：partly_met_band 为 0.6，应小于 met_band 的 0.6。",
    ),
    "execution worth everything": (
        entry("execution_points", "100"),
        "第 3 行：execution_points 为 100，应小于 total_points 的 100。",
    ),
    "multiples out of order": (
        entry("overachievement_explained", "1.2"),
        "第 3 行：overachievement_noted 为 1.2，应小于 overachievement_explained 的 1.2。",
    ),
    "budgets out of order": (
        entry("largest_budget", "1000"),
        "第 3 行：smallest_budget 为 1000，应小于 largest_budget 的 1000。",
    ),
    "fewer words than bounds": (
        entry("rating_words", '["合格", "不合格"]'),
        "第 3 行：rating_words 有 2 个等级（合格、不合格），rating_bounds 应有 1 条分界线，"
        "现有 3 条（90、80、60）。",
    ),
    "fewer bounds than words": (
        entry("rating_bounds", "[60]"),
        "第 3 行：rating_words 有 4 个等级（优、良、中、差），rating_bounds 应有 3 条分界线，"
        "现有 1 条（60）。",
    ),
    "a bound above the total": (
        entry("rating_bounds", "[110, 80, 60]"),
        "第 3 行：rating_bounds 最高为 110，应不大于 total_points 的 100。",
    ),
    "no equal sign": (
        f"{BASE}met_band: 0.8\n",
        "第 2 行：第 9 列不合 TOML 写法，项目名称后面应为等号。",
    ),
    "a Chinese key without quotation marks": (
        f"{BASE}评分 = 1\n",
        "第 2 行：第 1 列不合 TOML 写法，应为英文的项目名称。",
    ),
    "Chinese quotation marks": (
        "base = “national”\n",
        "第 1 行：第 8 列不合 TOML 写法，等号后面应为数、引号里的文字，或方括号里的列表。",
    ),
    "one quotation mark": (
        'base = "national\n',
        "第 1 行：第 17 列不合 TOML 写法，引号没有配对。",
    ),
    "one quotation mark at the end": (
        f'{BASE}title = "办法',
        "第 2 行：第 12 列不合 TOML 写法，引号没有配对。",
    ),
    "one single quotation mark at the end": (
        "base = 'national",
        "第 1 行：第 17 列不合 TOML 写法，引号没有配对。",
    ),
    "a path with backslashes": (
        'base = "D:\\办法.toml"\n',
        "第 1 行：第 13 列不合 TOML 写法，引号里的反斜杠应写两遍。",
    ),
    "a control character": (
        'base = "a\x01"\n',
        "第 1 行：第 10 列不合 TOML 写法，这里有不能用的字符。",
    ),
    "a key written twice": (
        f"{BASE}{BASE}",
        "第 2 行：第 18 列不合 TOML 写法，同一项写了两遍，应只写一遍。",
    ),
    "a table written twice": (
        f"{entry('met_band', '0.8')}[values.met_band]\nvalue = 0.9\n",
        "第 6 行：第 17 列不合 TOML 写法，同一项写了两遍，应只写一遍。",
    ),
    "a bracket missing in a list": (
        f"{BASE}[values.rating_bounds]\nvalue = [90, 80\n{ENTRY}",
        "第 4 行：第 1 列不合 TOML 写法，括号没有配对。",
    ),
    "a bracket missing in a header": (
        f"{BASE}[values.met_band\nvalue = 0.8\n",
        "第 2 行：第 17 列不合 TOML 写法，括号没有配对。",
    ),
    "a percent sign": (
        f"{BASE}[values.met_band]\nvalue = 80%\n",
        "第 3 行：第 11 列不合 TOML 写法，一行只能写一项，这里有多余的内容。",
    ),
    "a day that does not exist": (
        f"{BASE}[values.met_band]\nsince = 2024-02-30\n",
        "第 3 行：第 9 列不合 TOML 写法，没有这样的日期。",
    ),
    "a number without end": (
        f"{BASE}[values.met_band]\nvalue = {'9' * 5000}\n",
        "第 1 行：文件里有过长的数，或层次过多的括号，读不下去。",
    ),
    "brackets without end": (
        f"value = {'[' * 5000}",
        "第 1 行：文件里有过长的数，或层次过多的括号，读不下去。",
    ),
}


@pytest.mark.parametrize(("content", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_and_where(tmp_path: Path, content: str, sentence: str) -> None:
    assert refusal(tmp_path / "own.toml", content) == sentence


def test_an_unknown_key_far_from_any(tmp_path: Path) -> None:
    text = refusal(tmp_path / "own.toml", entry("xyz", "0.8"))

    assert text.startswith(
        "第 2 行：values 里没有 xyz 这一项，可以写 execution_points（预算执行的分值（分））、"
    )
    assert text.endswith("、category_guide（一级指标的参考分值（分））。")


def test_not_utf8(tmp_path: Path) -> None:
    text = refusal(tmp_path / "own.toml", f"{BASE}# ok\n".encode() + "# 上海".encode("gbk"))

    assert text == "第 3 行：不是 UTF-8 编码的文字，应另存为 UTF-8 编码。"


def test_unicode_of_the_notepad(tmp_path: Path) -> None:
    text = refusal(tmp_path / "own.toml", BASE.encode("utf-16"))

    assert text == "第 1 行：不是 UTF-8 编码的文字，应另存为 UTF-8 编码。"


def test_the_line_after_a_byte_order_mark(tmp_path: Path) -> None:
    text = refusal(tmp_path / "own.toml", "base = 1\r\n".encode("utf-8-sig"))

    assert text == "第 1 行：base 应为引号里的评分办法名称或 .toml 文件。"


def told(name: str) -> str:
    with pytest.raises(PolicyError) as caught:
        load(name)
    return str(caught.value)


def test_no_such_file(tmp_path: Path) -> None:
    path = tmp_path / "none.toml"

    assert told(str(path)) == f"找不到评分办法文件 {path}，请确认路径。"


def test_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "folder.toml"
    path.mkdir()

    assert told(str(path)) == f"评分办法文件 {path} 打不开，请确认它是文件，并且可以读取。"


def test_a_path_that_is_none() -> None:
    assert told("a\0.toml") == "评分办法文件 a\0.toml 打不开，请确认它是文件，并且可以读取。"


def test_an_unknown_name() -> None:
    sentence = f"没有名为 beijing 的评分办法，现有 {NAMES}，也可以给出 .toml 文件。"

    assert told("beijing") == sentence


def test_a_base_that_is_not_there(tmp_path: Path) -> None:
    text = refusal(tmp_path / "own.toml", 'title = "办法"\nbase = "区.toml"\n')

    missing = tmp_path / "区.toml"
    assert text == f"第 2 行：base 有误，找不到评分办法文件 {missing}，请确认路径。"


def test_a_base_that_goes_in_a_circle(tmp_path: Path) -> None:
    own, other = tmp_path / "own.toml", tmp_path / "other.toml"
    own.write_text('base = "other.toml"\n', "utf-8")
    other.write_text('title = "区"\nbase = "own.toml"\n', "utf-8")

    sentence = f"评分办法文件 {other} 第 2 行：base 绕成了圈，应为另一个评分办法。"
    assert told(str(own)) == sentence


def test_itself_as_base_by_a_detour(tmp_path: Path) -> None:
    text = refusal(tmp_path / "own.toml", f'base = "../{tmp_path.name}/own.toml"\n')

    assert text == "第 1 行：base 绕成了圈，应为另一个评分办法。"


def test_a_quotation_mark_missing_at_the_end_of_a_windows_file(tmp_path: Path) -> None:
    text = refusal(tmp_path / "own.toml", f"{BASE}value = [80\r\n")

    assert text == "第 2 行：第 12 列不合 TOML 写法，括号没有配对。"


def test_what_is_wrong_with_a_base_is_told_of_the_base(tmp_path: Path) -> None:
    own, other = tmp_path / "own.toml", tmp_path / "other.toml"
    own.write_text(f'base = "other.toml"\n[values.met_band]\nvalue = 0.9\n{ENTRY}', "utf-8")
    other.write_text(entry("met_band", "90"), "utf-8")

    sentence = f"评分办法文件 {other} 第 3 行：met_band 填的是“90”，应为：{RATE}。"
    assert told(str(own)) == sentence


def test_values_of_two_files_that_do_not_fit(tmp_path: Path) -> None:
    own, other = tmp_path / "own.toml", tmp_path / "other.toml"
    own.write_text(f'base = "other.toml"\n\n[values.met_band]\nvalue = 0.3\n{ENTRY}', "utf-8")
    other.write_text(entry("partly_met_band", "0.4"), "utf-8")

    sentence = f"评分办法文件 {own} 第 4 行：partly_met_band 为 0.4，应小于 met_band 的 0.3。"
    assert told(str(own)) == sentence
