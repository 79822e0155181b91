"""Through whom each claim came, who speaks, and what the articles are."""

from collections import Counter

import pytest

from tests.api.contract import CheckedClient
from tests.questions.asking import Record, every, ids, one, quotes, route, speaker, text_number

pytestmark = pytest.mark.django_db


def through(api: CheckedClient, source: str) -> list[Record]:
    """The claims that came through a source, wherever it stands in the chain."""
    return [claim for claim in every(api, "claims") if source in route(claim)]


def test_through_tass_came_two_meetings_and_the_words_on_karabakh(api: CheckedClient) -> None:
    claims = through(api, "tass")
    assert Counter((text_number(claim), speaker(claim)) for claim in claims) == {
        ("002", None): 8,
        ("003", None): 2,
        ("003", "ilham-aliyev"): 4,
        ("003", "vladimir-putin"): 1,
    }
    assert quotes(claims) == [
        "Laut der Agentur TASS traf Putin den aserbaidschanischen Präsidenten Ilham Alijew zuletzt im Oktober vor "
        "einem Jahr, und im September trafen sie sich kurz während des Gipfeltreffens der Shanghai Cooperation "
        "Organization in China.",
        "Dem Bericht der russischen Nachrichtenagentur TASS zufolge sagte Alijew bei dem Treffen mit Putin, dass "
        "Aserbaidschan die Fortsetzung der Anstrengungen seitens Russland als Ko-Vorsitzender der OSZE Minsk-Gruppe "
        "bei der Beilegung des Bergkarabach-Konfliktes erwarte.",
        "Eine baldige Beilegung des Konflikts würde den aserbaidschanischen Bürgern ermöglichen, in ihre Heimatgebiete "
        "zurückzukehren sowie Frieden, Kooperation und Stabilität in die Region bringen.",
        "Daraufhin versicherte Putin, Russland werde als Ko-Vorsitzende der Minsker-Gruppe weiterhin „alle mögliche "
        "Unterstützung für die friedliche Beilegung dieses Konflikts leisten.“",
    ]


@pytest.mark.parametrize(
    ("source", "first_words"),
    [
        (
            "reuters",
            [
                "Laut Reuters wird Putin versuchen",
                "Am 9. September sagte Putin laut Reuters",
                "Gleichzeitig versprach er Entschädigungen",
            ],
        ),
        ("ap", ["In einem Land, das von engen politischen"]),
        (
            "dialog-ua",
            [
                "Der aserbaidschanische Präsident Ilham Aliyev lehnte",
                "Angesichts des regionalen Kontexts halten Analysten",
                "Laut Dialog.ua hat der Vorfall",
            ],
        ),
        # The second sentence says only that "the decision" was made known; the first says which.
        (
            "azertag",
            ["Die aserbaidschanische Präsidialverwaltung gab"],
        ),
        ("press-reports-cited-by-003", ["Den Pressemeldungen zufolge waren"]),
        ("local-media-cited-by-001", ["lokale Medien über Vorwürfe"]),
        (
            "euronews",
            [
                "Laut Euronews bestellte Aserbaidschan",
                "Laut Euronews bestellte Aserbaidschan",
                "die jüngste Raketen- und Drohnenserie",
                "die jüngste Raketen- und Drohnenserie",
                "umliegende Gebäude sowie Autos",
                "Verletzte wurden nicht gemeldet.",
            ],
        ),
    ],
)
def test_what_came_through_a_source_is_what_the_text_lays_to_it(
    source: str, first_words: list[str], api: CheckedClient
) -> None:
    assert [
        quote[: len(words)] for quote, words in zip(quotes(through(api, source)), first_words, strict=True)
    ] == first_words


@pytest.mark.parametrize(
    ("source", "article"),
    [
        ("la-lv", "000-aliyev-stays-away-from-cis-summit"),
        ("digi24", "001-azerbaijan-russia-tensions-after-embassy-strike"),
    ],
)
def test_a_source_that_is_merely_listed_is_the_source_of_nothing(source: str, article: str, api: CheckedClient) -> None:
    assert source in ids(one(api, "articles", article)["cites"])
    assert through(api, source) == []
    assert every(api, "events", source=source) == []


