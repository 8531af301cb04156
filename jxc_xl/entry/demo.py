"""`jxc demo`: a real shop's three months, from order file to margin, in one book."""

from __future__ import annotations

import datetime as dt
from importlib.resources import as_file, files
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from jxc_xl.entry import say
from jxc_xl.entry.new import new_book
from jxc_xl.entry.work import How, bring, carry_out
from jxc_xl.numbers import text_of
from jxc_xl.pipeline import Do, Outcome
from jxc_xl.schema import BY_KEY
from jxc_xl.terms import Lang, Text

STEPS = (
    ("sales.csv.gz", "products"),
    ("receipts.csv.gz", "receipts"),
    ("charges.csv.gz", "charges"),
    ("sales.csv.gz", "sales"),
)
NAME = Text("演示店.xlsm", "demo-shop.xlsm")
WHERE = Text(
    "\n账本在 {0}，用 Excel 或 LibreOffice 打开看看；再试试：\n"
    "  jxc report {0} 库存\n  jxc report {0} 毛利 --format csv\n  jxc report {0} 补货 --as-of 2011-03-01",
    "\nThe book is {0}: open it in Excel or LibreOffice. Then try:\n"
    "  jxc report {0} stock\n  jxc report {0} margin --format csv\n  jxc report {0} replenishment --as-of 2011-03-01",
)
SOURCE = Text(
    "订单为真实数据：Online Retail，D. Chen，UCI，CC BY 4.0；采购与运费为合成数据。",
    "The orders are real: Online Retail, D. Chen, UCI, CC BY 4.0; purchases and freight are synthetic.",
)
BROUGHT = Text(
    "导入{0}：文件 {1} 行，新增 {2}，重复编码 {3}，未导入 {4}",
    "{0}: {1} rows in the file, {2} added, {3} repeated, {4} left out",
)
BEST = 5
DAY = dt.datetime(2011, 3, 1)  # noqa: DTZ001 (the day after the last order: what runs low or lies idle is told as of then)
WIDE = 100


def run(folder: Path, lang: Lang) -> None:
    """Build the demo book in a folder, run everything, and tell what a shop owner wants to know."""
    book = folder / NAME.said(lang)
    new_book(book, lang)
    for name, key in STEPS:
        _bring(book, name, key, lang)
    outcome = carry_out(book, Do.POST, How(as_of=DAY))
    _tell(outcome, lang)
    say.line(WHERE, lang, book)
    say.line(SOURCE, lang)


def _bring(book: Path, name: str, key: str, lang: Lang) -> None:
    with as_file(files("jxc_xl.template") / "shop" / name) as file:
        imported = bring(book, file, key, {}, How()).imported
    parts = ", ".join(f"{BY_KEY[sheet].title.said(lang)} {len(lines)}" for sheet, lines in imported.lines.items())
    say.line(BROUGHT, lang, BY_KEY[key].title.said(lang), imported.rows, parts, imported.known, imported.refused)


def _tell(outcome: Outcome, lang: Lang) -> None:
    """Print the dashboard, the best earners and the first problems."""
    console = Console(width=None if Console().is_terminal else WIDE, markup=False, emoji=False, highlight=False)
    lines = say.measures(outcome.measures, outcome.book)
    drawn = Table("", "", title=BY_KEY["dashboard"].title.said(lang), title_justify="left", show_header=False)
    for measure, value in zip(lines["measure"], lines["value"], strict=True):
        drawn.add_row(measure, value)
    console.print(drawn)
    console.print(_best(outcome.reports["margin"], lang, outcome.book.settings.money_digits))
    errors = [problem for problem in outcome.problems if problem.is_error]
    say.line(Text("\n发现 {0} 个错误，例如：", "\n{0} problems found, for example:"), lang, len(errors))
    say.problems(errors[:3], lang)


def _best(margin: pd.DataFrame, lang: Lang, digits: int) -> Table:
    """Return the products that earned most."""
    sheet = BY_KEY["margin"]
    shown = ("sku", "name", "revenue", "cost_of_sales", "margin")
    title = Text("最赚钱的商品", "What earned most").said(lang)
    drawn = Table(*(sheet.column(key).title.said(lang) for key in shown), title=title, title_justify="left")
    for line in margin.head(BEST).to_dict("records"):
        drawn.add_row(line["sku"], line["name"], *(text_of(int(line[key]), digits) for key in shown[2:]))
    return drawn
