"""What a book with macros has besides: the VBA project, the ribbon, and two hidden sheets for them to read."""

from __future__ import annotations

import zipfile
from io import BytesIO

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from jxc_xl import __version__
from jxc_xl.schema import Lang
from jxc_xl.template import codes
from jxc_xl.template.functions import Function, functions, wired
from jxc_xl.template.ribbon import custom_ui, rows

TEXTS, INTELLISENSE = "_jxc_", "_IntelliSense_"
"""Titles of the hidden sheets, in either language; ExcelDna.IntelliSense finds the other one by name, if it is last."""
HEADINGS = ("id", "label zh", "label en", "screentip zh", "screentip en", "supertip zh", "supertip en")
LANG_AT, VERSION_AT = (0, 8), (0, 9)
ANSWERS_LEFT = 10
ANSWERS = ("function", "table", "heading")
RIBBON = "customUI/customUI14.xml"
LINK = (
    '<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" '
    f'Target="{RIBBON}"/></Relationships>'
)
PACKED = (1980, 1, 1, 0, 0, 0)
UNIX = 3
"""The program that is said to have packed a part: the same on every system."""


def add_project(book: Workbook) -> None:
    """Put the VBA project in."""
    book.add_vba_project(BytesIO(wired("vbaProject.bin")), is_stream=True)
    book.set_vba_name(codes.WORKBOOK)


def add_hidden_sheets(book: Workbook, lang: Lang) -> None:
    """Write what macros read: words, where answers stand, what the functions are for; nobody sees it in a menu."""
    told = functions()
    texts = book.add_worksheet(TEXTS)
    texts.set_vba_name(codes.TEXTS)
    texts.very_hidden()
    _write_texts(book, texts, lang)
    _write_answers(book, texts, [function for function in told if function.answered_from], lang)
    help_ = book.add_worksheet(INTELLISENSE)
    help_.set_vba_name(codes.INTELLISENSE)
    help_.very_hidden()
    _write_help(help_, told, lang)


def _write_texts(book: Workbook, paper: Worksheet, lang: Lang) -> None:
    paper.write_row(0, 0, HEADINGS)
    last = 0
    for last, (name, *texts) in enumerate(rows(), 1):
        paper.write_row(last, 0, [name, *(word for text in texts for word in text)])
    book.define_name("jxc_texts", f"='{TEXTS}'!$A$2:$G${last + 1}")
    paper.write_string(*LANG_AT, str(lang))
    paper.write_string(*VERSION_AT, __version__)
    book.define_name("jxc_lang", f"='{TEXTS}'!$I$1")
    book.define_name("jxc_version", f"='{TEXTS}'!$J$1")


def _write_answers(book: Workbook, paper: Worksheet, told: list[Function], lang: Lang) -> None:
    """Write in which column of which table a function's plain answer stands, for where there is no Python."""
    paper.write_row(0, ANSWERS_LEFT, ANSWERS)
    for row, function in enumerate(told, 1):
        paper.write_row(row, ANSWERS_LEFT, (function.name, *function.place(lang)))
    book.define_name("jxc_answers", f"='{TEXTS}'!$K$2:$M${max(len(told), 1) + 1}")


def _write_help(paper: Worksheet, told: tuple[Function, ...], lang: Lang) -> None:
    """Write name, help, help topic, then name and help of each argument, as ExcelDna.IntelliSense reads it."""
    paper.write_row(0, 0, ("FunctionInfo", 1))
    for row, function in enumerate(told, 1):
        args = [word for arg in function.args for word in (arg.shown, arg.help.said(lang))]
        paper.write_row(row, 0, (function.name, function.help.said(lang), "", *args))


def with_ribbon(package: bytes) -> bytes:
    """Return a book with the ribbon's definition as its last part, where programs that do not know it leave it be."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            _pack(new, name, data.replace(b"</Relationships>", LINK.encode()) if name == "_rels/.rels" else data)
        _pack(new, RIBBON, custom_ui())
    return packed.getvalue()


def _pack(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    part = zipfile.ZipInfo(name, PACKED)
    part.compress_type = zipfile.ZIP_DEFLATED
    part.create_system = UNIX
    package.writestr(part, data)
