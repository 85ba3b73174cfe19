"""Clocks that jump: the moments at which the worker comes round, in seconds from the hour that was planned."""

from __future__ import annotations

from datetime import datetime, timedelta

LATEST = 7200  # past it nothing comes out by itself: a human decides

SEQUENCES = {
    "on-time": (1,),
    "an-hour-early": (-3600, -1, 0),
    "back-after": (2, -3600, 5),
    "back-before": (-5, -3605, -1, 1),
    "forth": (-3600, 3600),
    "to-and-fro": (-3600, 60, -3540, 120, -60),
    "back-a-year": (-60, -31_536_000, 3),
    "still": (0, 0, 0),
}


def beats_of(hour: str, sequence: str) -> list[tuple[str, bool]]:
    """Each moment, and whether what was planned is due by then."""
    planned = datetime.fromisoformat(hour)
    return [
        ((planned + timedelta(seconds=seconds)).isoformat(), 0 <= seconds <= LATEST) for seconds in SEQUENCES[sequence]
    ]
