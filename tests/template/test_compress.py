from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.template.wire.compress import compress
from tests.template.vba import plain

LETTERS = bytes(range(32, 127))


@given(
    st.text("ab\r\n", max_size=9000).map(str.encode)
    | st.lists(st.sampled_from([b"Dim a\r\n", b"x", b" = "])).map(b"".join)
)
def test_what_was_compressed_reads_as_it_was(text: bytes) -> None:
    assert (plain(compress(text)) if text else b"") == text


@pytest.mark.parametrize("size", [1, 2, 3, 4095, 4096, 4097, 8192, 70_000])
def test_one_letter_over_and_over_is_copied_from_itself(size: int) -> None:
    packed = compress(b"a" * size)
    assert plain(packed) == b"a" * size
    assert len(packed) <= 10 * (1 + size // 4096)


def test_the_longest_of_several_copies_is_taken() -> None:
    once, again = (compress(text) for text in (b"abcdefgh.abcX", b"abcdefgh.abcX:abcdefgh"))
    assert len(again) == len(once) + 3


def test_the_worked_examples_of_the_specification() -> None:
    """[MS-OVBA] 3.2.1 and 3.2.3: nothing repeats, everything does."""
    assert compress(b"abcdefghijklmnopqrstuv.") == b"\x01\x19\xb0\x00abcdefgh\x00ijklmnop\x00qrstuv."
    assert compress(b"a" * 73) == bytes.fromhex("01 03b0 02 61 4500")


def test_what_cannot_be_compressed_is_kept_as_it_is_or_refused() -> None:
    noise = b"".join(sha256(bytes([at])).digest() for at in range(128))
    assert plain(compress(noise)) == noise
    with pytest.raises(ValueError, match="4000"):
        compress(noise[:4000])
