"""What the repository keeps ready-built is what a fresh build gives."""

from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from macros.building.build import build, stale

ROOT = Path(__file__).parents[3]


def test_committed_files_are_fresh():
    assert stale(ROOT) == ()


def test_a_build_writes_samples_templates_rules_and_the_addin(tmp_path):
    written = build(tmp_path)

    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "workbooks/samples/2024自评表_新闻宣传专项经费.xlsx",
        "workbooks/samples/2024自评表_行政许可管理经费.xlsx",
        "workbooks/samples/2024自评表_业务受理工作经费.xlsx",
        "workbooks/samples/2024自评表_质量发展专项经费.xlsx",
        "workbooks/samples/2025申报表_业务受理工作经费.xlsx",
        "workbooks/samples/2025申报表_新闻宣传专项经费.xlsx",
        "workbooks/samples/2025申报表_质量发展专项经费.xlsx",
        "workbooks/samples/2025申报表_行政许可管理经费.xlsx",
        "workbooks/samples/2025申报表_政府聘用辅助人员经费.xlsx",
        "workbooks/templates/自评表.xlsm",
        "workbooks/templates/自评表.xlsx",
        "workbooks/templates/申报表.xlsm",
        "workbooks/templates/申报表.xlsx",
        "workbooks/templates/监控表.xlsm",
        "workbooks/templates/监控表.xlsx",
        "validators/RULES.md",
        "validators/OBLIGATIONS.md",
        "xlfuncs/FUNCTIONS.md",
        "macros/addin/jixiao.xlam",
        "workbooks/values/expressions.txt",
    ]


def test_missing_changed_and_broken_files_are_stale(tmp_path):
    missing, changed, broken, *_ = build(tmp_path)
    missing.unlink()
    with ZipFile(changed, "a") as package:
        package.writestr("xl/extra.xml", "<extra/>")
    broken.write_bytes(b"not a package")

    found = stale(tmp_path)

    assert found == (missing, changed, broken)


def test_the_same_parts_packed_otherwise_are_fresh(tmp_path):
    first, *_ = build(tmp_path)
    with ZipFile(first) as package:
        parts = [(part, package.read(part)) for part in package.infolist()]
    with ZipFile(first, "w", ZIP_STORED) as package:
        for part, content in parts:
            package.writestr(part.filename, content)

    found = stale(tmp_path)

    assert found == ()
