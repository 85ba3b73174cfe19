"""From where on a line of “État du service” is orange, and red. All in one place."""

from datetime import timedelta

# Free room of a disk, as a share and in bytes: whichever comes first.
DISK_LOW, DISK_FULL = 0.10, 0.05
DISK_LOW_BYTES, DISK_FULL_BYTES = 2_000_000_000, 500_000_000
# Connections of PostgreSQL in use, as a share of all that it grants.
CONNECTIONS_MANY, CONNECTIONS_FULL = 0.7, 0.9
# The worker turns every few seconds, and says so every minute; a backup keeps it busy for some minutes.
BEAT_EVERY = timedelta(minutes=1)
BEAT_LATE, BEAT_LOST = timedelta(minutes=15), timedelta(hours=1)
# A work of the night, an archive, a verification: once a day.
NIGHTLY_LATE, NIGHTLY_LOST = timedelta(hours=26), timedelta(hours=50)
# A task that waits for the worker.
QUEUE_LATE, QUEUE_LOST = timedelta(minutes=15), timedelta(hours=2)
# How long a task that failed is told of.
FAILURES_TOLD = timedelta(days=7)
