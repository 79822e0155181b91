"""Every sentence of the real texts is the evidence of a claim, or marked with the reason why no claim rests on it."""

from incidents.dataset.coverage import contradictions, coverage_of
from incidents.dataset.load import load


def test_every_sentence_of_every_article_is_accounted_for(db: None) -> None:
    found = coverage_of(load(dry_run=True).files)
    assert len(found) == 5
    missing = [(item.article, item.text[gap.sentence.start : gap.sentence.end]) for item in found for gap in item.gaps]
    assert missing == []


def test_no_claim_rests_on_what_is_said_to_assert_nothing(db: None) -> None:
    assert [str(fault) for fault in contradictions(load(dry_run=True).files)] == []
