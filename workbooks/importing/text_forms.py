"""stub"""
from collections.abc import Iterable
TextPages = Iterable[tuple[int, Iterable[str]]]
def forms(pages): return iter(())
