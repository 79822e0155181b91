"""Who approves: not who wrote it, unless this installation says so. A superuser may: the accounts are theirs anyway."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from incidents.models import Record
from incidents.publication.approving import approve, editors_since_publication, own_work
from incidents.publication.invariants import Problem

# Names that fit into a sentence.
NAMED = 5
BACKEND = "django.contrib.auth.backends.ModelBackend"


def may_approve_own(request: HttpRequest) -> bool:
    return settings.REVIEWERS_MAY_APPROVE_OWN or bool(request.user.is_superuser)


def own_work_of(request: HttpRequest, batch: Sequence[Record]) -> list[Problem]:
    """The records among these that the editor may not approve, having written a part of them."""
    return [] if may_approve_own(request) else own_work(batch, by=request.user.pk)


def perform_approval(request: HttpRequest, batch: Sequence[Record], reason: str) -> int:
    return approve(batch, by=request.user.pk, own_too=may_approve_own(request), reason=reason)


def who_else_may(request: HttpRequest, problems: Sequence[Problem], batch: Sequence[Record]) -> str:
    """A sentence that names who may approve the batch instead; empty where nobody else is needed."""
    if not any(problem.field == "review" for problem in problems):
        return ""
    writers = {user for people in editors_since_publication(batch).values() for user in people}
    return others_with_the_right(request, (type(record) for record in batch), besides=writers)


def others_with_the_right(
    request: HttpRequest, models: Iterable[type[Record]], *, besides: Collection[int] = ()
) -> str:
    """A sentence that names who may publish such records, other than whoever asks."""
    names = sorted(_with_rights({*models}, besides={request.user.pk, *besides}))
    if not names:
        return _("Nobody else has the right: ask whoever manages the accounts for a second reviewer.")
    more = _(" and %(number)s more") % {"number": len(names) - NAMED} if len(names) > NAMED else ""
    return _("These may approve it: %(names)s%(more)s.") % {"names": ", ".join(names[:NAMED]), "more": more}


def _with_rights(models: set[type[Record]], *, besides: set[Any]) -> set[str]:
    users: Any = get_user_model()._default_manager
    rights = [f"incidents.publish_{model._meta.model_name}" for model in models]
    holders = [
        set(users.with_perm(right, backend=BACKEND).exclude(pk__in=besides).values_list("username", flat=True))
        for right in rights
    ]
    return set.intersection(*holders)
