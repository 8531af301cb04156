from __future__ import annotations

from io import BytesIO
from typing import Any, NamedTuple

import olefile  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.template.wire.compound import compound

SIZES = st.sampled_from([0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 9000])
NAMES = st.text("ABCabc_123", min_size=1, max_size=31)


def streams(data: bytes) -> dict[str, bytes]:
    """Read a file back, strictly: any oddity is an error."""
    with olefile.OleFileIO(BytesIO(data), raise_defects=olefile.DEFECT_UNSURE) as opened:
        assert opened.parsing_issues == []
        return {"/".join(path): opened.openstream(path).read() for path in opened.listdir()}


@given(st.dictionaries(NAMES.map(str.upper), SIZES, min_size=1, max_size=60), SIZES)
def test_every_stream_reads_as_it_was(sizes: dict[str, int], outer: int) -> None:
    inside = {name: (name.encode() * size)[:size] for name, size in sizes.items()}
    assert streams(compound({"VBA": inside, "PROJECT": b"x" * outer})) == {
        "PROJECT": b"x" * outer,
        **{f"VBA/{name}": data for name, data in inside.items()},
    }


@pytest.mark.parametrize("count", range(1, 40))
def test_streams_are_found_by_a_red_black_tree_ordered_by_length_and_letters(count: int) -> None:
    """[MS-CFB] 2.6.4."""
    data = compound({f"M{at}": b"x" for at in range(count)})
    with olefile.OleFileIO(BytesIO(data)) as opened:
        entries = opened.direntries
        found = _walk(entries, entries[0].sid_child, is_red=True)
    assert found.names == sorted((f"M{at}" for at in range(count)), key=lambda name: (len(name), name))


class Walked(NamedTuple):
    """A tree from left to right, and how many black entries lead down to any of its ends."""

    names: list[str]
    blacks: int


def _walk(entries: list[Any], sid: int, *, is_red: bool) -> Walked:
    """Walk a tree whose parent is red or not."""
    if sid == olefile.NOSTREAM:
        return Walked([], 0)
    entry = entries[sid]
    red = entry.color == 0
    assert not (red and is_red)
    left, right = _walk(entries, entry.sid_left, is_red=red), _walk(entries, entry.sid_right, is_red=red)
    assert left.blacks == right.blacks
    return Walked([*left.names, entry.name, *right.names], left.blacks + (not red))


def test_what_the_header_cannot_point_to_is_refused() -> None:
    with pytest.raises(ValueError, match="110"):
        compound({"M": bytes(109 * 128 * 512)})
