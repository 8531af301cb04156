"""Cut the demo shop out of the public data: `python -m tests.cut_shop SALES.csv.gz PURCHASES.csv.gz`.

Every twelfth product by a hash of its code, the postage rows, and all of the first three months, with the quirks a real
file has. Real rows are left as they are; what is synthetic is said in the README beside them.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import sys
from pathlib import Path

import pandas as pd

SHOP = Path(__file__).parent.parent / "jxc_xl" / "template" / "shop"
END = "2011-03-01"
ONE_IN = 12


def is_wanted(sku: str) -> bool:
    return int(hashlib.sha256(sku.upper().encode()).hexdigest(), 16) % ONE_IN == 0


def write(name: str, table: pd.DataFrame) -> None:
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as file:
        file.write(table.to_csv(index=False).encode())
    (SHOP / name).write_bytes(buffer.getvalue())


def main(sales_path: str, purchases_path: str) -> None:
    SHOP.mkdir(exist_ok=True)
    sales = pd.read_csv(sales_path, dtype="str", keep_default_na=False)
    is_kept = sales["StockCode"].map(is_wanted) | (sales["StockCode"] == "POST")
    sales = sales[(sales["InvoiceDate"] < END) & is_kept]
    write("sales.csv.gz", sales)
    bought = pd.read_csv(purchases_path, dtype="str", keep_default_na=False)
    bought = bought[(bought["date"] < END) & bought["sku"].map(is_wanted)]
    receipts = bought.assign(doc_no="IN" + bought["date"].str.replace("-", ""))
    write("receipts.csv.gz", receipts[["doc_no", *bought.columns]])
    units = receipts["qty"].astype(int).groupby(receipts["doc_no"]).sum()
    charges = pd.DataFrame(
        {
            "doc_no": ["FR" + doc_no[2:] for doc_no in units.index],
            "date": [f"{doc_no[2:6]}-{doc_no[6:8]}-{doc_no[8:]}" for doc_no in units.index],
            "charge": "freight",
            "amount": [f"{qty * 0.03:.2f}" for qty in units],
            "basis": "value",
            "receipt_no": units.index,
        }
    )
    write("charges.csv.gz", charges)


if __name__ == "__main__":
    main(*sys.argv[1:])
