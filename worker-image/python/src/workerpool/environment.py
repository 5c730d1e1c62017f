"""Where this process is: the variables that the operator (or local mode) sets, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .errors import NotInPool

_NEEDED = ("WORKERPOOL_URL", "WORKERPOOL_NAMESPACE", "WORKERPOOL_CHANNEL", "WORKERPOOL_TOKEN_FILE")


class Environment(NamedTuple):
    """A process's place.

    url: ``http://host:port``, no slash at the end; token_file: read anew for each request;
    ca_file: certificates to trust, only with https; nonce: made afresh at each container start,
    empty where no shim runs; pod_uid: empty for a program that is no process of the pool.
    """

    url: str
    namespace: str
    channel: str
    token_file: str
    ca_file: str | None = None
    nonce: str = ""
    pod_uid: str = ""

    @staticmethod
    def of(variables: Mapping[str, str]) -> Environment:
        """Reads it; NotInPool names all that is missing."""
        missing = [name for name in _NEEDED if not variables.get(name)]
        if missing:
            raise NotInPool(
                f"{', '.join(missing)} not set: this program runs outside any pool. Run it as a "
                "process of a WorkerPool (`workerpool run DIR` on one machine), or set "
                f"{', '.join(_NEEDED)}."
            )
        url = variables["WORKERPOOL_URL"].rstrip("/")
        if not url.startswith(("http://", "https://")):
            raise NotInPool(f"WORKERPOOL_URL must be http://HOST:PORT or https://…, not {url!r}")
        return Environment(
            url=url,
            namespace=variables["WORKERPOOL_NAMESPACE"],
            channel=variables["WORKERPOOL_CHANNEL"],
            token_file=variables["WORKERPOOL_TOKEN_FILE"],
            ca_file=variables.get("WORKERPOOL_CA_FILE") or None,
            nonce=variables.get("WORKERPOOL_NONCE", ""),
            pod_uid=variables.get("WORKERPOOL_POD_UID", ""),
        )


class Identity(NamedTuple):
    """Which process this is: its name (for people), its key and attempt (from 0), daemon or not."""

    name: str = "MainProcess"
    key: str = ""
    attempt: int = 0
    daemon: bool = False

    @staticmethod
    def of(variables: Mapping[str, str]) -> Identity:
        """Reads it; outside a pool it is CPython's main process."""
        attempt = variables.get("WORKERPOOL_ATTEMPT", "")
        return Identity(
            name=variables.get("WORKERPOOL_PROCESS") or "MainProcess",
            key=variables.get("WORKERPOOL_KEY", ""),
            attempt=int(attempt) if attempt.isdigit() else 0,
            daemon=variables.get("WORKERPOOL_DAEMON", "").lower() == "true",
        )
