#!/usr/bin/env python3
"""Autobahn|Python as the third party whom attackers must not harm.

    victim_autobahn.py URL REALM cbor|flatbuffers

Its one session registers, and is asked over WAMP alone:

    victim.session()      the session's identifier
    victim.echo(value)    the value
    victim.slow()         no answer for a minute
    victim.progress()     some progressive results, one every 10 ms, then nothing for a minute
    victim.ask(uri)       calls this procedure: "result", or the URI of its error, or "silence" after 5 s
    victim.events()       how many events of the topic victim.topic came so far

Prints "ready" once it can be called and "lost REASON" if its session ends; runs until it is interrupted.
"""

import asyncio
import sys

from autobahn.asyncio.wamp import ApplicationRunner, ApplicationSession
from autobahn.wamp import serializer
from autobahn.wamp.exception import ApplicationError, SerializationError
from autobahn.wamp.types import RegisterOptions

SERIALIZERS = {"cbor": serializer.CBORSerializer, "flatbuffers": serializer.FlatBuffersSerializer}


class Victim(ApplicationSession):
    async def onJoin(self, details):
        self._id = details.session
        self._events = 0
        for name in ["session", "echo", "slow", "ask", "events"]:
            await self.register(getattr(self, name), "victim." + name)
        await self.register(self.progress, "victim.progress", RegisterOptions(details_arg="details"))
        await self.subscribe(self._count, "victim.topic")
        print("ready", flush=True)

    def onLeave(self, details):
        print("lost", details.reason, details.message, flush=True)
        self.disconnect()

    def session(self):
        return self._id

    def echo(self, value):
        return value

    async def slow(self):
        await asyncio.sleep(60)

    async def progress(self, details=None):
        # Few: those of calls that are cancelled with skip must not be what the victim dies of.
        for number in range(20):
            if details.progress:
                details.progress(number)
            await asyncio.sleep(0.01)
        await self.slow()

    async def ask(self, uri):
        try:
            await asyncio.wait_for(self.call(uri), 5)
        except ApplicationError as error:
            return error.error
        except SerializationError:
            # What Autobahn makes of an ERROR with this URI.
            return ApplicationError.INVALID_PAYLOAD
        except asyncio.TimeoutError:
            return "silence"
        return "result"

    def events(self):
        return self._events

    def _count(self, *arguments, **keywords):
        self._events += 1


if __name__ == "__main__":
    url, realm, name = sys.argv[1:]
    try:
        ApplicationRunner(url, realm, serializers=[SERIALIZERS[name]()]).run(Victim)
    except KeyboardInterrupt:
        pass
