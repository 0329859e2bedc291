"""A policy that the rules can follow: it gives a severity only to rules that exist."""

from __future__ import annotations

from validators.checking.catalogue import RETIRED, RULES, find
from xlfuncs.policy import Policy, PolicyError, load
from xlfuncs.policy.file import nearest, trouble


def policy_of(name: str) -> Policy:
    """The policy of a name or a file; PolicyError, one Chinese sentence, when it cannot be used.

    What a policy is worth is known without the rules, so `xlfuncs.policy.load` lets any code pass;
    here, where both are known, an unknown one is told with its line.

    >>> policy_of("guangxi").severities["N605"]
    'error'
    """
    policy = load(name)
    for code in policy.severities:
        if code not in _CODES:
            raise _unknown(policy, code)
    return policy


_CODES = {module.RULE.code: module.RULE.name for module in RULES}


def _unknown(policy: Policy, code: str) -> PolicyError:
    place, module = policy.provenance[code], find(code)
    if module is not None:
        told = f"severities 里应写规则的编号 {module.RULE.code}，不写 {code}"
    elif code in RETIRED:
        told = f"规则 {code} 已经停用，{RETIRED[code].rstrip('。')}"
    else:
        family = "、".join(known for known in _CODES if known[0] == code[:1].upper())
        listed = f"{code[:1].upper()} 族有 {family}" if family and code[1:].isdigit() else ""
        told = f"没有规则 {code}，{listed or nearest(code, _CODES)}"
    return trouble(place.origin, place.line, told)