def test_claims_came_through_these_sources_and_no_others(api: CheckedClient) -> None:
    assert {source for claim in every(api, "claims") for source in route(claim)} == {
        "ap",
        "azertag",
        "dialog-ua",
        "euronews",
        "local-media-cited-by-001",
        "press-reports-cited-by-003",
        "reuters",
        "tass",
        "the-moscow-times",
    }


def test_hasanova_speaks_only_through_the_moscow_times_and_only_in_001(api: CheckedClient) -> None:
    claims = every(api, "claims", speaker="nigar-hasanova")
    assert {(text_number(claim), tuple(route(claim))) for claim in claims} == {("001", ("the-moscow-times",))}
    assert quotes(claims)[0].startswith("In einem Meinungsbeitrag in The Moscow Times beschreibt")
    assert quotes(claims)[-1].endswith("findet Russland oft Wege, Druck auszuüben, warnt Nigar Hasanova.")


def test_hasanova_tells_of_these_events(api: CheckedClient) -> None:
    claims = every(api, "claims", speaker="nigar-hasanova")
    assert sorted({event["id"] for claim in claims for event in claim["events"]}) == [
        "aliyev-putin-meeting-2025-10",
        "azerbaijan-airlines-crash-2024-12",
        "azerbaijan-airlines-diversion-to-aktau-2024-12",
        "azerbaijan-limits-russian-role-in-karabakh",
        "azerbaijan-russia-tensions",
        "azerbaijani-embassy-strike-2025-11-14",
        "azerbaijani-humanitarian-aid-to-ukraine",
        "drone-strikes-near-embassy-after-2025-08",
        "drone-strikes-on-socar-facility-2025-08",
        "earlier-actions-against-georgia-moldova-czechia",
        "kharkiv-consulate-damaged-2022-03-10",
        "kinzhal-strike-near-embassy-2024-01",
        "mehdiyev-associates-arrested",
        "mehdiyev-circle-accused-of-coup-plan",
        "political-dispute-with-russia-last-year",
        "russia-admits-targeting-airliner",
        "strikes-on-azerbaijani-embassy-in-kyiv",
        "strikes-on-azerbaijani-facilities-in-ukraine",
    ]


def test_hasanova_judges_twice_and_reports_the_rest(api: CheckedClient) -> None:
    judged = [c for c in every(api, "claims", speaker="nigar-hasanova") if c["speech_act"] != "asserts"]
    assert [(claim["speech_act"], claim["aspect"]) for claim in judged] == [
        ("evaluates", "intent"),
        ("evaluates", "motive"),
    ]


def test_four_others_speak_inside_the_opinion_piece(api: CheckedClient) -> None:
    others = [claim for claim in through(api, "the-moscow-times") if speaker(claim) != "nigar-hasanova"]
    assert Counter(speaker(claim) for claim in others) == {
        "russia": 2,
        "azerbaijan-foreign-ministry": 3,
        "unnamed-claimants-of-accident": 1,
        None: 1,
    }


def test_one_claim_came_through_two_sources_the_local_media_at_its_root(api: CheckedClient) -> None:
    chained = [claim for claim in every(api, "claims") if len(route(claim)) > 1]
    assert [(claim["statement"], route(claim)) for claim in chained] == [
        (
            "There is said to have been a plan for an overthrow in the circle of Ramiz Mehdiyev.",
            ["the-moscow-times", "local-media-cited-by-001"],
        )
    ]


def test_unnamed_groups_that_speak_are_told_apart(api: CheckedClient) -> None:
    groups = {actor["id"] for actor in every(api, "actors") if actor["kind"] == "group"}
    heard = Counter(speaker(claim) for claim in every(api, "claims"))
    assert sorted((group, heard[group]) for group in groups if heard[group]) == [
        ("analysts-cited-by-004", 1),
        ("analysts-cited-by-dialog-ua", 1),
        ("human-rights-watch", 3),
        ("kremlin-representatives-cited-by-000", 2),
        ("officials-cited-by-004", 2),
        ("unnamed-claimants-of-accident", 1),
    ]


