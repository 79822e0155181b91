from eventsapi.rest.fields import ExactTextField, Selection
from eventsapi.rest.filters import (
    Asked,
    BooleanFilter,
    IdFilter,
    LanguageFilter,
    NumberFilter,
    QueryFilter,
    StrictFilterSet,
    WordFilter,
    in_column,
)
from incidents.filters.days import FromDay, ToDay
from incidents.filters.participation import AFFILIATED
from incidents.filters.records import Rows, own_id, search, updated_since
from incidents.publication.columns import QUOTE_END
from incidents.vocabularies import Aspect, ClaimRelation, Modality, SpeechAct, SpeechMode

LARGEST = 10**15
# As long as a query may be: the longest quotes are longer still, and a part of them finds them.
MAX_QUOTE_LENGTH = 1_000


class QuoteFilter(QueryFilter):
    """Claims with a quote that holds the text, code point for code point."""

    field_class = ExactTextField

    def filter(self, queryset: Rows, value: str) -> Rows:
        # No quote holds the sign between quotes, and no text may reach from one quote into the next.
        return queryset.none() if QUOTE_END in value else queryset.filter(quotes__contains=value)


class SpeakerFilter(IdFilter):
    """Claims by who speaks, or with `affiliated` by whom that person holds or held a role at."""

    def apply(self, queryset: Rows, value: Selection, asked: Asked) -> Rows:
        return in_column(queryset, "speaker_affiliates" if asked.values.get(AFFILIATED) else "speaker", value)


class ClaimFilterSet(StrictFilterSet):
    ranges = (("value_min", "value_max"), ("said_from", "said_to"), ("published_from", "published_to"))
    companions = {"affiliated": ("speaker",)}
    modifiers = ("affiliated",)

    q = search(
        "Words in statements and quotes, and names of who speaks.",
        example="embassy deliberately",
    )
    quote = QuoteFilter(
        max_length=MAX_QUOTE_LENGTH,
        help_text=(
            f"Characters as they stand in one of its quotes, 1 to {MAX_QUOTE_LENGTH:,}: "
            "case, accents, blanks and signs count."
        ),
        example="als absichtlich",
    )
    id = own_id("claims", example="c004-aliyev-strikes-deliberate")
    event = IdFilter(
        "events",
        resource="events",
        help_text="Ids of the events it is about.",
        example="azerbaijani-embassy-strike-2025-11-14",
    )
    article = IdFilter(
        "article",
        resource="articles",
        help_text="Ids of the articles that report it.",
        example="001-azerbaijan-russia-tensions-after-embassy-strike",
    )
    source = IdFilter(
        "source",
        resource="sources",
        help_text="Ids of the sources that published its article.",
        example="unnamed-publisher-001",
    )
    via = IdFilter("via", resource="sources", help_text="Ids of sources that it came through.", example="euronews")
    speaker = SpeakerFilter(
        "speaker", resource="actors", help_text="Ids of who makes the claim.", example="ilham-aliyev"
    )
    affiliated = BooleanFilter(
        default=False, help_text="With true, speaker also finds claims of those who hold or held a role there."
    )
    act = WordFilter(
        "speech_act",
        choices=SpeechAct.values,
        help_text="What the speaker does by it: the vocabulary speech_act.",
        example="accuses",
    )
    speech_mode = WordFilter(
        "speech_mode",
        choices=SpeechMode.values,
        help_text="Quoted directly, reported, or the article's own voice: the vocabulary speech_mode.",
        example="direct_quote",
    )
    modality = WordFilter(
        "modality",
        choices=Modality.values,
        help_text="Put as fact, as possibility, as plan, or as not being so: the vocabulary modality.",
        example="factual",
    )
    aspect = WordFilter(
        "aspect",
        choices=Aspect.values,
        help_text="What of the event it is about: the vocabulary aspect.",
        example="intent",
    )
    relation = WordFilter(
        "relations",
        choices=ClaimRelation.values,
        help_text="How it stands to any other claim, or another to it: the vocabulary claim_relation.",
        example="contradicts",
    )
    related_to = IdFilter(
        "related_to",
        resource="claims",
        help_text="Ids of claims that it has a relation to, whichever way.",
        example="c004-aliyev-strikes-deliberate",
    )
    value_min = NumberFilter(
        "value_number",
        lookup="gte",
        minimum=-LARGEST,
        maximum=LARGEST,
        help_text="The number it states, in whatever unit, is this or greater. Claims without a number never match.",
        example=38,
    )
    value_max = NumberFilter(
        "value_number",
        lookup="lte",
        minimum=-LARGEST,
        maximum=LARGEST,
        help_text="The number it states, in whatever unit, is this or smaller. Claims without a number never match.",
        example=38,
    )
    said_from = FromDay("said", help_text="Claims that may have been made on this day or later.")
    said_to = ToDay("said", help_text="Claims that may have been made on this day or earlier.")
    published_from = FromDay(
        "published", help_text="Claims whose article may have been published on this day or later."
    )
    published_to = ToDay("published", help_text="Claims whose article may have been published on this day or earlier.")
    language = LanguageFilter("language", help_text="Language of its article (BCP 47).")
    updated_since = updated_since()
