"""Hands the Windows desk to every test of this folder."""

from tests.wine.windows import windows as windows
