from dataclasses import replace
from pathlib import Path

import pytest

from incidents.dataset.readings.reading import Event, Reading, Relation, Words
from incidents.dataset.readings.second import BadReading, read_readings
from incidents.dataset.sentences import Span
from tests.dataset.project import TEXT, Project
from tests.dataset.readings.making import SECOND, changed_second, dataset, second


def read(project: Project, text: str = SECOND) -> Reading:
    (found,) = read_readings([second(project, text)], dataset(project))
    return found


def test_a_claim_has_its_words_and_labels_in_the_names_of_the_dataset(project: Project) -> None:
    claim, _ = read(project).claims
    assert (claim.name, claim.events) == ("a1", ("The strike",))
    ((start, end),) = claim.spans
    assert TEXT[start:end] == "„Es war ein Irrtum“"
    assert claim.labels["speaker"] == {"envoy"}
    assert claim.labels["attribution"] == {"wire"}
    assert claim.labels["speech_act"] == {"admits"}
    assert claim.labels["aspect"] == {"intent"}


def test_nobody_is_the_same_nobody_in_both(project: Project) -> None:
    _, claim = read(project).claims
    assert claim.labels["speaker"] == {""}
    assert claim.labels["attribution"] == {""}


@pytest.mark.parametrize(("name", "label"), [("The Wire", "wire"), ("Wire", "wire"), ("Radio", "Radio")])
def test_a_source_is_known_by_its_name_or_by_how_it_is_cited(project: Project, name: str, label: str) -> None:
    cited = replace(dataset(project), mentions={"report": {"wire": "laut Wire"}})
    (found,) = read_readings([second(project, changed_second("- The Wire", f"- {name}"))], cited)
    claim, _ = found.claims
    assert claim.labels["attribution"] == {label}


def test_events_and_relations_are_read(project: Project) -> None:
    found = read(project)
    assert found.events == {
        "The strike": Event(name="The strike", event_type="ASSAULT", realis="actual", date="2025-11")
    }
    assert found.relations == [Relation(one="a2", kind="qualifies", other="a1")]


def test_an_event_may_have_no_type_and_no_date(project: Project) -> None:
    text = changed_second("  event_type: ASSAULT\n", "").replace("  date: 2025-11\n", "")
    assert read(project, text).events["The strike"] == Event(name="The strike", event_type="", realis="actual", date="")


def test_a_relation_may_lead_to_words_of_any_article(project: Project) -> None:
    text = changed_second("to: a1", 'to:\n    article: report\n    quote: "Es war ein Irrtum"')
    assert read(project, text).relations[0].other == Words("report", Span(55, 72))


def test_the_files_of_a_folder_are_read_in_order(project: Project) -> None:
    folder = project.root / "docs" / "second-reading"
    folder.mkdir(parents=True)
    (folder / "b.yaml").write_text(SECOND)
    (folder / "a.yaml").write_text("article: report")
    assert [len(found.claims) for found in read_readings([], dataset(project))] == [0, 2]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("article: report", "article: unknown", "1: there is no article 'unknown' in the dataset"),
        ("- The strike\n  speaker", "- The raid\n  speaker", "3: there is no event 'The raid' in the file"),
        ("id: a2", "id: a1", "1: two claims have the same id"),
        ("to: a1", "to: a9", "30: there is no claim 'a9' in the file"),
        ("to: a1", "to: {article: unknown, quote: x}", "32: there is no article 'unknown'"),
        ("  to: a1\n", "", "30: to must be given, as a text"),
        ("Moskau schwieg.", "Moskau sprach.", "15: quote 'Moskau sprach.' does not stand in the article's text"),
        ("Moskau schwieg.", "Baku protestierte.", "15: quote 'Baku protestierte.' occurs 2 times"),
        ("speech_act: admits", "speech_act: says", "3: speech_act = 'says' must be one of: asserts, denies"),
        ("realis: actual", "realis: [actual]", "25: realis must be given, as a text"),
        ("date: 2025-11", "date: November", "25: 'November' is not a date"),
        ("via:\n  - The Wire", "via: Wire", "3: via must be a list"),
        ("via:\n  - The Wire", "via: [[Wire]]", "3: via must be a list of texts"),
        ("relations:\n", "relations:\n- text\n", "30: 'text' must be a mapping"),
        ("article: report", "- article: report", r"\d+: .*"),
    ],
)
def test_it_refuses_what_is_no_reading(project: Project, old: str, new: str, rule: str) -> None:
    with pytest.raises(BadReading, match=rf"second\.yaml:{rule}"):
        read(project, changed_second(old, new))


def test_it_refuses_an_empty_file(project: Project) -> None:
    with pytest.raises(BadReading, match=r"second\.yaml:1: .* must be a mapping"):
        read(project, "")


def test_it_refuses_a_folder_without_files_and_a_file_that_is_none(project: Project, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadReading, match=r"empty holds no \*\.yaml: name a folder that does"):
        read_readings([tmp_path / "empty"], dataset(project))
    with pytest.raises(BadReading, match=r"none\.yaml cannot be read: No such file"):
        read_readings([tmp_path / "none.yaml"], dataset(project))
