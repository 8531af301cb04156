"""A new book where none is yet."""

from __future__ import annotations

import io
import os
from pathlib import Path

from jxc_xl.problems import HostError
from jxc_xl.template.book import build
from jxc_xl.terms import Lang

HAS_MACROS = {".xlsm": True, ".xlsx": False}


def new_book(path: Path, lang: Lang) -> None:
    """Write an empty book, with macros or, as .xlsx, without; a file that is there is never replaced.

    Raises:
        HostError: H014 there is a file already, H015 another ending than .xlsm or .xlsx, H008 it cannot be written.
    """
    if path.suffix.lower() not in HAS_MACROS:
        raise HostError("H015", path=str(path))
    data = io.BytesIO()
    build(data, lang, has_macros=HAS_MACROS[path.suffix.lower()])
    part = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HostError("H008", path=str(path.parent), reason=error.strerror or str(error)) from error
    try:
        part.write_bytes(data.getvalue())
        os.link(part, path) if hasattr(os, "link") else part.rename(path)
    except FileExistsError:
        raise HostError("H014", path=str(path)) from None
    except OSError as error:
        raise HostError("H008", path=str(path), reason=error.strerror or str(error)) from error
    finally:
        part.unlink(missing_ok=True)
