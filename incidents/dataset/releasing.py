"""Publishing what the files call published, in one act, so that the dataset rises by one version."""

from collections.abc import Iterator

from django.db.models import F, Q

from incidents.dataset.faults import Fault
from incidents.dataset.files import Files
from incidents.dataset.rows import Row
from incidents.dataset.schema import SPEC_OF, SPECS, Spec
from incidents.models import Claim, Record
from incidents.publication.invariants import Problem, PublicationRefused
from incidents.publication.keys import Key
from incidents.publication.models import RECORD_TABLES
from incidents.publication.publishing import publish
from incidents.publication.snapshots import RESOURCES
from incidents.vocabularies import Status


def release(files: Files) -> tuple[list[str], list[Fault]]:
    """Publish the records of the files that are to be public and are not, or not as they stand now.

    Returns their keys, and what stands against it, in which case nothing was published.
    """
    waiting = [record for spec in SPECS if spec.is_record for record in _waiting(spec, files)]
    if not waiting:
        return [], []
    try:
        publish(waiting, reason="load_dataset")
    except PublicationRefused as refused:
        return [], list(_in_words(refused.problems, files))
    return [f"{RESOURCES[type(record)]}:{record.slug}" for record in waiting], []


def _waiting(spec: Spec, files: Files) -> list[Record]:
    slugs = [row.owner for row in files.sound(spec) if row.values["status"] == Status.PUBLISHED]
    model: type[Record] = spec.model  # type: ignore[assignment]  # only asked for records
    public = RECORD_TABLES[RESOURCES[model]].objects.current().filter(slug__in=slugs).values_list("slug", flat=True)
    behind = ~Q(version=F("published_version")) | ~Q(slug__in=list(public))
    return list(model._default_manager.filter(behind, slug__in=slugs).order_by("slug"))


def _in_words(problems: list[Problem], files: Files) -> Iterator[Fault]:
    """The problems as faults of the files, without those that only follow from a fault found before."""
    rows = {str(_key(row)): row for row in files.rows if row.spec.is_record}
    doubtful = _doubtful(files)
    for problem in problems:
        row = rows[problem.record]
        if str(_key(row)) not in doubtful:
            yield row.fault(problem.field, problem.reason)


def _key(row: Row) -> Key:
    """The record that the row is part of."""
    return Key(RESOURCES[row.spec.owner.model], row.owner)  # type: ignore[index]  # owners are records


def _doubtful(files: Files) -> set[str]:
    """Records of which nothing can be concluded: with a spoiled row, or resting on, or told of by, such a record."""
    spoiled = {str(_key(row)) for row in files.rows if row.spoiled}
    resting = {str(_key(row)) for row in files.rows if spoiled & set(_targets(row))}
    told = {
        target for row in files.of(SPEC_OF[Claim]) if str(_key(row)) in spoiled | resting for target in _targets(row)
    }
    return spoiled | resting | told


def _targets(row: Row) -> Iterator[str]:
    for _, spec, slug in row.targets:
        yield str(Key(RESOURCES[spec.model], slug))  # type: ignore[index]  # references name records
