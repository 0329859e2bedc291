"""`jixiao policy`: which policies there are, and what each of them says."""

from __future__ import annotations

import sys
from argparse import Namespace

from macros.commands.chinese_argparse import USAGE, Parser


def add_policy_commands(policy: Parser) -> None:
    """`list` and `show` below `jixiao policy`."""
    actions = policy.add_subparsers(
        title="动作", dest="action", metavar="动作", required=True, parser_class=Parser
    )
    actions.add_parser("list", help="列出随程序提供的评分办法").set_defaults(run=_list)
    show = actions.add_parser("show", help="一种评分办法的各项取值、生效日期和出处")
    show.add_argument("policy", metavar="名称或文件", help="如 shanghai，或自己写的 .toml 文件")
    show.set_defaults(run=_show)


def _list(_: Namespace) -> int:
    from validators.reports import policy_page

    print(policy_page.listing(), end="")
    return 0


def _show(arguments: Namespace) -> int:
    from validators.checking.checked_policy import policy_of
    from validators.reports import policy_page
    from xlfuncs.policy import PolicyError

    try:
        policy = policy_of(arguments.policy)
    except PolicyError as error:
        print(error, file=sys.stderr)
        return USAGE
    print(policy_page.page(policy), end="")
    return 0
