"""Who may do what at the desk: the table. What is allowed to nobody has a row as well.

Roles are allowed to ask for a page (first) and to send something to it (second). What a row allows may still be refused
for a reason that has nothing to do with the role: a form is not filled in, a record has been published.
"""

from typing import NamedTuple

from incidents.models import Actor, Article, Claim, Event, Place, Record, Source

NONE: set[str] = set()
OWNERS = {"superuser"}
DECIDERS = {"reviewer", *OWNERS}
WRITERS = {"curator", *DECIDERS}
READERS = {"viewer", *WRITERS}
# Somebody with an account for the desk, and no rights at all.
ACCOUNTS = {"nobody", *READERS}
EVERYBODY = {"anonymous", *ACCOUNTS}
ROLES = sorted(EVERYBODY)


class May(NamedTuple):
    get: set[str]
    post: set[str]


# Rights on records, and on the rows that belong to them.
RIGHTS = {"view": READERS, "add": WRITERS, "change": WRITERS, "delete": WRITERS, "publish": DECIDERS}

# What can be done with the records ticked in a list.
ACTIONS = {
    "submit_for_review": WRITERS,
    "send_back_to_draft": WRITERS,
    "delete_selected": WRITERS,
    "publish_selected": DECIDERS,
    "retract_selected": DECIDERS,
}
MERGING = {"merge_selected": DECIDERS}
OWN_LOG = {"delete_selected": OWNERS}
ACTIONS_OF: dict[str, dict[str, set[str]]] = {
    "incidents.Source": ACTIONS | MERGING,
    "incidents.Place": ACTIONS | MERGING,
    "incidents.Actor": ACTIONS | MERGING,
    "incidents.Event": ACTIONS | MERGING,
    "incidents.Article": ACTIONS,
    "incidents.Claim": ACTIONS,
    "incidents.Submission": {},
    "incidents.Proposal": {},
    "incidents.BundleImport": {},
    "auth.User": OWN_LOG,
    "auth.Group": OWN_LOG,
    # Offered to everybody by its package, on a page that only owners can open.
    "axes.AccessAttempt": OWN_LOG | {"cleanup_expired_attempts": ACCOUNTS},
    "axes.AccessLog": OWN_LOG,
    "axes.AccessFailureLog": OWN_LOG,
    "otp_totp.TOTPDevice": OWN_LOG,
}

# Addresses below a table, by the end of their names; "" is the one that leads on to the page of a record.
STOCK = {
    "changelist": May(OWNERS, OWNERS),
    "add": May(OWNERS, OWNERS),
    "change": May(OWNERS, OWNERS),
    "delete": May(OWNERS, OWNERS),
    "history": May(OWNERS, OWNERS),
    "": May(ACCOUNTS, ACCOUNTS),
}
LOG = STOCK | {"add": May(NONE, NONE)}
RECORD = {
    "changelist": May(READERS, READERS),
    "add": May(WRITERS, WRITERS),
    "change": May(READERS, WRITERS),
    "delete": May(WRITERS, WRITERS),
    "history": May(READERS, READERS),
    "": May(ACCOUNTS, ACCOUNTS),
    "publish": May(DECIDERS, DECIDERS),
    "retract": May(DECIDERS, DECIDERS),
    "opened": May(WRITERS, WRITERS),
    "preview": May(READERS, READERS),
    "submit": May(WRITERS, WRITERS),
    "send_back": May(WRITERS, WRITERS),
    "revert": May(WRITERS, WRITERS),
    "date": May(WRITERS, WRITERS),
    "duplicates": May(WRITERS, WRITERS),
}
MERGED = {"unmerge": May(DECIDERS, DECIDERS)}
TABLES = {"import": May(WRITERS, WRITERS), "process_import": May(NONE, WRITERS), "export": May(READERS, READERS)}
NAMES = {"lookup": May(READERS, NONE), "spelling": May(WRITERS, WRITERS)}
RECORDS: dict[type[Record], dict[str, May]] = {
    Source: RECORD | MERGED | TABLES,
    Place: RECORD | MERGED,
    Actor: RECORD | MERGED | TABLES | NAMES,
    Event: RECORD | MERGED | {"relate": May(WRITERS, WRITERS)},
    Article: RECORD | {"read": May(READERS, WRITERS)},
    Claim: RECORD,
}
BUNDLES = {
    "changelist": May(READERS, READERS),
    "add": May(WRITERS, WRITERS),
    "change": May(READERS, WRITERS),
    "delete": May(WRITERS, WRITERS),
    "history": May(READERS, READERS),
    "": May(ACCOUNTS, ACCOUNTS),
    "export": May(READERS, NONE),
}
OTHERS: dict[str, dict[str, May]] = {
    "incidents_submission": {"changelist": May(READERS, READERS)},
    "incidents_proposal": {"change": May(READERS, DECIDERS)},
    "incidents_bundleimport": BUNDLES,
    "auth_user": STOCK | {"password_change": May(OWNERS, OWNERS)},
    "auth_group": STOCK,
    "axes_accessattempt": LOG,
    "axes_accesslog": LOG,
    "axes_accessfailurelog": LOG,
    "otp_totp_totpdevice": STOCK | {"add": May(NONE, NONE), "change": May(OWNERS, NONE)},
}
SITE = {
    "index": May(ACCOUNTS, ACCOUNTS),
    "login": May(EVERYBODY, EVERYBODY),
    # Who is not logged in any more is led on to the desk, and there to the log-in.
    "logout": May({"anonymous"}, EVERYBODY),
    "codes": May(ACCOUNTS, ACCOUNTS),
    "language": May(NONE, EVERYBODY),
    "password_change": May(ACCOUNTS, ACCOUNTS),
    "password_change_done": May(ACCOUNTS, NONE),
    "autocomplete": May(READERS, NONE),
    "jsi18n": May(ACCOUNTS, NONE),
    # No record has a page of its own outside the desk, and no address is hidden by another one.
    "view_on_site": May(NONE, NONE),
    "app_list": May(READERS, READERS),
    "catch_all": May(NONE, NONE),
}
ROUTES: dict[str, May] = {
    **SITE,
    **{
        f"incidents_{model._meta.model_name}_{page}": may
        for model, pages in RECORDS.items()
        for page, may in pages.items()
    },
    **{f"{table}_{page}": may for table, pages in OTHERS.items() for page, may in pages.items()},
}
