"""Numbers that no form has, and that must be read all the same."""

from __future__ import annotations

from decimal import Decimal

import pytest

from workbooks.values.decimals import exact, rounded


@pytest.mark.parametrize("number", [1e308, -1e308, 1e26, 5e-324])
def test_the_largest_and_smallest_floats(number: float) -> None:
    assert float(exact(number, 2)) == number


def test_the_longest_number_that_a_cell_can_hold() -> None:
    longest = Decimal("9" * 32_767)

    assert rounded(longest) == longest
