import pytest

from incidents import dates
from incidents.dataset.load import load
from incidents.models import ArticlePassage, Claim, Evidence
from tests.dataset.project import TEXT, WORLD, Project, changed


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "kind: newspaper",
            "kind: newspapr",
            (
                "source herald",
                "kind",
                "must be one of: newspaper, news_agency, broadcaster, website, government, ngo, other"
                "; did you mean newspaper?",
            ),
        ),
        ("country: NO", "country: XX", ("source herald", "country", "is no such code.")),
        (
            "country: NO",
            "homepage: javascript:alert(1)",
            ("source herald", "homepage", "Enter a valid URL."),
        ),
        (
            "script: Cyrl",
            "script: cyrl",
            (
                "actorname envoy / Ольга Вишнева / uk",
                "script",
                "Use an ISO 15924 script code such as Latn or Cyrl.",
            ),
        ),
        (
            "latitude: 46.5",
            "latitude: 91",
            ("place harbour", "latitude", "Ensure this value is less than or equal to 90."),
        ),
        ("title: A strike", 'title: ""', ("event strike", "title", "This field cannot be blank.")),
        (
            "source: [herald]",
            "source: [herld]",
            (
                "article report",
                "source",
                "there is no source 'herld', neither in the files nor in the database; did you mean herald?",
            ),
        ),
        (
            "events: [[strike]]",
            "events: [[strike], [war]]",
            ("claim mistake", "events", "there is no event 'war', neither in the files nor in the database."),
        ),
        (
            "document: 990_report.txt",
            "document: [990_report.txt]",
            ("article report", "document", "must be a text, not a list or mapping."),
        ),
        (
            "document: 990_report.txt",
            "document: ../report.txt",
            ("article report", "document", "is not the name of a file in seeds/: give the bare name, without a path."),
        ),
        (
            "quote: Es war ein Irrtum",
            "quote: Es war ein irrtum",
            (
                "evidence mistake / Es war ein irrtum",
                "quote",
                "does not stand in the article's text, code point for code point; nearest match at 55 (line 1): "
                "'Es war ein Irrtum'; character 12 of the quote: the quote has i (U+0069 LATIN SMALL LETTER I) where "
                "the text has I (U+0049 LATIN CAPITAL LETTER I).",
            ),
        ),
        (
            "quote: Es war ein Irrtum",
            "quote: Baku protestierte.",
            (
                "evidence mistake / Baku protestierte.",
                "quote",
                "occurs 2 times: give the one that is meant as start: 0, 35.",
            ),
        ),
        (
            "quote: Es war ein Irrtum",
            "quote: Baku protestierte.\n    start: 1",
            ("evidence mistake / Baku protestierte. / 1", "start", "does not stand at 1: it begins at 0, 35."),
        ),
    ],
)
def test_one_fault_is_named_once(project: Project, old: str, new: str, fault: tuple[str, str, str]) -> None:
    assert project.faults(changed(old, new)) == [fault]


def test_a_date_is_refused_in_the_words_of_dates(project: Project) -> None:
    with pytest.raises(dates.InvalidDate) as refused:
        dates.parse("soon")
    assert project.faults(changed("date: 2025-11-14", "date: soon")) == [("event strike", "date", str(refused.value))]


def test_a_row_given_twice_is_refused_whichever_files_it_stands_in(project: Project) -> None:
    again = "- model: incidents.place\n  fields:\n    slug: harbour\n    name: Harbour\n    precision: 6\n"
    files = [project.write(WORLD), project.write(again, name="z.yaml")]
    assert [(str(fault.file), fault.line, fault.rule) for fault in load(files).faults] == [
        ("fixtures/z.yaml", 3, "is the same place as at fixtures/world.yaml:14: keep one.")
    ]


def test_a_quote_given_twice_is_refused(project: Project) -> None:
    row = "- model: incidents.evidence\n  fields:\n    claim: [mistake]\n    quote: Es war ein Irrtum\n"
    (fault,) = project.faults(WORLD + row)
    assert fault[1:] == ("start", "is the same evidence as at fixtures/world.yaml:98: keep one.")


PASSAGE = (
    "- model: incidents.articlepassage\n  fields:\n    article: [report]\n    kind: rhetoric\n    reason: A cry.\n"
)


