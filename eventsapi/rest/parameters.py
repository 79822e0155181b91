"""Strict query strings: everything in them is understood, or the request is refused with all of its faults named.

Limits: a query of 2,000 bytes (a cursor, which only this server makes, is not counted), 100 values in a list.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import wraps
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from django.http import HttpRequest, HttpResponseBase

from eventsapi.rest.errors import Code, Fault, Problem, problem_response, refuse_parameters
from eventsapi.rest.fields import QueryField, RefusedValue, quoted
from eventsapi.rest.handlers import error_page
from eventsapi.rest.scope import is_page

MAX_QUERY_BYTES = 2_000
CURSOR = "cursor"


@dataclass(frozen=True, kw_only=True)
class Query:
    """A query string that was understood: its values by name, and its one canonical spelling by name, sorted."""

    values: Mapping[str, Any]
    canonical: Mapping[str, str]

    def encoded(self, **changes: str) -> str:
        """The canonical query string without its cursor, with some parameters changed or added."""
        pairs = {name: text for name, text in self.canonical.items() if name != CURSOR} | changes
        # Commas and the like stay readable; they would otherwise take three bytes of the limit each.
        return "&".join(f"{name}={quote(text, safe=',!:')}" for name, text in sorted(pairs.items()))

    def without_cursor(self) -> "Query":
        values, canonical = (
            {name: part[name] for name in part if name != CURSOR} for part in (self.values, self.canonical)
        )
        return Query(values=values, canonical=canonical)

    def with_cursor(self, cursor: str) -> "Query":
        return Query(values={**self.values, CURSOR: cursor}, canonical={**self.canonical, CURSOR: cursor})


class StrictUrlMiddleware:
    """Refuses queries that are too long or not UTF-8, and NUL anywhere, before anything reads them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._refusal(request) or self.get_response(request)

    def _refusal(self, request: HttpRequest) -> HttpResponseBase | None:
        if is_page(request):
            # Pages tell apart what they understand by themselves; no page, and no database, understands this.
            understood = _is_text(unquote_to_bytes(b"&".join(_parts(request)))) and "\0" not in request.path_info
            return None if understood else error_page(request, Problem.BAD_REQUEST.status)
        # What is not UTF-8 in a path, Django has escaped by now; as such it is just an address that does not exist.
        if "\0" in request.path_info:
            return problem_response(request, Problem.BAD_REQUEST, detail="The path contains the character NUL.")
        size = sum(len(part) + 1 for part in _parts(request) if not part.startswith(b"cursor=")) - 1
        if size > MAX_QUERY_BYTES:
            detail = f"The query has {size} bytes; at most {MAX_QUERY_BYTES} are allowed."
            return problem_response(request, Problem.URI_TOO_LONG, detail=detail)
        faults = [_byte_fault(part) for part in _parts(request) if not _is_text(unquote_to_bytes(part))]
        return refuse_parameters(request, faults) if faults else None


def read_pairs(request: HttpRequest, *, errors: str = "strict") -> list[tuple[str, str]]:
    """Names and values in the order given. Inside of the middleware it is sure that they can be decoded."""
    split = (part.replace(b"+", b" ").partition(b"=") for part in _parts(request))
    return [
        (unquote_to_bytes(name).decode(errors=errors), unquote_to_bytes(value).decode(errors=errors))
        for name, _, value in split
    ]


def check(
    pairs: Iterable[tuple[str, str]], *, declared: Mapping[str, QueryField]
) -> tuple[dict[str, Any], dict[str, str], list[Fault]]:
    """Values and canonical spellings of what is understood, and a fault for each thing that is not."""
    values: dict[str, Any] = {}
    canonical: dict[str, str] = {}
    faults: list[Fault] = []
    seen: set[str] = set()
    for name, text in pairs:
        try:
            field = _field_for(name, text, declared=declared, seen=seen)
            values[name] = field.clean(text)
            canonical[name] = field.canonical(values[name])
        except RefusedValue as refused:
            detail = f"{quoted(name)}: {refused.detail}"
            faults.append(Fault(parameter=name, code=refused.code, detail=detail, allowed=refused.allowed))
        seen.add(name)
    faults += [_absent(name, field) for name, field in declared.items() if field.required and name not in seen]
    return values, canonical, faults


def without_parameters(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view of an address that has no parameters: it refuses all of them, as every address does unknown ones."""

    @wraps(view)
    def strict(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _, _, faults = check(read_pairs(request), declared={})
        return refuse_parameters(request, faults) if faults else view(request, *args, **kwargs)

    return strict


def beyond(faults: Iterable[Fault], cross_faults: Iterable[Fault]) -> list[Fault]:
    """The faults between parameters that say more: what was given, and refused for itself, is not missing."""
    refused = {fault.parameter for fault in faults}
    return [
        fault for fault in cross_faults if fault.code is not Code.MISSING_PARAMETER or refused.isdisjoint(fault.allowed)
    ]


def _field_for(name: str, text: str, *, declared: Mapping[str, QueryField], seen: set[str]) -> QueryField:
    if name not in declared:
        guesses = get_close_matches(name, declared, n=1)
        hint = f" Did you mean '{guesses[0]}'?" if guesses else ""
        raise RefusedValue(Code.UNKNOWN_PARAMETER, f"There is no such parameter.{hint}", allowed=sorted(declared))
    if name in seen:
        raise RefusedValue(Code.REPEATED_PARAMETER, "The parameter is given more than once.")
    if not text:
        raise RefusedValue(Code.EMPTY_VALUE, "The parameter has no value; leave it out instead.")
    return declared[name]


def _absent(name: str, field: QueryField) -> Fault:
    detail = f"'{name}' is missing; this address needs it."
    return Fault(parameter=name, code=Code.MISSING_PARAMETER, detail=detail, allowed=field.choices)


def _parts(request: HttpRequest) -> list[bytes]:
    raw: str = request.META.get("QUERY_STRING", "")
    return [part for part in raw.encode("latin-1").split(b"&") if part]


def _is_text(raw: bytes) -> bool:
    try:
        return "\0" not in raw.decode()
    except UnicodeDecodeError:
        return False


def _byte_fault(part: bytes) -> Fault:
    name = unquote_to_bytes(part.partition(b"=")[0])
    known = name.decode() if _is_text(name) else None
    if b"\0" in unquote_to_bytes(part):
        code, what = Code.NUL_CHARACTER, "contains the character NUL"
    else:
        code, what = Code.INVALID_ENCODING, "is not percent-encoded UTF-8"
    where = f"'{known}'" if known else "A parameter"
    return Fault(parameter=known, code=code, detail=f"{where}: the name or value {what}.")
