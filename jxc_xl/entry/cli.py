"""The shell: `jxc COMMAND BOOK`. Thin: reads the command line, calls the work, says what came of it.

Exit status: 0 clean, 1 problems in a book, 2 usage or host failure.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from jxc_xl import __version__
from jxc_xl.entry import asking, recalculating, reports, said, say
from jxc_xl.entry.options import (
    AsOfOption,
    BookPath,
    DryOption,
    FromOption,
    JsonOption,
    LangOption,
    OutOption,
    ToOption,
)
from jxc_xl.entry.setup import setting_up
from jxc_xl.entry.work import How, bring, carry_out
from jxc_xl.pipeline import Do
from jxc_xl.problems import JxcError, Problem
from jxc_xl.report.facts import Period
from jxc_xl.schema import ENTRY, find_sheet
from jxc_xl.terms import Lang, Text

FAILED, HAS_PROBLEMS = 2, 1
UNEXPECTED = "程序出错，账本没有改动。This should not have happened; the book is as it was. {0}: {1} (JXC_DEBUG=1)"
app = typer.Typer(
    name="jxc",
    help="进销存 · purchase, sales and stock in a workbook",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def _version(show: Annotated[bool, typer.Option("--version", help="版本 / version")] = False) -> None:
    if show:
        say.raw(__version__)
        raise typer.Exit


@app.command()
def new(book: BookPath, lang: Annotated[Lang, typer.Option("--lang", help="zh | en")] = Lang.ZH) -> None:
    """新建一本空账 / make an empty book."""
    from jxc_xl.entry.new import new_book  # noqa: PLC0415 (other commands start faster)

    new_book(book, lang)
    say.line(Text("已新建 {0}。", "Made {0}."), lang, book)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="放在哪里 / where", metavar="DIR")] = Path("jxc-demo"),
    lang: Annotated[Lang, typer.Option("--lang", help="zh | en")] = Lang.ZH,
) -> None:
    """用三个月真实订单做一本演示账 / a demo book from three months of real orders."""
    from jxc_xl.entry.demo import run  # noqa: PLC0415 (other commands start faster)

    run(folder, lang)


@app.command()
def check(
    book: BookPath, lang: LangOption = None, json: JsonOption = False, out: OutOption = None, dry: DryOption = False
) -> None:
    """检查录入，填问题表 / check the entries and fill the sheet of problems."""
    _carry_out(book, Do.CHECK, How(out, dry), lang, json=json)


@app.command()
def post(
    book: BookPath, lang: LangOption = None, json: JsonOption = False, out: OutOption = None, dry: DryOption = False
) -> None:
    """把无误的单据过账，并刷新报表 / post what is ready and fill the reports."""
    _carry_out(book, Do.POST, How(out, dry), lang, json=json)


@app.command()
def undo(
    book: BookPath, lang: LangOption = None, json: JsonOption = False, out: OutOption = None, dry: DryOption = False
) -> None:
    """撤销最近一次过账（红冲） / reverse the last posting."""
    _carry_out(book, Do.UNDO, How(out, dry), lang, json=json)


PeriodName = Annotated[str, typer.Argument(help="月份 2026-01 或日期 2026-01-31 / a month or a day", metavar="PERIOD")]


@app.command()
def close(
    book: BookPath,
    period: PeriodName,
    lang: LangOption = None,
    json: JsonOption = False,
    out: OutOption = None,
    dry: DryOption = False,
) -> None:
    """结账：期间内不再过账，成本不再变 / close a period: nothing is posted into it, no cost in it changes."""
    _carry_out(book, Do.CLOSE, How(out, dry, closing=period), lang, json=json)


@app.command()
def reopen(
    book: BookPath,
    period: PeriodName,
    lang: LangOption = None,
    json: JsonOption = False,
    out: OutOption = None,
    dry: DryOption = False,
) -> None:
    """反结账：重新打开最近一个已结期间，流水留痕 / open the last closed period again; the ledger keeps a trace."""
    _carry_out(book, Do.REOPEN, How(out, dry, closing=period), lang, json=json)


@app.command("report")
def report_(
    book: BookPath,
    name: Annotated[
        str, typer.Argument(help="报表或表名，中英文均可 / report or sheet, in either language", metavar="NAME")
    ],
    form: Annotated[reports.Form, typer.Option("--format", help="table | csv | json")] = reports.Form.TABLE,
    first: FromOption = None,
    last: ToOption = None,
    sku: Annotated[str, typer.Option("--sku", help="台账的商品 / product of the stock card")] = "",
    as_of: AsOfOption = None,
) -> None:
    """把一张报表写到屏幕 / print one report."""
    sheet = find_sheet(name)
    if sheet is None:
        raise JxcError("H011", name, name=name, names=reports.names())
    if first and last and first > last:
        raise typer.BadParameter("--from > --to")
    period = Period(_day(first), _day(last)) if first or last else None
    if period and sheet.key not in reports.PERIODIC:
        raise JxcError("H042", name, name=sheet.title)
    outcome = carry_out(book, Do.REPORT, How(as_of=as_of, period=period, card_sku=sku, report=sheet.key))
    if sku and sku.casefold() not in set(outcome.book.lines["products"]["sku"].str.casefold()):
        raise JxcError("H013", sku, name=sku)
    reports.show(sheet, outcome, form)


@app.command("import")
def import_(
    book: BookPath,
    file: Annotated[Path, typer.Argument(help="CSV、CSV.gz 或 xlsx / CSV, CSV.gz or xlsx", metavar="FILE")],
    sheet: Annotated[str, typer.Option("--as", help="导入哪张表：sales、receipts、products… / which sheet")],
    mapping: Annotated[str, typer.Option("--map", help='"商品编码=StockCode,数量=Quantity"')] = "",
    lang: LangOption = None,
    json: JsonOption = False,
    out: OutOption = None,
    dry: DryOption = False,
) -> None:
    """把平台导出的订单等导入账本；重复导入不会重复 / import a file; importing it twice adds nothing."""
    target = find_sheet(sheet)
    if target not in ENTRY or target.key == "settings":
        raise JxcError("H011", sheet, name=sheet, names=", ".join(one.key for one in ENTRY if one.key != "settings"))
    added = bring(book, file, target.key, _mapping(mapping), How(out, dry))
    lang = lang or added.book.lang
    imported = added.imported
    if json:
        counts = {key: len(lines) for key, lines in imported.lines.items()}
        summary = {"rows": imported.rows, "added": counts, "known": imported.known, "refused": imported.refused}
        say.as_json(summary | {"problems": say.problems_json(added.problems, lang)})
    else:
        say.problems(added.problems, lang)
        say.raw(said.imported(added, lang))
    raise typer.Exit(HAS_PROBLEMS if imported.refused else 0)


app.registered_commands += [
    *recalculating.app.registered_commands,
    *asking.app.registered_commands,
    *setting_up.app.registered_commands,
]


def _carry_out(book: Path, do: Do, how: How, lang: Lang | None, *, json: bool) -> None:
    """Carry out a command, say what came of it, and leave with its status."""
    outcome = carry_out(book, do, how)
    lang = lang or outcome.book.lang
    if json:
        summary = {
            "book": str(book),
            "do": do,
            "movements": outcome.moved,
            "problems": say.problems_json(outcome.problems, lang),
        }
        say.as_json(summary)
    else:
        say.problems(outcome.problems, lang)
        say.raw(said.done(do, outcome, lang))
    raise typer.Exit(HAS_PROBLEMS if any(problem.is_error for problem in outcome.problems) else 0)


def _day(day: dt.datetime | None) -> pd.Timestamp | None:
    return None if day is None else pd.Timestamp(day)


def _mapping(text: str) -> dict[str, str]:
    """Read ``ours=theirs,ours=theirs``."""
    pairs = [part.partition("=") for part in text.replace("，", ",").split(",") if part.strip()]
    if any(not sign or not theirs.strip() for _, sign, theirs in pairs):
        raise typer.BadParameter('--map "商品编码=StockCode,数量=Quantity"')
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}


def _complain(error: JxcError, lang: Lang | None) -> None:
    problem: Problem = error.problem
    for language in [lang] if lang else list(Lang):
        typer.echo(problem.line(language), err=True)


def main() -> None:
    """Run the command line; a failure ends in one line on stderr a language, and status 2."""
    try:
        app()
    except JxcError as error:
        _complain(error, None)
        raise SystemExit(FAILED) from None
    except Exception as error:  # the last edge: whatever it is, people get one line and the book is as it was
        if os.environ.get("JXC_DEBUG"):
            raise
        typer.echo(UNEXPECTED.format(type(error).__name__, error), err=True)
        raise SystemExit(FAILED) from None
