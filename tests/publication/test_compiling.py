"""What is compiled gives the bytes that the serializers themselves give."""

from typing import Any

import orjson
import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework import serializers

from incidents.publication.compiling import compiled
from incidents.publication.documents.disagreements import DisagreementsSerializer
from incidents.publication.keys import Key
from incidents.publication.models import DOCUMENT_MODELS
from incidents.publication.rendering import FACES, render
from incidents.publication.world import World


def bytes_of(serializer: type[serializers.Serializer[Any]], document: Any) -> tuple[bytes, bytes]:
    return orjson.dumps(compiled(serializer)(document)), orjson.dumps(serializer().to_representation(document))


@pytest.mark.django_db
@pytest.mark.parametrize("resource", FACES)
def test_the_whole_dataset_is_rendered_to_the_same_bytes(resource: str) -> None:
    world, now = World(), timezone.now()
    keys = [Key(resource, slug) for slug in DOCUMENT_MODELS[resource].objects.current().values_list("slug", flat=True)]
    world.expect(keys)
    rendered = [render(key, world) for key in keys]
    pairs = [
        bytes_of(face, item.document | {"updated_at": now})
        for item in rendered
        for face in (FACES[resource].detail, FACES[resource].row)
    ]
    pairs += [bytes_of(DisagreementsSerializer, item.disagreements) for item in rendered if item.disagreements]
    assert pairs
    assert [compiled for compiled, plain in pairs if compiled != plain] == []


def documents(field: Any) -> st.SearchStrategy[Any]:
    """What the field may be asked to show, nothing included."""
    return shown(field) | st.none()


def shown(field: Any) -> st.SearchStrategy[Any]:
    """Documents, and parts of them, that the field shows."""
    match field:
        case serializers.ListSerializer():
            return st.lists(shown(field.child), max_size=2)
        case serializers.Serializer():
            return st.fixed_dictionaries({name: documents(part) for name, part in field.fields.items()})
        case serializers.ListField():
            return st.lists(documents(field.child) | st.none(), max_size=2)
        case serializers.DictField():
            return st.dictionaries(st.text(max_size=3), documents(field.child), max_size=2)
        case serializers.ChoiceField():
            return st.sampled_from([*list(field.choices)[:3], "", "no such word", 7])
        case serializers.IntegerField():
            return st.integers(0, 99)
        case serializers.FloatField():
            return st.floats(-90, 90)
        case serializers.DateTimeField():
            return st.datetimes(timezones=st.just(timezone.get_default_timezone()))
        case serializers.DateField():
            return st.dates()
        case _:
            return st.text(max_size=4)


@pytest.mark.parametrize("face", [*(face.detail for face in FACES.values()), DisagreementsSerializer])
@settings(max_examples=15)
@given(data=st.data())
def test_so_is_any_document(face: type[serializers.Serializer[Any]], data: st.DataObject) -> None:
    document = data.draw(shown(face()))
    plain, compiled_too = bytes_of(face, document)
    assert plain == compiled_too


class Loud(serializers.CharField):
    def to_representation(self, value: Any) -> str:
        return str(value).upper()


class Odd(serializers.Serializer[Any]):
    word = Loud()
    hidden = serializers.CharField(write_only=True)
    renamed = serializers.CharField(source="called", allow_null=True)


def test_a_field_with_a_way_of_its_own_keeps_it() -> None:
    assert compiled(Odd)({"word": "no", "called": "x"}) == {"word": "NO", "renamed": "x"}
    assert compiled(Odd)({"word": None}) == {"word": None, "renamed": None}
