"""One HTTP/1.1 connection, as much of it as a relay and the proxies before it need.

``http.client`` takes 20 ms to import and several times the processor time of this for a request,
which, where tasks are short, is most of what a worker does.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ssl

_CHUNK_BYTES = 64 * 1024
_MAX_HEAD_BYTES = 64 * 1024


class Answer(NamedTuple):
    """headers: names in lower case, the last of several of one name; last: the connection is over."""

    status: int
    headers: dict[str, str]
    body: bytes
    last: bool


class BadAnswer(Exception):
    """What came is no HTTP, or ended too soon."""


class Connection:
    """To one host; requests one at a time. After any exception it must be closed."""

    def __init__(
        self, host: str, port: int, timeout: float, tls: ssl.SSLContext | None = None
    ) -> None:
        """Connects. tls: where the connection is to be encrypted."""
        made = socket.create_connection((host, port), timeout)
        try:
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket = made if tls is None else tls.wrap_socket(made, server_hostname=host)
        except BaseException:
            made.close()
            raise
        self._timeout = timeout
        self._rest = b""

    def close(self) -> None:
        self._socket.close()

    def exchange(self, request: bytes, timeout: float) -> Answer:
        """Sends a whole request and reads the answer, ``timeout`` seconds between bytes. Raises
        OSError and BadAnswer."""
        if timeout != self._timeout:
            self._socket.settimeout(timeout)
            self._timeout = timeout
        self._socket.sendall(request)
        while True:
            status, version, headers = self._head()
            if status >= 200:  # else 100 Continue and the like, which nobody asked for
                break
        body, delimited = self._body(status, headers)
        said = headers.get("connection", "").lower()
        last = not delimited or "close" in said or (version == b"HTTP/1.0" and "keep" not in said)
        return Answer(status, headers, body, last)

    def _head(self) -> tuple[int, bytes, dict[str, str]]:
        data = self._rest
        while (end := data.find(b"\r\n\r\n")) < 0:
            if len(data) > _MAX_HEAD_BYTES:
                raise BadAnswer("an answer without an end of its headers")
            data += self._more()
        self._rest = data[end + 4 :]
        first, *lines = data[:end].split(b"\r\n")
        version, _, rest = first.partition(b" ")
        if not version.startswith(b"HTTP/1.") or not rest[:3].isdigit():
            raise BadAnswer(f"no HTTP answer: {first[:80]!r}")
        headers = {}
        for line in lines:
            name, _, value = line.partition(b":")
            headers[name.decode("latin-1").lower()] = value.strip().decode("latin-1")
        return int(rest[:3]), version, headers

    def _body(self, status: int, headers: dict[str, str]) -> tuple[bytes, bool]:
        """The body, and whether it told its end itself (else the connection's end does)."""
        if status in (204, 304):
            return b"", True
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return self._chunks(), True
        length = headers.get("content-length")
        if length is None:
            return self._all(), False
        if not length.isdigit():
            raise BadAnswer(f"Content-Length {length!r}")
        return self._exactly(int(length)), True

    def _chunks(self) -> bytes:
        parts: list[bytes] = []
        while True:
            size_text = self._line().split(b";")[0].strip()
            try:
                size = int(size_text, 16)
            except ValueError:
                raise BadAnswer(f"chunk of {size_text[:20]!r} bytes") from None
            if size == 0:
                while self._line():  # trailers
                    pass
                return b"".join(parts)
            parts.append(self._exactly(size))
            self._line()

    def _line(self) -> bytes:
        while (end := self._rest.find(b"\r\n")) < 0:
            if len(self._rest) > _MAX_HEAD_BYTES:
                raise BadAnswer("a line without an end")
            self._rest += self._more()
        line, self._rest = self._rest[:end], self._rest[end + 2 :]
        return line

    def _exactly(self, length: int) -> bytes:
        parts, have = [self._rest], len(self._rest)
        while have < length:
            parts.append(self._more())
            have += len(parts[-1])
        data = parts[0] if len(parts) == 1 else b"".join(parts)
        self._rest = data[length:]
        return data[:length]

    def _all(self) -> bytes:
        parts, self._rest = [self._rest], b""
        while data := self._socket.recv(_CHUNK_BYTES):
            parts.append(data)
        return b"".join(parts)

    def _more(self) -> bytes:
        data = self._socket.recv(_CHUNK_BYTES)
        if not data:
            raise ConnectionResetError("the relay closed the connection")
        return data
