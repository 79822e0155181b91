"""When two editors saved one record: what it was, what the other made of it, what this one typed, and which to keep.

The page holds everything that was typed. Each question has two answers; an answer is the changes that it makes to what
was typed, so that no answer needs anything that is not on the page.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from incidents.admin.forms import in_words
from incidents.admin.texts import with_line_feeds
from incidents.admin.versions import Former

CONTROL = "conflict-"
ASKED, SEEN, CHOICE = f"{CONTROL}asked", f"{CONTROL}seen", f"{CONTROL}choice-"
MINE, THEIRS = "mine", "theirs"
# Not part of what was typed into the record.
_NOT_TYPED = {"csrfmiddlewaretoken", "seen_version", "_resume"}
Changes = dict[str, list[str]]


class Answer(NamedTuple):
    side: str
    words: str
    value: str


class Question(NamedTuple):
    """One field of the record or of a row below it, or a whole row, of which there are two versions."""

    name: str
    label: str
    before: str
    answers: tuple[Answer, Answer]
    chosen: str


class Group(NamedTuple):
    """The questions of the record itself, or of one row below it."""

    title: str
    questions: list[Question]


def questions_of(form: Any, formsets: Iterable[Any], former: Former) -> list[Group]:
    """What has to be decided, with the sensible side chosen where only one side changed something."""
    own = Group("", list(_of_fields(form, former.content())))
    return [group for group in (own, *_of_rows(formsets, former)) if group.questions]


def held(form: Any, formsets: Iterable[Any]) -> list[tuple[str, str]]:
    """All that was typed, name by name, with the rows in the order of those that are stored now."""
    typed = form.data.copy()
    for formset in formsets:
        start = f"{formset.prefix}-"
        for name in [name for name in typed if name.startswith(start)]:
            del typed[name]
        for name in [name for name in formset.data if name.startswith(start)]:
            typed.setlist(name, formset.data.getlist(name))
    return [
        (name, value)
        for name, values in typed.lists()
        for value in values
        if name not in _NOT_TYPED and not name.startswith(CONTROL)
    ]


def answered(posted: QueryDict) -> QueryDict:
    """What was typed, changed as the answers say; it is as of the version on the page once all are given."""
    if SEEN not in posted:
        return posted
    typed = posted.copy()
    missing = [name for name in posted.getlist(ASKED) if not _change(typed, posted.get(f"{CHOICE}{name}", ""))]
    if not missing:
        typed["seen_version"] = posted.get(SEEN, "")
    for name in [name for name in typed if name.startswith(CONTROL)]:
        del typed[name]
    return typed


def _change(typed: QueryDict, answer: str) -> bool:
    """Make the changes of one answer; False where there is none, or none that a page of ours has sent."""
    try:
        changes = json.loads(answer)
        for name, values in changes.items():
            typed.setlist(name, [str(value) for value in values])
    except (ValueError, AttributeError, TypeError):
        return False
    return True


# The record's own fields, and those of a row that both sides have


def _of_fields(form: Any, before: dict[str, Any] | None) -> Iterator[Question]:
    for name in _typed_fields(form):
        field = form.fields[name]
        mine, theirs = form[name].data, form.get_initial_for_field(field, name)
        if not _differ(field, theirs, mine):
            continue
        base = (before or {}).get(name)
        i_changed = before is None or _differ(field, base, mine)
        they_changed = before is None or as_posted(field, base) != as_posted(field, theirs)
        html_name = form.add_prefix(name)
        yield Question(
            name=html_name,
            label=form[name].label,
            before=in_words(form, name, base) if before is not None else _("not known"),
            answers=_answers(
                theirs=(in_words(form, name, theirs), {html_name: as_posted(field, theirs)}),
                mine=(in_words(form, name, mine), {}),
            ),
            chosen=THEIRS if not i_changed else MINE if not they_changed else "",
        )


def _typed_fields(form: Any) -> list[str]:
    columns = {field.name for field in form._meta.model._meta.get_fields()}
    return [name for name, field in form.fields.items() if name in columns and not field.widget.is_hidden]


def _differ(field: forms.Field, stored: Any, typed: Any) -> bool:
    return field.has_changed(_unified(stored), _unified(typed))


def _unified(value: Any) -> Any:
    return with_line_feeds(value) if isinstance(value, str) else value


def as_posted(field: forms.Field, value: Any) -> list[str]:
    """The value as a browser would post it, had the page shown it."""
    widget: Any = getattr(field.widget, "widget", field.widget)
    shown = widget.format_value(field.prepare_value(value))
    items = shown if isinstance(shown, list | tuple) else [shown]
    told = [str(item) for item in items if item not in (None, "")]
    return told or ([] if getattr(widget, "allow_multiple_selected", False) else [""])


def _answers(*, theirs: tuple[str, Changes], mine: tuple[str, Changes]) -> tuple[Answer, Answer]:
    return (
        Answer(THEIRS, theirs[0], json.dumps(theirs[1], ensure_ascii=False)),
        Answer(MINE, mine[0], json.dumps(mine[1], ensure_ascii=False)),
    )


# Rows below the record


def _of_rows(formsets: Iterable[Any], former: Former) -> Iterator[Group]:
    for formset in formsets:
        numbers = {form.instance.pk for form in formset.initial_forms} | set(formset.lost.values())
        before = former.parts(formset.model, numbers - {None})
        for index, form in enumerate(formset.forms):
            questions = list(_of_row(formset, index, form, before))
            kind = formset.model._meta.verbose_name
            yield Group(f"{capfirst(kind)}: {_row_in_words(form, form.initial) or _typed_words(form)}", questions)


def _of_row(formset: Any, index: int, form: Any, before: dict[Any, dict[str, Any]]) -> Iterator[Question]:
    base = before.get(formset.lost.get(index, form.instance.pk))
    drop = {form.add_prefix("DELETE"): ["on"]}
    if index in formset.joined and formset.can_delete:
        answers = _answers(theirs=(_row_in_words(form, form.initial), {}), mine=(_("leave it out"), drop))
        yield _of_whole(form, None, answers, THEIRS)
    elif index in formset.lost and formset.can_delete:
        answers = _answers(theirs=(_("deleted"), drop), mine=(_typed_words(form), {}))
        yield _of_whole(form, base, answers, THEIRS if base and not _touched(form, base) else "")
    elif formset.can_delete and index < formset.initial_form_count() and formset._should_delete_form(form):
        stored = {form.add_prefix(name): _stored(form, name) for name in _typed_fields(form)}
        keep = {form.add_prefix("DELETE"): [], **stored}
        answers = _answers(theirs=(_row_in_words(form, form.initial), keep), mine=(_("delete it"), {}))
        yield _of_whole(form, base, answers, MINE if base and stored == _posted_row(form, base) else "")
    elif index < formset.initial_form_count() and index not in formset.joined:
        yield from _of_fields(form, base)


def _of_whole(form: Any, before: dict[str, Any] | None, answers: tuple[Answer, Answer], chosen: str) -> Question:
    told = _row_in_words(form, before) if before else _("not there")
    return Question(name=form.prefix, label=_("The whole row"), before=told, answers=answers, chosen=chosen)


def _stored(form: Any, name: str) -> list[str]:
    return as_posted(form.fields[name], form.get_initial_for_field(form.fields[name], name))


def _posted_row(form: Any, values: dict[str, Any]) -> Changes:
    return {form.add_prefix(name): as_posted(form.fields[name], values.get(name)) for name in _typed_fields(form)}


def _touched(form: Any, before: dict[str, Any]) -> bool:
    return any(_differ(form.fields[name], before.get(name), form[name].data) for name in _typed_fields(form))


def _row_in_words(form: Any, values: dict[str, Any]) -> str:
    told = [
        in_words(form, name, values.get(name)) for name in _typed_fields(form) if values.get(name) not in (None, "")
    ]
    return ", ".join(told)


def _typed_words(form: Any) -> str:
    return _row_in_words(form, {name: form[name].data for name in _typed_fields(form)})
