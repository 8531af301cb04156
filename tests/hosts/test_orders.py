"""Files of orders as platforms leave them: read as a table, or refused with what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from jxc_xl.hosts.orders import read_orders_file
from jxc_xl.problems import JxcError
from jxc_xl.terms import Lang


def said(path: Path, content: bytes) -> str:
    """Return what is said about a file that cannot be read."""
    path.write_bytes(content)
    with pytest.raises(JxcError) as caught:
        read_orders_file(path)
    return caught.value.problem.line(Lang.EN).partition("  ")[2].replace(f"{path}", "FILE")


@pytest.mark.parametrize(
    ("content", "line", "cells"),
    [
        ("a,b,c\n1,2,3\n1,2,3,4,5\n", 3, 5),
        ("a,b,c\n1,2,3,4\n1,2,3,4\n", 2, 4),
        ("a,b,c\n1,2,3,\n1,2,3,4\n", 3, 4),
        ('a,b,c\n"1\n2",2,3\n1,2,3,4\n', 4, 4),
        ("a;b;c\n1;2;3;4\n", 2, 4),
    ],
)
def test_a_line_of_too_many_cells_was_told_in_the_words_of_a_library(
    tmp_path: Path, content: str, line: int, cells: int
) -> None:
    expected = f"H016  FILE: line {line} has {cells} cells, but the headings are 3."
    assert said(tmp_path / "o.csv", content.encode()).startswith(expected)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"\r\n\r\n", "it is empty"),
        (b",,\n1,2,3\n", "it has no line of headings"),
        (b"a,b\n1,\0\n", "it holds zero bytes; it may be UTF-16, or no text at all"),
        ("a,b\n1,2\n".encode("utf-16"), "it holds zero bytes; it may be UTF-16, or no text at all"),
        (b"a,b\n\xff\xfe\xfd,1\n", "it is no text in UTF-8 or GB18030"),
        (b'a,b\n1,"x\n2,3\n', "a quotation mark is never closed"),
    ],
)
def test_a_file_that_is_no_table_was_told_as_a_workbook_that_is_a_question_mark(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    assert said(tmp_path / "o.csv", content).startswith(f"H017  FILE holds no table that can be read: {reason}.")


def test_blank_cells_at_the_end_of_every_line_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    path.write_text("a,b\n1,2,,\n3,4,,\n", encoding="utf8")
    assert [cells.tolist() for cells in read_orders_file(path).cells] == [["1", "3"], ["2", "4"]]
