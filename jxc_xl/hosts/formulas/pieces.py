"""A formula read piece by piece, its calls of ours taken out."""

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
from jxc_xl.hosts.formulas.odd import ALL_AT_ONCE, ONE_BY_ONE, REGIONAL_FORMAT, odd
from jxc_xl.hosts.formulas.piece import Piece, beside, crossed_at, together
from jxc_xl.hosts.formulas.references import Here, Reference, is_steady, reference_of
from jxc_xl.hosts.formulas.regional import CHINESE, PLAINED, PLAINED_BY, plainer_format

_FOREIGN = re.compile(r"^(?:.*!)?(?:_xll\.|_xludf\.|_xldudf_|_xlfn\._xlws\.|_xlfn\.)*", re.IGNORECASE)
_PLACED = {"INDIRECT", "CELL", "SHEET", "FORMULATEXT", "ISFORMULA"}
"""Functions whose result depends on the cell they stand in."""
_LOCAL = "_xlpm."


def read(lifter: Lifter, formula: str, here: Here, *, is_array: bool) -> list[Piece]:
    """Return what stands between the commas of a formula without its equals sign, nearly always one piece.

    Raises:
        Unliftable: It cannot be read, or a call cannot be taken out of it.
    """
    try:
        tokens = Tokenizer("=" + formula).items
    except (TokenizerError, LookupError, ValueError, AssertionError) as error:  # as it meets one bracket too many
        raise Unliftable(str(error), "parse_error") from error
    opened, closed = (sum(token.subtype == kind for token in tokens) for kind in (Token.OPEN, Token.CLOSE))
    if opened != closed:
        raise Unliftable(formula, "parse_error")
    return Reader(lifter, here, tokens, is_array=is_array).pieces("")


