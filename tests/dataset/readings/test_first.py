import pytest

from incidents.dataset.files import read_files
from incidents.dataset.readings.first import BadDataset, dataset_of
from incidents.dataset.readings.reading import Event
from tests.dataset.project import TEXT, WORLD, Project, changed
from tests.dataset.readings.making import dataset


def test_a_claim_has_its_words_and_labels(project: Project) -> None:
    (claim,) = dataset(project).claims["report"]
    assert (claim.name, claim.statement, claim.events) == ("mistake", "It was a mistake.", ("strike",))
    ((start, end),) = claim.spans
    assert TEXT[start:end] == "Es war ein Irrtum"
    assert {label: min(words) for label, words in claim.labels.items()} == {
        "speaker": "envoy",
        "attribution": "wire",
        "speech_act": "asserts",
        "speech_mode": "direct_quote",
        "modality": "factual",
        "aspect": "intent",
    }


def test_the_attribution_runs_from_the_article_outwards(project: Project) -> None:
    link = (
        "- model: incidents.claimattribution\n  fields:\n    claim: [mistake]\n    source: [herald]\n    position: 1\n"
    )
    (claim,) = dataset(project, WORLD + link).claims["report"]
    assert claim.labels["attribution"] == {"wire < herald"}


def test_events_names_and_mentions_are_known(project: Project) -> None:
    found = dataset(project)
    assert found.events == {"strike": Event(name="strike", event_type="ASSAULT", realis="actual", date="2025-11-14")}
    assert found.actors["envoy"] == {"Olha Wyshnewa", "Ольга Вишнева"}
    assert found.sources["wire"] == {"The Wire"}
    assert f"mention: {found.mentions['report']['wire']}\n" in WORLD


def test_relations_have_a_direction(project: Project) -> None:
    row = "- model: incidents.claimrelation\n  fields:\n    from_claim: [mistake]\n    to_claim: [other]\n"
    text = WORLD + row + "    relation: supports\n    aspect: intent\n"
    assert dataset(project, text).relations == {("mistake", "supports", "other")}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("slug: mistake\n    status: published", "slug: mistake\n    status: draft"),
        ("article: [report]\n    events", "article: [another]\n    events"),
    ],
)
def test_claims_that_are_not_published_or_of_no_article_are_left_out(project: Project, old: str, new: str) -> None:
    assert dataset(project, changed(old, new)).claims == {"report": []}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("quote: Es war ein Irrtum", "quote: Es war kein Irrtum", "does not stand in the article's text"),
        ("document: 990_report.txt", "document: none.txt", r"there is no file seeds/none\.txt"),
        ("position: 0", "position: first", r"must be a whole number.*`check_dataset` names every fault"),
    ],
)
def test_it_refuses_files_with_a_fault(project: Project, old: str, new: str, rule: str) -> None:
    with pytest.raises(BadDataset, match=rf"fixtures/world\.yaml:\d+: .*{rule}"):
        dataset_of(read_files([project.write(changed(old, new))]))


def test_a_quote_may_say_which_of_several_places_it_means(project: Project) -> None:
    text = changed("quote: Es war ein Irrtum", "quote: Baku protestierte.\n    start: 35")
    assert dataset(project, text).claims["report"][0].spans == ((35, 53),)
