"""Two records of the same thing become one, after it was said which one stays and why."""

from collections.abc import Callable

import pytest

from incidents.models import RECORD_MODELS, Article, Claim, Record, Source
from incidents.publication.models import Withdrawal
from incidents.publication.publishing import publish
from tests import builders
from tests.admin.pages import Desk, change, changelist, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def twins(db: None) -> tuple[Source, Source]:
    pair = builders.source("numbat"), builders.source("quokka")
    publish(pair)
    return pair


def test_one_stays_and_the_other_redirects(desk: Desk, twins: tuple[Source, Source]) -> None:
    going, staying = twins
    article = builders.article("a", by=going)
    page = text_of(desk.confirm(desk.act("merge_selected", *twins), staying=str(staying.pk), reason="One paper."))
    assert "Numbat was merged into Quokka. The dataset is now at version" in page
    assert Withdrawal.objects.current().get(slug="numbat").merged_into == "quokka"
    assert Article.objects.get(pk=article.pk).source == staying
    assert "Merged into Quokka" in text_of(desk.get(change(going)))


def test_either_of_the_two_can_stay(desk: Desk, twins: tuple[Source, Source]) -> None:
    desk.confirm(desk.act("merge_selected", *twins), staying=str(twins[0].pk), reason="One paper.")
    assert Withdrawal.objects.current().get(slug="quokka").merged_into == "numbat"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"reason": "One paper."}, "Nothing was done: choose the one that stays."),
        ({"staying": "the second", "reason": " "}, "give one."),
    ],
)
def test_both_answers_are_needed(desk: Desk, twins: tuple[Source, Source], typed: dict[str, str], told: str) -> None:
    answers = {name: value.replace("the second", str(twins[1].pk)) for name, value in typed.items()}
    assert told in text_of(desk.confirm(desk.act("merge_selected", *twins), **answers))
    assert not Withdrawal.objects.current().filter(slug__in=["numbat", "quokka"]).exists()


def test_an_edit_while_the_question_is_open_asks_again(desk: Desk, twins: tuple[Source, Source]) -> None:
    asked = desk.act("merge_selected", *twins)
    Source.objects.filter(slug="numbat").update(description="New words.")
    page = text_of(desk.confirm(asked, staying=str(twins[1].pk), reason="One paper."))
    assert "somebody has edited one of the two" in page


def test_exactly_two_are_merged(desk: Desk, twins: tuple[Source, Source]) -> None:
    assert "Tick exactly two records to merge, not 1." in text_of(desk.act("merge_selected", twins[0]))


def test_only_who_may_publish_may_merge(desk_of: Callable[[str], Desk], twins: tuple[Source, Source]) -> None:
    page = text_of(desk_of("curator").act("merge_selected", *twins))
    assert "Which one stays?" not in page


@pytest.mark.parametrize("model", RECORD_MODELS)
def test_articles_and_claims_are_not_merged(desk: Desk, model: type[Record]) -> None:
    page = text_of(desk.get(changelist(model)))
    assert ('value="merge_selected"' in page) == (model not in (Article, Claim))
