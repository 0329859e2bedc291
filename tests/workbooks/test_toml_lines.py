"""Where the keys of a TOML text stand, and that no text whatever breaks the reader of policies."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbooks.toml_lines import line_numbers
from xlfuncs.policy import PolicyError, load

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", {}),
        ("# a = 1\n", {}),
        ("a = 1", {("a",): 1}),
        ("\n\n  a=1\nb =2", {("a",): 3, ("b",): 4}),
        ("[a]\nb = 1", {("a",): 1, ("a", "b"): 2}),
        ("[a.b]\nc = 1", {("a",): 1, ("a", "b"): 1, ("a", "b", "c"): 2}),
        ("[ a . b ] # x\nc = 1", {("a",): 1, ("a", "b"): 1, ("a", "b", "c"): 2}),
        ("[a.b]\n[a.c]", {("a",): 1, ("a", "b"): 1, ("a", "c"): 2}),
        ("[[a]]\nb = 1\n[[a]]\nb = 2", {("a",): 1, ("a", "b"): 2}),
        ("a.b = 1\na.c = 2", {("a",): 1, ("a", "b"): 1, ("a", "c"): 2}),
        ("[x]\na.b = 1", {("x",): 1, ("x", "a"): 2, ("x", "a", "b"): 2}),
        ("a = { b = 1 }", {("a",): 1}),
        ('["甲.乙"]\n\'丙\' = "丁 = 1"', {("甲.乙",): 1, ("甲.乙", "丙"): 2}),
        ('a = """\nb = 1\n[c]\n"""\nd = 2', {("a",): 1, ("d",): 5}),
        ("a = '''\nb = \"\"\"\n'''\nd = 2", {("a",): 1, ("d",): 4}),
        ('a = """b"""\nd = 2', {("a",): 1, ("d",): 2}),
        ('a = [\n  "b",\n  { c = 1 },\n]\nd = 2', {("a",): 1, ("d",): 5}),
    ],
)
def test_lines(text: str, lines: dict[tuple[str, ...], int]) -> None:
    assert line_numbers(text) == lines


def test_every_value_of_the_built_in_policies_is_found() -> None:
    for path in (ROOT / "xlfuncs" / "policies").glob("*.toml"):
        text = path.read_text("utf-8")
        written = text.split("\n")
        policy = load(path.stem)

        for key, place in policy.provenance.items():
            if place.origin == path.stem:
                assert written[place.line - 1].startswith("value = ")
                assert written[place.line - 2].endswith(f".{key}]")


OFTEN = list("""[]{}="'.,#\\-_%:aeinsv019 \n\r\t\ufeff\x00甲“”＝""")
SIGNS = st.text(st.sampled_from(OFTEN)) | st.text()
HUBEI = (ROOT / "xlfuncs" / "policies" / "hubei.toml").read_text("utf-8")


@pytest.mark.slow
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, len(HUBEI)), length=st.integers(0, 40), instead=SIGNS)
def test_no_text_breaks_the_reader(tmp_path: Path, at: int, length: int, instead: str) -> None:
    path = tmp_path / "own.toml"
    text = HUBEI[:at] + instead + HUBEI[at + length :]
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    load.cache_clear()

    try:
        read = load(str(path))
    except PolicyError as error:
        said = str(error)
        assert said.startswith(f"评分办法文件 {path} 第 ")
        assert said.endswith("。")
    else:
        assert read.total_points > 0
