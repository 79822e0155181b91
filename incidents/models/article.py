from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from incidents.models.constraints import (
    LANGUAGE_PATTERN,
    WEB_URL_PATTERN,
    bounds_need_date,
    in_order,
    one_of,
    shaped,
    stated,
)
from incidents.models.history import tracked
from incidents.models.record import Record
from incidents.models.source import Source
from incidents.models.triggers import HASH_TEXT, quote_stands_in_text, rechecks_evidence, rechecks_passages, touches
from incidents.models.validators import validate_edtf, validate_language
from incidents.querysets import ArticleCitationQuerySet, ArticlePassageQuerySet, RecordQuerySet
from incidents.vocabularies import DatePrecision, EvidenceStatus, PassageKind


@tracked
class Article(Record):
    """One published text, kept so that quotes can be checked against it. The text itself is never served."""

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="articles", help_text="Who published the text."
    )
    title = models.CharField(max_length=500, help_text="Its headline, or its first words where it has none.")
    web_url = models.URLField(blank=True, max_length=1000, help_text="Address it was published at (http or https).")
    language = models.CharField(
        max_length=35, validators=[validate_language], help_text="Language it is written in (BCP 47), e.g. de."
    )
    authors = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        help_text="Its authors as printed, separated by commas.",
    )
    published = models.CharField(
        max_length=100,
        blank=True,
        validators=[validate_edtf],
        help_text="When it was published (EDTF), e.g. 2025-11-17 or 2025-11/..; empty where unknown.",
    )
    published_start = models.DateField(
        null=True, editable=False, help_text="Derived: first day it may have been published."
    )
    published_end = models.DateField(
        null=True, editable=False, help_text="Derived: last day it may have been published."
    )
    published_precision = models.CharField(
        max_length=10,
        choices=DatePrecision.choices,
        default=DatePrecision.UNKNOWN,
        editable=False,
        help_text="Derived: how precise the date of publication is.",
    )
    published_note = models.TextField(blank=True, help_text="How the date of publication was found.")
    document = models.CharField(
        max_length=200, unique=True, help_text="Name of the file that holds the text, in seeds/."
    )
    text = models.TextField(help_text="The text as published, code point for code point. Never served in full.")
    text_sha256 = models.CharField(
        max_length=64, editable=False, help_text="Derived: SHA-256 of the stored text in UTF-8, hexadecimal."
    )
    cites = models.ManyToManyField(
        Source,
        through="ArticleCitation",
        related_name="cited_in",
        help_text="Sources that the text names as where its information comes from.",
    )
    credits = models.CharField(max_length=500, blank=True, help_text="Photo and agency credits as printed.")

    objects = RecordQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            stated("title"),
            stated("text"),
            shaped("language", LANGUAGE_PATTERN, optional=False),
            shaped("web_url", WEB_URL_PATTERN),
            one_of("published_precision", DatePrecision),
            in_order("published"),
            bounds_need_date("published"),
            models.UniqueConstraint(fields=["web_url"], condition=~Q(web_url=""), name="article_web_url_once"),
        ]
        triggers = [
            *Record.Meta.triggers,
            HASH_TEXT,
            rechecks_evidence("text", "article.id = NEW.id"),
            rechecks_passages("text"),
        ]

    def __str__(self) -> str:
        return self.title

    def derive(self) -> None:
        self.derive_bounds("published")


@tracked
class ArticleCitation(models.Model):
    """That an article names a source, in these words."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="citations", help_text="The article that names it."
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="citations", help_text="The source that is named."
    )
    mention = models.CharField(max_length=500, help_text="The words that name it, verbatim, e.g. Laut Euronews.")

    objects = ArticleCitationQuerySet.as_manager()

    class Meta:
        ordering = ["article", "source"]
        constraints = [
            stated("mention"),
            models.UniqueConstraint(fields=["article", "source"], name="articlecitation_once"),
        ]
        triggers = [touches("incidents_article", "article_id")]

    def __str__(self) -> str:
        return _("%(article)s cites %(source)s") % {"article": self.article, "source": self.source}

    def natural_key(self) -> tuple[str, str]:
        return (self.article.slug, self.source.slug)


@tracked
class ArticlePassage(models.Model):
    """Words of an article that no claim rests on, and why. For editors: passages are never published."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="passages", help_text="The article that the words are from."
    )
    quote = models.TextField(help_text="The words exactly as they stand in the text, code point for code point.")
    kind = models.CharField(max_length=20, choices=PassageKind.choices, help_text="What sort of words they are.")
    reason = models.CharField(max_length=500, help_text="Why no claim rests on them, in one sentence.")
    start = models.PositiveIntegerField(
        blank=True,
        help_text="Where the words begin, counted in Unicode code points from 0; found where they occur once.",
    )
    end = models.PositiveIntegerField(editable=False, help_text="Derived: one past their last code point.")
    status = models.CharField(
        max_length=10,
        choices=EvidenceStatus.choices,
        default=EvidenceStatus.VERIFIED,
        editable=False,
        help_text="Derived: whether the words still stand in the text at their position.",
    )

    objects = ArticlePassageQuerySet.as_manager()

    class Meta:
        ordering = ["article", "start"]
        verbose_name = "passage"
        constraints = [
            stated("quote"),
            stated("reason"),
            one_of("kind", PassageKind),
            one_of("status", EvidenceStatus),
            models.UniqueConstraint(fields=["article", "start", "end"], name="articlepassage_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="articlepassage_not_empty"),
        ]
        triggers = [quote_stands_in_text("article"), touches("incidents_article", "article_id")]

    def __str__(self) -> str:
        return self.quote

    def natural_key(self) -> tuple[str, str, int | None]:
        return (self.article.slug, self.quote, self.start)
