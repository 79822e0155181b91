"""The editors' desk: one file for each sort of record, and what they share.

Every change of what the public sees goes through incidents.publication; nothing here writes a status by itself.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from incidents.admin.actors import ActorAdmin
from incidents.admin.articles import ArticleAdmin
from incidents.admin.bundles import BundleAdmin
from incidents.admin.claims import ClaimAdmin
from incidents.admin.dashboard import SubmissionAdmin
from incidents.admin.events import EventAdmin
from incidents.admin.places import PlaceAdmin
from incidents.admin.proposals import ProposalAdmin
from incidents.admin.sources import SourceAdmin

admin.site.site_header = gettext_lazy("Contested events: the editors' desk")
admin.site.site_title = gettext_lazy("Contested events")
admin.site.index_title = gettext_lazy("What we curate")
admin.site.index_template = "admin/incidents/index.html"

__all__ = [
    "ActorAdmin",
    "ArticleAdmin",
    "BundleAdmin",
    "ClaimAdmin",
    "EventAdmin",
    "PlaceAdmin",
    "ProposalAdmin",
    "SourceAdmin",
    "SubmissionAdmin",
]
