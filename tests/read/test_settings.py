"""The settings of a book, however its sheet was rearranged."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from jxc_xl.book import Settings
from jxc_xl.problems import Found
from jxc_xl.read.settings import DECIDING, LATER, read_settings
from jxc_xl.schema import SETTINGS, Setting
from jxc_xl.tables import ErrorCell, RawTable, UnsolvedCell
from jxc_xl.terms import Lang
from tests.books import HEADER_ROW, raw_book


def settings(lang: Lang = Lang.ZH, /, **written: object) -> RawTable:
    return raw_book(None, lang, **written).tables["tblSettings"]


def cell_of(name: str) -> str:
    """Return the address of a setting's value."""
    return f"设置!B{HEADER_ROW + 1 + [setting.key for setting in SETTINGS].index(name)}"


def without(raw: RawTable, *names: str) -> RawTable:
    """Return the settings without some lines."""
    at = [i for i, setting in enumerate(SETTINGS) if setting.key in names]
    return dataclasses.replace(raw, cells=tuple(np.delete(cells, at) for cells in raw.cells))


def told(found: Found[Settings]) -> list[str]:
    return [f"{problem.place} {problem.code}" for problem in found.problems]


def test_a_blank_sheet_means_the_defaults() -> None:
    found = read_settings(settings(), Lang.ZH)
    defaults = dataclasses.replace(Settings(), non_goods_codes=found.result.non_goods_codes)
    assert found == Found(defaults, [])
    assert found.result.non_goods_codes[:3] == ("POST", "DOT", "M")


def test_a_missing_sheet_means_the_defaults() -> None:
    assert read_settings(None, Lang.ZH).result == read_settings(settings(), Lang.ZH).result


@pytest.mark.parametrize("lang", Lang)
def test_settings_are_known_by_either_name(lang: Lang) -> None:
    raw = settings(lang, tax_rate="13%", allows_negative="是", method="FIFO", money_digits="０")  # noqa: RUF001
    found = read_settings(raw, Lang.ZH).result
    assert (found.tax_rate, found.allows_negative, found.method, found.money_digits) == (130_000, True, "fifo", 0)


def test_columns_are_found_by_heading() -> None:
    raw = settings(tax_rate="13%")
    turned = dataclasses.replace(raw, headings=raw.headings[::-1], cells=raw.cells[::-1])
    assert read_settings(turned, Lang.ZH).result.tax_rate == 130_000


def test_values_without_a_heading_are_told_and_still_read() -> None:
    raw = settings(tax_rate="13%")
    found = read_settings(dataclasses.replace(raw, headings=("设置项", "数值", "说明")), Lang.ZH)
    assert found.result.tax_rate == 130_000
    assert told(found) == ["设置:4 P113"]


def test_a_sheet_cut_down_to_one_column_is_told() -> None:
    raw = settings(tax_rate="13%")
    found = read_settings(dataclasses.replace(raw, headings=raw.headings[:1], cells=raw.cells[:1]), Lang.ZH)
    assert found.result.tax_rate == 0
    assert told(found) == ["设置:4 P113", "设置 P120"]


@pytest.mark.parametrize(
    ("name", "value", "default"),
    [
        ("selling_cost_rate", 13, "0"),
        ("report_from", "soon", "未填"),
        ("card_sku", ErrorCell("#N/A"), "未填"),
        ("card_sku", UnsolvedCell(), "未填"),
    ],
)
def test_a_value_that_cannot_be_is_told_and_its_default_used(name: str, value: object, default: str) -> None:
    found = read_settings(settings(Lang.ZH, **{name: value}), Lang.ZH)
    assert told(found) == [f"{cell_of(name)} P116"]
    assert f"已按 {default} 处理" in found.problems[0].what(Lang.ZH)
    assert getattr(found.result, name) == getattr(read_settings(settings(), Lang.ZH).result, name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("method", "LIFO"),
        ("cost_pool", "by colour"),
        ("freight", "maybe"),
        ("allows_negative", "maybe"),
        ("warehouse", ErrorCell("#REF!")),
        ("quarantine", UnsolvedCell()),
        ("money_digits", 7),
        ("money_digits", -1),
        ("money_digits", 2.5),
        ("tax_rate", 13),
        ("tax_rate", "-1%"),
        ("tax_rate", "百分之十三"),
        ("price_has_tax", 2),
    ],
)
def test_a_value_that_decides_amounts_and_cannot_be_is_told_as_such(name: str, value: object) -> None:
    assert told(read_settings(settings(Lang.ZH, **{name: value}), Lang.ZH)) == [f"{cell_of(name)} P119"]


@pytest.mark.parametrize("name", sorted(DECIDING))
def test_a_setting_that_decides_amounts_and_is_blank_is_not_said(name: str) -> None:
    assert told(read_settings(settings(Lang.ZH, **{name: None}), Lang.ZH)) == [f"{cell_of(name)} P120"]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_a_line_that_is_missing_is_told_by_what_it_decides(setting: Setting) -> None:
    found = read_settings(without(settings(), setting.key), Lang.ZH)
    assert told(found) == ["设置 P120" if setting.key in DECIDING else "设置 P122"]
    assert setting.title.zh in found.problems[0].what(Lang.ZH)


def test_a_book_of_version_0_1_0_lacks_lines_whose_defaults_are_what_it_did() -> None:
    assert told(read_settings(without(settings(), *LATER), Lang.ZH)) == ["设置 P122"]


def test_a_name_that_was_altered_is_told_with_the_nearest_one() -> None:
    raw = settings()
    raw.cells[0][[setting.key for setting in SETTINGS].index("tax_rate")] = "默认税律"
    found = read_settings(raw, Lang.ZH)
    assert told(found) == ["设置 P120", f"{cell_of('tax_rate').replace('B', 'A')} P123"]
    assert found.problems[1].what(Lang.ZH).endswith("是否为 默认税率？")


def test_of_two_lines_of_one_setting_the_first_counts() -> None:
    raw = settings(tax_rate="13%")
    twice = dataclasses.replace(
        raw,
        cells=tuple(
            np.array([*cells, value], object) for cells, value in zip(raw.cells, ("税率", "6%", None), strict=True)
        ),
    )
    twice.cells[0][-1] = "默认税率"
    assert read_settings(twice, Lang.ZH).result.tax_rate == 130_000


def test_codes_that_are_no_goods_may_be_parted_by_either_comma() -> None:
    raw = settings(non_goods_codes="POST，DOT, GIFT_*,")
    assert read_settings(raw, Lang.ZH).result.non_goods_codes == ("POST", "DOT", "GIFT_*")
