"""Which Excel, or WPS, this machine has: read from the registry."""

from __future__ import annotations

from macros.desk.registry import Registry, text_of

_OFFICE = r"HKLM\SOFTWARE\Microsoft\Office"
_OFFICE_32 = r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Office"
_CLICK_TO_RUN = rf"{_OFFICE}\ClickToRun\Configuration"
_WPS = (
    r"HKCU\Software\Kingsoft\Office",
    r"HKLM\SOFTWARE\Kingsoft\Office",
    r"HKLM\SOFTWARE\WOW6432Node\Kingsoft\Office",
)
_ROOTS = (_OFFICE, _OFFICE_32)
_PROGRAM = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_BITS = {"x64": "64 位", "x86": "32 位"}


def bits_of_excel(registry: Registry) -> str | None:
    """「64 位」, 「32 位」 or 「位数不明」 of Excel 2016 and later; None when there is none."""
    roots = [root for root in _ROOTS if _installed(registry, root, "16.0")]
    if not roots:
        return None
    platform = text_of(registry, _CLICK_TO_RUN, "Platform")
    if platform in _BITS:
        return _BITS[platform]
    if roots == [_OFFICE_32]:
        return "32 位"
    stated = text_of(registry, rf"{_OFFICE}\16.0\Outlook", "Bitness")
    return _BITS.get(stated or "", "位数不明")


def from_store(registry: Registry) -> bool:
    """Whether Excel is Microsoft Store's, whose registry is one of its own."""
    places = [text_of(registry, rf"{root}\16.0\Excel\InstallRoot", "Path") for root in _ROOTS]
    places += [text_of(registry, rf"{hive}\{_PROGRAM}", "") for hive in ("HKCU", "HKLM")]
    return any("\\windowsapps\\" in (place or "").lower() for place in places)


def has_old_excel(registry: Registry) -> bool:
    """Excel 2010 or 2013."""
    return any(
        _installed(registry, root, version) for root in _ROOTS for version in ("14.0", "15.0")
    )


def has_wps(registry: Registry) -> bool:
    """WPS Office, of the user or of the machine."""
    return any(registry.values(key) is not None for key in _WPS)


def _installed(registry: Registry, root: str, version: str) -> bool:
    return bool(text_of(registry, rf"{root}\{version}\Excel\InstallRoot", "Path"))