@pytest.mark.parametrize(
    ("words", "field", "rule"),
    [
        ("quote: Moskau schwig.", "quote", "does not stand in the article's text, code point for code point; nearest"),
        ("quote: Baku", "quote", "occurs 2 times: give the one that is meant as start: 0, 35."),
        ("quote: Baku\n    start: 1", "start", "does not stand at 1: it begins at 0, 35."),
        ("quote: sagte die Gesandte", "start", "is the same articlepassage as at fixtures/world.yaml:61: keep one."),
        ("quote: Moskau\n    end: 25", "end", "is derived, or rows of its own: leave it out."),
    ],
)
def test_a_passage_is_looked_up_as_a_quote_is(project: Project, words: str, field: str, rule: str) -> None:
    (fault,) = project.faults(WORLD + PASSAGE + f"    {words}\n")
    assert fault[0].startswith("articlepassage report / ")
    assert (fault[1], fault[2][: len(rule)]) == (field, rule)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("kind: rhetoric", "kind: advert", ("kind", "must be one of: heading, boilerplate, rhetoric.")),
        ("reason: It only names the speaker.", 'reason: ""', ("reason", "This field cannot be blank.")),
    ],
)
def test_a_passage_says_what_it_is_and_why(project: Project, old: str, new: str, fault: tuple[str, str]) -> None:
    assert project.faults(changed(old, new)) == [("articlepassage report / sagte die Gesandte / 75", *fault)]


def test_a_passage_of_an_article_in_the_database_is_looked_up_there(project: Project) -> None:
    project.load()
    assert project.load(PASSAGE + "    quote: Moskau schwieg.\n").ok
    assert ArticlePassage.objects.get(quote="Moskau schwieg.").start == TEXT.index("Moskau")


def test_the_same_words_in_two_places_are_two_quotes(project: Project) -> None:
    row = "- model: incidents.evidence\n  fields:\n    claim: [mistake]\n    quote: Baku protestierte.\n    start: "
    assert project.load(WORLD + row + "35\n" + row + "0\n").ok
    found = Evidence.objects.filter(claim__slug="mistake", quote="Baku protestierte.").values_list("start", flat=True)
    assert list(found) == [0, 35]


def test_what_rests_on_a_faulty_row_is_not_blamed_for_it(project: Project) -> None:
    text = changed("document: 990_report.txt", "document: none.txt")
    assert project.faults(text) == [
        ("article report", "document", "there is no file seeds/none.txt: put the text there.")
    ]


def test_an_empty_text_is_refused(project: Project) -> None:
    (project.root / "seeds" / "990_report.txt").write_bytes(b"")
    assert ("article report", "text", "This field cannot be blank.") in project.faults(WORLD)


def test_an_empty_quote_is_refused(project: Project) -> None:
    (fault,) = project.faults(changed("quote: Es war ein Irrtum", 'quote: ""'))
    assert fault[:2] == ("evidence mistake", "quote")


def test_references_and_quotes_are_also_looked_up_in_the_database(project: Project) -> None:
    project.load()
    claim = "- model: incidents.claim\n  fields:\n    slug: silence\n    article: [report]\n    events: [[strike]]\n"
    claim += "    statement: They said nothing.\n    speech_mode: author_voice\n    aspect: reaction\n"
    evidence = "- model: incidents.evidence\n  fields:\n    claim: [{}]\n    quote: Moskau schwieg.\n"
    assert project.load(claim + evidence.format("silence") + evidence.format("mistake")).ok
    assert Claim.objects.get(slug="silence").evidence.get().start == TEXT.index("Moskau")


def test_a_faulty_row_is_told_which_constraints_it_breaks_as_well(project: Project) -> None:
    text = changed("latitude: 46.5\n    longitude: 30.75", "latitude: 46.5").replace("country: UA", "country: XX")
    assert project.faults(text) == [
        ("place harbour", "latitude, longitude", "Give both latitude and longitude, or neither."),
        ("place harbour", "country", "is no such code."),
    ]


def test_only_of_the_first_rows_with_faults_the_database_is_asked_for_more(project: Project) -> None:
    place = "- model: incidents.place\n  fields: {slug: Not %s, name: x, precision: 6, latitude: 1, longitude: 1}\n"
    project.write("".join(place % number for number in range(12)))
    rules = [fault.rule for fault in load().faults]
    assert sum(rule.startswith("Use lower-case letters") for rule in rules) == 12
    assert len(rules) == 22
