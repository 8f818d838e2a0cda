"""Measures an OpenAI-compatible server as published tables do: a closed loop of fixed lengths, streamed, nothing stopped early.

    python3 measure_serving.py --url http://127.0.0.1:8000 --name served --out FILE.csv --points 1024:256:1:4,1024:256:64:192 \
        --arch llama-3.1-8b --model Llama-3.1-8B --quant bf16 --gpu H100-SXM --engine vllm-0.25.1 [--vocabulary 128000]

A point is prompt tokens : output tokens : concurrent requests : requests in all. Prompts are random token ids, so no prefix is
shared. Standard library only. Times are the client's: the first token from sending the request, the time per output token as
(end - first token) / (output tokens - 1), tokens per second over the whole point, the opening burst and the tail included.
Writes the columns that `tare plan --score FILE.csv` reads, after every point.
"""

import argparse
import asyncio
import csv
import json
import random
import statistics
import time
from urllib.parse import urlsplit

COLUMNS = (
    "id,arch,model,quant,gpu,n_gpu,tp,pp,ep,dp,mode,engine,isl,osl,concurrency,scenario,metric,value,unit,source,notes,"
    "quality,group"
).split(",")


async def ask(url, body: bytes):
    """One streamed completion: seconds to the first token, to the end, and the number of events with text."""
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port, limit=1 << 20)
    head = (
        f"POST /v1/completions HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    start = time.perf_counter()
    writer.write(head.encode() + body)
    await writer.drain()
    status = await reader.readline()
    if b" 200 " not in status:
        raise RuntimeError((status + await reader.read(2000)).decode(errors="replace"))
    while (await reader.readline()).strip():
        pass
    first = last = None
    events = 0
    usage = None
    while line := await reader.readline():
        if not line.startswith(b"data: ") or line.startswith(b"data: [DONE]"):
            continue
        if b'"usage":{' in line:
            usage = json.loads(line[6:])["usage"]
            if not json.loads(line[6:])["choices"]:
                continue
        last = time.perf_counter()
        first = first or last
        events += 1
    writer.close()
    tokens = usage["completion_tokens"] if usage else events
    return first - start, last - start, tokens


async def point(options, prompt: int, output: int, concurrency: int, requests: int):
    draw = random.Random(f"{prompt} {output} {concurrency}")

    def body():
        return json.dumps(
            {
                "model": options.name,
                "prompt": [draw.randrange(100, options.vocabulary) for _ in range(prompt)],
                "max_tokens": output,
                "temperature": 0,
                "ignore_eos": True,
                "stream": True,
                "stream_options": {"include_usage": True},
            }
        ).encode()

    waiting = [body() for _ in range(requests)]
    done = []

    async def worker():
        while waiting:
            done.append(await ask(options.url, waiting.pop()))

    start = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(concurrency)))
    seconds = time.perf_counter() - start
    short = sum(tokens != output for _, _, tokens in done)
    per_token = [(end - first) / (tokens - 1) * 1e3 for first, end, tokens in done]
    first = [first * 1e3 for first, _, _ in done]
    total = sum(tokens for _, _, tokens in done)
    return {
        "seconds": seconds,
        "wrong_length": short,
        "ttft_ms": statistics.mean(first),
        "ttft_p50_ms": statistics.median(first),
        "tpot_ms": statistics.mean(per_token),
        "tpot_p50_ms": statistics.median(per_token),
        "output_tok_s_total": total / seconds,
    }


def main():
    options = argparse.ArgumentParser(description=__doc__)
    for name in ("url", "name", "out", "points", "arch", "model", "quant", "gpu", "engine"):
        options.add_argument(f"--{name}", required=True)
    options.add_argument("--vocabulary", type=int, default=128000)
    options.add_argument("--seconds", type=float, default=120)
    options.add_argument("--dry-run", action="store_true", help="write the points without values, to be predicted beforehand")
    chosen = options.parse_args()
    end = time.monotonic() + chosen.seconds
    if not chosen.dry_run:
        asyncio.run(point(chosen, 64, 16, 8, 16))
    rows = []
    for text in chosen.points.split(","):
        prompt, output, concurrency, requests = map(int, text.split(":"))
        if time.monotonic() > end:
            print("out of time before", text, flush=True)
            break
        result = {} if chosen.dry_run else asyncio.run(point(chosen, prompt, output, concurrency, requests))
        print(text, json.dumps({k: round(v, 2) for k, v in result.items()}), flush=True)
        for metric, unit in (
            ("ttft_ms", "ms"),
            ("tpot_ms", "ms"),
            ("output_tok_s_total", "tok/s"),
        ):
            rows.append(
                dict.fromkeys(COLUMNS, "")
                | {
                    "id": f"M{len(rows) + 1:04d}",
                    "arch": chosen.arch,
                    "model": chosen.model,
                    "quant": chosen.quant,
                    "gpu": chosen.gpu,
                    "n_gpu": 1,
                    "tp": 1,
                    "mode": "agg",
                    "engine": chosen.engine,
                    "isl": prompt,
                    "osl": output,
                    "concurrency": concurrency,
                    "scenario": "closed-loop concurrency",
                    "metric": metric,
                    "value": "" if chosen.dry_run else round(result[metric], 3),
                    "unit": unit,
                    "source": "measured by measure_serving.py",
                    "notes": f"random tokens; fixed lengths; {requests} requests; random weights",
                    "quality": "ok",
                    "group": f"{chosen.arch}|{chosen.gpu}|{prompt}|{output}|{concurrency}",
                }
            )
        with open(chosen.out, "w", newline="") as file:
            table = csv.DictWriter(file, COLUMNS)
            table.writeheader()
            table.writerows(rows)


if __name__ == "__main__":
    main()
