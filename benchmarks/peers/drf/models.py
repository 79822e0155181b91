"""Models over the tables of tables.sql, as an ordinary project has them."""

from django.db import models
from django.db.models import CASCADE, ForeignKey


class Actor(models.Model):
    slug = models.TextField(unique=True)
    name = models.TextField()

    class Meta:
        managed = False
        db_table = "actor"

    def __str__(self) -> str:
        return self.slug


class Place(models.Model):
    slug = models.TextField(unique=True)
    name = models.TextField()
    country = models.TextField(null=True)  # noqa: DJ001  the table holds nulls
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    precision = models.IntegerField()

    class Meta:
        managed = False
        db_table = "place"

    def __str__(self) -> str:
        return self.slug


class Event(models.Model):
    slug = models.TextField(unique=True)
    title = models.TextField()
    summary = models.TextField(null=True)  # noqa: DJ001
    event_type = models.TextField(null=True)  # noqa: DJ001
    mode = models.TextField(null=True)  # noqa: DJ001
    quad_class = models.TextField(null=True)  # noqa: DJ001
    realis = models.TextField()
    date_edtf = models.TextField(null=True)  # noqa: DJ001
    date_start = models.DateField(null=True)
    date_end = models.DateField(null=True)
    date_precision = models.TextField()
    date_note = models.TextField(null=True)  # noqa: DJ001
    sort_date = models.DateField()
    last_date = models.DateField(null=True)
    part_of = ForeignKey("self", on_delete=CASCADE, null=True, related_name="parts")
    agreement = models.JSONField()
    contested_aspects = models.JSONField()
    claim_count = models.IntegerField()
    article_count = models.IntegerField()
    source_count = models.IntegerField()
    independent_source_count = models.IntegerField()
    updated_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "event"

    def __str__(self) -> str:
        return self.slug


class EventPlace(models.Model):
    event = ForeignKey(Event, on_delete=CASCADE, related_name="places")
    place = ForeignKey(Place, on_delete=CASCADE, related_name="events")
    role = models.TextField()

    class Meta:
        managed = False
        db_table = "event_place"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.role


class EventParticipant(models.Model):
    event = ForeignKey(Event, on_delete=CASCADE, related_name="participants")
    actor = ForeignKey(Actor, on_delete=CASCADE, related_name="events")
    role = models.TextField()

    class Meta:
        managed = False
        db_table = "event_participant"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.role


class EventRelation(models.Model):
    event = ForeignKey(Event, on_delete=CASCADE, related_name="relations")
    to_event = ForeignKey(Event, on_delete=CASCADE, related_name="related_from")
    relation = models.TextField()

    class Meta:
        managed = False
        db_table = "event_relation"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.relation


class Claim(models.Model):
    event = ForeignKey(Event, on_delete=CASCADE, related_name="claims")
    slug = models.TextField()
    title = models.TextField()

    class Meta:
        managed = False
        db_table = "claim"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.slug


class EventArticle(models.Model):
    event = ForeignKey(Event, on_delete=CASCADE, related_name="articles")
    slug = models.TextField()
    title = models.TextField()

    class Meta:
        managed = False
        db_table = "event_article"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.slug
