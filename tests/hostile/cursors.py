"""A sound cursor, and the same with one thing changed in it."""


def altered(cursor: str) -> dict[str, str]:
    """Variables by name: the cursor, and each way to change it."""
    content, _, signature = cursor.rpartition(".")
    return {
        "cursor": cursor,
        "cursor_start": _other(cursor[0]) + cursor[1:],
        "cursor_middle": content[:9] + _other(content[9]) + content[10:] + "." + signature,
        "cursor_end": cursor[:-2] + _other(cursor[-2]) + cursor[-1],
        "cursor_cut": cursor[:-1],
        "cursor_more": f"{cursor}A",
        "cursor_backwards": cursor[::-1],
        "cursor_upper": cursor.upper(),
        "cursor_twice": f"{cursor}.{cursor}",
    }


def _other(letter: str) -> str:
    return "B" if letter == "A" else "A"
