#!/usr/bin/env python3
"""Autobahn|Python as a WAMP client that a test drives: actions in, observations out, one JSON object per line.

    peer.py --url ws://127.0.0.1:8080/ --realm realm1 --schema demo.fbs [--include FOLDER]... [--serializer cbor]
            [--authenticate '{"method": "ticket", "authid": "joe", "ticket": "secret"}']
            [--authority FILE] [--cookie NAME=VALUE] [--deadline 30]

Actions are read from stdin, in order, each finished before the next one starts. The end of stdin leaves the realm.

    {"do": "call", "procedure": URI, VALUE, "response": "demo.User"}
    {"do": "call", "procedure": URI, VALUE, "in_parts": true} parts of the result are wanted
    {"do": "events", "subscription": ID}                      all of a history's, page by page, a result for each page
    {"do": "give_up", "procedure": URI, "for": "event", "count": 2}      a call, cancelled when a wait would end
    {"do": "publish", "topic": URI, VALUE}                    acknowledged
    {"do": "subscribe", "topic": URI, "match": "prefix", "response": "demo.User"}
    {"do": "unsubscribe", "topic": URI}
    {"do": "register", "procedure": URI, "match": "prefix", VALUE}       every call is answered with VALUE
    {"do": "register", "procedure": URI, VALUE, "parts": [1, 2]}         in these parts before, if its caller wants them
    {"do": "register", "procedure": URI, VALUE, "several": true}         with all of its arguments, not the first one alone
    {"do": "register", "procedure": URI, VALUE, "error": URI} every call fails with this error
    {"do": "unregister", "procedure": URI}
    {"do": "wait", "for": "event", "count": 2}                until so many lines of that kind were printed in all
    {"do": "leave"}

VALUE is one of `"table": "demo.UserKey", "fields": {"id": 7}` (a record built with flatc's code, sent as one binary
argument), `"base64": "…"` (one binary argument), `"args": [1, "two"], "kwargs": {"limit": 3}` (plain arguments, binaries
as {"base64": …}), or absent (no arguments). Keyword arguments are for calls and errors.
`response` names the table that decodes the one binary argument received.

Printed, one line each, `event` says which:

    {"event": "joined", "realm", "session", "protocol": "wamp.2.cbor", "authid", "authrole", "authmethod", "cookie",
     "extensions": ["permessage-deflate"]}                    of WebSocket, if the router takes what is always offered
    {"event": "result", "procedure", RECEIVED}                {"event": "part", "procedure", RECEIVED}
    {"event": "given_up", "procedure"}
    {"event": "error", "do", "uri", "args", "kwargs"}         the router or the callee said no; the next action runs
    {"event": "subscribed" | "unsubscribed", "topic"}         {"event": "registered" | "unregistered", "procedure"}
    {"event": "published", "topic"}
    {"event": "event", "topic", "publication", "kwargs", RECEIVED}
    {"event": "invocation", "procedure", RECEIVED}
    {"event": "abort", "reason", "message"}                   the router refused the session
    {"event": "left", "reason", "message"}                    the session was closed, by either side
    {"event": "failure", "message"}                           an action that cannot be performed; the session is left
    {"event": "disconnected", "clean"}                        the last line

RECEIVED is `"args": […]` with binaries as {"base64": …}; of results and invocations with keywords also `"kwargs": {…}`; when `response`
was given and there is one also `"record": {…}`.

`--authenticate` names what Autobahn's `create_authenticator` takes: the method and its arguments; the method "cookie", which
Autobahn has no authenticator for, is only offered. `--cookie` is what the handshake's header says; in `joined`, `cookie`
is what the router's answer set.

A record's fields have the names flatc's Python gives them (`install_size` becomes `installSize`).

Status: 0 when the session ended in order (an abort included), 1 when the connection failed or was lost, 2 wrong usage
or a failure, 3 when the deadline (seconds, for everything) passed. Autobahn's own log goes to stderr.
"""

import argparse
import asyncio
import base64
import json
import ssl
import sys
import threading

