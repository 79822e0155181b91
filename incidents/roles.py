"""Who may do what: the rights of the three groups that editors are put into. A superuser has all of them.

A viewer reads. A curator writes drafts, submits them and deletes what was never published. A reviewer decides
besides what becomes public: publishes, retracts, merges.
"""

from django.contrib.auth.models import Group, Permission

VIEWER, CURATOR, REVIEWER = "viewer", "curator", "reviewer"
ROLES = (VIEWER, CURATOR, REVIEWER)

RECORDS = ("source", "place", "actor", "article", "event", "claim")
PARTS = (
    "actorname",
    "affiliation",
    "articlecitation",
    "articlepassage",
    "eventplace",
    "eventparticipant",
    "eventrelation",
    "claimattribution",
    "evidence",
    "claimrelation",
)
_RIGHTS = {
    VIEWER: {"view"},
    CURATOR: {"view", "add", "change", "delete"},
    REVIEWER: {"view", "add", "change", "delete", "publish"},
}


def codenames(role: str) -> set[str]:
    """The permissions of a role, e.g. publish_claim. Only records are published; parts go with them."""
    rights = _RIGHTS[role]
    return {f"{right}_{model}" for right in rights for model in RECORDS} | {
        f"{right}_{model}" for right in rights - {"publish"} for model in PARTS
    }


def grant() -> None:
    """Make each role's group where it is missing, and give it exactly its permissions."""
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role)
        rights = Permission.objects.filter(content_type__app_label="incidents", codename__in=codenames(role))
        group.permissions.set(rights)
