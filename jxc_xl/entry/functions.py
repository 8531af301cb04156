"""What xlwings serves: a Python function for each worksheet function, and the reading of a workbook."""

from __future__ import annotations

import pandas as pd
import xlwings as xw

from jxc_xl.entry.functions_defined import FUNCTIONS
from jxc_xl.entry.functions_serving import Cells, served
from jxc_xl.entry.snapshots import SNAPSHOTS
from jxc_xl.hosts import excel

SERVED = {name: served(function) for name, function in FUNCTIONS.items()}
"""The Python functions by name: the book's key, then the arguments as they stand in cells."""
globals().update(SERVED)  # xlwings looks for them in the module


@xw.script
@xw.arg("book", "raw")
@xw.ret(Cells)
def jxc_read(book: str) -> str:
    """Read the calling workbook and keep its index; the bridge asks for it when a function answers `#JXC!`."""
    SNAPSHOTS.read(book, xw.Book.caller(), pd.Timestamp.now(), excel.read)
    return ""
