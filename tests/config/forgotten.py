"""The worker's part of a forgotten password."""

from django_tasks_db.models import DBTaskResult

from config.passwords import send_links


def send_queued_links() -> None:
    for one in DBTaskResult.objects.filter(task_path="config.passwords.send_links"):
        send_links.call(*one.args_kwargs["args"])
        one.delete()