@pytest.mark.parametrize(
    ("article", "publisher", "cited"),
    [
        ("000-aliyev-stays-away-from-cis-summit", "unnamed-publisher-000", ["azertag", "dialog-ua", "la-lv"]),
        (
            "001-azerbaijan-russia-tensions-after-embassy-strike",
            "unnamed-publisher-001",
            ["digi24", "euronews", "local-media-cited-by-001", "the-moscow-times"],
        ),
        ("002-putin-in-tajikistan-before-cis-summit", "unnamed-publisher-002", ["ap", "reuters", "tass"]),
        ("003-talks-between-baku-and-moscow-in-sochi", "caucasus-watch", ["press-reports-cited-by-003", "tass"]),
        ("004-aliyev-says-embassy-was-hit-deliberately", "unnamed-publisher-004", []),
    ],
)
def test_each_article_has_a_publisher_and_its_citations(
    article: str, publisher: str, cited: list[str], api: CheckedClient
) -> None:
    told = one(api, "articles", article)
    assert (told["source"]["id"], ids(told["cites"])) == (publisher, cited)
    assert (told["language"], told["authors"], told["web_url"]) == ("de", [], None)


@pytest.mark.parametrize(
    ("article", "published", "start", "end"),
    [
        ("000-aliyev-stays-away-from-cis-summit", "2025-10/..", "2025-10-01", None),
        ("001-azerbaijan-russia-tensions-after-embassy-strike", "2025-11-14/..", "2025-11-14", None),
        ("002-putin-in-tajikistan-before-cis-summit", "2025-10-08/2025-10-10", "2025-10-08", "2025-10-10"),
        ("003-talks-between-baku-and-moscow-in-sochi", None, None, None),
        ("004-aliyev-says-embassy-was-hit-deliberately", "2025-11-14/..", "2025-11-14", None),
    ],
)
def test_no_article_prints_its_date_and_each_allows_a_span(
    article: str, published: str | None, start: str | None, end: str | None, api: CheckedClient
) -> None:
    date = one(api, "articles", article)["published"]
    assert (date["edtf"], date["start"], date["end"]) == (published, start, end)
    assert date["note"].startswith("No date is printed.")


def test_only_two_articles_print_a_photo_credit(api: CheckedClient) -> None:
    articles = [one(api, "articles", article["id"]) for article in every(api, "articles")]
    credits_of = {article["id"][:3]: article["credits"] for article in articles if article["credits"]}
    assert credits_of == {"003": "Photo: Kremlin.ru", "004": "Фото: Grigory Sysoev/EPA"}


def test_azertag_is_the_only_source_called_a_state_agency(api: CheckedClient) -> None:
    assert [source["id"] for source in every(api, "sources") if source["state_controlled"] == "yes"] == ["azertag"]


@pytest.mark.parametrize(
    ("event", "who", "words"),
    [
        ("aliyev-blames-russia-for-shootdown", "ilham-aliyev", ["c002-aliyev-russia-shot-plane-down"]),
        (
            "russia-admits-targeting-airliner",
            "russia",
            ["c001-russia-targeted-plane", "c001-russia-targeting-was-accidental"],
        ),
        ("putin-promises-to-clear-up-airliner-case", "vladimir-putin", ["c000-putin-promised-clarification"]),
        ("putin-promises-compensation-for-airliner", "vladimir-putin", ["c002-putin-promised-compensation"]),
        (
            "putin-tells-aliyev-of-two-missiles-2025-09",
            "vladimir-putin",
            [
                "c002-putin-drones-had-entered-airspace",
                "c002-putin-missiles-exploded-beside-plane",
                "c002-putin-missiles-were-russian",
                "c002-putin-two-missiles",
            ],
        ),
        (
            "lukashenko-welcomes-cis-plus",
            "alexander-lukashenko",
            [
                "c002-lukashenko-belarus-welcomes",
                "c002-lukashenko-initiative-is-kazakh",
                "c002-lukashenko-platform-with-partners",
            ],
        ),
    ],
)
def test_what_is_said_in_a_public_act_is_told_of_the_act(
    event: str, who: str, words: list[str], api: CheckedClient
) -> None:
    assert ids(every(api, "claims", event=event, speaker=who)) == words


def test_what_aliyev_said_of_intent_in_munich_is_told_of_his_saying_it(api: CheckedClient) -> None:
    munich = every(api, "claims", event="aliyev-calls-embassy-strikes-deliberate-in-munich", aspect="intent")
    assert [(claim["id"], speaker(claim)) for claim in munich] == [("c004-aliyev-strikes-deliberate", "ilham-aliyev")]
