"""The editors' desk: one file for each sort of record, and what they share.

Every change of what the public sees goes through incidents.publication; nothing here writes a status by itself.
"""

from django.contrib import admin

from incidents.admin.actors import ActorAdmin
from incidents.admin.articles import ArticleAdmin
from incidents.admin.claims import ClaimAdmin
from incidents.admin.events import EventAdmin
from incidents.admin.places import PlaceAdmin
from incidents.admin.sources import SourceAdmin

admin.site.site_header = "Contested events: the editors' desk"
admin.site.site_title = "Contested events"
admin.site.index_title = "What we curate"

__all__ = ["ActorAdmin", "ArticleAdmin", "ClaimAdmin", "EventAdmin", "PlaceAdmin", "SourceAdmin"]
