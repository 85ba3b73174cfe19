"""A mail server with bad manners, chosen for each fault."""

from __future__ import annotations

import socket
import socketserver
import threading
from typing import Any

MANNERS = ("mail-away", "mail-refuses", "mail-hangs", "mail-cut")


class _Talk(socketserver.StreamRequestHandler):
    """SMTP as far as Django speaks it."""

    def handle(self) -> None:
        server: Any = self.server
        if server.manner == "mail-hangs":
            server.released.wait(20)
            return
        self.say("220 local")
        while line := self.rfile.readline():
            words = line.decode("latin-1").upper()
            if words.startswith("DATA"):
                self.say("354 go on")
                while (text := self.rfile.readline()) not in (b".\r\n", b""):
                    server.text += text
                if server.manner == "mail-cut":
                    return
                server.received += 1
                self.say("250 kept")
            elif words.startswith("RCPT") and server.manner == "mail-refuses":
                self.say("550 nobody of that name")
            elif words.startswith("QUIT"):
                return self.say("221 bye")
            else:
                self.say("250 ok")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class MailServer:
    """`received` counts the mails that it said it keeps."""

    def __init__(self) -> None:
        with socket.socket() as asked:
            asked.bind(("127.0.0.1", 0))
            self.port = asked.getsockname()[1]
        self.server: Any = None
        self.behave("")

    @property
    def received(self) -> int:
        return self.server.received if self.server else 0

    def behave(self, manner: str) -> None:
        """From now on; nobody listens when it is away."""
        self.stop()
        if manner == "mail-away":
            return
        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), _Talk)
        self.server.daemon_threads = True
        self.server.manner, self.server.received, self.server.text = manner, 0, b""
        self.server.released = threading.Event()
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        if self.server:
            self.server.released.set()
            self.server.shutdown()
            self.server.server_close()
            self.server = None
