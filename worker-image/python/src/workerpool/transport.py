"""One exchange with the relay: a kept-alive connection a thread, the token as its file has it."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from .environment import Environment
from .errors import NotInPool

if TYPE_CHECKING:
    import ssl

    from .http1 import Connection


class Reply(NamedTuple):
    """What came back; header names in lower case.

    repeated: the request had been sent before, on a kept connection that then broke.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    repeated: bool = False


class Interrupted(Exception):
    """No reply came. sent: the request may have arrived all the same."""

    def __init__(self, why: str, sent: bool) -> None:
        super().__init__(why)
        self.sent = sent


class _Kept:
    """A connection, closed when its thread is gone."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


class Transport:
    """Connections belong to a thread, and to this process: a fork gets a new Transport.

    A signal's handler runs in the middle of what its thread does, perhaps of an exchange, and so does
    what the garbage collector calls: a connection is out of their reach while it is used.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        parts = urlsplit(environment.url)
        self._secure = parts.scheme == "https"
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if self._secure else 80)
        path = f"/v1/namespaces/{environment.namespace}/channels/{environment.channel}"
        self._base = parts.path + path
        self._fixed = f" HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        self._local = threading.local()
        self._tls: ssl.SSLContext | None = None
        self._token = ""
        self._token_stamp: tuple[int, ...] = ()
        self._epoch = 0

    def exchange(
        self,
        method: str,
        path: str,
        body: str | None = None,
        headers: Mapping[str, str] = {},
        timeout: float = 30.0,
    ) -> Reply:
        """Sends and waits for the reply, ``timeout`` seconds between bytes. Raises Interrupted.

        A kept connection that the relay had closed meanwhile is replaced once, unseen.
        """
        kept = self._taken()
        connection = kept or self._connect(timeout)
        request = self._request(method, path, body, headers)
        try:
            return self._once(connection, request, timeout)
        except Interrupted as e:
            if kept is None or not isinstance(e.__cause__, ConnectionError):
                raise
        try:
            reply = self._once(self._connect(timeout), request, timeout)
        except Interrupted as e:
            e.sent = True  # the first try may have arrived
            raise
        return reply._replace(repeated=True)

    def close(self) -> None:
        """Drops this thread's connection."""
        kept = self._taken()
        if kept is not None:
            kept.connection.close()

    def _taken(self) -> _Kept | None:
        """This thread's connection, which is nobody else's from now on."""
        kept: _Kept | None = self._local.__dict__.pop("kept", None)  # at once: no signal in between
        return kept

    def _request(
        self, method: str, path: str, body: str | None, headers: Mapping[str, str]
    ) -> bytes:
        head = f"{method} {self._base}{path}{self._fixed}Authorization: Bearer {self._read_token()}"
        if self._epoch:
            head += f"\r\nChannel-Epoch: {self._epoch}"
        for name, value in headers.items():
            head += f"\r\n{name}: {value}"
        if body is None:
            return f"{head}\r\nContent-Length: 0\r\n\r\n".encode("latin-1")
        data = body.encode("utf-8")
        head += f"\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
        return head.encode("latin-1") + data

    def _connect(self, timeout: float) -> _Kept:
        from .http1 import Connection  # sockets: 5 ms that an import of this package shouldn't cost

        try:
            tls = self._context() if self._secure else None
            return _Kept(Connection(self._host, self._port, timeout, tls))
        except OSError as e:
            raise Interrupted(f"{self._environment.url}: {e}", sent=False) from e

    def _once(self, kept: _Kept, request: bytes, timeout: float) -> Reply:
        """The connection is kept for the next exchange, unless it has ended or ^C came in the middle:
        what comes there later belongs to nobody."""
        from .http1 import BadAnswer

        last = True
        try:
            answer = kept.connection.exchange(request, timeout)
            last = answer.last
        except (OSError, BadAnswer) as e:
            raise Interrupted(f"{self._environment.url}: {e or type(e).__name__}", sent=True) from e
        finally:
            if last:
                kept.connection.close()
            else:
                self._local.kept = kept
        if answer.status == 401:
            self._token_stamp = ()  # whatever its file's date says: read it again
        epoch = answer.headers.get("channel-epoch", "")
        if epoch.isdigit() and int(epoch) > self._epoch:
            self._epoch = int(epoch)
        return Reply(answer.status, answer.headers, answer.body)

    def _read_token(self) -> str:
        """As the file has it now: the kubelet rotates it, by another file under the same name."""
        path = self._environment.token_file
        try:
            found = os.stat(path)
            stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
            if stamp != self._token_stamp:
                with open(path, encoding="ascii", errors="replace") as file:
                    self._token = file.read().strip()
                self._token_stamp = stamp
        except OSError as e:
            raise NotInPool(f"WORKERPOOL_TOKEN_FILE {path} cannot be read: {e.strerror}") from e
        return self._token

    def _context(self) -> ssl.SSLContext:
        import ssl

        if self._tls is None:
            self._tls = ssl.create_default_context(cafile=self._environment.ca_file)
        return self._tls
