"""The codebook: every field and every controlled word with its meaning, taken from where the code defines them."""

from collections.abc import Iterator
from inspect import cleandoc

from django.apps import apps
from django.db import models

from incidents.vocabularies import VOCABULARIES, AnyVocabulary, describe

HEAD = """# Codebook

Every field and every controlled word of the dataset, generated from the models and vocabularies. Do not edit:
`python3 dev.py manage write_codebook` writes it anew.

A field that is derived is computed by the server and cannot be entered. Text that is unknown is empty here and null in
the API. Dates are EDTF (see [dates.md](dates.md)).
"""


def codebook() -> str:
    """The whole codebook as Markdown."""
    return "\n".join([HEAD, "## Records\n", *_models(), "## Vocabularies\n", *_vocabularies()])


def documented_models() -> list[type[models.Model]]:
    """The models of the dataset, in alphabetical order; history tables and proxies repeat their fields.

    A table that nobody has rights on is the editors' desk's own.
    """
    found = [model for model in apps.get_app_config("incidents").get_models() if model._meta.default_permissions]
    own = [model for model in found if not hasattr(model, "pgh_tracked_model") and not model._meta.proxy]
    return sorted(own, key=lambda model: model.__name__)


def _models() -> Iterator[str]:
    for model in documented_models():
        yield f"### {model.__name__}\n"
        yield f"{cleandoc(model.__doc__ or '')}\n"
        yield "| field | meaning |\n|---|---|"
        yield from (f"| `{field.name}` | {field.help_text} |" for field in _fields(model))
        yield ""


def _fields(model: type[models.Model]) -> list["models.Field[object, object]"]:
    return [field for field in [*model._meta.fields, *model._meta.many_to_many] if field.name != "id"]


def _vocabularies() -> Iterator[str]:
    for vocabulary in VOCABULARIES.values():
        yield from _vocabulary(vocabulary)


def _vocabulary(vocabulary: AnyVocabulary) -> Iterator[str]:
    entry = describe(vocabulary)
    yield f"### {entry['title']}\n"
    yield f"`{entry['name']}`. {entry['definition']}\n"
    yield "| word | label | definition | elsewhere |\n|---|---|---|---|"
    for word in entry["words"]:
        schemes = {"CAMEO": "cameo", "ACLED": "acled", "UCDP": "ucdp"}
        codes = {name: word["crosswalks"][key] for name, key in schemes.items()}  # type: ignore[literal-required]  # its keys
        elsewhere = "; ".join(f"{name} {', '.join(found)}" for name, found in codes.items() if found)
        yield f"| `{word['word']}` | {word['label']} | {word['definition']} | {elsewhere} |"
    yield ""
