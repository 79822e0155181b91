"""Public ids that were withdrawn: where a merged one leads, and why a retracted one is gone."""

from collections.abc import Sequence

from incidents.publication.models import Withdrawal


def successors(resource: str, slugs: Sequence[str]) -> dict[str, str]:
    """The record that stands for each merged id among these, at the end of a chain of merges.

    One query finds that none was merged, and one more is needed for every link of the longest chain.
    """
    merged = Withdrawal.objects.current().filter(resource=resource).exclude(merged_into="")
    leads_to: dict[str, str] = {}
    asked = set(slugs)
    while asked:
        found = dict(merged.filter(slug__in=asked).values_list("slug", "merged_into"))
        leads_to |= found
        asked = set(found.values()) - leads_to.keys()
    return {slug: _end_of(slug, leads_to) for slug in slugs if slug in leads_to}


def retraction_reason(resource: str, slug: str) -> str | None:
    """The published reason why the id was retracted; None where it was not."""
    withdrawn = Withdrawal.objects.current().filter(resource=resource, slug=slug)
    return withdrawn.values_list("reason", flat=True).first()


def _end_of(slug: str, leads_to: dict[str, str]) -> str:
    # Ends, because an id that was merged can never be published again, nor merged into.
    while slug in leads_to:
        slug = leads_to[slug]
    return slug
