"""Books on disk for tests of the shell, and the shell itself."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

HEAD = "单号,收货时间,商品编码,到货数量,单价\n"
PRODUCTS = "商品编码,商品名称\nA01,杯\nB02,碗\n"
RECEIPTS = HEAD + "R1,2026-03-01,A01,10,6\nR1,2026-03-01,B02,10,7\n"
SALES = "订单号,下单时间,商品编码,数量,单价\nS1,2026-03-03 10:00,A01,4,15\nS2,2026-03-04,B02,3,15\n"
SHORT = "S3,2026-03-05,A01,99,15\n"


class Said(NamedTuple):
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


def jxc(*words: str | Path) -> Said:
    """Run one command as a person would."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "utf8", "-m", "jxc_xl", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf8",
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf8")
    return path


def entered(folder: Path, sales: str = SALES, lang: str = "zh") -> Path:
    """Return a small book with entries, nothing posted, and beside it the files they came from."""
    for name, text in _files(sales).items():
        write(folder / name, text)
    book = folder / "book.xlsx"
    book.write_bytes(_made(sales, lang))
    return book


def _files(sales: str) -> dict[str, str]:
    return {"products.csv": PRODUCTS, "receipts.csv": RECEIPTS, "sales.csv": sales}


@cache
def _made(sales: str, lang: str) -> bytes:
    """Return the book's bytes; it takes four commands to make it, so it is made once."""
    with TemporaryDirectory() as made:
        book = Path(made) / "book.xlsx"
        assert jxc("new", book, "--lang", lang).status == 0
        for name, text in _files(sales).items():
            said = jxc("import", book, write(Path(made) / name, text), "--as", name.removesuffix(".csv"))
            assert said.status == 0, said
        return book.read_bytes()
