"""Cursors: where a page starts, as an opaque text that only this server makes and that serves one query only."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import Field
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from eventsapi.rest.errors import Code
from eventsapi.rest.fields import QueryField, RefusedValue, Schema

# What a cursor looks like; this one was made by nobody.
EXAMPLE = "WyIyMDI1LTExLTE0IiwiYS1yZWNvcmQiLGZhbHNlXQ.ZXhhbXBsZS1vZi1hLXNpZ25hdHVyZS1tYWRlLWJ5LW4"


@dataclass(frozen=True, kw_only=True)
class Position:
    """A place between two rows: next to the row with this sort key and id, looking forwards or backwards."""

    key: Any
    id: str
    backwards: bool = False


class CursorField(QueryField):
    """The cursor as it stands in a query; what it says is read by read_cursor, which knows the rest of the query."""

    max_length = 1_500

    def read(self, value: str) -> str:
        return value

    def schema(self) -> Schema:
        return {"type": "string", "minLength": 1, "maxLength": self.max_length, "examples": [EXAMPLE]}


def write_cursor(position: Position, *, query: str) -> str:
    """The position as a text bound to `query`, the address and all other parameters."""
    key = str(position.key) if isinstance(position.key, date | Decimal) else position.key
    content = urlsafe_base64_encode(orjson.dumps([key, position.id, position.backwards]))
    return _signer(query).sign(content)


def read_cursor(text: str, *, query: str, key_field: "Field[Any, Any]") -> Position:
    """The position that was written for this very query. Raises RefusedValue for anything else."""
    try:
        key, row_id, backwards = orjson.loads(urlsafe_base64_decode(_signer(query).unsign(text)))
        return Position(key=key_field.to_python(key), id=row_id, backwards=backwards)
    except (BadSignature, ValidationError):
        detail = "The cursor was not made for this query. Follow 'next' and 'previous' without changing them."
        raise RefusedValue(Code.INVALID_CURSOR, detail) from None


def _signer(query: str) -> Signer:
    return _signer_of(query, settings.SECRET_KEY)


# A page takes three, of one query; making one takes longer than signing.
@lru_cache(maxsize=64)
def _signer_of(query: str, secret: str) -> Signer:
    return Signer(key=secret, sep=".", salt=f"eventsapi.cursor:{query}")
