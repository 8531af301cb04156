"""What a book with macros should carry, as this installation ships it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from jxc_xl.hosts import errors, macros, package, preflight
from jxc_xl.hosts.refit import Hidden, Wire
from jxc_xl.schema import GUIDE, SHEETS
from jxc_xl.template import codes
from jxc_xl.template.book import build
from jxc_xl.template.functions import wired
from jxc_xl.template.macros import INTELLISENSE, LANG_AT, TEXTS
from jxc_xl.template.ribbon import custom_ui
from jxc_xl.template.wire.project import vba_project
from jxc_xl.template.wire.sources import Role, module
from jxc_xl.terms import Lang

_NAME = re.compile(r"""<definedName name="(jxc_\w+)"[^>]*>('?_jxc_[^<]*)</definedName>""")


@cache
def shipped(lang: Lang) -> Wire:
    """Return what is put back into a book of one language."""
    project = wired("vbaProject.bin")
    return Wire(project, _project_for, custom_ui(), _codes(), _hidden(lang))


def lang_of(path: Path) -> Lang:
    """Return the language of a book by the titles of its sheets; Chinese if they do not tell.

    Problems:
        H001, H002, H004, H005, H006: it cannot be read.
    """
    with errors.reading(path), ZipFile(BytesIO(preflight.read_file(path))) as opened:
        preflight.check_directory(opened)
        titles = set(package.parse(opened).sheets)
    english = sum(sheet.title.en in titles for sheet in SHEETS)
    return Lang.EN if english > sum(sheet.title.zh in titles for sheet in SHEETS) else Lang.ZH


def _project_for(sheets: Sequence[str]) -> bytes:
    """Return the VBA project for a book with sheets of these code names: a module for each of them, none left over."""
    shipped_project = wired("vbaProject.bin")
    if sorted(sheets) == sorted(codes.sheet_codes()):
        return shipped_project
    found = {one.name: one for one in macros.modules_of(shipped_project)}
    standard = [module(one.name, Role.STANDARD, one.source) for one in found.values() if not one.is_class]
    documents = [module(codes.WORKBOOK, Role.WORKBOOK, found[codes.WORKBOOK].source)]
    return vba_project([*documents, *(module(code, Role.SHEET) for code in sheets), *standard])


def _codes() -> dict[str, str]:
    """Return the code names of our sheets by table and title."""
    known = {name.lower(): codes.code_name(one.key) for one in SHEETS for name in (one.table, *one.title)}
    guide = {title.lower(): codes.GUIDE for title in GUIDE}
    return known | guide | {TEXTS.lower(): codes.TEXTS, INTELLISENSE.lower(): codes.INTELLISENSE}


def _hidden(lang: Lang) -> tuple[Hidden, ...]:
    """Return the sheets that macros read, as they stand in an empty book."""
    data = BytesIO()
    build(data, lang)
    with ZipFile(data) as opened:
        workbook = opened.read("xl/workbook.xml").decode()
    data.seek(0)
    names = {name: cells.replace("&apos;", "'") for name, cells in _NAME.findall(workbook)}
    with errors.without_panic(), CalamineWorkbook.from_filelike(data) as read:
        texts, help_ = (
            read.get_sheet_by_name(title).to_python(skip_empty_area=False) for title in (TEXTS, INTELLISENSE)
        )
    return (
        Hidden(TEXTS, codes.TEXTS, texts, frozenset({LANG_AT}), names),
        Hidden(INTELLISENSE, codes.INTELLISENSE, help_, frozenset(), {}),
    )
