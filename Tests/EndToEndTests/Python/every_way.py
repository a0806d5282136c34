#!/usr/bin/env python3
"""Autobahn|Python over one way to a router after the other, in one process.

    every_way.py SCHEMA INCLUDE AUTHORITY

Each line of stdin is a visit, made to its end before the next one:

    {"visit": NUMBER, "url": URL, "serializer": "cbor", "realm": REALM, "actions": [ACTION, …],
     "authentication": {"method": "ticket", "authid": "joe", "ticket": "secret"}}

The authentication may be absent. Actions and what is printed are those of peer.py; each line printed has the NUMBER, too.
"""

import asyncio
import json
import sys

import peer
from records import Schema


async def main():
    path, include, authority = sys.argv[1:]
    schema = Schema(path, [include])
    for line in sys.stdin:
        visit = json.loads(line)
        actions = asyncio.Queue()
        for action in visit["actions"]:
            actions.put_nowait(json.dumps(action))
        actions.put_nowait(None)
        extra = {
            "actions": actions,
            "schema": schema,
            "output": peer.Output(visit=visit["visit"]),
            "finished": asyncio.get_running_loop().create_future(),
            "authentication": peer.authentication(visit.get("authentication")),
        }
        trusted = authority if visit["url"].startswith(("wss:", "rss:")) else None
        connection = await peer.connect(
            visit["url"], visit["realm"], visit["serializer"], extra, trusted
        )
        try:
            await asyncio.wait_for(peer.end_of(connection, extra["finished"]), 20)
        except asyncio.TimeoutError:
            extra["output"].emit("failure", message="not done within 20 s")


if __name__ == "__main__":
    asyncio.run(main())
