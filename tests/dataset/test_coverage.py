import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from incidents.dataset.coverage import Coverage, contradictions, coverage, coverage_lines, coverage_of
from incidents.dataset.sentences import Span, sentences, words
from tests.dataset.project import WORLD, Project, changed

TEXT = "Zitate\nBaku protestierte. 😀 Moskau schwieg."
HEADING, PROTEST, SILENCE = Span(0, 6), Span(7, 25), Span(26, 43)


def covered(*evidence: Span, passages: tuple[Span, ...] = (), text: str = TEXT) -> Coverage:
    return coverage("report", text, language="de", evidence=evidence, passages=passages)


def test_words_are_counted_by_what_accounts_for_them() -> None:
    found = covered(PROTEST, SILENCE, passages=(HEADING,))
    assert (found.sentences, found.words, found.gaps) == (3, 5, ())
    assert (found.in_evidence, found.in_passages, found.accounted_for) == (4, 1, 5)


def test_a_sentence_lacks_the_words_that_are_in_neither() -> None:
    (gap,) = covered(PROTEST, Span(28, 34), passages=(HEADING,)).gaps
    assert gap.sentence == SILENCE
    assert [TEXT[start:end] for start, end in gap.words] == ["schwieg"]


def test_marks_and_blanks_may_stay_outside() -> None:
    assert covered(Span(7, 24), Span(28, 42), passages=(HEADING,)).gaps == ()


def test_a_part_of_a_word_is_not_the_word() -> None:
    assert [gap.words for gap in covered(Span(0, 23), SILENCE).gaps] == [(Span(12, 24),)]


def test_evidence_and_passage_may_share_a_sentence_and_a_word() -> None:
    found = covered(Span(7, 14), SILENCE, passages=(HEADING, Span(14, 25)))
    assert (found.gaps, found.in_evidence, found.in_passages, found.accounted_for) == ((), 3, 1, 5)


def test_what_is_covered_twice_counts_once() -> None:
    assert covered(PROTEST, PROTEST, Span(7, 11)).in_evidence == 2


TEXTS = st.text(alphabet="aB1zä. …!?„“\"'()–\n\r😀𝕏\u0301", max_size=60)


@given(TEXTS)
def test_a_text_that_is_quoted_whole_is_accounted_for_whole(text: str) -> None:
    found = covered(Span(0, len(text)), text=text)
    assert (found.gaps, found.accounted_for) == ((), found.words)


@given(TEXTS, st.data())
def test_any_word_that_is_left_out_is_named(text: str, data: st.DataObject) -> None:
    every = [word for sentence in sentences(text, language="de") for word in words(text, sentence)]
    assume(every)
    left_out = data.draw(st.sampled_from(every))
    at = data.draw(st.integers(left_out.start, left_out.end - 1))
    spans = (Span(0, at), Span(at + 1, len(text)))
    found = covered(spans[0], passages=(spans[1],), text=text)
    assert [word for gap in found.gaps for word in gap.words] == [left_out]
    assert found.accounted_for == found.words - 1


def checked(project: Project, text: str) -> Coverage:
    (found,) = coverage_of(project.load(text, dry_run=True).files)
    return found


def test_the_files_tell_what_is_covered(project: Project) -> None:
    found = checked(project, WORLD)
    assert (found.article, found.words, found.in_evidence, found.in_passages) == ("report", 13, 4, 3)
    assert [found.text[gap.sentence.start : gap.sentence.end] for gap in found.gaps] == [
        "Baku protestierte.",
        "Moskau schwieg.",
        "Baku protestierte.",
    ]


def test_claims_that_are_not_to_be_published_account_for_nothing(project: Project) -> None:
    assert checked(project, changed("slug: mistake\n    status: published", "slug: mistake")).in_evidence == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("quote: Es war ein Irrtum", "quote: Es war kein Irrtum"),
        ("quote: Es war ein Irrtum", "quote: Es war ein Irrtum\n    start: 3"),
        ("claim: [mistake]\n    quote", "claim: [unknown]\n    quote"),
        ("article: [report]\n    events", "article: [unknown]\n    events"),
    ],
)
def test_a_quote_with_a_fault_accounts_for_nothing(project: Project, old: str, new: str) -> None:
    found = checked(project, changed(old, new))
    assert (found.in_evidence, found.in_passages) == (0, 3)


def test_a_passage_with_a_fault_accounts_for_nothing(project: Project) -> None:
    assert checked(project, changed("quote: sagte die Gesandte", "quote: sagte der Gesandte")).in_passages == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("document: 990_report.txt", "document: none.txt"),
        ("slug: report\n    status: published", "slug: report\n    status: retracted"),
    ],
)
def test_an_article_without_a_text_or_withdrawn_is_left_out(project: Project, old: str, new: str) -> None:
    assert coverage_of(project.load(changed(old, new), dry_run=True).files) == []


@pytest.mark.parametrize(("quote", "start"), [("ein Irrtum“, sagte", 62), ("Es war ein Irrtum", 55), ("Irrtum", 66)])
def test_a_passage_that_a_claim_rests_on_is_a_fault(project: Project, quote: str, start: int) -> None:
    files = project.load(changed("quote: sagte die Gesandte", f"quote: {quote}"), dry_run=True).files
    assert [str(fault) for fault in contradictions(files)] == [
        f"fixtures/world.yaml:64: articlepassage report / {quote} / {start}, quote = {quote!r}: "
        "lies in the evidence of mistake: take the words out of one of them."
    ]
    assert coverage_of(files)[0].in_passages > 0


@pytest.mark.parametrize("quote", ["“, sagte die Gesandte", "protestierte. „"])
def test_a_passage_may_share_marks_with_evidence(project: Project, quote: str) -> None:
    text = changed("quote: sagte die Gesandte", f"quote: {quote}")
    files = project.load(text.replace("quote: Es war ein Irrtum", "quote: „Es war ein Irrtum“,"), dry_run=True).files
    assert list(contradictions(files)) == []


def test_the_lines_name_numbers_positions_and_words() -> None:
    found = covered(HEADING, Span(7, 11))
    assert list(coverage_lines([found, covered(Span(0, 43))])) == [
        "report: 3 sentences, 5 words; 40.0 % in evidence, 0.0 % in passages, 40.0 % accounted for.",
        "  at 7–25 (line 2), not covered: protestierte: 'Baku protestierte.'",
        "  at 26–43 (line 2), not covered: all of it: '😀 Moskau schwieg.'",
        "report: 3 sentences, 5 words; 100.0 % in evidence, 0.0 % in passages, 100.0 % accounted for.",
        "2 articles: 6 sentences, 10 words; 70.0 % in evidence, 0.0 % in passages, 70.0 % accounted for.",
    ]


def test_shares_are_rounded_down_so_that_100_means_all() -> None:
    text = "a " * 1999 + "b"
    found = covered(Span(0, len(text) - 1), text=text)
    assert "99.9 % accounted for" in next(coverage_lines([found]))


def test_without_words_there_is_nothing_to_account_for() -> None:
    assert list(coverage_lines([covered(text="***")])) == [
        "report: nothing to account for.",
        "1 article: nothing to account for.",
    ]
