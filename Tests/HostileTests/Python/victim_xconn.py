#!/usr/bin/env python3
"""xconn, whose client is written in Rust, as the third party whom attackers must not harm.

    victim_xconn.py URL REALM cbor

Registers and prints the same as victim_autobahn.py.
"""

import asyncio
import sys

from xconn_core import ApplicationError, AsyncClient, CBORSerializer, Result


class Victim:
    async def run(self, url, realm):
        self._events = 0
        lost = asyncio.Event()
        client = AsyncClient(serializer=CBORSerializer())
        self._session = await client.connect(url, realm, None, lost.set)
        for name in ["session", "echo", "slow", "progress", "ask", "events"]:
            await self._session.register("victim." + name, getattr(self, name)).execute()
        await self._session.subscribe("victim.topic", self._count).execute()
        print("ready", flush=True)
        await lost.wait()
        print("lost", flush=True)
        # Until it is interrupted: the test asks what became of it.
        await asyncio.Event().wait()

    async def session(self, invocation):
        return Result.create(self._session.details.session_id)

    async def echo(self, invocation):
        return Result(args=invocation.args, kwargs=invocation.kwargs)

    async def slow(self, invocation):
        await asyncio.sleep(60)

    async def progress(self, invocation):
        for number in range(20):
            await invocation.send_progress(number)
            await asyncio.sleep(0.01)
        await asyncio.sleep(60)

    async def ask(self, invocation):
        try:
            await asyncio.wait_for(self._session.call(invocation.args[0]).execute(), 5)
        except ApplicationError as error:
            return Result.create(error.uri)
        except asyncio.TimeoutError:
            return Result.create("silence")
        return Result.create("result")

    async def events(self, invocation):
        return Result.create(self._events)

    async def _count(self, event):
        self._events += 1


if __name__ == "__main__":
    url, realm, _ = sys.argv[1:]
    try:
        asyncio.run(Victim().run(url, realm))
    except KeyboardInterrupt:
        pass