from autobahn.asyncio.rawsocket import WampRawSocketClientFactory
from autobahn.asyncio.wamp import ApplicationRunner, ApplicationSession
from autobahn.asyncio.websocket import WampWebSocketClientFactory
from autobahn.wamp import auth
from autobahn.wamp import serializer as serializers
from autobahn.wamp.exception import ApplicationError, SerializationError
from autobahn.wamp.types import (
    CallOptions,
    CallResult,
    CloseDetails,
    ComponentConfig,
    PublishOptions,
    RegisterOptions,
    SubscribeOptions,
)

from records import Schema

SERIALIZERS = {
    "cbor": serializers.CBORSerializer,
    "cbor.batched": lambda: serializers.CBORSerializer(batched=True),
    "flatbuffers": serializers.FlatBuffersSerializer,
    "json": serializers.JsonSerializer,
    "json.batched": lambda: serializers.JsonSerializer(batched=True),
    "msgpack": serializers.MsgPackSerializer,
    "msgpack.batched": lambda: serializers.MsgPackSerializer(batched=True),
}


class Output:
    """Prints observations and lets an action wait for them."""

    def __init__(self, **always):
        self._always = always
        self._counts = {}
        self._changed = asyncio.Condition()

    def emit(self, event, **fields):
        print(json.dumps({"event": event, **self._always, **fields}, default=_jsonable), flush=True)
        self._counts[event] = self._counts.get(event, 0) + 1
        asyncio.ensure_future(self._notify())

    async def wait(self, event, count):
        async with self._changed:
            await self._changed.wait_for(lambda: self._counts.get(event, 0) >= count)

    async def _notify(self):
        async with self._changed:
            self._changed.notify_all()


