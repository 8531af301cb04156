"""Commands that add lines to be gone on with: requests on 采购, count sheets on 盘点."""

from __future__ import annotations

from typing import Annotated

import typer

from jxc_xl.entry import said, say
from jxc_xl.entry.options import AsOfOption, BookPath, DryOption, JsonOption, LangOption, OutOption
from jxc_xl.entry.work import How, list_goods, order
from jxc_xl.plan.count_sheet import Which

app = typer.Typer(name="jxc", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.command()
def reorder(
    book: BookPath,
    as_of: AsOfOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
    out: OutOption = None,
    dry: DryOption = False,
) -> None:
    """把补货表里选用的建议变成采购申请 / turn the ticked proposals of Replenishment into purchase requests."""
    asked = order(book, How(out, dry, as_of))
    lang = lang or asked.book.lang
    left = [said.refused(one, lang) for one in asked.refused]
    if json:
        say.as_json({"requests": len(asked.lines), "refused": left})
    else:
        say.raw("\n".join([*left, said.requested(asked, lang) if len(asked.lines) else said.NOTHING_LOW.said(lang)]))


@app.command()
def count(
    book: BookPath,
    which: Annotated[
        Which,
        typer.Argument(
            help="全部、到期该盘的、或一类 / all, what is due, or a class",
            metavar="all|due|A|B|C",
            case_sensitive=False,
        ),
    ] = Which.ALL,
    warehouse: Annotated[
        str, typer.Option("--warehouse", help="哪个仓库；不填为默认 / which; default: the usual one")
    ] = "",
    as_of: AsOfOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
    out: OutOption = None,
    dry: DryOption = False,
) -> None:
    """在盘点表列出要点的货，实盘数量留空 / list on Counts what is to be counted, quantities left blank."""
    sheet = list_goods(book, which, warehouse, How(out, dry, as_of))
    if json:
        say.as_json({"lines": len(sheet.lines), "documents": sheet.lines["doc_no"].unique().tolist()})
    else:
        say.raw(said.listed(sheet, lang or sheet.book.lang))
