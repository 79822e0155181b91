from eventsapi.rest.filters import IdFilter, LanguageFilter, StrictFilterSet
from incidents.filters.days import FromDay, ToDay
from incidents.filters.records import own_id, search, updated_since

ARTICLE = "001-azerbaijan-russia-tensions-after-embassy-strike"


class ArticleFilterSet(StrictFilterSet):
    ranges = (("published_from", "published_to"),)

    q = search("Words in titles, and names of publishers and authors.", example="Botschaft")
    id = own_id("articles", example=ARTICLE)
    source = IdFilter(
        "source", resource="sources", help_text="Ids of the sources that published it.", example="unnamed-publisher-001"
    )
    cites = IdFilter(
        "cites",
        resource="sources",
        help_text="Ids of the sources it names as where its information comes from.",
        example="euronews",
    )
    language = LanguageFilter("language", help_text="Language of the text (BCP 47).")
    published_from = FromDay("published", help_text="Articles that may have been published on this day or later.")
    published_to = ToDay("published", help_text="Articles that may have been published on this day or earlier.")
    event = IdFilter(
        "events",
        resource="events",
        help_text="Ids of the events that its claims are about.",
        example="azerbaijani-embassy-strike-2025-11-14",
    )
    actor = IdFilter(
        "actors",
        resource="actors",
        help_text="Ids of who speaks in it, or takes part in one of its events.",
        example="ilham-aliyev",
    )
    updated_since = updated_since()
