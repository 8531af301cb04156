"""设置 Settings: each value in the format of its kind, on a yellow ground that says: this you may change."""

from __future__ import annotations

import math
from dataclasses import replace

from jxc_xl.schema import SETTINGS, Kind, Lang, Setting
from jxc_xl.template import looks as look
from jxc_xl.template.page import BODY, HEADING, Page, Row, write

LINE, AIR = 16, 8
"""Height of a line of text, and the room around it, in points."""


def setting_rows(lang: Lang) -> tuple[Row, ...]:
    """Return name, default and meaning of every setting."""
    return tuple((setting.title.said(lang), default(setting, lang), setting.meaning.said(lang)) for setting in SETTINGS)


def default(setting: Setting, lang: Lang) -> object:
    """Return a setting's default as it stands in its cell."""
    if setting.choices:
        return setting.choices[setting.default].said(lang)
    if setting.kind is Kind.INTEGER and setting.default:
        return int(setting.default)
    if setting.kind in {Kind.RATE, Kind.PRICE} and setting.default:
        return float(setting.default)
    return setting.default or None


def dress_settings(page: Page) -> None:
    """Give every line its height and every value its format; the yellow cells are the ones to fill."""
    line: look.Props = look.TEXT_PLACE | {"bottom": 1, "bottom_color": look.LINE, "text_wrap": True}
    name = page.looks.get(bold=True, **line)
    heading = page.looks.heading(replace(page.sheet.columns[0], is_required=False))
    page.paper.write_string(HEADING, 0, page.sheet.columns[0].title.said(page.lang), heading)
    meaning = page.looks.get(font_color=look.GREY, **line)
    for row, (setting, (title, value, sentence)) in enumerate(zip(SETTINGS, page.rows, strict=True), BODY):
        page.paper.set_row(row, _height(page, value, sentence))
        write(page.paper, (row, 0), title, name)
        number = look.NUMBERS[setting.kind]
        input_ = page.looks.get(**line, num_format=number, bg_color=look.INPUT)
        write(page.paper, (row, 1), value, input_)
        write(page.paper, (row, 2), sentence, meaning)


def _height(page: Page, *texts: object) -> int:
    rooms = [look.width(column) for column in page.sheet.columns[1:]]
    lines = (math.ceil(1.1 * look.breadth(str(text or "")) / room) for text, room in zip(texts, rooms, strict=True))
    return LINE * max(1, *lines) + AIR
