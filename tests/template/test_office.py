"""The book in a real spreadsheet program."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from jxc_xl.schema import SHEETS, Lang

ERRORS = ("#NAME?", "#REF!", "#VALUE!", "#N/A", "Err:")


def resaved(data: bytes, folder: Path) -> bytes:
    """Open a book in LibreOffice and save it again."""
    source = folder / "book.xlsm"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / "out" / "book.xlsx").read_bytes()


@pytest.mark.office
@pytest.mark.parametrize(("lang", "shop"), [(Lang.ZH, "我的店"), (Lang.EN, "My shop")])
def test_libreoffice_opens_the_book_and_finds_every_table(
    written: dict[Lang, bytes], tmp_path: Path, lang: Lang, shop: str
) -> None:
    data = resaved(written[lang], tmp_path)
    with CalamineWorkbook.from_filelike(BytesIO(data), load_tables=True) as book:
        assert sorted(book.table_names or ()) == sorted(sheet.table for sheet in SHEETS)
        cells = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert cells[book.sheet_names[0]][0][0] == shop
    texts = [str(cell) for rows in cells.values() for row in rows for cell in row]
    assert not [text for text in texts if text.startswith(ERRORS)]
