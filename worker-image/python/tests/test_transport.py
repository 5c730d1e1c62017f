"""HTTP by hand: what relays and the proxies before them may answer."""

import socket
import threading
import unittest

import stub  # noqa: F401  (finds the package)
from workerpool.http1 import BadAnswer, Connection


class Server:
    """Answers each request on one connection with the next of some bytes, in pieces."""

    def __init__(self, *answers, pieces=1):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.requests = []

        def serve():
            connection, _ = self.listener.accept()
            with connection:
                for answer in answers:
                    self.requests.append(connection.recv(65536))
                    step = max(1, len(answer) // pieces)
                    for at in range(0, len(answer), step):
                        connection.sendall(answer[at : at + step])

        self.thread = threading.Thread(target=serve, daemon=True)
        self.thread.start()

    def close(self):
        self.listener.close()
        self.thread.join(5)


class Answers(unittest.TestCase):
    def ask(self, *answers, pieces=1):
        server = Server(*answers, pieces=pieces)
        self.addCleanup(server.close)
        connection = Connection("127.0.0.1", server.port, 5.0)
        self.addCleanup(connection.close)
        return [connection.exchange(b"GET / HTTP/1.1\r\n\r\n", 5.0) for _ in answers]

    def test_length_endsTheBody(self):
        first = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nChannel-Epoch:  7 \r\n\r\nabc"
        second = b"HTTP/1.1 204 No Content\r\n\r\n"
        for pieces in (1, 7, 99):
            with self.subTest(pieces=pieces):
                one, two = self.ask(first, second, pieces=pieces)
                self.assertEqual((200, b"abc", False), (one.status, one.body, one.last))
                self.assertEqual("7", one.headers["channel-epoch"])
                self.assertEqual((204, b"", False), (two.status, two.body, two.last))

    def test_chunks_arePutTogether(self):
        answer = (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"3;x=y\r\nabc\r\n00A\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n"
        )
        for pieces in (1, 40):
            with self.subTest(pieces=pieces):
                one, two = self.ask(answer, answer, pieces=pieces)
                self.assertEqual((b"abc0123456789", False), (one.body, one.last))
                self.assertEqual(one, two)

    def test_noLength_isUntilTheConnectionEnds(self):
        (answer,) = self.ask(b"HTTP/1.1 502 Bad Gateway\r\n\r\nby a proxy")
        self.assertEqual((502, b"by a proxy", True), (answer.status, answer.body, answer.last))

    def test_closeAndHttp10_areTheConnectionsLast(self):
        for head in (b"HTTP/1.1 200 OK\r\nConnection: close", b"HTTP/1.0 200 OK"):
            with self.subTest(head=head):
                (answer,) = self.ask(head + b"\r\nContent-Length: 0\r\n\r\n")
                self.assertTrue(answer.last)

    def test_continue_isSkipped(self):
        (answer,) = self.ask(
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}"
        )
        self.assertEqual((201, b"{}"), (answer.status, answer.body))

    def test_noHttp_isBadAnswer(self):
        for nonsense in (
            b"SSH-2.0-OpenSSH\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            b"HTTP/1.1 200 " + b"x" * 70_000,
        ):
            with self.subTest(nonsense=nonsense[:40]), self.assertRaises(BadAnswer):
                self.ask(nonsense)

    def test_endInTheMiddle_isAConnectionError(self):
        with self.assertRaises(ConnectionError):
            self.ask(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab")


if __name__ == "__main__":
    unittest.main()