class Peer(ApplicationSession):
    """One session that performs the actions of a queue."""

    def __init__(self, config):
        super().__init__(config)
        self._actions = config.extra["actions"]
        self._schema = config.extra["schema"]
        self._output = config.extra["output"]
        self._finished = config.extra["finished"]
        self._subscriptions = {}
        self._registrations = {}
        self._joined = False
        self._failed = False
        self._ended_in_order = False
        self._authentication = config.extra["authentication"]
        self._authenticator = None

    def onConnect(self):
        if self._authentication is None:
            return super().onConnect()
        if self._authentication["name"] == "cookie":
            authid = self._authentication.get("authid")
            return self.join(self.config.realm, authmethods=["cookie"], authid=authid)
        self._authenticator = auth.create_authenticator(**self._authentication)
        self.join(
            self.config.realm,
            authmethods=[self._authenticator.name],
            authid=self._authentication.get("authid"),
            authextra=self._authenticator.authextra,
        )

    def onChallenge(self, challenge):
        signature = self._authenticator.on_challenge(self, challenge)
        return signature.decode("ascii") if isinstance(signature, bytes) else signature

    def onWelcome(self, welcome):
        return self._authenticator and self._authenticator.on_welcome(self, welcome.authextra)

    async def onJoin(self, details):
        self._joined = True
        self._output.emit(
            "joined",
            realm=details.realm,
            session=details.session,
            # RawSocket has no name for what is spoken.
            protocol=getattr(self._transport, "websocket_protocol_in_use", "rawsocket"),
            authid=details.authid,
            authrole=details.authrole,
            authmethod=details.authmethod,
            extensions=[one.EXTENSION_NAME for one in getattr(self._transport, "websocket_extensions_in_use", [])],
            cookie=getattr(self._transport, "http_headers", {}).get("set-cookie"),
        )
        try:
            await self._perform_all()
        except Exception as failure:
            self._failed = True
            self._output.emit("failure", message=repr(failure))
        if self.is_attached():
            self.leave()

    def onLeave(self, details):
        self._ended_in_order = details.reason != CloseDetails.REASON_TRANSPORT_LOST
        kind = "left" if self._joined else "abort"
        self._output.emit(kind, reason=details.reason, message=details.message)
        self.disconnect()

    def onDisconnect(self):
        self._output.emit("disconnected", clean=self._ended_in_order)
        if not self._finished.done():
            self._finished.set_result(2 if self._failed else 0 if self._ended_in_order else 1)

    async def _perform_all(self):
        while (line := await self._actions.get()) is not None:
            action = json.loads(line)
            if action["do"] == "leave":
                return
            try:
                await getattr(self, "do_" + action["do"])(action)
            except ApplicationError as error:
                said = {"args": list(error.args), "kwargs": error.kwargs or {}}
                self._output.emit("error", do=action["do"], uri=error.error, **said)
            except SerializationError as error:
                # What Autobahn makes of this one error of a peer.
                uri = ApplicationError.INVALID_PAYLOAD
                self._output.emit("error", do=action["do"], uri=uri, args=list(error.args))

    async def do_call(self, action):
        def part(*arguments):
            self._output.emit("part", procedure=action["procedure"], **self._received(arguments, action))

        options = CallOptions(on_progress=part) if "in_parts" in action else None
        keywords = _binaries(action.get("kwargs", {}))
        value = await self.call(
            action["procedure"], *self._arguments(action), **keywords, options=options
        )
        keywords = None
        if isinstance(value, CallResult):
            arguments, keywords = value.results, value.kwresults
        else:
            arguments = [] if value is None else [value]
        received = self._received(arguments, action)
        if keywords:
            received["kwargs"] = keywords
        self._output.emit("result", procedure=action["procedure"], **received)

    async def do_events(self, action):
        procedure, bounds, more = "wamp.subscription.get_events", {}, True
        while more:
            page = await self.call(procedure, action["subscription"], **bounds)
            more = page.kwresults["more"]
            bounds = {"after_publication": page.kwresults.get("after_publication")}
            received = [[event["publication"], event["details"]["topic"], *event["args"]] for event in page.results]
            self._output.emit("result", procedure=procedure, args=received)

    async def do_give_up(self, action):
        call = self.call(action["procedure"], *self._arguments(action))
        await self.do_wait(action)
        call.cancel()
        self._output.emit("given_up", procedure=action["procedure"])

    async def do_publish(self, action):
        options = PublishOptions(acknowledge=True)
        await self.publish(action["topic"], *self._arguments(action), options=options)
        self._output.emit("published", topic=action["topic"])

    async def do_subscribe(self, action):
        def received(*arguments, details, **keywords):
            self._output.emit(
                "event",
                topic=details.topic,
                publication=details.publication,
                kwargs=keywords,
                **self._received(arguments, action),
            )

        options = SubscribeOptions(match=action.get("match"), details_arg="details")
        self._subscriptions[action["topic"]] = await self.subscribe(received, action["topic"], options)
        self._output.emit("subscribed", topic=action["topic"])

    async def do_unsubscribe(self, action):
        await self._subscriptions.pop(action["topic"]).unsubscribe()
        self._output.emit("unsubscribed", topic=action["topic"])

    async def do_register(self, action):
        answer = self._arguments(action)

        def invoked(*arguments, details, **keywords):
            received = self._received(arguments, action)
            if keywords:
                received["kwargs"] = keywords
            self._output.emit("invocation", procedure=details.procedure, **received)
            if "error" in action:
                raise ApplicationError(action["error"], *answer, **_binaries(action.get("kwargs", {})))
            for part in action.get("parts", []) if details.progress else []:
                details.progress(part)
            if "several" in action:
                return CallResult(*answer)
            return answer[0] if answer else None

        options = RegisterOptions(match=action.get("match"), details_arg="details")
        self._registrations[action["procedure"]] = await self.register(
            invoked, action["procedure"], options
        )
        self._output.emit("registered", procedure=action["procedure"])

    async def do_unregister(self, action):
        await self._registrations.pop(action["procedure"]).unregister()
        self._output.emit("unregistered", procedure=action["procedure"])

    async def do_wait(self, action):
        await self._output.wait(action["for"], action.get("count", 1))

    def _arguments(self, action):
        if "table" in action:
            return [self._schema.encode(action["table"], action.get("fields", {}))]
        if "base64" in action:
            return [base64.b64decode(action["base64"])]
        return _binaries(action.get("args", []))

    def _received(self, arguments, action):
        fields = {"args": list(arguments)}
        if "response" in action and arguments:
            fields["record"] = self._schema.decode(action["response"], arguments[0])
        return fields


