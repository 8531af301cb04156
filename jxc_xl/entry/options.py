"""Arguments and options that several commands of the shell have."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from jxc_xl.terms import Lang

BookPath = Annotated[Path, typer.Argument(help="工作簿 / the workbook", metavar="BOOK")]
LangOption = Annotated[
    Lang | None, typer.Option("--lang", help="消息的语言 / language of messages; default: the book's")
]
JsonOption = Annotated[bool, typer.Option("--json", help="供程序读取 / for programs")]
OutOption = Annotated[
    Path | None, typer.Option("--out", help="写到这个文件夹，原文件不动 / write there, leave the book", metavar="DIR")
]
DryOption = Annotated[bool, typer.Option("--dry-run", help="只看不写 / change nothing")]
FromOption = Annotated[
    dt.datetime | None, typer.Option("--from", help="期间开始 / first day", formats=["%Y-%m-%d", "%Y/%m/%d"])
]
ToOption = Annotated[
    dt.datetime | None, typer.Option("--to", help="期间结束 / last day", formats=["%Y-%m-%d", "%Y/%m/%d"])
]
AsOfOption = Annotated[
    dt.datetime | None,
    typer.Option(
        "--as-of",
        help="当作哪一天，默认今天 / the day it is; default: today",
        formats=["%Y-%m-%d", "%Y/%m/%d"],
    ),
]
