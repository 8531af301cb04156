"""What the tables of a new book hold from the start."""

from __future__ import annotations

from jxc_xl.schema import SETTINGS, Lang
from jxc_xl.schema.choices import WAREHOUSE
from jxc_xl.template.page import Row
from jxc_xl.template.settings import setting_rows
from jxc_xl.terms import Text

T = Text
WAREHOUSES = (("warehouse", T("主仓", "Main"), "own"), ("quarantine", T("待处理仓", "On hold"), "quarantine"))
"""The settings that name a warehouse, its name and its kind."""
SHOP = T("本店", "Own shop")


def start_rows(key: str, lang: Lang) -> tuple[Row, ...]:
    """Return the rows a sheet starts with, column by column."""
    match key:
        case "settings":
            return setting_rows(lang)
        case "warehouses":
            codes = {setting.key: setting.default for setting in SETTINGS}
            return tuple(
                (codes[name], title.said(lang), WAREHOUSE[kind].said(lang), None) for name, title, kind in WAREHOUSES
            )
        case "channels":
            return (("SHOP", SHOP.said(lang), None, None),)
    return ()
