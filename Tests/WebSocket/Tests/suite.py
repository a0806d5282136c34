"""Runs the WebSocket test suite against the echo program, as server and as client.

    suite.py server|client PROGRAM

Prints a line for each case: its number, what the messages were worth, and how the connection was closed. Sections 1 to
10; the others are of compression, which is not spoken here.
"""

import asyncio
import sys

from kosoku import FailureError, run_fuzzingclient, run_fuzzingserver

CASES = [f"{section}.*" for section in (1, 2, 3, 4, 5, 6, 7, 9, 10)]


async def results(run):
    """The results, whether a case failed or not: who reads the lines judges them."""
    try:
        return await run
    except FailureError as failure:
        return failure.results


async def as_server(program):
    echo = await asyncio.create_subprocess_exec(program, "serve", stdout=asyncio.subprocess.PIPE)
    try:
        ready = (await echo.stdout.readline()).split()
        port = int(ready[1])
        return await results(run_fuzzingclient(f"127.0.0.1:{port}", CASES, None, concurrency=1))
    finally:
        echo.kill()
        await echo.wait()


async def as_client(program):
    async with run_fuzzingserver(CASES, None, host="127.0.0.1", port=0) as server:
        echo = await asyncio.create_subprocess_exec(program, "connect", str(server.port))
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
    role, program = sys.argv[1:]
    for case in await {"server": as_server, "client": as_client}[role](program):
        print(case.case_id, case.behavior.value, case.behavior_close.value, sep="\t")


asyncio.run(main())
