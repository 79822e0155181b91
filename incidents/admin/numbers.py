"""Numbers of rows as they come in addresses and from scripts."""

# A number of 18 digits fits into every column of ids; the database refuses longer ones with an error.
_MOST_DIGITS = 18


def row_number(text: str) -> int | None:
    """The number of a row; None for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None
