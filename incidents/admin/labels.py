"""Public documents with the labels of their words, in the language of whoever reads them.

What is published keeps the words themselves; this is for pages that tell editors about it.
"""

from typing import Any

from rest_framework import serializers

from incidents.publication.documents.actors import ActorSerializer
from incidents.publication.documents.articles import ArticleSerializer
from incidents.publication.documents.claims import ClaimSerializer
from incidents.publication.documents.disagreements import AspectDisagreementSerializer
from incidents.publication.documents.events import EventSerializer
from incidents.publication.documents.places import PlaceSerializer
from incidents.publication.documents.sources import SourceSerializer
from incidents.publication.trial import Document
from incidents.vocabularies import Aspect

SHAPES: dict[str, type[serializers.Serializer[Any]]] = {
    "sources": SourceSerializer,
    "articles": ArticleSerializer,
    "actors": ActorSerializer,
    "places": PlaceSerializer,
    "events": EventSerializer,
    "claims": ClaimSerializer,
}
_ASPECTS = {word.value: word for word in Aspect}


def labelled(document: Document, resource: str) -> Document:
    """The document of this resource with labels for words. Texts that happen to be spelt like a word stay."""
    told: Document = _told(document, SHAPES[resource]())
    if "disagreements" in document:
        told["disagreements"] = _told(document["disagreements"], AspectDisagreementSerializer(many=True))
    return told


def _told(value: Any, shape: Any) -> Any:
    match shape:
        case _ if value is None:
            return None
        case serializers.ListSerializer() | serializers.ListField():
            return [_told(item, shape.child) for item in value]
        case serializers.Serializer():
            return {name: _told(part, shape.fields.get(name)) for name, part in value.items()}
        case serializers.DictField():
            # How far claims agree is told by aspect.
            return {str(_ASPECTS[key].label): _told(part, shape.child) for key, part in value.items()}
        case serializers.ChoiceField():
            return str(shape.choices.get(value, value))
    return value
