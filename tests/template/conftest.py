from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from jxc_xl.schema import Lang
from jxc_xl.template.book import build

Books = dict[Lang, Workbook]


def as_bytes(lang: Lang) -> bytes:
    file = BytesIO()
    build(file, lang)
    return file.getvalue()


@pytest.fixture(scope="package")
def written() -> dict[Lang, bytes]:
    return {lang: as_bytes(lang) for lang in Lang}


@pytest.fixture(scope="package")
def books(written: dict[Lang, bytes]) -> Books:
    """Each book as openpyxl reads it."""
    return {lang: openpyxl.load_workbook(BytesIO(data)) for lang, data in written.items()}
