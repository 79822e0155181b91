from dataclasses import replace

from incidents.dataset.readings.figures import Comparison, compare
from incidents.dataset.readings.lines import differences, summary, table
from incidents.dataset.readings.reading import Claim, Event, Reading, Relation, Words
from incidents.dataset.sentences import Span
from tests.dataset.readings.making import claim, some

NEAR, FAR = (0, 10), (100, 110)


def event(name: str, *, date: str = "2025", realis: str = "actual") -> Event:
    return Event(name=name, event_type="ASSAULT", realis=realis, date=date)


def of_001(*claims: Claim) -> list[Claim]:
    return [replace(item, article="001-report") for item in claims]


def comparison() -> Comparison:
    second = of_001(
        claim("a1", at=NEAR, events="Strike", aspect="date", statement="On Monday."),
        claim("a2", at=FAR, speaker="envoy", statement="Regret."),
        claim("a3", at=(50, 60), statement="Alone."),
    )
    first = of_001(claim("c1", at=NEAR, events="strike", aspect="place"), claim("c2", at=FAR), claim("c3", at=(70, 80)))
    reading = Reading(
        article="001-report",
        claims=second,
        events={"Strike": event("Strike", date=""), "Talks": event("Talks")},
        relations=[
            Relation(one="a1", kind="supports", other="a2"),
            Relation(one="a2", kind="supports", other=Words("001-report", Span(0, 9))),
            Relation(one="a1", kind="repeats", other="a2"),
        ],
    )
    known = frozenset({("c1", "supports", "c2")})
    return compare(reading, some(claims={"001-report": first}, events={"strike": event("strike")}, relations=known))


def test_the_table_has_a_column_for_each_article_and_for_all() -> None:
    lines = list(table([comparison()]))
    assert lines[:3] == ["|  | 001 | all |", "|---|--:|--:|", "| claims of the second reader | 3 | 3 |"]
    assert "| … paired with a claim of the dataset | 66 % | 66 % |" in lines
    assert "| pairs with the same aspect (κ) | 50 % (0.33) | 50 % (0.33) |" in lines
    assert "| pairs with the same speaker (κ) | 50 % (0.00) | 50 % (0.00) |" in lines
    assert "| pairs with the same modality (κ) | 100 % (–) | 100 % (–) |" in lines


def test_relations_are_counted_more_and_more_strictly() -> None:
    lines = list(table([comparison()]))
    at = lines.index("| relations of the second reader | 3 | 3 |")
    assert lines[at + 1 : at + 5] == [
        "| … with both ends in the dataset | 3 | 3 |",
        "| … of these related there too | 100 % | 100 % |",
        "| … of these with the same kind | 66 % | 66 % |",
        "| … of these in the same direction too | 33 % | 33 % |",
    ]


def test_events_are_counted_label_by_label() -> None:
    assert list(table([comparison()]))[-6:] == [
        "| events of the second reader | 2 | 2 |",
        "| … that the dataset has | 50 % | 50 % |",
        "| … of these of the same type | 100 % | 100 % |",
        "| … of these of the same realis | 100 % | 100 % |",
        "| … of these of a date that overlaps | 0 % | 0 % |",
        "| … of all, the same in all three | 0 % | 0 % |",
    ]


def test_of_nothing_there_is_no_share() -> None:
    empty = compare(Reading(article="report"), some())
    assert "| … paired with a claim of the dataset | – | – |" in list(table([empty]))


def test_the_summary_says_the_same_line_by_line() -> None:
    lines = list(summary([comparison()]))
    assert lines[:2] == ["001-report:", "  claims of the second reader: 3"]
    assert len(lines) == 2 * (len(list(table([comparison()]))) - 1)
    assert "all together:" in lines


def test_every_difference_is_a_line() -> None:
    assert list(differences(comparison())) == [
        "001 a1 ~ c1: aspect date, in the dataset place: On Monday.",
        "001 a2 ~ c2: speaker envoy, in the dataset –: Regret.",
        "001 event 'Strike' ~ strike: date –, in the dataset 2025",
        "001 event 'Talks': none in the dataset",
        "001 a2 supports 001 at 0–9: in the dataset supports, the other way round",
        "001 a1 repeats a2: in the dataset supports",
        "001 a3: only in the second reading: occurrence: Alone.",
        "001 c3: only in the dataset: occurrence: ",
    ]
