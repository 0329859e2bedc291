"""What is installed as a blank form: the program's own, or one that scores by the desk's policy."""

from __future__ import annotations

from pathlib import Path

from macros.desk.places import Desk
from xlfuncs import addin_settings


def chosen_policy(text: str) -> str | None:
    """The policy that a settings file names, if it does."""
    return addin_settings.parse(text).get(addin_settings.POLICY) or None


def policy_of_desk(desk: Desk) -> str | None:
    """The policy that this desk's settings name, if they do."""
    if not desk.settings.is_file():
        return None
    return chosen_policy(
        desk.settings.read_bytes().decode(addin_settings.ENCODING, errors="replace")
    )


def installed_content(place: Path, source: Path, policy: str | None) -> bytes:
    """The bytes of a file that is installed at a place; all but a declaration follow the policy.

    A policy that cannot be used leaves the program's own form; doctor tells of it.
    """
    if policy is None or place.stem not in ("自评表", "监控表"):
        return source.read_bytes()
    from macros.building import templates
    from xlfuncs.policy import PolicyError

    try:
        form = next(one for one in templates.blank_forms(policy) if one.sheet == place.stem)
        return templates.package(form, place.suffix, policy)
    except PolicyError:
        return source.read_bytes()
