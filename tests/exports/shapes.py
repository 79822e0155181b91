"""A result with everything that results are made of."""

from typing import Any

from rest_framework import serializers


class PartSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    sizes = serializers.ListField(child=serializers.IntegerField())


class WholeSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    main = PartSerializer()
    parts = PartSerializer(many=True)
    words = serializers.DictField()
    extra = serializers.CharField(required=False)
