"""What a trigger says is known, so that it can be said in the reader's language."""

import re

from django.utils.translation import override
from pgtrigger import registered

from incidents.models.refused import SENTENCES, told

_SAID = re.compile(r"(?:RAISE EXCEPTION|HINT =) '([^']*)'")


def test_every_sentence_of_a_trigger_is_known() -> None:
    functions = [str(trigger.func) for model, trigger in registered() if model._meta.app_label == "incidents"]
    said = {sentence.replace("%", "{}") for function in functions for sentence in _SAID.findall(function)}
    assert said == set(SENTENCES)


def test_details_are_kept_whatever_they_hold() -> None:
    message = 'quote "two\nlines" does not stand in the article at 7'
    assert told(message) == message
    with override("de"):
        assert told(message) == "das Zitat „two\nlines“ steht im Artikel nicht bei Zeichen 7"


def test_what_no_trigger_says_stays_as_it_is() -> None:
    with override("de"):
        assert told("disk full") == "disk full"
