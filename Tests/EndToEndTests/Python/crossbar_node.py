#!/usr/bin/env python3
"""A node of Crossbar.io that a test starts, kills and stops.

    crossbar_node.py FOLDER [CERTIFICATE KEY]

Prints a line of JSON once clients can connect: the ports and sockets, and what they listen for. SIGHUP kills the node's
processes, waits a moment, starts it again at the same addresses and prints the line again. SIGINT ends it in order.

Its own log goes to FOLDER/log, which stderr shows when it does not start.

One realm, `realm1`, whose clients may do everything. Anybody joins over `/ws` and RawSocket; at `/closed` only who proves
who he is:

    tina   ticket      "pencil"
    carl   wampcra     "pencil"
    sal    wampcra     "pencil", salted
    scott  scram       "pencil", by PBKDF2
    ann    scram       "pencil", by Argon2id with what Autobahn's `derive_scram_credential` takes
    kay    cryptosign  the private key that is 32 times the byte 0xa1
"""

import hashlib
import hmac
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from autobahn.wamp.auth import derive_scram_credential
from nacl.signing import SigningKey

SERIALIZERS = ["cbor", "msgpack", "json"]
PASSWORD = "pencil"


def scram_by_pbkdf2(salt, iterations):
    salted = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), salt, iterations)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    return {
        "kdf": "pbkdf2",
        "iterations": iterations,
        "memory": 0,
        "salt": salt.hex(),
        "stored-key": hashlib.sha256(client_key).hexdigest(),
        "server-key": hmac.digest(salted, b"Server Key", "sha256").hex(),
        "role": "user",
    }


def scram_by_argon2id(salt):
    credential = derive_scram_credential("ann", PASSWORD, salt)
    return {key: credential[key] for key in ["kdf", "iterations", "memory", "salt", "stored-key", "server-key"]} | {
        "role": "user"
    }


def authentication():
    salting = {"salt": "salt", "iterations": 1000, "keylen": 32}
    return {
        "ticket": {"type": "static", "principals": {"tina": {"ticket": PASSWORD, "role": "user"}}},
        "wampcra": {
            "type": "static",
            "users": {
                "carl": {"secret": PASSWORD, "role": "user"},
                # This release derives the key itself.
                "sal": {"secret": PASSWORD, "role": "user"} | salting,
            },
        },
        "scram": {
            "type": "static",
            "principals": {
                "scott": scram_by_pbkdf2(b"sixteen bytes ok", 4096),
                "ann": scram_by_argon2id(b"sixteen bytes ok"),
            },
        },
        "cryptosign": {
            "type": "static",
            "principals": {
                "kay": {"authorized_keys": [SigningKey(b"\xa1" * 32).verify_key.encode().hex()], "role": "user"}
            },
        },
    }


def transport(endpoint):
    anybody = {"anonymous": {"type": "static", "role": "anonymous"}}
    return {
        "type": "universal",
        "endpoint": endpoint,
        "rawsocket": {"serializers": SERIALIZERS, "auth": anybody},
        "websocket": {
            "ws": {"type": "websocket", "serializers": SERIALIZERS, "auth": anybody},
            "closed": {"type": "websocket", "serializers": SERIALIZERS, "auth": authentication()},
        },
    }


def configuration(ports, path, tls):
    everything = {
        "uri": "",
        "match": "prefix",
        "allow": {"call": True, "register": True, "publish": True, "subscribe": True},
        "disclose": {"caller": True, "publisher": True},
        "cache": True,
    }
    local = {"type": "tcp", "interface": "127.0.0.1"}
    transports = [
        transport(local | {"port": ports[0]}),
        transport({"type": "unix", "path": path}),
    ]
    if tls:
        certificate, key = tls
        secured = {"certificate": certificate, "key": key}
        transports.append(transport(local | {"port": ports[1], "tls": secured}))
    roles = [{"name": name, "permissions": [everything]} for name in ["anonymous", "user"]]
    worker = {"type": "router", "realms": [{"name": "realm1", "roles": roles}], "transports": transports}
    return {"version": 2, "workers": [worker]}


class Node:
    def __init__(self, folder, tls):
        self._folder = folder
        self._ports = free_ports(2)
        self._socket = str(folder / "crossbar.sock")
        (folder / "config.json").write_text(json.dumps(configuration(self._ports, self._socket, tls)))
        self._process = None

    def start(self):
        Path(self._socket).unlink(missing_ok=True)
        (self._folder / "node.pid").unlink(missing_ok=True)
        with open(self._folder / "log", "ab") as log:
            self._process = subprocess.Popen(
                [Path(sys.executable).with_name("crossbar"), "start", "--cbdir", str(self._folder)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + 120
        while not all(self._listens(address) for address in [*self._ports, self._socket]):
            if self._process.poll() is not None or time.monotonic() > deadline:
                sys.exit((self._folder / "log").read_text()[-4000:])
            time.sleep(0.1)
        print(json.dumps({"port": self._ports[0], "tls": self._ports[1], "socket": self._socket}), flush=True)

    def end(self, by):
        """Sends a signal to the node and its workers, and waits for the node's end."""
        if self._process.poll() is not None:
            return
        os.killpg(self._process.pid, by)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _listens(self, address):
        family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
        with socket.socket(family) as client:
            return client.connect_ex(address if isinstance(address, str) else ("127.0.0.1", address)) == 0


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def main():
    folder = Path(sys.argv[1])
    # A signal that comes early waits for its turn.
    asked = {signal.SIGHUP, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, asked)
    node = Node(folder, sys.argv[2:4])
    parent = os.getppid()
    try:
        node.start()
        # Who started this may have been killed, too.
        while os.getppid() == parent:
            received = signal.sigtimedwait(asked, 1)
            if received and received.si_signo == signal.SIGINT:
                break
            if received:
                node.end(by=signal.SIGKILL)
                node.start()
    finally:
        node.end(by=signal.SIGTERM)


if __name__ == "__main__":
    main()
