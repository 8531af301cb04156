"""`jxc install`, `uninstall`, `doctor`, `calc`, `serve`: thin, as the rest of the shell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from jxc_xl.entry import say, server
from jxc_xl.entry.setup.machine import Machine, System
from jxc_xl.entry.setup.places import CLSID
from jxc_xl.entry.setup.windows import ThisMachine
from jxc_xl.problems import HostError
from jxc_xl.terms import Lang, Text

app = typer.Typer(name="jxc", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

LangOption = Annotated[
    Lang | None, typer.Option("--lang", help="消息的语言 / language of messages; default: the computer's")
]
BookPath = Annotated[Path, typer.Argument(help="工作簿 / the workbook", metavar="BOOK")]
TO_DO = 1
OPENED = Text(
    "正在用 LibreOffice 打开 {0}；用完保存并关闭那个窗口。",
    "Opening {0} in LibreOffice; save and close it there when done.",
)
PUT_BACK = Text("{0} 的功能区已补回，Excel 也能继续用。", "The ribbon of {0} was put back, so Excel can go on with it.")
MENDED = Text("已修复：{0}", "Mended: {0}")
KEPT = Text("原来的保留在 {0}", "What it was before is kept as {0}")
NOTHING_LOST = Text("{0} 什么都没有缺。", "Nothing is missing from {0}.")
SERVING = Text(
    "正在等 Excel 调用；请开着这个窗口，不用了就关掉它。",
    "Waiting for Excel; leave this window open, and close it when you are done.",
)
NO_COM = Text("这里没有 Windows 的 COM", "there is no COM of Windows here")


def _machine(context: typer.Context) -> Machine:
    """Return the machine that was handed over, or this one."""
    machine: Machine = context.obj or ThisMachine()
    return machine


@app.command()
def install(
    context: typer.Context,
    is_server: Annotated[
        bool | None,
        typer.Option(
            "--server/--no-server",
            help="Excel 不能启动程序时，事先用 jxc serve 启动 / where Excel may start no programs: jxc serve does",
        ),
    ] = None,
    trusts: Annotated[
        bool, typer.Option("--trust", help="把放账本的文件夹设为受信任位置 / make the folder of the books trusted")
    ] = False,
    lang: LangOption = None,
) -> None:
    """让 Excel 用上按钮和函数；重复运行会修好缺失的 / buttons and functions for Excel; again to mend what has gone."""
    from jxc_xl.entry.setup import installing  # noqa: PLC0415 (other commands start faster)

    machine = _machine(context)
    _tell(installing.install(machine, installing.Options(is_server, trusts)), lang or machine.lang)


@app.command()
def uninstall(context: typer.Context, lang: LangOption = None) -> None:
    """撤掉 jxc install 放的东西，账本都留着 / remove what jxc install has put in place; books stay."""
    from jxc_xl.entry.setup import installing  # noqa: PLC0415 (other commands start faster)

    machine = _machine(context)
    _tell(installing.uninstall(machine), lang or machine.lang)


@app.command()
def doctor(
    context: typer.Context,
    book: Annotated[Path | None, typer.Argument(help="工作簿 / the workbook", metavar="BOOK")] = None,
    mends: Annotated[
        bool, typer.Option("--fix", help="补回丢失或过时的宏和功能区 / put back macros and ribbon that are lost or old")
    ] = False,
    lang: LangOption = None,
    json: Annotated[bool, typer.Option("--json", help="供程序读取 / for programs")] = False,
) -> None:
    """逐项检查：缺什么、为什么、怎么办 / look at everything: what is missing, why, and what to do."""
    from jxc_xl.entry.setup import doctor as examining  # noqa: PLC0415 (other commands start faster)

    machine = _machine(context)
    lang = lang or machine.lang
    if mends and book is None:
        raise typer.BadParameter("--fix BOOK")
    if mends and book is not None:
        book = _mend(book, lang, is_quiet=json)
    found = examining.examine_all(machine, book)
    if json:
        say.as_json(examining.objects(found, lang))
    else:
        say.raw("\n".join(examining.lines(found, lang)))
    raise typer.Exit(0 if examining.is_well(found) else TO_DO)


@app.command()
def calc(book: BookPath, lang: LangOption = None) -> None:
    """在 LibreOffice 里打开，按钮和函数都能用 / open it in LibreOffice, buttons and functions alive."""
    from jxc_xl.entry.calc import lacks_macros, sit  # noqa: PLC0415 (other commands start faster)
    from jxc_xl.entry.setup.doctor_wire import lang_of  # noqa: PLC0415

    lang = lang or lang_of(book)
    if lacks_macros(book):
        raise HostError("H040", path=str(book))
    say.line(OPENED, lang, book)
    if sit(book):
        say.line(PUT_BACK, lang, book)


@app.command()
def serve(context: typer.Context, lang: LangOption = None) -> None:
    """事先启动 Python 等 Excel 调用（jxc install --server） / start Python beforehand (jxc install --server)."""
    machine = _machine(context)
    if machine.system is not System.WINDOWS or machine.import_error("pythoncom"):
        raise HostError("H036", path="jxc serve", reason=NO_COM)
    say.line(SERVING, lang or machine.lang)
    server.main(CLSID)


def _mend(book: Path, lang: Lang, *, is_quiet: bool) -> Path:
    """Put back what a book lacks, and return the book that has it."""
    from jxc_xl.entry.setup.doctor_wire import lang_of, shipped  # noqa: PLC0415 (other commands start faster)
    from jxc_xl.hosts import refit  # noqa: PLC0415

    wire = shipped(lang_of(book))
    if refit.look(book, wire).is_whole:
        told = [(NOTHING_LOST, book)]
        mended = book
    else:
        done = refit.mend(book, wire, dt.datetime.now())  # noqa: DTZ005 (the shop's wall clock)
        told, mended = [(MENDED, done.path), *([(KEPT, done.backup)] if done.backup else [])], done.path
    for words, path in () if is_quiet else told:
        say.line(words, lang, path)
    return mended


def _tell(said: list[Text], lang: Lang) -> None:
    for words in said:
        say.raw(words.said(lang))
