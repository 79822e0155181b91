from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from incidents.publication.models import DOCUMENT_MODELS
from incidents.vocabularies import ChangeOp


@extend_schema_serializer(component_name="Change")
class ChangeSerializer(serializers.Serializer[Any]):
    """One line of the change feed. Who has seen number N has seen every change up to N."""

    seq = serializers.IntegerField(help_text="Number of the change: rises, with gaps, and is never given twice.")
    op = serializers.ChoiceField(choices=ChangeOp.choices, help_text="What happened to the record.")
    resource = serializers.ChoiceField(choices=sorted(DOCUMENT_MODELS), help_text="Which list the record is in.")
    id = serializers.CharField(help_text="Public id of the record.")
    url = serializers.CharField(help_text="Path of the record: 200, or 308 once merged, or 410 once retracted.")
    at = serializers.DateTimeField(help_text="When it was published (UTC).")
    dataset_version = serializers.IntegerField(help_text="The version of the dataset that includes the change.")
