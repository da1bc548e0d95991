"""The load generator, a process of its own: some connections ask one request after the other and keep the times.

    python -m bench.support.load PORT CONNECTIONS SECONDS < requests

Standard input holds one request a line: a token, a space, a path. Each connection takes random ones. The answer is one
line of JSON: requests, seconds, failed, and the times in milliseconds. It speaks HTTP/1.1 on plain sockets, since a full
client would need more of the machine than the server that it measures.
"""

import asyncio
import json
import random
import sys
import time

_WARM_SECONDS = 2.0


async def ask(port: int, requests: list[bytes], until: float, seed: int, times: list[tuple[float, float]]) -> int:
    """Ask until the time is over; return how many answers were not 200."""
    rng, failed = random.Random(seed), 0
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        started = time.perf_counter()
        writer.write(rng.choice(requests))
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0])
        await reader.readexactly(length)
        now = time.perf_counter()
        times.append((now, (now - started) * 1000))
        failed += not head.startswith(b"HTTP/1.1 200")
    writer.close()
    return failed


async def main() -> None:
    """Warm up, measure, tell."""
    port, connections, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    requests = []
    for line in sys.stdin:
        token, _, path = line.strip().partition(" ")
        requests.append(
            f"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\nAccept: */*\r\n\r\n".encode()
        )
    begin = time.perf_counter() + _WARM_SECONDS
    times: list[tuple[float, float]] = []
    failed = await asyncio.gather(*(ask(port, requests, begin + seconds, seed, times) for seed in range(connections)))
    counted = [took for moment, took in times if moment >= begin]
    print(json.dumps({"requests": len(counted), "seconds": seconds, "failed": sum(failed), "times": counted}))


if __name__ == "__main__":
    asyncio.run(main())
