"""What can be told of rows before anything is written: texts, references, quotes, doublets, and each field alone."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, ManyToManyField
from django.utils.translation import gettext as _

from incidents.dataset.constraints import broken_checks
from incidents.dataset.documents import NoText
from incidents.dataset.faults import Fault
from incidents.dataset.files import Files
from incidents.dataset.quotes import QuoteRefused, locate
from incidents.dataset.rows import Row, meant, table_of
from incidents.dataset.schema import QUOTES, SPEC_OF, Spec
from incidents.models import Article, Claim

# A list of words longer than this helps nobody.
LISTED_WORDS = 60
# Rows with faults of which the database is asked for more: it takes milliseconds for each, while others wait.
MOST_TRIED = 10


def check(files: Files) -> Iterator[Fault]:
    """Every fault of every row, spoiled or not, as far as it can be told without the others. Fills what is derived."""
    yield from _texts(files)
    yield from _references(files)
    yield from _quotes(files)
    yield from _doublets(files)
    tried = 0
    for row in files.rows:
        yield from field_faults(row, trying=tried < MOST_TRIED)
        tried += row.spoiled


def _texts(files: Files) -> Iterator[Fault]:
    for row in files.of(SPEC_OF[Article]):
        row.values["text"] = ""
        if "document" not in row.faulty:
            try:
                row.values["text"] = files.text_of(str(row.values["document"]))
            except NoText as error:
                yield row.fault("document", str(error))
        if "document" in row.faulty:
            row.spoil("text")


def _references(files: Files) -> Iterator[Fault]:
    wanted: dict[Spec, set[str]] = {}
    for row in files.rows:
        for _name, spec, slug in row.targets:
            wanted.setdefault(spec, set()).add(slug)
    known = {spec: _known(spec, slugs, files) for spec, slugs in wanted.items()}
    for row in files.rows:
        for name, spec, slug in row.targets:
            if slug not in known[spec]:
                rule = _("there is no %(table)s %(slug)r, neither in the files nor in the database")
                told = rule % {"table": table_of(spec), "slug": slug}
                yield row.fault(name, told + meant(slug, known[spec]))


def _known(spec: Spec, slugs: set[str], files: Files) -> set[str]:
    in_files = {row.owner for row in files.of(spec)}
    missing = slugs - in_files
    stored = spec.model._default_manager.filter(slug__in=missing).values_list("slug", flat=True) if missing else ()
    return in_files | set(stored)


def _quotes(files: Files) -> Iterator[Fault]:
    rows = [row for spec in QUOTES for row in files.of(spec) if not row.faulty & set(spec.key)]
    articles = {row: row.owner for row in rows if row.spec.owner is SPEC_OF[Article]}
    claims = {row: row.owner for row in rows if row.spec.owner is SPEC_OF[Claim]}
    reported_by = _articles_of({*claims.values()}, files)
    articles |= {row: reported_by.get(claim, "") for row, claim in claims.items()}
    texts = _texts_of({*articles.values()}, files)
    for row in rows:
        text = texts.get(articles[row])
        if not text:
            # The claim or its article has a fault of its own.
            row.spoil("start")
            continue
        start: Any = row.values["start"]
        try:
            row.values["start"] = locate(str(row.values["quote"]), start=start, text=text)
        except QuoteRefused as error:
            yield row.fault("start" if start is not None else "quote", str(error))


def _articles_of(claims: set[str], files: Files) -> dict[str, str]:
    """The article that each claim will be in."""
    articles = dict(Claim.objects.filter(slug__in=claims).values_list("slug", "article__slug"))
    return articles | {row.owner: str(row.values["article"]) for row in files.of(SPEC_OF[Claim])}


def _texts_of(articles: set[str], files: Files) -> dict[str, str]:
    """The text that quotes from each article are to be found in: as the files will leave it."""
    texts = dict(Article.objects.filter(slug__in=articles).values_list("slug", "text"))
    return texts | {row.owner: str(row.values["text"]) for row in files.of(SPEC_OF[Article])}


def _doublets(files: Files) -> Iterator[Fault]:
    first: dict[tuple[Any, ...], Row] = {}
    for row in files.rows:
        if row.faulty & set(row.spec.key):
            continue
        other = first.setdefault((row.spec, *row.key), row)
        if other is not row:
            told = _("is the same %(table)s as at %(place)s: keep one.")
            details = {"table": table_of(row.spec), "place": f"{other.file}:{other.line}"}
            yield row.fault(row.spec.key[-1], told % details)


def field_faults(row: Row, *, trying: bool = True) -> Iterator[Fault]:
    """What the model's own fields refuse; references were looked up before.

    A row with any fault is not written to the database, so that it is asked here what the constraints make of the rest.
    """
    joined = {name for name, field in row.spec.fields.items() if isinstance(field, ForeignKey | ManyToManyField)}
    plain = {name: _as_kept(row.values[name]) for name in row.spec.content if name not in joined}
    others = {field.name for field in row.spec.model._meta.get_fields()} - plain.keys()
    instance = row.spec.model(**plain)
    try:
        instance.clean_fields(exclude=others | row.faulty)
    except ValidationError as refused:
        for name, errors in refused.error_dict.items():
            for error in errors:
                yield row.fault(name, _rule(row.spec.content[name], error))
    if row.spoiled and trying:
        yield from (row.fault(name, rule) for name, rule in list(broken_checks(instance, without=others | row.faulty)))


def _as_kept(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _rule(field: Any, error: ValidationError) -> str:
    if error.code != "invalid_choice":
        return " ".join(error.messages)
    words = [str(word) for word, _label in field.flatchoices]
    few = len(words) <= LISTED_WORDS
    listed = _("must be one of: %(words)s") % {"words": ", ".join(words)} if few else _("is no such code")
    return listed + meant(str((error.params or {}).get("value", "")), words)
