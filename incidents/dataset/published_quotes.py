"""Whether what the public reads as a quote stands in the text, read from the public tables themselves."""

from collections.abc import Iterator
from typing import Any

from incidents.dataset.faults import Fault
from incidents.models import Article
from incidents.publication.models import PublishedArticle, PublishedClaim

DATABASE = "the database"


def published_quotes() -> Iterator[tuple[str, Fault | None]]:
    """Every published quote, with what is wrong with it.

    A quote of a text that was edited since its publication is left to the next publication, which checks it.
    """
    published = dict(PublishedArticle.objects.current().values_list("slug", "snapshot__text_sha256"))
    articles = Article.objects.values_list("slug", "text_sha256", "text")
    texts = {slug: text for slug, digest, text in articles if published.get(slug) == digest}
    for claim, snapshot in PublishedClaim.objects.current().order_by("slug").values_list("slug", "snapshot"):
        article = snapshot["article"]
        for item in snapshot["evidence"] if article in texts else ():
            yield item["quote"], _fault(claim, article, item, texts[article])


def _fault(claim: str, article: str, item: dict[str, Any], text: str) -> Fault | None:
    start, quote = item["start"], item["quote"]
    if text.startswith(quote, start) and item["end"] == start + len(quote):
        return None
    rule = f"is published, but does not stand in {article} at {start}: publish the claim again."
    return Fault(file=DATABASE, line=0, record=f"claim {claim}", field="evidence", value=quote, rule=rule)
