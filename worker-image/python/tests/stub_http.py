"""The fake relay's port: requests become calls, what comes of them becomes answers."""

import http.server
import json
import threading
import urllib.parse

from stub_problem import Lost, Problem

BASE = "/v1/namespaces/default/channels/consumers"


def serve(relay):
    """Serves ``relay`` on a port of its own; ``relay.handle(call)`` gives a status and a message."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def answer(self):
            answer(relay, self)

        do_GET = do_POST = do_PUT = do_DELETE = answer

        def log_message(self, *args):
            pass

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request, address):
            pass  # clients that go away

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server


def answer(relay, handler):
    length = int(handler.headers.get("Content-Length") or 0)
    body = handler.rfile.read(length) if length else b""
    parts = urllib.parse.urlsplit(handler.path)
    query = dict(urllib.parse.parse_qsl(parts.query))
    call = (
        handler.command,
        parts.path.replace(BASE, "", 1),
        query,
        body,
        dict(handler.headers),
    )
    relay.requests.append(call)
    try:
        status, reply = relay.handle(call)
    except Problem as problem:
        status, reply = problem.status, problem.body()
    except Lost:
        handler.close_connection = True
        return
    data = b"" if reply is None else json.dumps(reply).encode()
    handler.send_response(status)
    handler.send_header("Channel-Epoch", str(relay.epoch))
    if status in (429, 503):
        handler.send_header("Retry-After", "1")
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)
