"""Runs the WebSocket test suite against the echo program, as server and as client.

    suite.py server|client PROGRAM CASE...

Prints a line for each case: its number, what the messages were worth, and how the connection was closed. A case may have
a star: `12.*`.
"""

import asyncio
import sys

from kosoku import FailureError, run_fuzzingclient, run_fuzzingserver

# Here the suite's server compresses only for clients that can be told to do it with each message alone.
ALONE = ("13.2.", "13.5.", "13.6.")


async def results(run):
    """The results, whether a case failed or not: who reads the lines judges them."""
    try:
        return await run
    except FailureError as failure:
        return failure.results


async def as_server(program, cases):
    echo = await asyncio.create_subprocess_exec(program, "serve", stdout=asyncio.subprocess.PIPE)
    try:
        ready = (await echo.stdout.readline()).split()
        port = int(ready[1])
        return await results(run_fuzzingclient(f"127.0.0.1:{port}", cases, None, concurrency=1))
    finally:
        echo.kill()
        await echo.wait()


async def as_client(program, cases):
    alone = [case for case in cases if case.startswith(ALONE)]
    others = [case for case in cases if case not in alone]
    found = []
    for list, options in (others, []), (alone, ["alone"]):
        if list:
            found += await connect(program, list, options)
    return found


async def connect(program, cases, options):
    async with run_fuzzingserver(cases, None, host="127.0.0.1", port=0) as server:
        echo = await asyncio.create_subprocess_exec(program, "connect", str(server.port), *options)
        result = asyncio.ensure_future(results(server.get_result()))
        ended = asyncio.ensure_future(echo.wait())
        try:
            await asyncio.wait({result, ended}, return_when=asyncio.FIRST_COMPLETED)
            # What the echo program said last may still be read.
            await asyncio.wait({result}, timeout=10)
            if not result.done():
                sys.exit(f"the echo program ended with {echo.returncode} before all cases were run")
            return result.result()
        finally:
            if echo.returncode is None:
                echo.kill()
            await ended


async def main():
    role, program, *cases = sys.argv[1:]
    for case in await {"server": as_server, "client": as_client}[role](program, cases):
        print(case.case_id, case.behavior.value, case.behavior_close.value, sep="\t")


asyncio.run(main())
