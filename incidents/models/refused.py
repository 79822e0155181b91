"""What the triggers say when they refuse a row, for people who read another language than the database speaks."""

import re

from django.utils.translation import gettext

# As in triggers.py, with a place for each detail.
SENTENCES = (
    "slug {} is permanent since the record was published",
    "Merge or retract the record instead.",
    "{} was published and cannot be deleted",
    "Retract the record instead.",
    'quote "{}" occurs more than once in the article: give its start',
    'quote "{}" does not stand in the article at {}',
)
_PATTERNS = {re.compile(re.escape(sentence).replace(r"\{\}", "(.*)"), re.DOTALL): sentence for sentence in SENTENCES}


def told(message: str) -> str:
    """The message in the reader's language; one that no trigger of ours wrote stays as it is."""
    for pattern, sentence in _PATTERNS.items():
        if found := pattern.fullmatch(message):
            return gettext(sentence).format(*found.groups())
    return message
