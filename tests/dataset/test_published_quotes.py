from incidents.dataset.published_quotes import published_quotes
from incidents.models import Article
from incidents.publication.models import PublishedArticle, PublishedClaim
from tests.dataset.project import Project


def test_every_published_quote_of_the_real_dataset_stands_in_its_text(db: None) -> None:
    found = list(published_quotes())
    assert len(found) > 100
    assert [str(fault) for _, fault in found if fault] == []


def test_a_quote_that_does_not_stand_there_is_a_fault(project: Project) -> None:
    project.load()
    claim = PublishedClaim.objects.current().get(slug="mistake")
    claim.snapshot["evidence"][0]["start"] += 1
    claim.save()
    assert [str(fault) for _, fault in published_quotes() if fault] == [
        "the database:0: claim mistake, evidence = 'Es war ein Irrtum': is published, but does not stand in report "
        "at 56: publish the claim again."
    ]


def test_a_quote_of_an_edited_text_is_judged_when_the_text_is_published(project: Project) -> None:
    project.load()
    Article.objects.filter(slug="report").update(text="Etwas anderes.")
    assert PublishedArticle.objects.current().filter(slug="report").exists()
    assert "Es war ein Irrtum" not in [quote for quote, _ in published_quotes()]
