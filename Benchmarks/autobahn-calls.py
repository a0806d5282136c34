"""Calls of one Autobahn|Python client that another one, in a process of its own, answers.

    autobahn-calls.py URL IN-FLIGHT SECONDS      prints `calls_per_second N`
"""

import asyncio
import multiprocessing
import sys
import time

from autobahn.asyncio.wamp import ApplicationRunner, ApplicationSession
from autobahn.wamp.serializer import CBORSerializer

PAYLOAD = b"x" * 128


def run(url, session):
    ApplicationRunner(url, "realm1", serializers=[CBORSerializer()]).run(session)


class Callee(ApplicationSession):
    ready = None

    async def onJoin(self, details):
        await self.register(lambda payload: payload, "com.example.autobahn.echo")
        self.ready.send(True)


class Caller(ApplicationSession):
    in_flight = 1
    seconds = 1.0

    async def onJoin(self, details):
        answered = 0
        start = time.monotonic()
        end = start + self.seconds

        async def keep_calling():
            nonlocal answered
            while time.monotonic() < end:
                if await self.call("com.example.autobahn.echo", PAYLOAD) != PAYLOAD:
                    raise ValueError("another answer")
                answered += 1

        await asyncio.gather(*(keep_calling() for _ in range(self.in_flight)))
        print("calls_per_second", answered / (time.monotonic() - start))
        self.leave()

    def onDisconnect(self):
        asyncio.get_event_loop().stop()


def answer(url, ready):
    Callee.ready = ready
    run(url, Callee)


if __name__ == "__main__":
    url, in_flight, seconds = sys.argv[1:]
    Caller.in_flight, Caller.seconds = int(in_flight), float(seconds)
    ours, theirs = multiprocessing.Pipe()
    callee = multiprocessing.Process(target=answer, args=(url, theirs), daemon=True)
    callee.start()
    if not ours.poll(30):
        sys.exit("the callee did not register")
    run(url, Caller)
    callee.terminate()
