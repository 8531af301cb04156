"""When a model replaces the default: misses at past origins, made up."""

from __future__ import annotations

import numpy as np
import pytest

from jxc_xl.plan.accuracy import Scale
from jxc_xl.plan.candidates import Name
from jxc_xl.plan.choice import Rule, choose
from jxc_xl.plan.series import Floats
from tests.plan.demands import GAP

SOLD = 100.0
STEADY = [8.0] * 8


def chosen(*misses: list[float], scale: float = 1.0) -> int:
    """Return the place of the model chosen, from what each missed at each origin."""
    names = (Name.MEDIAN, Name.SES, Name.HOLT)
    forecasts: dict[Name, Floats] = {
        name: SOLD + np.array(missed)[:, None, None] for name, missed in zip(names, misses, strict=False)
    }
    actual = np.full((len(misses[0]), 1, 1), SOLD)
    return int(choose(forecasts, actual, Scale(np.array([scale]), np.array([scale])), Rule())[0])


@pytest.mark.parametrize(
    ("missed", "is_better"),
    [
        ([6.0] * 8, True),  # a quarter less
        ([6.1] * 8, False),
        ([-6.0] * 8, True),
        ([0.0] * 6 + [9.0] * 2, True),  # better at six of eight
        ([0.0] * 5 + [9.0] * 3, False),
        ([4.0] * 6 + [8.0] * 2, True),
        ([4.0] * 5 + [8.0] * 3, False),  # the same is not better
        ([GAP] * 4 + [6.0] * 4, True),  # measured at four
        ([GAP] * 5 + [1.0] * 3, False),
        ([GAP] * 8, False),
    ],
)
def test_a_model_must_miss_a_quarter_less_and_be_better_at_three_quarters_of_four_origins(
    missed: list[float], *, is_better: bool
) -> None:
    assert chosen(STEADY, missed) == int(is_better)


def test_of_two_that_are_better_the_best_is_chosen_and_of_equals_the_first() -> None:
    assert chosen(STEADY, [5.0] * 8, [4.0] * 8) == 2
    assert chosen(STEADY, [4.0] * 8, [4.0] * 8) == 1


def test_a_default_that_misses_nothing_stays_and_so_does_one_of_a_product_that_never_changes() -> None:
    assert chosen([0.0] * 8, [0.0] * 8) == 0
    assert chosen(STEADY, [0.0] * 8, scale=GAP) == 0
