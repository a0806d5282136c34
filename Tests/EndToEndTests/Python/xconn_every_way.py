#!/usr/bin/env python3
"""xconn over one way to a router after the other, in one process.

Reads from stdin what every_way.py reads, without the actions that name tables, and prints what that prints.
"""

import asyncio
import base64
import json
import os
import sys

from xconn_core import (
    ApplicationError,
    AsyncClient,
    CBORSerializer,
    CryptoSignAuthenticator,
    JSONSerializer,
    MsgPackSerializer,
    Result,
    TicketAuthenticator,
    WAMPCRAAuthenticator,
)

SERIALIZERS = {"cbor": CBORSerializer, "json": JSONSerializer, "msgpack": MsgPackSerializer}


class Peer:
    def __init__(self, visit, session):
        self._visit = visit
        self._session = session
        self._counts = {}
        self._changed = asyncio.Condition()

    async def perform(self, actions):
        details = self._session.details
        self._emit(
            "joined", session=details.session_id, authid=details.authid, authrole=details.authrole
        )
        for action in actions:
            try:
                await getattr(self, "do_" + action["do"])(action)
            except ApplicationError as error:
                self._emit("error", do=action["do"], uri=error.uri, args=list(error.args))
        await self._session.leave()
        self._emit("disconnected", clean=True)

    async def do_call(self, action):
        call = self._session.call(action["procedure"]).args(*arguments(action))
        if "in_parts" in action:
            call = call.on_progress(
                lambda part: self._emit("part", procedure=action["procedure"], args=part.args or [])
            )
        result = await call.execute()
        self._emit("result", procedure=action["procedure"], args=result.args or [])

    async def do_give_up(self, action):
        call = await self._session.call(action["procedure"]).args(*arguments(action)).stream()
        await self.do_wait(action)
        await call.cancel()
        self._emit("given_up", procedure=action["procedure"])

    async def do_publish(self, action):
        publication = self._session.publish(action["topic"]).args(*arguments(action))
        await publication.option("acknowledge", True).execute()
        self._emit("published", topic=action["topic"])

    async def do_subscribe(self, action):
        async def received(event):
            topic = event.details.get("topic", action["topic"])
            self._emit("event", topic=topic, args=event.args or [])

        subscription = self._session.subscribe(action["topic"], received)
        if "match" in action:
            subscription = subscription.match(action["match"])
        await subscription.execute()
        self._emit("subscribed", topic=action["topic"])

    async def do_register(self, action):
        async def invoked(invocation):
            procedure = invocation.details.get("procedure", action["procedure"])
            self._emit("invocation", procedure=procedure, args=invocation.args or [])
            if "error" in action:
                raise ApplicationError(action["error"], *arguments(action))
            if invocation.details.get("receive_progress"):
                for part in action.get("parts", []):
                    await invocation.send_progress(part)
            return Result.create(*arguments(action))

        registration = self._session.register(action["procedure"], invoked)
        if "match" in action:
            registration = registration.match(action["match"])
        await registration.execute()
        self._emit("registered", procedure=action["procedure"])

    async def do_wait(self, action):
        async with self._changed:
            await self._changed.wait_for(
                lambda: self._counts.get(action["for"], 0) >= action.get("count", 1)
            )

    def _emit(self, event, **fields):
        print(json.dumps({"event": event, "visit": self._visit, **fields}, default=jsonable), flush=True)
        self._counts[event] = self._counts.get(event, 0) + 1
        asyncio.ensure_future(self._notify())

    async def _notify(self):
        async with self._changed:
            self._changed.notify_all()


def arguments(action):
    if "base64" in action:
        return [base64.b64decode(action["base64"])]
    return action.get("args", [])


def jsonable(value):
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"base64": base64.b64encode(value).decode("ascii")}
    return repr(value)


def authenticator(proof):
    if proof is None:
        return None
    if proof["method"] == "ticket":
        return TicketAuthenticator(proof["authid"], proof["ticket"])
    if proof["method"] == "wampcra":
        return WAMPCRAAuthenticator(proof["authid"], proof["secret"])
    return CryptoSignAuthenticator(proof["authid"], proof["privkey"])


async def main():
    for line in sys.stdin:
        visit = json.loads(line)
        client = AsyncClient(
            authenticator=authenticator(visit.get("authentication")),
            serializer=SERIALIZERS[visit["serializer"]](),
        )
        try:
            session = await client.connect(visit["url"], visit["realm"])
        except Exception as error:
            print(json.dumps({"event": "abort", "visit": visit["visit"], "reason": repr(error)}), flush=True)
            continue
        try:
            await asyncio.wait_for(Peer(visit["visit"], session).perform(visit["actions"]), 20)
        except Exception as error:
            print(json.dumps({"event": "failure", "visit": visit["visit"], "message": repr(error)}), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
    # Threads of the library that still run while Python ends make it abort, now and then.
    sys.stdout.flush()
    os._exit(0)
