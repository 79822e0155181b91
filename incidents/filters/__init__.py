"""What lists can be filtered by: one declaration, one parameter. One file a resource.

    WordFilter("column", choices=..., example=...)              words of a vocabulary
    IdFilter("column", resource="actors", example=...)          public ids; merged ones count as what stands for them

A column that is an array matches where any of its members does. docs/api.md says what all filters have in common.
Every set takes the version of the dataset that its rows are of, so that its subqueries look at the same one.
"""

from incidents.filters.actors import ActorFilterSet
from incidents.filters.articles import ArticleFilterSet
from incidents.filters.claims import ClaimFilterSet
from incidents.filters.events import EventFilterSet
from incidents.filters.sources import SourceFilterSet

__all__ = ["ActorFilterSet", "ArticleFilterSet", "ClaimFilterSet", "EventFilterSet", "SourceFilterSet"]
