"""Three roles as groups: rédaction enters, édition also publishes and withdraws, administration keeps users and settings."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

VIEW_ADD_CHANGE = ("view", "add", "change")
ALL = (*VIEW_ADD_CHANGE, "delete")

# What officers enter every day; deletion stays with the editors.
ENTERED = {
    "communes": ("area", "areaalias", "communealias"),
    "organisations": ("organisation", "contact", "person"),
    "initiatives": ("initiative", "participation", "place", "coverage", "figure", "audience"),
    "bulletins": ("bulletin", "bulletinlink", "section", "entry"),
}
# Parts that are edited inside their owner's form: taking a line out must be possible to whoever may change the form.
PARTS = {
    "communes": ("areaalias", "communealias"),
    "initiatives": ("participation", "place", "coverage", "figure"),
    "bulletins": ("bulletinlink", "section", "entry"),
}
READ = {"communes": ("commune",), "initiatives": ("theme",), "bulletins": ("series", "edition")}
ADMINISTERED = {
    "communes": ("commune", "territory"),
    "initiatives": ("theme",),
    "bulletins": ("series",),
    "auth": ("user", "group"),
}


def _names(models: dict[str, tuple[str, ...]], actions: tuple[str, ...]) -> set[tuple[str, str]]:
    return {(app, f"{action}_{model}") for app, names in models.items() for model in names for action in actions}


OFFICER = _names(ENTERED, VIEW_ADD_CHANGE) | _names(PARTS, ("delete",)) | _names(READ, ("view",))
EDITOR = (
    OFFICER
    | _names(ENTERED, ("delete",))
    | {("initiatives", f"{act}_initiative") for act in ("publish", "withdraw")}
    | {("bulletins", f"{act}_bulletin") for act in ("publish", "withdraw")}
)
ADMINISTRATOR = EDITOR | _names(ADMINISTERED, ALL)
ROLES = {"rédaction": OFFICER, "édition": EDITOR, "administration": ADMINISTRATOR}


def add_roles(apps, schema_editor):
    # Permissions are otherwise made after the last migration, too late for this one.
    for label in ("auth", "communes", "organisations", "initiatives", "bulletins"):
        config = apps.get_app_config(label)
        config.models_module = True  # a stand-in has none, and without it no permission is made
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    known = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in permission_model.objects.select_related("content_type")
    }
    for name, permissions in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=name)
        group.permissions.set([known[permission] for permission in permissions])


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("bulletins", "0002_frozen_editions"),
        ("communes", "0001_initial"),
        ("organisations", "0001_initial"),
        ("initiatives", "0003_themes"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(add_roles, remove_roles)]
