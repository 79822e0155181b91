import pytest

from incidents.dataset.readings.naming import bearers, named_within

ACTORS = {
    "ilham-aliyev": ["Ilham Aliyev", "Ilham Alijew", "Əliyev"],
    "azerbaijan": ["Azerbaijan", "Baku"],
    "officials-cited-by-004": ["Official bodies (unnamed, cited in text 004)", "offizieller Stellen"],
    "analysts-cited-by-004": ["Analysten"],
    "analysts-cited-by-000": ["Analysten"],
    "russia": ["Russia", "Iran"],
}


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Ilham Alijew", "ilham-aliyev"),
        ("Ilham Alijews", "ilham-aliyev"),
        ("eliyev", "ilham-aliyev"),
        ("Baku (Azerbaijan)", "azerbaijan"),
        ("offizielle Stellen (ungenannt, in 004)", "officials-cited-by-004"),
        ("Official bodies", "officials-cited-by-004"),
    ],
)
def test_an_actor_is_known_by_every_recorded_spelling(text: str, slug: str) -> None:
    assert bearers(text, ACTORS) == {slug}


def test_a_name_that_several_bear_may_mean_each() -> None:
    assert bearers("Analysten (unnamed)", ACTORS) == {"analysts-cited-by-000", "analysts-cited-by-004"}


@pytest.mark.parametrize(
    "text",
    [
        "Observers in Azerbaijan (unnamed)",
        "Russian ambassador",
        "Aliyev Ilham",
        "Irans",
        "Baku Baku",
        "(Azerbaijan)",
        "",
    ],
)
def test_whoever_is_not_recorded_stays_a_text(text: str) -> None:
    assert bearers(text, ACTORS) == {text}


@pytest.mark.parametrize(
    ("text", "found"),
    [("lokale Medien", {"media"}), ("Pressemeldung", {"press"}), ("Medien lokale", set()), ("", set()), ("AP", set())],
)
def test_a_source_may_be_named_in_the_words_of_the_article(text: str, found: set[str]) -> None:
    assert named_within(text, {"media": "berichteten lokale Medien", "press": "Den Pressemeldungen zufolge"}) == found
