"""One LibreOffice for all tests of a module that need one; what a test leaves open is closed after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import xlwings as xw

from jxc_xl.hosts.calc.office import Office


@pytest.fixture(scope="module")
def running_office() -> Iterator[xw.App]:
    with Office() as app:
        yield app


@pytest.fixture
def office(running_office: xw.App) -> Iterator[xw.App]:
    yield running_office
    for book in list(running_office.books):
        book.close()
