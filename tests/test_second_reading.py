"""The second reading that the repository holds, and what docs/curation.md says of it."""

from django.conf import settings

from tests.management.commands import output

CURATION = settings.BASE_DIR / "docs" / "curation.md"


def test_there_is_a_second_reading_of_every_article() -> None:
    assert output("compare_readings", "--markdown")[0] == "|  | 000 | 001 | 002 | 003 | 004 | all |"


def test_the_agreement_that_is_documented_is_that_of_today() -> None:
    """`python3 dev.py manage compare_readings --markdown` prints what belongs between the markers."""
    text = CURATION.read_text(encoding="utf-8")
    assert text.count("<!-- agreement: begin -->") == 1, "the table belongs between two markers"
    _, _, after = text.partition("<!-- agreement: begin -->\n")
    documented, _, _ = after.partition("<!-- agreement: end -->")
    assert documented.strip().splitlines() == output("compare_readings", "--markdown")
