"""Validators: an answer is named by the dataset version and its canonical address, before it is made.

So a repeated request costs one small query, and two requests that mean the same share a tag. A promise of 60 seconds
lets any cache in between answer that long without asking.
"""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from django.utils.module_loading import import_string

CACHE_CONTROL = "public, max-age=60"
TAG = re.compile(r'(?:W/)?"([0-9a-f]{12})[0-9a-f]{20}"')

# A resource and a public id in it.
Name = tuple[str, str]


class DatasetVersion(Protocol):
    """What the callable named by REST_DATASET_VERSION returns."""

    @property
    def number(self) -> int: ...

    @property
    def changed_at(self) -> datetime | None: ...

    @property
    def newest(self) -> int: ...

    @property
    def leads_to(self) -> Mapping[Name, str]: ...


def dataset_version(as_of: int | None = None, names: Collection[Name] = ()) -> DatasetVersion:
    """The version that is public now, or the one that was when the newest had no higher number than `as_of`.

    It knows the number of the newest, and for those of `names` that were merged by then the ids that stand for them,
    so that all that an answer has to know before its rows are read takes one query.
    """
    version: DatasetVersion = import_string(settings.REST_DATASET_VERSION)(as_of, names)
    return version


def version_in(tag: str) -> int:
    """The number of the version that an answer with this tag had; 0 where the tag is not one of ours."""
    found = TAG.fullmatch(tag)
    return int(found[1], 16) if found else 0


def tags_held(request: HttpRequest) -> list[str]:
    """Those of the answers that the client says it holds (If-None-Match)."""
    given = request.META.get("HTTP_IF_NONE_MATCH")
    return parse_etags(given) if given else []


def is_conditional(request: HttpRequest) -> bool:
    """Whether the client holds an answer, and asks for another one only."""
    return "HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MODIFIED_SINCE" in request.META


@dataclass(frozen=True, kw_only=True)
class Validators:
    """What names an answer."""

    etag: str
    version: DatasetVersion

    @classmethod
    def of(cls, request: HttpRequest, *, version: DatasetVersion, query: str, media_type: str) -> "Validators":
        """The tag is keyed, so that nobody can hold one for an answer that was never given. It begins with the version,
        so that who sends it back is not answered from a replica that is behind it (replicas.py).
        """
        address = request.build_absolute_uri(request.path)
        name = "\n".join([settings.REST_RELEASE, str(version.number), address, query, media_type])
        digest = hashlib.blake2b(name.encode(), key=_key(settings.SECRET_KEY), digest_size=10).hexdigest()
        return cls(etag=f'"{version.number:012x}{digest}"', version=version)

    def matched_by(self, request: HttpRequest) -> bool:
        """True where the client holds this very answer. `*` names no answer, so it never matches."""
        return any(tag.removeprefix("W/") == self.etag for tag in tags_held(request))

    def unmodified_for(self, request: HttpRequest) -> bool:
        """True where nothing changed since the client's date. Dates have whole seconds; tags are finer and go first."""
        given = request.META.get("HTTP_IF_MODIFIED_SINCE")
        if given is None or "HTTP_IF_NONE_MATCH" in request.META or self.version.changed_at is None:
            return False
        since = parse_http_date_safe(given)
        return since is not None and int(self.version.changed_at.timestamp()) <= since

    def stamp(self, response: HttpResponseBase) -> None:
        """Headers of an answer that may be kept, 304 included."""
        response.headers["ETag"] = self.etag
        response.headers["Cache-Control"] = CACHE_CONTROL
        response.headers["Dataset-Version"] = str(self.version.number)
        if self.version.changed_at:
            response.headers["Last-Modified"] = _date(self.version.changed_at)
        patch_vary_headers(response, ["Accept"])

    def not_modified(self) -> HttpResponse:
        response = HttpResponseNotModified()
        self.stamp(response)
        return response


@cache
def _key(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


@lru_cache(maxsize=8)
def _date(moment: datetime) -> str:
    """As HTTP has it: the same for all answers of a version."""
    return http_date(moment.timestamp())
