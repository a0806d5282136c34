#!/usr/bin/env python3
"""Autobahn|Python over one way to a router after the other, in one process.

    every_way.py SCHEMA INCLUDE AUTHORITY

Each line of stdin is a way, tried to its end before the next one:

    {"way": NAME, "url": URL, "serializer": "cbor", "realm": REALM, "actions": [ACTION, …]}

Actions and what is printed are those of peer.py; each line printed has the NAME, too.
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
        way = json.loads(line)
        actions = asyncio.Queue()
        for action in way["actions"]:
            actions.put_nowait(json.dumps(action))
        actions.put_nowait(None)
        extra = {
            "actions": actions,
            "schema": schema,
            "output": peer.Output(way=way["way"]),
            "finished": asyncio.get_running_loop().create_future(),
            "authentication": None,
        }
        trusted = authority if way["url"].startswith(("wss:", "rss:")) else None
        connection = await peer.connect(way["url"], way["realm"], way["serializer"], extra, trusted)
        try:
            await asyncio.wait_for(peer.end_of(connection, extra["finished"]), 20)
        except asyncio.TimeoutError:
            extra["output"].emit("failure", message="not done within 20 s")


if __name__ == "__main__":
    asyncio.run(main())
