"""One HTTP exchange with the relay: a kept-alive connection a thread, the token read each time."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from .environment import Environment
from .errors import NotInPool

if TYPE_CHECKING:
    import http.client
    import ssl


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

    def __init__(self, connection: http.client.HTTPConnection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


class Transport:
    """Connections belong to a thread, and to this process: a fork gets a new Transport."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        parts = urlsplit(environment.url)
        self._secure = parts.scheme == "https"
        self._host = parts.hostname or ""
        self._port = parts.port
        self._prefix = parts.path
        self._local = threading.local()
        self._tls: ssl.SSLContext | None = None
        self._epoch = 0

    @property
    def base(self) -> str:
        """Path of the channel."""
        e = self._environment
        return f"{self._prefix}/v1/namespaces/{e.namespace}/channels/{e.channel}"

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
        kept: _Kept | None = getattr(self._local, "kept", None)
        if kept is None:
            return self._once(self._connect(timeout), method, path, body, headers, timeout)
        try:
            return self._once(kept.connection, method, path, body, headers, timeout)
        except Interrupted as e:
            if not isinstance(e.__cause__, ConnectionError):
                raise
        try:
            reply = self._once(self._connect(timeout), method, path, body, headers, timeout)
        except Interrupted as e:
            e.sent = True  # the first try may have arrived
            raise
        return reply._replace(repeated=True)

    def close(self) -> None:
        """Drops this thread's connection; a request that is parked there is given up."""
        kept: _Kept | None = getattr(self._local, "kept", None)
        self._local.kept = None
        if kept is not None:
            kept.connection.close()

    def _connect(self, timeout: float) -> http.client.HTTPConnection:
        import http.client  # 20 ms that an import of this package shouldn't cost

        if self._secure:
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                self._host, self._port, timeout=timeout, context=self._context()
            )
        else:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=timeout)
        try:
            connection.connect()
        except OSError as e:
            connection.close()
            raise Interrupted(f"{self._environment.url}: {e}", sent=False) from e
        self._local.kept = _Kept(connection)
        return connection

    def _once(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        body: str | None,
        headers: Mapping[str, str],
        timeout: float,
    ) -> Reply:
        import http.client

        all_headers = {"Authorization": f"Bearer {self._token()}", **headers}
        if self._epoch:
            all_headers["Channel-Epoch"] = str(self._epoch)
        if body is not None:
            all_headers["Content-Type"] = "application/json"
        data = None if body is None else body.encode("utf-8")
        try:
            if connection.sock is not None:
                connection.sock.settimeout(timeout)
            connection.request(method, self.base + path, data, all_headers)
            response = connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as e:
            self.close()
            raise Interrupted(f"{self._environment.url}: {e or type(e).__name__}", sent=True) from e
        except BaseException:
            # ^C in the middle: what comes on this connection later belongs to nobody.
            self.close()
            raise
        if response.will_close:
            self.close()
        reply = Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, content)
        self._note_epoch(reply)
        return reply

    def _note_epoch(self, reply: Reply) -> None:
        epoch = reply.headers.get("channel-epoch", "")
        if epoch.isdigit():
            self._epoch = max(self._epoch, int(epoch))

    def _token(self) -> str:
        """As the file has it now: the kubelet rotates it."""
        try:
            with open(self._environment.token_file, encoding="ascii", errors="replace") as file:
                return file.read().strip()
        except OSError as e:
            raise NotInPool(
                f"WORKERPOOL_TOKEN_FILE {self._environment.token_file} cannot be read: {e.strerror}"
            ) from e

    def _context(self) -> ssl.SSLContext:
        import ssl

        if self._tls is None:
            self._tls = ssl.create_default_context(cafile=self._environment.ca_file)
        return self._tls
