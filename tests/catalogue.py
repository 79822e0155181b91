"""What stands to be translated, found without gettext's tools: in calls, in templates, in models and vocabularies."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import models
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.translation import override
from rest_framework.serializers import BaseSerializer

from incidents.dataset.schema import SPECS
from incidents.models import PARTS, RECORD_MODELS, BundleImport, OpenRecord, Proposal, Submission
from incidents.models.refused import SENTENCES
from incidents.publication import documents
from incidents.publication.documents import actors, articles, claims, disagreements, events, places, shared, sources
from incidents.vocabularies import VOCABULARIES, PlacePrecision, ValueQualifier, ValueType

ROOT = Path(settings.BASE_DIR)
# Which of the arguments of a call are a context, the text, and its plural.
CALLS = {
    "_": ("id",),
    "gettext": ("id",),
    "gettext_lazy": ("id",),
    "ngettext": ("id", "plural"),
    "pgettext": ("context", "id"),
    "pgettext_lazy": ("context", "id"),
}
# Vocabularies whose definitions the forms show.
EXPLAINED = (ValueType, ValueQualifier, PlacePrecision)
DOCUMENTS = (documents, actors, articles, claims, disagreements, events, places, shared, sources)
# Texts of Django and django-axes that they have no German for, as pages of the desk show them.
BORROWED = (
    "After you’ve created a user, you’ll be able to edit more user options.",
    "Conflicting form data submitted. Please try again.",
    "Disable password-based authentication",
    "Disabled",
    "Enable password-based authentication",
    "Enable password-based authentication for this user by setting a password.",
    "Enabled",
    "In case you’ve forgotten, you are:",
    "Password-based authentication",
    "Password-based authentication was disabled.",
    "Raw passwords are not stored, so there is no way to see the user’s password.",
    "Reset password",
    "Set password",
    "Set password: %s",
    "This action will <strong>enable</strong> password-based authentication for this user.",
    "Whether the user will be able to authenticate using a password or not. If disabled, they may still be able to "
    "authenticate using other backends, such as Single Sign-On or LDAP.",
    "Attempt Remaining",
    "Clean up expired attempts",
    "Locked Out",
    "Session key hash (sha256)",
    "access attempt expiration",
    "access attempt expirations",
)
_IN_EXPRESSION = re.compile(r"""_\(["']([^"']+)["']\)""")


class Text(NamedTuple):
    id: str
    context: str = ""
    plural: str = ""


def of_desk() -> set[Text]:
    """What the site of the desk says, which knows nothing of the domain."""
    borrowed = (Text(text) for text in BORROWED)
    return {*_in_code(ROOT / "eventsapi"), *_in_templates(ROOT / "eventsapi/desk/templates"), *borrowed}


def of_dataset() -> set[Text]:
    code, templates = _in_code(ROOT / "incidents"), _in_templates(ROOT / "incidents/templates")
    others = (BundleImport, OpenRecord, Proposal, Submission)
    tables: tuple[type[models.Model], ...] = (*RECORD_MODELS, *PARTS, *others)
    told = {*_of_tables(tables), *_of_vocabularies(), *_of_documents(), *_of_reports(), *_of_public_tables()}
    return {*code, *templates, *told}


def _in_code(folder: Path) -> Iterator[Text]:
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from _in_call(node)


def _in_call(call: ast.Call) -> Iterator[Text]:
    parts = CALLS.get(getattr(call.func, "id", ""), ())
    given = dict(zip(parts, call.args, strict=False))
    if parts and all(isinstance(argument, ast.Constant) for argument in given.values()):
        yield Text(**{name: ast.literal_eval(argument) for name, argument in given.items()})
    if getattr(call.func, "id", "").lower() == "problem" and isinstance(call.args[1], ast.Constant):
        yield Text(str(call.args[1].value).replace("_", " "), "field")


def _in_templates(folder: Path) -> Iterator[Text]:
    for path in folder.rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        yield from (Text(found) for found in _IN_EXPRESSION.findall(source))
        template: Any = engines["django"].from_string(source)
        nodes = template.template.nodelist
        for node in nodes.get_nodes_by_type(TranslateNode):
            # The template engine doubles the sign before it looks the text up.
            yield Text(node.filter_expression.var.literal.replace("%", "%%"))
        for node in nodes.get_nodes_by_type(BlockTranslateNode):
            plural = node.render_token_list(node.plural)[0] if node.plural else ""
            yield Text(node.render_token_list(node.singular)[0], plural=plural)


def _of_tables(tables: Iterable[type[models.Model]]) -> Iterator[Text]:
    with override("en"):
        for table in tables:
            yield from (
                Text(str(name), "table") for name in (table._meta.verbose_name, table._meta.verbose_name_plural)
            )
            for field in (*table._meta.local_fields, *table._meta.local_many_to_many):
                yield Text(str(field.verbose_name), "field")
                yield from [Text(str(field.help_text))] if field.help_text else []


def _of_vocabularies() -> Iterator[Text]:
    for vocabulary in VOCABULARIES.values():
        yield from (Text(word.english, vocabulary.__name__) for word in vocabulary)
    yield from (Text(word.definition) for vocabulary in EXPLAINED for word in vocabulary)


def _of_public_tables() -> Iterator[Text]:
    """Nobody edits them; they are named where rights are given."""
    public = apps.get_app_config("publication")
    yield Text(str(public.verbose_name), "table")
    yield from (Text(str(table._meta.verbose_name), "table") for table in public.get_models())


def _of_reports() -> Iterator[Text]:
    """What files call their rows, and what the database says when it refuses one."""
    yield from (Text(spec.name, "row of a file") for spec in SPECS)
    yield from (Text(sentence) for sentence in SENTENCES)


def _of_documents() -> Iterator[Text]:
    """The names of their parts, as previews show them."""
    for module in DOCUMENTS:
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, BaseSerializer):
                yield from (Text(name.replace("_", " "), "field") for name in getattr(thing, "_declared_fields", ()))
