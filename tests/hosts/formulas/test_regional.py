"""Bytes and signs of texts as Chinese Excel counts them."""

from __future__ import annotations

import pytest

from jxc_xl.hosts.formulas.regional import CHINESE, plain, plainer_format
from jxc_xl.tables import ErrorCell


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("LENB", ("中a",), 3.0),
        ("LENB", (12.5,), 4.0),
        ("LENB", (None,), 0.0),
        ("LEFTB", ("中文ab", 3.0), "中 "),
        ("LEFTB", ("abc",), "a"),
        ("LEFTB", ("abc", None), ""),
        ("LEFTB", ("abc", -1.0), ErrorCell("#VALUE!")),
        ("RIGHTB", ("中文ab", 4.0), "文ab"),
        ("MIDB", ("中文ab", 2.0, 2.0), "  "),
        ("MIDB", ("中文ab", 3.0, 2.0), "文"),
        ("MIDB", ("abc", 0.0, 1.0), ErrorCell("#VALUE!")),
        ("ASC", ("\uff21\uff11\u3000",), "A1 "),
        ("DBCS", ("A1 ",), "\uff21\uff11\u3000"),
        ("LENB", ([["中"], ["a"]],), [[2.0], [1.0]]),
        ("LENB", (ErrorCell("#N/A"),), ErrorCell("#N/A")),
    ],
)
def test_a_function_counts_bytes(name: str, arguments: tuple[object, ...], expected: object) -> None:
    assert CHINESE[name].answer(*arguments) == expected


def test_a_chinese_date_is_made_plain() -> None:
    assert plain("2026年3月1日") == "2026/3/1"
    assert plain("2026年3月") == "2026/3/1"
    assert plain("\uff11\uff12") == "12"
    assert plain("中") == "中"
    assert plain(5.0) == 5.0


def test_chinese_signs_of_a_format_are_quoted() -> None:
    assert plainer_format("yyyy年m月") == 'yyyy"年"m"月"'
    assert plainer_format('0"件"') == '0"件"'
