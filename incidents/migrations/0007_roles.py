"""The groups that editors are put into, each with exactly its rights: what incidents/roles.py said on this day."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations

RECORDS = ["source", "place", "actor", "article", "event", "claim"]
PARTS = [
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
]
WRITING = ["view", "add", "change", "delete"]
RIGHTS = {"viewer": ["view"], "curator": WRITING, "reviewer": WRITING}


def codenames(role: str) -> set[str]:
    written = {f"{right}_{model}" for right in RIGHTS[role] for model in RECORDS + PARTS}
    return written | ({f"publish_{model}" for model in RECORDS} if role == "reviewer" else set())


def make_groups(apps: Any, schema_editor: Any) -> None:
    """Permissions are made after all migrations have run, so those of this app are made here already."""
    alias = schema_editor.connection.alias
    config = apps.get_app_config("incidents")
    # By this Django tells apps that have models.
    config.models_module = True
    create_permissions(config, verbosity=0, using=alias, apps=apps)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    for role in RIGHTS:
        group, _made = apps.get_model("auth", "Group").objects.using(alias).get_or_create(name=role)
        rights = permissions.filter(content_type__app_label="incidents", codename__in=codenames(role))
        group.permissions.set(rights)


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0006_bundleimport"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        # Going back leaves the groups: users are in them.
        migrations.RunPython(make_groups, migrations.RunPython.noop, elidable=False),
    ]