@dataclass(slots=True)
class Reader:
    """Where the reading of one formula is."""

    lifter: Lifter
    here: Here
    tokens: Sequence[Token]
    is_array: bool = False
    place: int = 0
    local: dict[str, str | None] = field(default_factory=dict)

    def pieces(self, function: str) -> list[Piece]:
        """Read to the end of the function, bracket or formula that is open, and return what stands between commas."""
        done: list[Piece] = []
        things: list[Piece] = []
        outside, was_array = dict(self.local), self.is_array
        self.is_array |= function in ALL_AT_ONCE
        while self.place < len(self.tokens):
            token = self.tokens[self.place]
            self.place += 1
            if token.subtype == Token.CLOSE:
                break
            if token.type == Token.SEP and token.subtype == Token.ARG:
                done.append(together(things, self.here, is_array=self.is_array))
                self._bind(function, done)
                things = []
            else:
                things.append(self._piece(token))
        done.append(together(things, self.here, is_array=self.is_array))
        self.local, self.is_array = outside, was_array
        return done

    def _bind(self, function: str, done: Sequence[Piece]) -> None:
        """Note what the names of a LET stand for; what those of a LAMBDA stand for nobody knows."""
        if function == "LET" and len(done) % 2 == 1:
            done[-1].moved = done[-1].plain
        elif function == "LET":
            value = done[-1].moved
            self.local[done[-2].plain.strip().lower()] = None if value is None else f"({value})"
        elif function == "LAMBDA":
            self.local[done[-1].plain.strip().lower()] = None

    def _piece(self, token: Token) -> Piece:
        if token.type == Token.WSPACE:
            return Piece(token.value, token.value)
        if token.subtype == Token.OPEN:
            if token.type == Token.FUNC:
                return self._function(token.value[:-1])
            inside = self.pieces("")
            close = "}" if token.type == Token.ARRAY else ")"
            moved = joined(piece.moved for piece in inside)
            return Piece(
                token.value + ",".join(piece.plain for piece in inside) + close,
                None if moved is None else token.value + moved + close,
                count=1,
                is_wide=len(inside) == 1 and inside[0].is_wide,
            )
        return self._operand(token) if token.type == Token.OPERAND else Piece(token.value, token.value, count=1)

    def _operand(self, token: Token) -> Piece:
        text = token.value
        if token.subtype == Token.TEXT:
            return Piece(text, text, Constant(text[1:-1].replace('""', '"')), 1)
        if token.subtype == Token.NUMBER:
            return Piece(text, text, Constant(float(text)), 1)
        if token.subtype == Token.LOGICAL:
            return Piece(text, text, Constant(text.upper() == "TRUE"), 1)
        found = self._range(text) if token.subtype == Token.RANGE else Piece(text, text)
        found.count = 1
        return found

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
        """Return a defined name; elsewhere, what one of this sheet stands for.

        Raises:
            Unliftable: It means other cells in other cells.
        """
        meant, is_local = self.lifter.book.named(text, self.here)
        if meant and not is_steady(meant):
            raise Unliftable(text)
        found = reference_of(meant, self.here, self.lifter.book) if meant and "!" in meant else None
        if found is not None:
            return Piece(text, str(found), found)
        return Piece(text, (f"({meant})" if "!" in str(meant) else None) if is_local else text)

    def _function(self, written: str) -> Piece:
        before, call = _split(written)
        name = _FOREIGN.sub("", call).upper()
        inside = self.pieces(name)
        if len(inside) == 1 and not inside[0].count:
            inside = []
        if reason := odd(name, ",".join(piece.plain for piece in inside), self.lifter.functions):
            raise Unliftable(name, reason)
        if name in ONE_BY_ONE and not self.is_array and name not in self.lifter.functions:
            inside = [piece.one for piece in inside]
        return self._taken(name, inside) or self._left(before, call, name, inside)

    def _taken(self, name: str, inside: list[Piece]) -> Piece | None:
        """Return what stands for a call that is taken out; None for one that stays."""
        if name in CHINESE and name in self.lifter.functions and not self.is_array:
            inside = [beside(piece, self.here).one for piece in inside]
        if name in self.lifter.functions:
            return self._lift(name, inside)
        if name in CONDITIONAL and self.lifter.takes_conditions:
            return self._conditional(name, inside)
        return self._counted(name, inside[0]) if name in {"ROW", "COLUMN"} and inside else None

    def _left(self, before: str, call: str, name: str, inside: list[Piece]) -> Piece:
        """Return a call that stays where it is; ``before`` is the start of a range that it ends, with its colon."""
        if name in PLAINED and inside:
            inside[0] = self._lift_plainer(inside[0])
        if name == "TEXT" and len(inside) > 1:
            inside[1] = _with_plain_format(inside[1])
        if name == "COUNTIF" and inside[1:] and inside[1].only == Constant("<>"):
            call, inside = "COUNTA", inside[:1]  # the engine takes an empty text for a blank
        start = f"{self._range(before[:-1]).moved}:" if before else ""
        plain = f"{before}{call}({','.join(piece.plain for piece in inside)})"
        return Piece(plain, self._moved(name, start + call, inside), count=1)

    def _counted(self, name: str, piece: Piece) -> Piece:
        """Return the numbers of the rows or columns of a reference, of which the engine gives the first alone."""
        if not isinstance(piece.only, Reference):
            if piece.plain.upper().startswith("INDEX("):
                return Piece(
                    f"{name}({piece.plain})", None if piece.moved is None else f"{name}({piece.moved})", count=1
                )
            raise Unliftable(f"{name}({piece.plain})", "unsupported_expression")
        top, left, bottom, right = piece.only.area
        if name == "ROW":
            text = f"_xlfn.SEQUENCE({bottom - top + 1},1,{top})" if bottom > top else str(top)
        else:
            text = f"_xlfn.SEQUENCE(1,{right - left + 1},{left})" if right > left else str(left)
        return Piece(text, text, count=1)

    def _moved(self, name: str, written: str, inside: Sequence[Piece]) -> str | None:
        """Return a function as it may stand on another sheet."""
        if name in {"ROW", "COLUMN"} and not inside:
            return f"{written}({self._here()})"
        if name == "SINGLE" and len(inside) == 1 and isinstance(inside[0].only, Reference):
            crossed = crossed_at(inside[0].only, self.here)
            return str(crossed) if crossed else "#VALUE!"
        if name == "INDIRECT" and inside and isinstance(inside[0].only, Constant) and "!" in str(inside[0].only.value):
            return f"{written}({joined(piece.moved for piece in inside)})"
        arguments = joined(piece.moved for piece in inside)
        return None if name in _PLACED | {"SINGLE"} or arguments is None else f"{written}({arguments})"

    def _here(self) -> Reference:
        return Reference(self.here.sheet, Area(self.here.row, self.here.column, self.here.row, self.here.column))

    def _lift(self, name: str, inside: Sequence[Piece]) -> Piece:
        return self._result(Call(name, tuple(map(_argument, inside))))

    def _result(self, call: Call) -> Piece:
        """Return what stands for a call."""
        calls = self.lifter.calls
        number = calls.number(call)
        if len(calls.expressions) > calls.most_expressions:
            raise Unliftable(call.name, "resource_limit_exceeded")
        stands = calls.name_of(number)
        return Piece(stands, stands, Result(number), 1, is_wide=number in calls.wide)

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
        return self._result(Call(name, tuple(arguments)))

    def _lift_plainer(self, piece: Piece) -> Piece:
        """Let the text of a number or date be made plain first: full-width digits, 年月日."""
        is_plain = isinstance(piece.only, Constant) and str(piece.only.value).isascii()
        if is_plain or piece.moved is None:
            return piece
        made = self._lift(PLAINED_BY, [piece if self.is_array else beside(piece, self.here)])
        return made if self.is_array else made.one


def _split(written: str) -> tuple[str, str]:
    """Return a function as it is written, and before it the start of a range that it ends: ``A1:INDEX``."""
    if "!" in written or "'" in written:
        return "", written
    before, colon, call = written.rpartition(":")
    return before + colon, call


def _argument(piece: Piece) -> Argument:
    if not piece.count:
        return Constant(None)
    if piece.only is not None:
        return piece.only
    if piece.moved is None:
        raise Unliftable(piece.plain)
    return Expression(piece.moved.strip())


def _with_plain_format(piece: Piece) -> Piece:
    """Return a number format, given as a text, that engines made for English can read."""
    if not isinstance(piece.only, Constant) or not isinstance(piece.only.value, str):
        return piece
    if REGIONAL_FORMAT.search(piece.only.value):
        raise Unliftable(piece.plain, "unsupported_expression")
    text = '"' + plainer_format(piece.only.value).replace('"', '""') + '"'
    return Piece(text, text, Constant(text), 1)
