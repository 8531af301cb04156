"""A figure of all products at once is the figure of each."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
from hypothesis import example, given

from jxc_xl.answer import figures
from jxc_xl.answer.errors import NUM
from jxc_xl.answer.figures import LARGEST, Ratio
from jxc_xl.answer.index import Where
from jxc_xl.numbers import MAX_INT
from jxc_xl.report.facts import ratio

INTEGERS = st.integers(-MAX_INT, MAX_INT) | st.integers(-100, 100) | st.integers(-(10**12), 10**12)
SCALES = [10**digits for digits in (4, 6, 8, 10)]


@given(st.lists(st.tuples(INTEGERS, INTEGERS), min_size=1), st.sampled_from(SCALES))
@example(
    [(29_633_180_647, 1), (LARGEST // 10**8, 1), (LARGEST // 10**8 + 1, 1), (90_071_992, 1), (90_071_993, 1)], 10**8
)
@example([(MAX_INT, 1), (-1, 8), (1, 8), (5, 0), (5, -1), (3, LARGEST), (3, LARGEST + 1)], 10**4)
def test_quotients_of_all_products_are_those_of_each(pairs: list[tuple[int, int]], scale: int) -> None:
    """In 64 bits as beyond, half-up away from zero, with ``#NUM!`` where there is nothing to divide by."""
    parts, wholes = (np.array(column, np.int64) for column in zip(*pairs, strict=True))

    def quotient(_: object, where: Where) -> Ratio:
        return Ratio(parts, wholes, scale) if where is None else Ratio(int(parts[where]), int(wholes[where]), scale)

    question = figures.figure(quotient, 6)
    index: object = None
    every = question.every(index)  # type: ignore[misc]
    assert every == [question.one(index, place) for place in range(len(pairs))]
    assert [cell == NUM for cell in every] == [ratio(part, whole, scale) is None for part, whole in pairs]
