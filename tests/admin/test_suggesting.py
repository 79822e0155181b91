"""Whose words a quote is, as the form guesses it: right where it is plain, and silent where it is not."""

import pytest

from incidents.admin.suggesting import suggest
from incidents.dataset.sentences import Span, sentences

NAMES = [(1, "Alijew"), (2, "Putin"), (2, "Wladimir Putin"), (3, "Russland")]


def guess(text: str, quote: str) -> tuple[str, int | None, str]:
    start = text.index(quote)
    return suggest(text, Span(start, start + len(quote)), sentences=sentences(text, language="de"), spellings=NAMES)


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("„Der Handel wuchs. Das ist gut“, erklärte Putin.", "Der Handel wuchs.", ("direct_quote", 2, "Putin")),
        ("Putin sagte: „Der Handel wuchs stark.“", "„Der Handel wuchs stark.“", ("direct_quote", 2, "Putin")),
        ("„Der Handel wuchs stark.“", "Handel wuchs", ("direct_quote", None, "")),
        ("Dann sagte Wladimir Putin, es regne.", "es regne", ("indirect", 2, "Wladimir Putin")),
        ("Laut Alijew hat Russland geliefert.", "Laut Alijew hat Russland geliefert.", ("indirect", 1, "Alijew")),
        ("Laut TASS reiste Putin ab.", "Laut TASS reiste Putin ab.", ("indirect", None, "")),
        ("Putins Reise ist laut TASS beendet.", "Reise", ("author_voice", None, "")),
        ("Laut Alijew regnet es. Das sei gut.", "Das sei gut.", ("indirect", 1, "Alijew")),
        ("Es regnet. Das sei gut.", "Das sei gut.", ("indirect", None, "")),
        ("Putin reiste ab.", "Putin reiste ab.", ("author_voice", None, "")),
        ("Putin nannte es einen „tragischen Vorfall“ dieser Tage.", "nannte es einen „tragischen Vorfall“ dieser Tage",
         ("author_voice", None, "")),
        ("Putin kam. – – –", "– – –", ("author_voice", None, "")),
    ],
)  # fmt: skip
def test_the_speaker_and_the_mode_are_guessed(text: str, quote: str, expected: tuple[str, int | None, str]) -> None:
    assert guess(text, quote) == expected
