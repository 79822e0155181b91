"""What lists read and filters look at lies in the rows; the long texts lie elsewhere."""

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection

from incidents.publication.models import DOCUMENT_MODELS, PublishedDocument

pytestmark = pytest.mark.django_db
# Read when a record that it names is published, not by those who filter.
ELSEWHERE = {"mentions"}


@pytest.mark.parametrize("table", DOCUMENT_MODELS.values())
def test_summaries_and_lists_to_filter_by_stay_in_the_row(table: type[PublishedDocument]) -> None:
    lists = {field.column for field in table._meta.concrete_fields if isinstance(field, ArrayField)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attstorage = 'm'",
            [table._meta.db_table],
        )
        in_the_row = {name for (name,) in cursor.fetchall()}
    assert (lists - ELSEWHERE) | {"summary"} <= in_the_row
    assert "document" not in in_the_row
