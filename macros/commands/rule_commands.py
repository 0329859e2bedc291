"""`jixiao rules` and `jixiao explain`: what is checked, and why."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from macros.commands.chinese_argparse import CLEAN, print_json, refuse


def add_rule_commands(commands: Any) -> None:
    """The two, among the other commands."""
    rules = commands.add_parser("rules", help="列出全部规则")
    rules.add_argument(
        "--format", choices=("text", "md", "json"), default="text", help="输出的格式，默认 text"
    )
    rules.add_argument(
        "--obligations",
        action="store_true",
        help="改列义务台账：自评应当核查什么，依据，由哪些规则查，哪些要人看或还没有做",
    )
    rules.set_defaults(run=_rules)
    explain = commands.add_parser("explain", help="说明一条规则：依据、为什么、怎么改")
    explain.add_argument("rule", metavar="规则", help="编号或名称，如 N601")
    explain.set_defaults(run=_explain)


def _rules(arguments: Namespace) -> int:
    from validators.reports import obligations_page, rules_page

    page = obligations_page if arguments.obligations else rules_page
    if arguments.format == "json":
        print_json(page.as_data())
    else:
        print(page.markdown() if arguments.format == "md" else page.listing())
    return CLEAN


def _explain(arguments: Namespace) -> int:
    from validators.across.explained import EXPLAINED
    from validators.checking.catalogue import RETIRED, find
    from validators.flags.explained import explained
    from validators.reports import rules_page

    if told := EXPLAINED.get(arguments.rule.upper()) or explained(arguments.rule.upper()):
        print(told)
        return CLEAN
    module = find(arguments.rule)
    if module is None:
        became = RETIRED.get(arguments.rule.upper())
        return refuse(became or f"没有规则 {arguments.rule}。请运行 jixiao rules 查看全部规则。")
    print(rules_page.explain(module))
    return CLEAN
