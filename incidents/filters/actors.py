from eventsapi.rest.filters import CountryFilter, IdFilter, StrictFilterSet, WordFilter
from incidents.filters.participation import of_actor
from incidents.filters.records import own_id, search, updated_since
from incidents.vocabularies import ActorKind, ParticipantRole, Sector


class ActorFilterSet(StrictFilterSet):
    together = {("event", "role"): of_actor}

    q = search("Its names in any spelling and script, and words of its description.", example="Алієв")
    id = own_id("actors", example="ilham-aliyev")
    kind = WordFilter(
        "kind", choices=ActorKind.values, help_text="What sort of actor: the vocabulary actor_kind.", example="person"
    )
    country = CountryFilter("country", help_text="Country it belongs to (ISO 3166-1 alpha-2).")
    sector = WordFilter(
        "sectors", choices=Sector.values, help_text="PLOVER sectors: the vocabulary sector.", example="GOV"
    )
    event = IdFilter(
        resource="events",
        help_text="Ids of events it took part in.",
        example="azerbaijani-embassy-strike-2025-11-14",
    )
    role = WordFilter(
        choices=ParticipantRole.values,
        help_text="What it took part in event as; without event, in any event.",
        example="target",
    )
    affiliated_with = IdFilter(
        "affiliated_with",
        resource="actors",
        help_text="Ids of states and organisations it holds or held a role at.",
        example="azerbaijan",
    )
    updated_since = updated_since()
