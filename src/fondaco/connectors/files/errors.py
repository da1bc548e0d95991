"""Refusals of files: of a mapping, of a file as a whole."""

from fondaco.kernel.errors import Invalid


class BadMapping(Invalid):
    """A mapping file that cannot be meant; `problems` name line and column of every mistake."""

    code = "files.bad_mapping"
    title = "The mapping is not valid."


class BadExpression(Invalid):
    """An expression outside the safe language; `column` is the place in its text."""

    code = "files.bad_expression"
    title = "The expression is not valid."


class FileMissing(Invalid):
    """A file that the mapping names is not in the folder."""

    code = "files.file_missing"
    title = "A file that the mapping names is missing."


class WrongType(Invalid):
    """The content is not what the name or the mapping says."""

    code = "files.wrong_type"
    title = "The file is not of the expected type."


class BrokenFile(Invalid):
    """The file ends too early or cannot be read as what it is."""

    code = "files.broken"
    title = "The file is broken."


class BrokenEncoding(Invalid):
    """The file is not in the encoding that the mapping says."""

    code = "files.broken_encoding"
    title = "The file is not in the stated encoding."


class MissingColumns(Invalid):
    """The file has not the columns that the mapping uses."""

    code = "files.missing_columns"
    title = "The file lacks columns that the mapping uses."


class TooLarge(Invalid):
    """The file is larger than allowed, packed or unpacked."""

    code = "files.too_large"
    title = "The file is too large."


class ZipBomb(Invalid):
    """A packed file that unpacks to an absurd size."""

    code = "files.zip_bomb"
    title = "The file unpacks to a size out of all proportion."


class FormulaCells(Invalid):
    """A sheet with formulas: what they give depends on who opens it. `cells` names the first ones."""

    code = "files.formula_cells"
    title = "The sheet holds formulas; save it with values only."


class AmbiguousJoin(Invalid):
    """A joined file states a key twice, and the mapping does not say which row counts."""

    code = "files.ambiguous_join"
    title = "A joined file states a key twice."


class BadValue(Exception):  # noqa: N818 - it is turned into a quarantined row at once
    """A value of one row that cannot be read; the row is set aside."""

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        self.detail = detail
        super().__init__(detail)
