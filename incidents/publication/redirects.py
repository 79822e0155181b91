"""Public ids that were withdrawn: where a merged one leads, and why a retracted one is gone."""

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from incidents.publication.models import Withdrawal

# A resource and a public id in it.
Name = tuple[str, str]


def successors(resource: str, slugs: Sequence[str], *, version: int | None = None) -> dict[str, str]:
    """The record that stands for each merged id among these, at the end of a chain of merges."""
    found = standing_for({(resource, slug) for slug in slugs}, version=version)
    return {slug: successor for (_, slug), successor in found.items()}


def standing_for(names: Collection[Name], *, version: int | None = None) -> dict[Name, str]:
    """The id that stands for each merged one among these, at the end of a chain of merges; at a past version, if given.

    One query finds that none was merged, and one more is needed for every link of the longest chain.
    """
    merged = _withdrawn(version).exclude(merged_into="").values_list("resource", "slug", "merged_into")
    leads_to: dict[Name, str] = {}
    asked = set(names)
    while asked:
        resources, slugs = ({name[part] for name in asked} for part in (0, 1))
        rows = merged.filter(resource__in=resources, slug__in=slugs)
        found = {(resource, slug): into for resource, slug, into in rows if (resource, slug) in asked}
        leads_to |= found
        asked = {(resource, into) for (resource, _), into in found.items()} - leads_to.keys()
    return {name: _end_of(name, leads_to) for name in names if name in leads_to}


def retraction_reason(resource: str, slug: str, *, version: int | None = None) -> str | None:
    """The published reason why the id was retracted; None where it was not, or not yet at the past version."""
    withdrawn = _withdrawn(version).filter(resource=resource, slug=slug)
    return withdrawn.values_list("reason", flat=True).first()


def _withdrawn(version: int | None) -> QuerySet[Withdrawal]:
    return Withdrawal.objects.current() if version is None else Withdrawal.objects.as_of(version)


def _end_of(name: Name, leads_to: dict[Name, str]) -> str:
    # Ends, because an id that is merged cannot be published again, nor merged into, until that is undone.
    resource, slug = name
    while (resource, slug) in leads_to:
        slug = leads_to[resource, slug]
    return slug
