"""The shape of a movement to be: the columns every sheet's lines share."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.terms import Movement

COLUMNS = {
    "sheet": "str",
    "row": "int64",
    "mark": "Int64",
    "kind": "str",
    "doc_no": "str",
    "line_no": "Int64",
    "moved_at": "datetime64[s]",
    "sku": "str",
    "warehouse": "str",
    "lot": "str",
    "qty": "int64",
    "doc_amount": "Int64",
    "channel": "str",
    "supplier": "str",
    "ref_no": "str",
    "ref_line": "Int64",
    "unit_cost": "Int64",
    "method": "str",
    "counted_qty": "Int64",
    "snapshot": "Int64",
    "is_part": "bool",
    "is_late": "bool",
}
"""A movement to be: where it was entered, the posting number written there, what it says; for counts what was counted
and what the book was thought to say; whether it is one of several that a bundle's line gives; whether it is a charge on
goods of a closed period."""

BLANK: dict[str, object] = {"str": "", "bool": False}
"""What is not said, by the kind of its column; missing elsewhere."""


def nothing() -> pd.DataFrame:
    """Return no movements."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})


class Line(NamedTuple):
    """What one sheet gives to its movements, beyond the columns it shares with them."""

    kind: pd.Series | Movement
    moved_at: pd.Series
    qty: np.ndarray
    doc_amount: pd.Series


def shaped(sheet: str, lines: pd.DataFrame, line: Line, **more: pd.Series) -> pd.DataFrame:
    """Return movements in the columns every sheet shares; what a sheet does not have is blank."""
    own = {
        "sheet": sheet,
        "kind": line.kind,
        "moved_at": line.moved_at,
        "qty": line.qty,
        "doc_amount": line.doc_amount,
        "mark": lines["posting_no"],
        **more,
    }
    columns = {name: own.get(name, lines.get(name, BLANK.get(kind, pd.NA))) for name, kind in COLUMNS.items()}
    return pd.DataFrame(columns, index=lines.index).astype(COLUMNS)
