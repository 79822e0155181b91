"""Who may do what: the rights of the three groups that editors are put into. A superuser has all of them.

A viewer reads. A curator writes drafts, submits them and deletes what was never published. A reviewer decides
besides what becomes public: publishes, retracts, merges. A migration gives the groups these rights; a change here needs
a new one, which copies them as they then are.
"""

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
