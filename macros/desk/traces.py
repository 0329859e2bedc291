"""What an installation leaves on a desk, told without its record: only what is nobody else's."""

from __future__ import annotations

from pathlib import Path

from macros.desk import addin_list
from macros.desk.own_templates import installed_content, policy_of_desk
from macros.desk.places import Desk
from macros.desk.registry import text_of, value_of
from macros.desk.shortcut import is_ours
from xlfuncs import addin_settings

LOCATIONS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations"
LOCATION = rf"{LOCATIONS}\jixiao"
AT_LOGON = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run\jixiao"
"""The value that has Windows start the server at logon, where that was asked for."""
UNTICKED = r"HKCU\Software\Microsoft\Office\16.0\Excel\Add-in Manager"
"""Excel lists here the add-ins that its user has switched off."""


def own_files(desk: Desk) -> list[Path]:
    """Files that are as we ship or write them, and an add-in of whatever version we had trusted."""
    pairs = list(desk.shipped().items())
    pairs += [(desk.library_places(source.name)[0], source) for source in desk.libraries]
    found = [place for place, source in pairs if same(place, source)]
    policy = policy_of_desk(desk)
    found += [
        place
        for place, source in desk.shipped().items()
        if policy
        and place.is_file()
        and place.read_bytes() == installed_content(place, source, policy)
    ]
    if desk.settings.is_file():
        text = desk.settings.read_bytes().decode(addin_settings.ENCODING, errors="replace")
        values = addin_settings.parse(text)
        ours = set(addin_settings.KEYS)
        if values.keys() <= ours and text == addin_settings.with_values("", values):
            found.append(desk.settings)
    if (link := desk.placed_shortcut) is not None and is_ours(link):
        found.append(link)
    if _trusted_by_us(desk) and desk.installed_addin.is_file():
        found.append(desk.installed_addin)
    return list(dict.fromkeys(found))


def _trusted_by_us(desk: Desk) -> bool:
    return text_of(desk.registry, LOCATION, "Path") == f"{desk.trusted}\\"


def same(place: Path, source: Path) -> bool:
    """Whether it is a copy; where pip itself put a library, it is none."""
    return (
        place != source
        and place.is_file()
        and source.is_file()
        and place.read_bytes() == source.read_bytes()
    )


def traces_are_ours(desk: Desk) -> bool:
    """Whether an entry for our path, without a record, is of an earlier installation."""
    return (
        not desk.installed_addin.exists()
        or same(desk.installed_addin, desk.addin)
        or _trusted_by_us(desk)
    )


def forget_listings(desk: Desk) -> bool:
    """Whether Excel still listed or trusted our path."""
    found = bool(addin_list.numbers_of(desk.registry, desk.installed_addin))
    addin_list.remove(desk.registry, desk.installed_addin, {})
    if value_of(desk.registry, UNTICKED, str(desk.installed_addin)):
        desk.registry.unset(UNTICKED, str(desk.installed_addin))
        found = True
    if not _trusted_by_us(desk):
        return found
    desk.registry.delete(LOCATION)
    for key in (LOCATIONS, LOCATIONS.rsplit("\\", 1)[0]):
        if desk.registry.values(key) == {} and not desk.registry.subkeys(key):
            desk.registry.delete(key)
    return True