def _binaries(value):
    """The value with binaries where JSON has {"base64": …}."""
    if isinstance(value, list):
        return [_binaries(element) for element in value]
    if not isinstance(value, dict):
        return value
    if list(value) == ["base64"]:
        return base64.b64decode(value["base64"])
    return {name: _binaries(element) for name, element in value.items()}


def _jsonable(value):
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"base64": base64.b64encode(value).decode("ascii")}
    return repr(value)


def _read_actions(loop, actions):
    """Feeds the lines of stdin to `actions`, then None. Runs on its own thread: stdin may be a pipe or a file."""
    # Unbuffered, because a buffered stdin that is being read when the process ends makes Python abort.
    with open(0, "rb", buffering=0, closefd=False) as lines:
        for line in lines:
            if line.strip():
                loop.call_soon_threadsafe(actions.put_nowait, line)
    loop.call_soon_threadsafe(actions.put_nowait, None)


def authentication(arguments):
    """What `create_authenticator` takes for a method and its arguments."""
    if arguments is None:
        return None
    return {"name" if key == "method" else key: value for key, value in arguments.items()}


async def connect(url, realm, serializer, extra, authority=None, cookie=None):
    """Makes a connection, over which a Peer with `extra` joins."""
    serializer = SERIALIZERS[serializer]()
    scheme, _, path = url.partition("://unix:")
    if path:
        # ApplicationRunner reads such addresses, and then looks for a host.
        kind = WampRawSocketClientFactory if scheme == "rs" else WampWebSocketClientFactory
        several = {"serializer": serializer} if scheme == "rs" else {"serializers": [serializer]}
        factory = kind(lambda: Peer(ComponentConfig(realm, extra)), **several)
        connecting = asyncio.get_running_loop().create_unix_connection(factory, path)
    else:
        trusted = ssl.create_default_context(cafile=authority) if authority else None
        headers = {"Cookie": cookie} if cookie else None
        runner = ApplicationRunner(
            url, realm, extra, serializers=[serializer], ssl=trusted, headers=headers
        )
        connecting = runner.run(Peer, start_loop=False)
    _, connection = await connecting
    return connection


async def end_of(connection, finished):
    """Waits for the end of a Peer's session, and tells the status that it had."""
    await asyncio.wait({finished, connection.is_closed}, return_when=asyncio.FIRST_COMPLETED)
    # A connection that closed before it was a WAMP transport never had a session that could say so.
    return finished.result() if finished.done() else 1


async def _run(arguments):
    loop = asyncio.get_running_loop()
    extra = {
        "actions": asyncio.Queue(),
        "schema": Schema(arguments.schema, arguments.include) if arguments.schema else None,
        "output": Output(),
        "finished": loop.create_future(),
        "authentication": authentication(json.loads(arguments.authenticate or "null")),
    }
    connection = await connect(
        arguments.url, arguments.realm, arguments.serializer, extra, arguments.authority, arguments.cookie
    )
    threading.Thread(target=_read_actions, args=(loop, extra["actions"]), daemon=True).start()
    return await end_of(connection, extra["finished"])


def main():
    parser = argparse.ArgumentParser(description="a WAMP client driven by JSON lines; see the top of this file")
    parser.add_argument("--url", required=True)
    parser.add_argument("--realm", required=True)
    parser.add_argument("--schema", help="the .fbs whose tables the actions name")
    parser.add_argument("--include", action="append", default=[], help="a folder with included .fbs files")
    parser.add_argument("--serializer", choices=SERIALIZERS, default="cbor")
    parser.add_argument("--authenticate", help="how the client proves who it is, in JSON")
    parser.add_argument("--authority", help="a PEM file with what a router's certificate leads to")
    parser.add_argument("--cookie", help="what the handshake's header Cookie says")
    parser.add_argument("--deadline", type=float, default=30, help="seconds")
    arguments = parser.parse_args()

    try:
        return asyncio.run(asyncio.wait_for(_run(arguments), arguments.deadline))
    except asyncio.TimeoutError:
        print(f"peer.py: not done within {arguments.deadline} s", file=sys.stderr)
        return 3
    except OSError as error:
        print(f"peer.py: {arguments.url}: {error}", file=sys.stderr)
        return 1
    except ValueError as error:
        print(f"peer.py: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
