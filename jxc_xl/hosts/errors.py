"""What can go wrong between a workbook and us: one exception, its texts, and the edge where foreign exceptions end.

``HostError`` carries a code of the catalogue and facts; the texts of its reasons are here. Whatever the
operating system, zip, XML or the reader raises is turned into a ``HostError`` by `reading` or `writing`.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from python_calamine import CalamineError

from jxc_xl import problems
from jxc_xl.terms import Lang as Language
from jxc_xl.terms import Text

Lang = Literal["zh", "en"]
_STDERR = 2


class Said(NamedTuple):
    """The two halves of a message in one language."""

    what: str
    fix: str


REASONS: dict[str, tuple[str, str]] = {
    "missing": ("没有这个文件", "there is no such file"),
    "folder": ("这是一个文件夹", "it is a folder"),
    "denied": ("没有权限，或被其他程序占用", "permission denied, or another program holds it"),
    "system": ("{detail}", "{detail}"),
    "excel": ("Excel 已打开它", "open in Excel"),
    "calc": ("LibreOffice 已打开它", "open in LibreOffice"),
    "jxc": ("另一个 jxc 正在写入它", "another jxc run is writing it"),
    "dtd": ("{part} 含有 DTD 或实体声明", "{part} holds a DTD or entities"),
    "names": ("压缩包内的名称重复或越界：{part}", "a doubled or escaping name in the package: {part}"),
    "encrypted_part": ("压缩包内有加密的部件：{part}", "an encrypted part in the package: {part}"),
    "damaged": ("{detail}", "{detail}"),
    "broken_part": ("部件 {part} 的 XML 不完整（{detail}）", "the XML of part {part} is not whole ({detail})"),
    "empty": ("文件是空的", "it is empty"),
    "headless": ("没有标题行", "it has no line of headings"),
    "zeros": ("含有零字节，可能是 UTF-16 编码或不是文本", "it holds zero bytes; it may be UTF-16, or no text at all"),
    "letters": ("不是 UTF-8 或 GB18030 编码的文本", "it is no text in UTF-8 or GB18030"),
    "quotes": ("有引号没有闭合", "a quotation mark is never closed"),
    "no_part": ("缺少部件 {part}", "part {part} is missing"),
    "encoding": ("{part} 的编码不是 UTF-8", "{part} is not encoded in UTF-8"),
    "entries": ("压缩包内有 {found} 个部件，最多 {limit} 个", "{found} parts in the package, at most {limit}"),
    "part": ("{part} 展开后有 {found} 字节，最多 {limit}", "{part} unpacks to {found} bytes, at most {limit}"),
    "total": ("展开后共 {found} 字节，最多 {limit}", "it unpacks to {found} bytes in all, at most {limit}"),
    "ratio": ("{part} 的压缩比异常（{found} 倍）", "{part} is packed {found} times, as zip bombs are"),
    "cells": (
        "工作表「{sheet}」用到第 {rows} 行、第 {columns} 列",
        "sheet {sheet!r} is used down to row {rows} and across to column {columns}",
    ),
    "ending": ("扩展名必须仍是 {suffix}", "its name must still end in {suffix}"),
    "read_only": ("文件是只读的", "the file is read-only"),
    "verify": ("写出的临时文件未通过检查：{detail}", "the temporary file failed its check: {detail}"),
    "layout": ("表格 XML 的写法不常见（{detail}）", "its XML is written in an unusual way ({detail})"),
    "no_table": ("找不到表 {table}", "table {table} is not there"),
    "no_column": ("表 {table} 没有「{heading}」列", "table {table} has no column {heading!r}"),
    "below": ("表 {table} 要占用 {cell}，那里已有内容", "table {table} needs {cell}, which is taken"),
    "merged": ("表 {table} 要占用合并单元格 {cell}", "table {table} needs merged cells {cell}"),
    "totals": ("表 {table} 有汇总行，无法改变行数", "table {table} has a totals row, so it cannot change in size"),
    "signed": ("工作簿有数字签名，改写会使其失效", "the workbook is digitally signed, which a change would break"),
    "rows": ("表 {table} 需要 {found} 行，最多 {limit} 行", "table {table} needs {found} rows, at most {limit}"),
    "text": (
        "{cell} 的文字有 {found} 个字符，最多 {limit} 个",
        "the text of {cell} has {found} characters, at most {limit}",
    ),
}


class HostError(problems.HostError):
    """The workbook cannot be read or written, and nothing was changed.

    Attributes:
        facts: Values for the placeholders; ``reason`` is a key of `REASONS`.
    """

    @property
    def problem(self) -> problems.Problem:
        """What happened, for people."""
        facts = _Facts(self.facts)
        reason = REASONS.get(str(facts.get("reason")))
        if reason:
            facts["reason"] = Text(*(words.format_map(facts) for words in reason))
        facts.setdefault("path", "?")
        facts.setdefault("sheet", "?")
        return problems.Problem(self.code, problems.Place(str(facts["path"])), facts)

    def say(self, lang: Lang) -> Said:
        """Return the message in one language."""
        return Said(self.problem.what(Language(lang)), self.problem.fix(Language(lang)))


class _Facts(dict[str, object]):
    """Facts for a message; what is not known shows as a question mark rather than hiding the message."""

    def __missing__(self, key: str) -> str:
        return "?"


# zipfile raises KeyError, ValueError and RuntimeError as well for packages that are not what they should be.
_DAMAGED = (
    BadZipFile,
    CalamineError,
    EOFError,
    KeyError,
    OverflowError,
    ParseError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn every foreign exception met while reading ``path`` into a `HostError`."""
    with _edge(path):
        try:
            yield
        except FileNotFoundError as error:
            raise HostError("H001", reason="missing") from error
        except IsADirectoryError as error:
            raise HostError("H001", reason="folder") from error
        except PermissionError as error:
            raise HostError("H001", reason="folder" if path.is_dir() else "denied") from error
        except OSError as error:
            raise HostError("H001", reason="system", detail=str(error)) from error


@contextmanager
def without_panic() -> Iterator[None]:
    """Keep what a Rust library prints when it panics from people: the panic itself comes as an exception."""
    try:
        kept = os.dup(_STDERR)
    except OSError:  # a program without a console
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 (no path of anybody's)
            os.dup2(nowhere.fileno(), _STDERR)
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn every foreign exception met while writing ``path`` into a `HostError`."""
    with _edge(path):
        try:
            yield
        except OSError as error:
            raise HostError("H008", reason="system", detail=error.strerror or str(error)) from error


@contextmanager
def _edge(path: Path) -> Iterator[None]:
    try:
        yield
    except HostError as error:
        error.facts.setdefault("path", str(path))
        raise
    except MemoryError as error:
        raise HostError("H006", path=str(path), reason="system", detail="out of memory") from error
    except _DAMAGED as error:
        raise HostError("H005", path=str(path), reason="damaged", detail=str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a Rust panic in calamine is no Exception
            raise
        raise HostError("H005", path=str(path), reason="damaged", detail=str(error)) from error
