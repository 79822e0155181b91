"""Serializers made into plain functions that give the same answer, without asking each field again what it is.

A serializer finds out for every value of every record how its field reads, checks and converts it; that takes most of
the time of publishing. Here it is found out once for each class. A sort of field that is not known here converts as it
always does.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from rest_framework import serializers

Convert = Callable[[Any], Any]


@cache
def compiled(serializer: type[serializers.Serializer[Any]]) -> Convert:
    """A function that turns a document into what the serializer's `to_representation` would."""
    return _converting(serializer())


@cache
def parts_of(serializer: type[serializers.Serializer[Any]]) -> tuple[str, ...]:
    """The names of its parts, in their order."""
    return tuple(name for name, field in serializer().fields.items() if not field.write_only)


def _converting(field: Any) -> Convert:
    match field:
        case serializers.ListSerializer() if _plain(field, serializers.ListSerializer):
            return _converting_many(field.child)
        case serializers.Serializer() if _plain(field, serializers.Serializer):
            return _converting_parts(field)
        case serializers.ListField() if _plain(field, serializers.ListField):
            return _converting_members(field.child)
        case serializers.ChoiceField() if _plain(field, serializers.ChoiceField):
            return _converting_word(field)
        case serializers.CharField() if _plain(field, serializers.CharField):
            return str
    convert: Convert = field.to_representation
    return convert


def _plain(field: Any, kind: Any) -> bool:
    """Whether the field converts as its kind does, and not in a way of its own."""
    return type(field).to_representation is kind.to_representation


def _converting_parts(serializer: serializers.Serializer[Any]) -> Convert:
    parts = [
        (name, field.source, field.allow_null, _converting(field))
        for name, field in serializer.fields.items()
        if not field.write_only
    ]

    def convert(document: Any) -> Any:
        made = {}
        for name, source, optional, part in parts:
            value = document.get(source) if optional else document[source]
            made[name] = None if value is None else part(value)
        return made

    return convert


def _converting_many(child: Any) -> Convert:
    part = _converting(child)
    return lambda items: [part(item) for item in items]


def _converting_members(child: Any) -> Convert:
    part = _converting(child)
    return lambda items: [None if item is None else part(item) for item in items]


def _converting_word(field: serializers.ChoiceField) -> Convert:
    words, convert = field.choice_strings_to_values, field.to_representation

    def word(value: Any) -> Any:
        # A word of the vocabulary is what nearly every value is.
        return words[value] if type(value) is str and value in words else convert(value)

    return word
