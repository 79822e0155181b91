from django.db.models import Q

from eventsapi.rest.fields import Selection
from eventsapi.rest.filters import Asked, CountryFilter, IdFilter, LanguageFilter, StrictFilterSet, WordFilter, selected
from incidents.filters.records import Rows, members, own_id, rows_of, search, updated_since
from incidents.publication.models import PublishedArticle
from incidents.vocabularies import SourceKind


class CitedIn(IdFilter):
    """Sources that any of the articles names."""

    def apply(self, queryset: Rows, value: Selection, asked: Asked) -> Rows:
        articles = rows_of(PublishedArticle, asked)
        return selected(queryset, value, lambda ids: Q(slug__in=members(articles.filter(slug__in=ids), "cites")))


class SourceFilterSet(StrictFilterSet):
    q = search("Its name, and words of its description.", example="Moscow Times")
    id = own_id("sources", example="reuters")
    kind = WordFilter(
        "kind",
        choices=SourceKind.values,
        help_text="What sort of source: the vocabulary source_kind.",
        example="newspaper",
    )
    country = CountryFilter("country", help_text="Country it is based in (ISO 3166-1 alpha-2).")
    language = LanguageFilter("languages", help_text="Languages it publishes in (BCP 47).")
    cited_in = CitedIn(
        resource="articles",
        help_text="Ids of articles that name it as where their information comes from.",
        example="001-azerbaijan-russia-tensions-after-embassy-strike",
    )
    updated_since = updated_since()
