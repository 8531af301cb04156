"""Commands that work out books and formulas: `recalc`, for one book or many, and `eval`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from jxc_xl.entry import say
from jxc_xl.entry.batch import Done, check_apart, expanded, run_all
from jxc_xl.entry.options import AsOfOption, BookPath, DryOption, JsonOption, LangOption, OutOption
from jxc_xl.entry.reports import Form
from jxc_xl.entry.work import How, evaluate
from jxc_xl.hosts.formulas.engine import Value
from jxc_xl.pipeline import Do
from jxc_xl.tables import ErrorCell
from jxc_xl.terms import Lang, Text
from jxc_xl.write.machine import csv_of, harmless

app = typer.Typer(name="jxc", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
HEADINGS = (
    Text("账本", "Book"),
    Text("结果", "Result"),
    Text("流水", "Movements"),
    Text("错误", "Errors"),
    Text("提醒", "Reminders"),
    Text("秒", "Seconds"),
)
RESULTS = (Text("正常", "clean"), Text("有问题", "problems"), Text("失败", "failed"))
ALL = Text(
    "{0} 本：正常 {1}，有问题 {2}，失败 {3}；{4:.1f} 秒。",
    "{0} books: {1} clean, {2} with problems, {3} failed; {4:.1f} s.",
)


@app.command()
def recalc(
    books: Annotated[
        list[Path],
        typer.Argument(
            help="一本或多本，也可以是文件夹或 *.xlsm / books, folders or patterns",
            metavar="BOOK...",
        ),
    ],
    also_post: Annotated[bool, typer.Option("--post", help="先过账 / post first")] = False,
    as_of: AsOfOption = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=64, help="同时几本 / books at a time")] = 1,
    lang: LangOption = None,
    json: JsonOption = False,
    out: OutOption = None,
    dry: DryOption = False,
) -> None:
    """重新计价，刷新全部报表和公式 / cost again, fill all reports, work out all formulas."""
    found = expanded(books)
    if out is not None:
        check_apart(found)
    is_one = len(found) == 1 and found == books
    start = time.perf_counter()
    with _progress(len(found)) as tick:
        done = run_all(found, Do.POST if also_post else Do.RECALC, How(out, dry, as_of), jobs, tick)
    if json:
        told = [_as_json(one, lang) for one in done]
        say.as_json(told[0] if is_one else told)
    else:
        for one in done:
            _tell(one, lang, is_one=is_one)
        if not is_one:
            _summary(done, lang or next((one.lang for one in done if one.lang), Lang.ZH), time.perf_counter() - start)
    raise typer.Exit(max(one.status for one in done))


@contextmanager
def _progress(count: int) -> Iterator[Callable[[Done], None]]:
    """Show how far a batch is, on a terminal only."""
    if count == 1 or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 (slow to start, and rarely needed)
    from rich.progress import Progress  # noqa: PLC0415

    console = Console(stderr=True)
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("jxc", total=count)
        yield lambda done: bar.update(task, advance=1, description=done.book.name)


def _tell(done: Done, lang: Lang | None, *, is_one: bool) -> None:
    """Say what came of one book."""
    if not is_one:
        say.raw(f"\n== {done.book}")
    if done.lang is None:
        for language in [lang] if lang else list(Lang):
            line = done.problems[0].line(language)
            is_named = is_one or str(done.book) in line
            typer.echo(line if is_named else f"{done.book}: {line}", err=True)
        return
    say.problems(done.problems, lang or done.lang)
    say.raw(done.said.said(lang or done.lang))


def _summary(done: Sequence[Done], lang: Lang, seconds: float) -> None:
    """Print a line for each book, and one for all."""
    from rich.table import Table  # noqa: PLC0415 (slow to start, and rarely needed)

    drawn = Table()
    for number, heading in enumerate(HEADINGS):
        drawn.add_column(heading.said(lang), justify="left" if number < 2 else "right")  # noqa: PLR2004 - names, then numbers
    for one in done:
        errors = sum(problem.is_error for problem in one.problems)
        numbers = (one.moved, errors, len(one.problems) - errors, f"{one.seconds:.1f}")
        drawn.add_row(str(one.book), RESULTS[one.status].said(lang), *map(str, numbers))
    say.put(drawn)
    counts = [sum(one.status == status for one in done) for status in range(len(RESULTS))]
    say.line(ALL, lang, len(done), *counts, seconds)


def _as_json(done: Done, lang: Lang | None) -> dict[str, object]:
    return {
        "book": str(done.book),
        "status": done.status,
        "movements": done.moved,
        "seconds": round(done.seconds, 3),
        "problems": say.problems_json(done.problems, lang or done.lang or Lang.ZH),
    }


@app.command("eval")
def eval_(
    book: BookPath,
    formula: Annotated[str, typer.Argument(help="""公式，如 '=JXC_STOCK("A01")' / a formula""", metavar="FORMULA")],
    form: Annotated[Form, typer.Option("--format", help="table | csv | json")] = Form.TABLE,
    as_of: AsOfOption = None,
) -> None:
    """算一个公式，写到屏幕；账本不动 / work out one formula and print it; the book stays as it is."""
    rows = evaluate(book, formula, How(as_of=as_of))
    if form is Form.JSON:
        cells = [[cell.text if isinstance(cell, ErrorCell) else cell for cell in row] for row in rows]
        say.as_json(cells[0][0] if len(rows) == len(rows[0]) == 1 else cells)
    else:
        is_csv = form is Form.CSV
        lines = [
            [harmless(_shown(cell)) if is_csv and isinstance(cell, str) else _shown(cell) for cell in row]
            for row in rows
        ]
        say.raw(csv_of(lines) if is_csv else "\n".join("\t".join(line) for line in lines))
    raise typer.Exit(int(any(isinstance(cell, ErrorCell) for row in rows for cell in row)))


def _shown(cell: Value) -> str:
    """Return a value as a cell of general format shows it, all fifteen digits."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return cell.text if isinstance(cell, ErrorCell) else "" if cell is None else str(cell)
