"""What is asked for: complete by construction, from what the views and their filter sets declare."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.urls import resolve

from eventsapi.rest.caching import Name
from eventsapi.rest.cursors import Position
from eventsapi.rest.fields import Selection
from eventsapi.rest.filters import StrictFilterSet
from eventsapi.rest.newest import Telling
from eventsapi.rest.orders import Order
from eventsapi.rest.paging import COUNT_LIMIT, DEFAULT_PAGE_SIZE
from eventsapi.rest.parameters import Query
from eventsapi.rest.statements import Later, beside, compiled, counting
from eventsapi.rest.statements import Statement as Made
from incidents.publication.models import DOCUMENT_MODELS, Change
from tests.filters.asking import FILTERSETS
from tests.plans.values import FIRST, TOGETHER, VALUES, WITH, WITH_IN_CLAIMS

ROOT = "/api/v1"
# How deep in a list a page is asked for.
DEPTHS = (0.5, 0.99)
Statement = tuple[str, Sequence[Any]]


class Question(NamedTuple):
    """A page of a list: its filters as a query has them, its order and where it starts; and what is included."""

    resource: str
    asked: Mapping[str, str]
    ordering: str
    position: Position | None = None
    include: tuple[str, ...] = ()

    def __str__(self) -> str:
        start = f" from {self.position}" if self.position else ""
        return f"{self.resource}/?{urlencode({**self.asked, 'ordering': self.ordering})}{start}"

    @property
    def parameters(self) -> set[str]:
        """What is given, each with its list and value, as values.INHERENT writes them."""
        return {f"{self.resource}?{name}={value}" for name, value in self.asked.items()}

    def statements(self) -> Iterator[Statement]:
        """The page and, once for all orders, the count of the whole list."""
        view, rows = view_of(self.resource), self._rows()
        order = Order.named(self.ordering, orderings=view.orderings, walks=view.walks)
        columns = (view.column, *included(view, self.include))
        page = order.query(rows, position=self.position, limit=DEFAULT_PAGE_SIZE + 1, columns=columns)
        filters = self._filters()
        asked_before = filters.asks_rows(filters.values)
        yield sent(compiled(page), names=filters.names(filters.values), alone=asked_before)
        if self.asked and self.ordering == view.default_ordering:
            count = counting(order.ids(rows, limit=COUNT_LIMIT + 1))
            yield count.sql, count.params

    def _rows(self) -> QuerySet[Any]:
        return self._filters().qs

    def _filters(self) -> StrictFilterSet:
        return FILTERSETS[self.resource].read(self.asked, current(self.resource))


def sent(found: Made, *, names: Collection[Name] = (), alone: bool = False) -> Statement:
    """The statement as the views send it: by itself, or with the version of the dataset and which names were merged."""
    told, given = Telling(names=names).statement([])
    made = found if alone else beside(found, told)
    return made.sql, [param.read(given) if isinstance(param, Later) else param for param in made.params]


def current(resource: str) -> QuerySet[Any]:
    return DOCUMENT_MODELS[resource].objects.current()


def view_of(resource: str, *parts: str) -> Any:
    path = "/".join((ROOT, resource, *parts, ""))
    return resolve(path).func.view_class  # type: ignore[attr-defined]  # of a view that is a class


def orders(resource: str) -> list[str]:
    return [word for name in view_of(resource).orderings for word in (name, f"-{name}")]


def question(resource: str, asked: Mapping[str, str], ordering: str = "") -> Question:
    needed = WITH | (WITH_IN_CLAIMS if resource == "claims" else {})
    companions = {key: value for name in asked for key, value in needed.get(name, {}).items()}
    return Question(resource, {**companions, **asked}, ordering or view_of(resource).default_ordering)


def questions(resource: str) -> Iterator[Question]:
    for kind in (filtered, paired, deep, with_all_included):
        yield from kind(resource)


def filtered(resource: str) -> Iterator[Question]:
    """Every filter with each of its values, and none, in every order."""
    asked = [{}, *({name: value} for name, values in VALUES[resource].items() for value in values)]
    yield from (question(resource, one, order) for one in asked for order in orders(resource))


def paired(resource: str) -> Iterator[Question]:
    """Any two filters in the default order: what many rows have with what few have."""
    for (one, values), (other, others) in combinations(VALUES[resource].items(), 2):
        yield question(resource, {one: values[0], other: others[-1]})
    yield from (question(resource, asked) for asked in TOGETHER.get(resource, ()))


def deep(resource: str) -> Iterator[Question]:
    """Pages in the middle and near the end of every order, in both directions."""
    total = current(resource).count()
    for word in orders(resource):
        column = view_of(resource).orderings[word.removeprefix("-")]
        turned = partial(F.desc if word.startswith("-") else F.asc, nulls_last=True)
        keys = current(resource).order_by(turned(F(column)), turned(F("slug"))).values_list(column, "slug")
        for key, slug in [keys[int(total * depth)] for depth in DEPTHS]:
            for backwards in (False, True):
                yield Question(resource, {}, word, Position(key=key, id=slug, backwards=backwards))


def with_all_included(resource: str) -> Iterator[Question]:
    yield question(resource, {})._replace(include=tuple(view_of(resource).shape.inclusions))


def included(view: Any, words: tuple[str, ...]) -> Sequence[Any]:
    query = Query(values={"include": Selection(include=words, exclude=())}, canonical={})
    columns: Sequence[Any] = view.shape.columns(query, version=None)
    return columns


def detail(resource: str) -> Statement:
    """One record to which much refers, with all that can be included."""
    slug = FIRST[resource]
    view = view_of(resource, slug)
    columns = (view.column, *included(view, tuple(view.shape.inclusions)))
    return sent(compiled(current(resource).filter(slug=slug).values_list(*columns)[:1]))


def addresses() -> Iterator[str]:
    """What is no list of records."""
    seqs = Change.objects.order_by("seq").values_list("seq", flat=True)
    yield from (f"{ROOT}/changes/?since={seq}" for seq in (0, seqs[seqs.count() // 2]))
    yield from (f"{ROOT}/events/{FIRST['events']}/{part}/" for part in ("coverage", "disagreements"))
    yield f"{ROOT}/actors/match/?name=Alijev"
