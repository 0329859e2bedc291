"""A thin seam over the Windows registry: what install, uninstall and doctor need of it."""

from __future__ import annotations

import sys
from typing import Protocol

SZ, DWORD = 1, 4

Data = str | int | bytes
Value = tuple[int, Data]
"""Kind (REG_SZ 1, REG_DWORD 4, …) and data."""


class Registry(Protocol):
    r"""Keys are written `HKCU\Software\…`; names of keys and values ignore case."""

    def values(self, key: str) -> dict[str, Value] | None:
        """The values by name, or None when there is no such key."""

    def subkeys(self, key: str) -> tuple[str, ...]:
        """The names of the keys below; none when there is no such key."""

    def create(self, key: str) -> None:
        """Makes the key and those above it, where missing."""

    def set(self, key: str, name: str, value: Value) -> None:
        """Writes one value of an existing key."""

    def unset(self, key: str, name: str) -> None:
        """Removes one value, if it is there."""

    def delete(self, key: str) -> None:
        """Removes a key without keys below it, if it is there."""


def value_of(registry: Registry, key: str, name: str) -> Value | None:
    """One value, or None."""
    values = registry.values(key) or {}
    return next((value for known, value in values.items() if known.lower() == name.lower()), None)


def text_of(registry: Registry, key: str, name: str) -> str | None:
    """The data of one value as text, or None."""
    value = value_of(registry, key, name)
    return None if value is None else str(value[1])


def missing_keys(registry: Registry, key: str) -> list[str]:
    """The key and those above it that are not there, topmost first."""
    parts = key.split("\\")
    keys = ["\\".join(parts[:count]) for count in range(2, len(parts) + 1)]
    return [key for key in keys if registry.values(key) is None]


if sys.platform == "win32":
    import winreg

    _HIVES = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}

    class WindowsRegistry:
        """The registry of this machine, as a 64-bit program sees it."""

        def values(self, key: str) -> dict[str, Value] | None:
            """The values by name, or None when there is no such key."""
            try:
                with self._open(key) as handle:
                    count = winreg.QueryInfoKey(handle)[1]
                    found = [winreg.EnumValue(handle, number) for number in range(count)]
            except OSError:
                return None
            return {name: (kind, data) for name, data, kind in found}

        def subkeys(self, key: str) -> tuple[str, ...]:
            """The names of the keys below; none when there is no such key."""
            try:
                with self._open(key) as handle:
                    count = winreg.QueryInfoKey(handle)[0]
                    return tuple(winreg.EnumKey(handle, number) for number in range(count))
            except OSError:
                return ()

        def create(self, key: str) -> None:
            """Makes the key and those above it, where missing."""
            hive, path = key.split("\\", 1)
            winreg.CreateKeyEx(_HIVES[hive], path, 0, winreg.KEY_WRITE).Close()

        def set(self, key: str, name: str, value: Value) -> None:
            """Writes one value of an existing key."""
            with self._open(key, winreg.KEY_SET_VALUE) as handle:
                winreg.SetValueEx(handle, name, 0, value[0], value[1])

        def unset(self, key: str, name: str) -> None:
            """Removes one value, if it is there."""
            try:
                with self._open(key, winreg.KEY_SET_VALUE) as handle:
                    winreg.DeleteValue(handle, name)
            except FileNotFoundError:
                return

        def delete(self, key: str) -> None:
            """Removes a key without keys below it, if it is there."""
            hive, path = key.split("\\", 1)
            try:
                winreg.DeleteKey(_HIVES[hive], path)
            except FileNotFoundError:
                return

        def _open(self, key: str, access: int = winreg.KEY_READ) -> winreg.HKEYType:
            hive, path = key.split("\\", 1)
            return winreg.OpenKey(_HIVES[hive], path, 0, access)
