"""What a spelling tells of itself: the script that it is written in, and perhaps its language. Only a suggestion."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.widgets import AdminTextInputWidget
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from incidents import names
from incidents.admin.numbers import row_number
from incidents.admin.states import within
from incidents.matching import score
from incidents.models import Actor, Article
from incidents.vocabularies import NameKind

# Letters that one language has and its neighbours do not, the surest first: what has a letter of two, is of the first.
_LETTERS = (
    ("be", "Cyrl", "ў"),
    ("uk", "Cyrl", "їєґ"),
    ("kk", "Cyrl", "әғқңөұүһ"),
    ("sr", "Cyrl", "ђћџљњ"),
    ("mk", "Cyrl", "ѓќѕ"),
    ("uk", "Cyrl", "і"),
    ("ru", "Cyrl", "ыэёъ"),
    ("az", "Latn", "ə"),
    ("de", "Latn", "ß"),
    ("ro", "Latn", "țșăţ"),
    ("pl", "Latn", "łąęśźż"),
    ("cs", "Latn", "řěů"),
    ("hu", "Latn", "őű"),
    ("tr", "Latn", "ğış"),
    ("es", "Latn", "ñ"),
    ("fr", "Latn", "œêèçàû"),
    ("sv", "Latn", "å"),
    ("de", "Latn", "äöü"),
    ("hy", "Armn", ""),
    ("ka", "Geor", ""),
    ("el", "Grek", ""),
    ("he", "Hebr", ""),
    ("ja", "Hira", ""),
    ("ja", "Kana", ""),
    ("ko", "Hang", ""),
)
# Languages that are written in a script; in others nobody would write a name.
_WRITTEN_IN = {
    "Cyrl": {"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"},
    "Arab": {"ar", "fa", "ur", "ps", "ckb"},
}
_NOT_LATIN = {language for languages in _WRITTEN_IN.values() for language in languages} | {"el", "he", "hy", "ka"}
LONGEST = 200


@dataclass(frozen=True)
class Guess:
    """ISO 15924 script and BCP 47 language, "" where nothing tells it; `why` is said to the editor."""

    script: str
    language: str
    why: str


def guess(name: str, *, languages: list[str]) -> Guess:
    """What the letters say, and where they say nothing the first of the languages that is written in them."""
    script = names.guess_script(name)
    if script in (names.NO_SCRIPT, names.UNKNOWN_SCRIPT):
        return Guess("" if script == names.NO_SCRIPT else script, "", "")
    letters = set(name.lower())
    for language, of_script, telling in _LETTERS:
        found = sorted(letters & set(telling))
        if script == of_script and found:
            return Guess(script, language, _("because of the letter %(letter)s") % {"letter": ", ".join(found)})
        if script == of_script and script != "Latn" and not telling:
            return Guess(script, language, _("the language of this script"))
    fitting = [language for language in languages if _is_written_in(language, script)]
    return Guess(script, fitting[0], _("the language of the articles about it")) if fitting else Guess(script, "", "")


def _is_written_in(language: str, script: str) -> bool:
    base = language.partition("-")[0]
    return base in _WRITTEN_IN[script] if script in _WRITTEN_IN else script == "Latn" and base not in _NOT_LATIN


class SpellingInput(AdminTextInputWidget):
    """A name in the table of names: beside it stands which script and language it seems to be."""

    class Media:
        css = {"all": ["incidents/fields.css"]}
        js = ["incidents/spellings.js"]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-spelling-url": reverse("admin:incidents_actor_spelling"),
            "data-spelling-looks": _("Looks like"),
            "data-spelling-use": _("Use"),
        }
        return context


def spelling_view(request: HttpRequest) -> JsonResponse:
    """Script and language of ?name=, as a name of ?actor= or one that ?article= names."""
    name = request.GET.get("name", "")[:LONGEST].replace("\0", "")
    languages = languages_about(request.GET.get("actor", ""), request.GET.get("article", ""))
    found = guess(name, languages=languages)
    return JsonResponse({"script": found.script, "language": found.language, "why": found.why})


def languages_about(actor: str, article: str) -> list[str]:
    """Languages of the article, or of those in which the actor speaks or takes part; the most frequent first."""
    if (number := row_number(article)) is not None:
        return list(Article.objects.filter(pk=number).values_list("language", flat=True))
    if (number := row_number(actor)) is None:
        return []
    speaks = Article.objects.filter(claims__speaker=number).values_list("language", flat=True)
    takes_part = Article.objects.filter(claims__events__event_participants__actor=number)
    return [
        language for language, _n in Counter([*speaks, *takes_part.values_list("language", flat=True)]).most_common()
    ]


def with_matching_name(actor: Actor, term: str) -> str:
    """The actor as a list of search results names it: with the spelling that was found, if it is another one."""
    keys = names.search_keys(term)
    spellings = [(_closeness(keys, name.name), name) for name in actor.names.all()] if keys else []
    best = max(spellings, key=lambda pair: pair[0], default=(0.0, None))[1]
    told = [actor.get_kind_display(), actor.country]
    if best is not None and best.name != actor.name:
        told.insert(0, f"{best.name}, {within(NameKind(best.kind).label)}")
    return f"{actor} ({'; '.join(part for part in told if part)})"


def _closeness(keys: tuple[str, ...], name: str) -> float:
    """A name that contains what was typed is as good as one that is close to it."""
    others = names.search_keys(name)
    return max((max(score(key, other), 0.99 if key in other else 0.0) for key in keys for other in others), default=0.0)
