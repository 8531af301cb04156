"""A short run of the fuzzer; a long one is `python -m tests.hosts.fuzz --minutes 10`."""

from __future__ import annotations

from pathlib import Path

from tests.hosts.fuzz import fuzz


def test_nothing_that_is_done_to_the_xml_of_a_book_brings_a_foreign_exception(tmp_path: Path) -> None:
    run = fuzz(2.5, 7, tmp_path)
    assert run.findings == {}
    assert run.runs > 20
    assert run.lines > 700
