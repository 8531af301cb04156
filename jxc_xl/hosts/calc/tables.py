"""Tables of a sheet: Excel's list objects are LibreOffice's database ranges."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from xlwings import base_classes

from jxc_xl.hosts.addresses import Area
from jxc_xl.hosts.calc import values
from jxc_xl.hosts.calc.native import TableApi
from jxc_xl.hosts.calc.ranges import Range, area_of, range_address


class Tables(base_classes.Tables):
    """The tables of a sheet."""

    def __init__(self, sheet: Any) -> None:  # noqa: ANN401 - the sheet it belongs to
        self.sheet = sheet

    @property
    def api(self) -> Any:  # noqa: ANN401 - a UNO object
        """All database ranges of the book."""
        return self.sheet.book.uno.DatabaseRanges

    def __iter__(self) -> Iterator[Table]:
        return (Table(self.sheet, name) for name in self.sheet.book.tables_on(self.sheet.name))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __contains__(self, name: str) -> bool:
        return any(table.name.lower() == name.lower() for table in self)

    def __call__(self, key: int | str) -> Table:
        """Return a table by its name or place."""
        tables = list(self)
        if isinstance(key, int):
            return tables[key - 1]
        for table in tables:
            if table.name.lower() == key.lower():
                return table
        raise KeyError(key)

    def add(  # noqa: PLR0913, PLR0917 - as xlwings calls it
        self,
        source_type: object = None,
        source: Any = None,  # noqa: ANN401 - an xlwings range
        link_source: object = None,
        has_headers: object = True,  # noqa: FBT002 - as xlwings names it
        destination: object = None,
        table_style_name: object = None,
        name: str | None = None,
    ) -> Table:
        """Make cells into a table; LibreOffice has no styles for tables."""
        del source_type, link_source, destination, table_style_name
        title = name or f"Table{len(self.api.ElementNames) + 1}"
        self.api.addNewByName(title, range_address(self.sheet, source.impl.area))
        self.api.getByName(title).ContainsHeader = bool(has_headers)
        return Table(self.sheet, title)


class TableColumn(base_classes.TableColumn):
    """One column of a table."""

    __slots__ = ("name",)
    name: str

    def __init__(self, name: str) -> None:
        self.name = name


class TableColumns(base_classes.TableColumns):
    """The columns of a table; LibreOffice does not tell what they are called when their headings are hidden."""

    def __init__(self, table: Table) -> None:
        width = table.range.shape[1]
        cells = table.header_row_range
        texts = values.exact(cells.uno, cells.sheet.book)[0] if cells else [None] * width
        self._columns = [TableColumn(str(text or f"Column{at}")) for at, text in enumerate(texts, 1)]

    def __iter__(self) -> Iterator[TableColumn]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


class AutoFilter(base_classes.AutoFilter):
    """The filter of a table: what it asks for is not looked into, only that it asks for something."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @property
    def criteria(self) -> list[dict[str, object]]:
        """What each column asks for: nothing, or something that is not known."""
        asking = {field.Field for field in self._table.uno.getFilterDescriptor().FilterFields}
        width = self._table.range.shape[1]
        return [
            base_classes.empty_autofilter_criteria(column + 1, "unknown" if column in asking else "none")
            for column in range(width)
        ]

    def clear(self, _field: int | None = None) -> None:
        """Show all rows again."""
        cells = self._table.range.uno
        nothing = cells.createFilterDescriptor(True)  # noqa: FBT003 - a UNO method
        nothing.ContainsHeader = self._table.show_headers  # it would forget
        cells.filter(nothing)


class Table(base_classes.Table):
    """One table."""

    __slots__ = ("parent",)
    parent: Any

    def __init__(self, sheet: Any, name: str) -> None:  # noqa: ANN401 - the sheet it belongs to
        self.parent = sheet
        self._name = name

    @cached_property
    def uno(self) -> Any:  # noqa: ANN401 - a UNO object
        """The database range."""
        return self.parent.book.uno.DatabaseRanges.getByName(self._name)

    @property
    def api(self) -> TableApi:
        """What only Excel's own names reach."""
        return TableApi(self)

    @property
    def name(self) -> str:
        """Its name in formulas."""
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self.uno.Name = self._name = value

    display_name = name

    @property
    def area(self) -> Area:
        """All of it: headings, body, totals."""
        return area_of(self.uno.DataArea)

    @property
    def body(self) -> Area:
        """Its rows without headings and totals."""
        whole = self.area
        return whole._replace(top=whole.top + self.show_headers, bottom=whole.bottom - self.show_totals)

    @property
    def range(self) -> Range:
        """All its cells."""
        return Range(self.parent, self.area)

    @property
    def header_row_range(self) -> Range | None:
        """The cells of its headings."""
        return Range(self.parent, self.area._replace(bottom=self.area.top)) if self.show_headers else None

    @property
    def data_body_range(self) -> Range | None:
        """The cells of its body."""
        body = self.body
        return Range(self.parent, body) if body.bottom >= body.top else None

    @property
    def totals_row_range(self) -> Range | None:
        """The cells of its totals."""
        return Range(self.parent, self.area._replace(top=self.area.bottom)) if self.show_totals else None

    @property
    def columns(self) -> TableColumns:
        """Its columns."""
        return TableColumns(self)

    @property
    def show_headers(self) -> bool:
        """Whether it has a row of headings."""
        return bool(self.uno.ContainsHeader)

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        self.uno.ContainsHeader = bool(value)

    @property
    def show_totals(self) -> bool:
        """Whether it has a row of totals."""
        return bool(self.uno.TotalsRow)

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        self.uno.TotalsRow = bool(value)

    @property
    def show_autofilter(self) -> bool:
        """Whether its headings have filter buttons."""
        return bool(self.uno.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.uno.AutoFilter = bool(value)

    @property
    def autofilter(self) -> AutoFilter:
        """Its filter."""
        return AutoFilter(self)

    def resize(self, cells: Any) -> None:  # noqa: ANN401 - an xlwings range
        """Make it reach over other cells; its headings must stay where they are, as in Excel."""
        area: Area = getattr(cells, "impl", cells).area
        if area.top != self.area.top or area.bottom <= area.top:
            message = f"{self.name} cannot become {area}: headings stay, and one row must be left"
            raise ValueError(message)
        self.uno.setDataArea(range_address(self.parent, area))
