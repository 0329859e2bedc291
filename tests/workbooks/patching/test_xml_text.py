"""Patches of XML: elements are found where they lie, whatever stands around them."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbooks.files.limits import Refused
from workbooks.patching.xml_filter import edited
from workbooks.patching.xml_outline import Spot, outlined
from workbooks.patching.xml_text import Patch, escaped, quoted, retagged

AWKWARD = (
    b"\xef\xbb\xbf<?xml version='1.0' standalone=\"yes\"?><!-- <a><b/></a> -->\n"
    b'<a x="1>2" y=\'"\'><?b <b> ?><b  /><![CDATA[<b></a>]]><c z="/>"><b>&lt;b></b><c/>'
    b"</c ><n:b xmlns:n='n'/><b\n>t</b\t></a>\n"
)


def spelled(spot: Spot) -> tuple[str, bytes, bytes]:
    return spot.name, spot.tag, spot.content


def test_elements_are_found_among_what_only_looks_like_them() -> None:
    root = outlined(AWKWARD, 2)

    assert root.attributes == {"x": "1>2", "y": '"'}
    assert [spelled(child) for child in root.children] == [
        ("b", b"<b  />", b""),
        ("c", b'<c z="/>">', b"<b>&lt;b></b><c/>"),
        ("n:b", b"<n:b xmlns:n='n'/>", b""),
        ("b", b"<b\n>", b"t"),
    ]


def test_what_was_passed_over_can_be_looked_into_later() -> None:
    middle = outlined(AWKWARD, 2).find("c")
    assert middle is not None

    inside = middle.opened().children

    assert [spelled(child) for child in inside] == [("b", b"<b>", b"&lt;b>"), ("c", b"<c/>", b"")]
    assert [spelled(child) for child in outlined(AWKWARD, 3).children[1].children] == [
        spelled(child) for child in inside
    ]


def test_a_prefix_of_the_root_is_left_out_of_all_names() -> None:
    root = outlined(
        b"<x:a xmlns:x='1' xmlns:y='2'><x:b><x:c r:id='7' xmlns:r='3'/></x:b><y:b/></x:a>", 2
    )

    (first, other) = root.children
    assert (root.prefix, root.name, first.name, other.name) == ("x:", "a", "b", "y:b")
    assert [(spot.name, spot.relation) for spot in first.opened().children] == [("c", "7")]


@pytest.mark.parametrize("data", [b"", b"<a>", b"<a></b>", b"<a/><b/>", b"<a x=1/>", b"<a>&b;</a>"])
def test_damaged_xml_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        outlined(data, 2)


def test_patches_change_what_they_name_and_nothing_else() -> None:
    root = outlined(AWKWARD, 2)
    patch = Patch(AWKWARD)
    empty, whole, _, last = root.children

    patch.change(empty, {"k": "<1>"}, last=b"in")
    patch.change(whole, {"z": None}, first=b"[", last=b"]")
    patch.replace(last.start, last.end, b"")
    patch.insert(last.start, b"1")
    patch.insert(last.start, b"2")

    new = AWKWARD.replace(b"<b  />", b'<b k="&lt;1&gt;">in</b>')
    new = new.replace(b'<c z="/>">', b"<c>[").replace(b"<c/></c >", b"<c/>]</c >")
    assert patch.result() == new.replace(b"<b\n>t</b\t>", b"12")


def test_a_patch_without_changes_changes_nothing() -> None:
    assert Patch(AWKWARD).result() == AWKWARD


texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"))


@given(texts, texts)
def test_texts_and_attributes_are_read_back(text: str, value: str) -> None:
    tag = retagged(b"<a b=''>", {"b": value})
    xml = tag + escaped(text).encode() + b"</a>"

    element = ElementTree.fromstring(xml)

    assert element.get("b") == value == outlined(xml, 1).attributes["b"]
    assert (element.text or "").replace("_x005F_", "_") == text.replace("_x005F_", "_")


def test_an_edited_part_keeps_all_but_comments_and_what_is_left_out() -> None:
    seen: list[tuple[str, ...]] = []

    def edit(spot: Spot, path: tuple[str, ...]) -> bytes | None:
        seen.append(path)
        return None if path == ("b",) and spot.words == "t" else spot.tag

    made = edited(AWKWARD, edit)

    assert seen == [(), ("b",), ("c",), ("c", "b"), ("c", "c"), ("b",), ("b",)]
    assert made == (
        b"<?xml version='1.0' standalone=\"yes\"?>\n"
        b'<a x="1>2" y=\'"\'><b  /><![CDATA[<b></a>]]><c z="/>"><b>&lt;b></b><c/>'
        b"</c ><n:b xmlns:n='n'/></a>\n"
    )


@pytest.mark.parametrize(("deep", "refused"), [(99, False), (100, True), (99_000, True)])
def test_an_edited_part_may_be_only_so_deep(deep: int, refused: bool) -> None:
    data = b"<a>" * (deep + 1) + b"</a>" * (deep + 1)

    try:
        made = edited(data, lambda spot, _: spot.tag)
    except Refused:
        made = b""

    assert made == (b"" if refused else data)


def test_lists_that_hold_nothing_any_more_are_left_out() -> None:
    data = b"<a><b><c>1</c></b><b> <c/></b><b>x</b><d><b/></d></a>"

    made = edited(data, lambda spot, _: None if spot.name == "c" else spot.tag, ("b",))

    assert made == b"<a><b>x</b><d></d></a>"


names = st.sampled_from(["a", "b", "row", "rows"])
trees = st.recursive(
    st.builds(lambda name: f"<{name}/>", names),
    lambda inner: st.builds(
        lambda name, inside: f"<{name}>{''.join(inside)}</{name}>",
        names,
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@given(trees, st.integers(1, 4))
def test_the_outline_is_what_a_parser_sees(xml: str, deep: int) -> None:
    def seen(element: ElementTree.Element, level: int) -> tuple[object, ...]:
        inside = tuple(seen(child, level - 1) for child in element) if level > 1 else ()
        return element.tag, inside

    def found(spot: Spot, level: int) -> tuple[object, ...]:
        inside = tuple(found(child, level - 1) for child in spot.children) if level > 1 else ()
        return spot.name, inside

    root = outlined(xml.encode(), deep)

    assert found(root, deep) == seen(ElementTree.fromstring(xml), deep)
    assert root.end == len(xml)


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\ud800", "\ufffe"])
def test_signs_that_xml_does_not_have_are_a_mistake_of_the_caller(sign: str) -> None:
    for function in (escaped, quoted):
        with pytest.raises(ValueError, match="no such sign"):
            function(f"甲{sign}")
