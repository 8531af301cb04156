"""A formula read piece by piece: what each means in its own cell, and what would say the same on another sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from jxc_xl.hosts.addresses import Area
from jxc_xl.hosts.formulas.calls import Argument, Call, Constant, Expression, Range, Result
from jxc_xl.hosts.formulas.conditions import CONDITIONAL, LONG
from jxc_xl.hosts.formulas.lifting import Lifter, Unliftable, joined
from jxc_xl.hosts.formulas.references import Here, Reference, reference_of
from jxc_xl.hosts.formulas.regional import PLAINED, PLAINED_BY, plainer_format

_FOREIGN = re.compile(r"^(?:.*!)?(?:_xll\.|_xludf\.|_xldudf_|_xlfn\._xlws\.|_xlfn\.)*", re.IGNORECASE)
_PLACED = {"INDIRECT", "CELL", "SHEET", "FORMULATEXT", "ISFORMULA"}
"""Functions whose result depends on the cell they stand in."""
_LOCAL = "_xlpm."


@dataclass(slots=True)
class Piece:
    """A part of a formula: as it shall stand in its cell, and as it may stand on any other sheet.

    Attributes:
        plain: For its own cell.
        moved: For another sheet; None if it would mean something else there.
        only: What it is, if it is one thing.
        count: How many things it is.
    """

    plain: str = ""
    moved: str | None = ""
    only: Argument | None = None
    count: int = 0

    def add(self, other: Piece) -> None:
        """Go on with another thing."""
        self.plain += other.plain
        self.moved = None if self.moved is None or other.moved is None else self.moved + other.moved
        self.count += 1
        self.only = other.only if self.count == 1 else None

    def space(self, text: str) -> None:
        """Go on with blanks."""
        self.plain += text
        self.moved = None if self.moved is None else self.moved + text


def read(lifter: Lifter, formula: str, here: Here) -> list[Piece]:
    """Return what stands between the commas of a formula without its equals sign, nearly always one piece.

    Raises:
        Unliftable: It cannot be read, or a call cannot be taken out of it.
    """
    try:
        tokens = Tokenizer("=" + formula).items
    except TokenizerError as error:
        raise Unliftable(str(error)) from error
    return Reader(lifter, here, tokens).pieces("")


@dataclass(slots=True)
class Reader:
    """Where the reading of one formula is."""

    lifter: Lifter
    here: Here
    tokens: Sequence[Token]
    place: int = 0
    local: dict[str, str | None] = field(default_factory=dict)

    def pieces(self, function: str) -> list[Piece]:
        """Read to the end of the function, bracket or formula that is open, and return what stands between commas."""
        done, piece, outside = [], Piece(), dict(self.local)
        while self.place < len(self.tokens):
            token = self.tokens[self.place]
            self.place += 1
            if token.subtype == Token.CLOSE:
                break
            if token.type == Token.SEP and token.subtype == Token.ARG:
                done.append(piece)
                self._bind(function, done)
                piece = Piece()
            elif token.type == Token.WSPACE:
                piece.space(token.value)
            else:
                piece.add(self._piece(token))
        self.local = outside
        return [*done, piece]

    def _bind(self, function: str, done: Sequence[Piece]) -> None:
        """Note what the names of a LET stand for; what those of a LAMBDA stand for nobody knows."""
        if function == "LET" and len(done) % 2 == 0:
            value = done[-1].moved
            self.local[done[-2].plain.strip().lower()] = None if value is None else f"({value})"
        elif function == "LAMBDA":
            self.local[done[-1].plain.strip().lower()] = None

    def _piece(self, token: Token) -> Piece:
        if token.subtype == Token.OPEN:
            if token.type == Token.FUNC:
                return self._function(token.value[:-1])
            inside = self.pieces("")
            close = "}" if token.type == Token.ARRAY else ")"
            moved = joined(piece.moved for piece in inside)
            return Piece(
                token.value + ",".join(piece.plain for piece in inside) + close,
                None if moved is None else token.value + moved + close,
            )
        return self._operand(token) if token.type == Token.OPERAND else Piece(token.value, token.value)

    def _operand(self, token: Token) -> Piece:
        text = token.value
        if token.subtype == Token.TEXT:
            return Piece(text, text, Constant(text[1:-1].replace('""', '"')))
        if token.subtype == Token.NUMBER:
            return Piece(text, text, Constant(float(text)))
        if token.subtype == Token.LOGICAL:
            return Piece(text, text, Constant(text.upper() == "TRUE"))
        return self._range(text) if token.subtype == Token.RANGE else Piece(text, text)

    def _range(self, text: str) -> Piece:
        if text.lower().startswith(_LOCAL):
            return Piece(text, self.local.get(text.lower()))
        if text.startswith(":"):
            return Piece(text, ":" + (self._range(text[1:]).moved or ""))
        book = self.lifter.book
        found = reference_of(text, self.here, book)
        if found is not None:
            plain = str(found) if text.lower() in book.tables else text
            return Piece(plain, str(found), found)
        if "[" in text and "!" not in text and not text.startswith("["):
            return Piece(text, "#REF!")  # no such column of a table, or no such row
        return self._name(text)

    def _name(self, text: str) -> Piece:
        """Return a defined name; elsewhere, what one of this sheet stands for."""
        meant, is_local = self.lifter.book.named(text, self.here)
        found = reference_of(meant, self.here, self.lifter.book) if meant and "!" in meant else None
        if found is not None:
            return Piece(text, str(found), found)
        return Piece(text, (f"({meant})" if "!" in str(meant) else None) if is_local else text)

    def _function(self, written: str) -> Piece:
        before, colon, last = (
            written.rpartition(":") if "!" not in written and "'" not in written else ("", "", written)
        )
        name = _FOREIGN.sub("", last).upper()
        inside = self.pieces(name)
        if len(inside) == 1 and not inside[0].count:
            inside = []
        if name in self.lifter.functions:
            return self._lift(name, inside)
        if name in CONDITIONAL and self.lifter.takes_conditions and (taken := self._conditional(name, inside)):
            return taken
        if name in PLAINED and inside:
            inside[0] = self._lift_plainer(inside[0])
        if name == "TEXT" and len(inside) > 1:
            inside[1] = _with_plain_format(inside[1])
        start = f"{self._range(before).moved}:" if colon else ""
        return Piece(f"{written}({','.join(piece.plain for piece in inside)})", self._moved(name, start + last, inside))

    def _moved(self, name: str, written: str, inside: Sequence[Piece]) -> str | None:
        """Return a function as it may stand on another sheet."""
        if name in {"ROW", "COLUMN"} and not inside:
            return f"{written}({self._here()})"
        if name == "SINGLE" and len(inside) == 1 and isinstance(inside[0].only, Reference):
            crossed = _crossed(inside[0].only, self.here)
            return str(crossed) if crossed else "#VALUE!"
        if name == "INDIRECT" and inside and isinstance(inside[0].only, Constant) and "!" in str(inside[0].only.value):
            return f"{written}({joined(piece.moved for piece in inside)})"
        arguments = joined(piece.moved for piece in inside)
        return None if name in _PLACED | {"SINGLE"} or arguments is None else f"{written}({arguments})"

    def _here(self) -> Reference:
        return Reference(self.here.sheet, Area(self.here.row, self.here.column, self.here.row, self.here.column))

    def _lift(self, name: str, inside: Sequence[Piece]) -> Piece:
        calls = self.lifter.calls
        number = calls.number(Call(name, tuple(map(_argument, inside))))
        if len(calls.expressions) > calls.most_expressions:
            raise Unliftable(name)
        stands = calls.name_of(number)
        return Piece(stands, stands, Result(number))

    def _conditional(self, name: str, inside: Sequence[Piece]) -> Piece | None:
        """Take out a sum under conditions, if its ranges are long and plain references."""
        starts = int(name == "SUMIFS")
        arguments: list[Argument] = []
        for place, piece in enumerate(inside):
            if place < starts or (place - starts) % 2 == 0:
                if not isinstance(piece.only, Reference) or piece.only.area.bottom - piece.only.area.top < LONG:
                    return None
                arguments.append(Range(piece.only))
            elif piece.moved is None or (isinstance(piece.only, Reference) and not piece.only.is_one):
                return None
            else:
                arguments.append(_argument(piece))
        number = self.lifter.calls.number(Call(name, tuple(arguments)))
        stands = self.lifter.calls.name_of(number)
        return Piece(stands, stands, Result(number))

    def _lift_plainer(self, piece: Piece) -> Piece:
        """Let the text of a number or date be made plain first: full-width digits, 年月日."""
        is_plain = isinstance(piece.only, Constant) and str(piece.only.value).isascii()
        return piece if is_plain or piece.moved is None else self._lift(PLAINED_BY, [piece])


def _argument(piece: Piece) -> Argument:
    if not piece.count:
        return Constant(None)
    if piece.only is not None:
        return piece.only
    if piece.moved is None:
        raise Unliftable(piece.plain)
    return Expression(piece.moved.strip())


def _crossed(found: Reference, here: Here) -> Reference | None:
    """Return the one cell of a column or row that stands beside a cell, as ``@`` picks it."""
    top, left, bottom, right = found.area
    if left == right and top <= here.row <= bottom:
        return Reference(found.sheet, Area(here.row, left, here.row, left))
    if top == bottom and left <= here.column <= right:
        return Reference(found.sheet, Area(top, here.column, top, here.column))
    return found if found.is_one else None


def _with_plain_format(piece: Piece) -> Piece:
    """Return a number format, given as a text, that engines made for English can read."""
    if not isinstance(piece.only, Constant) or not isinstance(piece.only.value, str):
        return piece
    text = '"' + plainer_format(piece.only.value).replace('"', '""') + '"'
    return Piece(text, text, Constant(text))
