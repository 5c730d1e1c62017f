"""What queues and events may be called."""

from __future__ import annotations

import re

_NAME = re.compile(r"[a-z0-9]([-a-z0-9_.]{0,61}[a-z0-9])?")


def checked(name: str) -> str:
    """The name; ValueError for what can't be one."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ValueError(
            f"{name!r} is no name: 1 to 63 lower-case letters, digits and inner '-', '_', '.'"
        )
    return name
