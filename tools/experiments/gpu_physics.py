"""Times what a roofline predicts, without an engine: memory copies, matrix products, and prefill and decode of a model shape.

    python3 gpu_physics.py --out FOLDER [--seconds 90] [--tiny]

Needs PyTorch and a CUDA GPU (bf16). Weights and inputs are random. Writes FOLDER/physics.json after every figure, so that a
run that is cut short keeps what it has. `--tiny` rehearses the same code on a processor.
"""

import argparse
import json
import statistics
import time
from pathlib import Path

import torch
import torch.nn.functional as F

LLAMA_8B = dict(layers=32, hidden=4096, heads=32, kv_heads=8, head_dim=128, inner=14336, vocabulary=128256)
TINY = dict(layers=2, hidden=64, heads=4, kv_heads=2, head_dim=16, inner=128, vocabulary=256)


class Results:
    def __init__(self, folder: Path, device: str):
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / "physics.json"
        name = torch.cuda.get_device_name() if device == "cuda" else "processor"
        self.content = {"device": name, "torch": torch.__version__, "rows": []}

    def add(self, **row):
        self.content["rows"].append(row)
        self.file.write_text(json.dumps(self.content, indent=1))
        print(json.dumps(row), flush=True)


def median_ms(step, device: str, repeats: int, warm_up: int = 3) -> float:
    """Median time of one call in milliseconds, by device events."""
    for _ in range(warm_up):
        step()
    times = []
    if device != "cuda":
        for _ in range(repeats):
            start = time.perf_counter()
            step()
            times.append((time.perf_counter() - start) * 1e3)
        return statistics.median(times)
    torch.cuda.synchronize()
    events = []
    for _ in range(repeats):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        step()
        end.record()
        events.append((start, end))
    torch.cuda.synchronize()
    return statistics.median(start.elapsed_time(end) for start, end in events)


class Model:
    """A Llama-shaped transformer with grouped queries, a contiguous cache and fused projections; no tokenizer, no sampling."""

    def __init__(self, shape: dict, device: str):
        self.shape, self.device = shape, device
        hidden, head = shape["hidden"], shape["head_dim"]
        queries, keys = shape["heads"] * head, shape["kv_heads"] * head
        scale = hidden**-0.5

        def weight(rows: int, columns: int):
            return torch.randn(rows, columns, device=device, dtype=torch.bfloat16) * scale

        self.layers = [
            dict(
                qkv=weight(queries + 2 * keys, hidden),
                out=weight(hidden, queries),
                gate_up=weight(2 * shape["inner"], hidden),
                down=weight(hidden, shape["inner"]),
            )
            for _ in range(shape["layers"])
        ]
        self.norm = torch.ones(hidden, device=device, dtype=torch.bfloat16)
        self.embedding = weight(shape["vocabulary"], hidden)
        self.head = weight(shape["vocabulary"], hidden)

    def cache(self, batch: int, tokens: int):
        shape = (batch, self.shape["kv_heads"], tokens, self.shape["head_dim"])
        kind = dict(device=self.device, dtype=torch.bfloat16)
        return [(torch.randn(shape, **kind), torch.randn(shape, **kind)) for _ in self.layers]

    def rotary(self, positions):
        head = self.shape["head_dim"]
        frequencies = 500000.0 ** (-torch.arange(0, head, 2, device=self.device).float() / head)
        angles = torch.outer(positions.float(), frequencies)
        return torch.cat((angles.cos(),) * 2, -1).bfloat16(), torch.cat((angles.sin(),) * 2, -1).bfloat16()

    @staticmethod
    def rotate(x, cos, sin):
        half = x.shape[-1] // 2
        return x * cos + torch.cat((-x[..., half:], x[..., :half]), -1) * sin

    def step(self, tokens, cache, position: int, logits: bool = True):
        """tokens: batch x length, whose keys and values go into the cache from `position` on; returns the next tokens."""
        s = self.shape
        batch, length = tokens.shape
        x = F.embedding(tokens, self.embedding)
        cos, sin = self.rotary(torch.arange(position, position + length, device=self.device))
        for layer, (keys, values) in zip(self.layers, cache):
            y = F.rms_norm(x, (s["hidden"],), self.norm, 1e-5)
            qkv = F.linear(y, layer["qkv"]).view(batch, length, -1, s["head_dim"]).transpose(1, 2)
            q, k, v = qkv.split((s["heads"], s["kv_heads"], s["kv_heads"]), 1)
            q, k = self.rotate(q, cos, sin), self.rotate(k, cos, sin)
            keys[:, :, position : position + length] = k
            values[:, :, position : position + length] = v
            end = position + length
            if length == 1:
                # One query a sequence: the queries of a group read the same keys, as rows of one product.
                group = s["heads"] // s["kv_heads"]
                q = q.reshape(batch, s["kv_heads"], group, s["head_dim"])
                a = F.scaled_dot_product_attention(q, keys[:, :, :end], values[:, :, :end])
                a = a.reshape(batch, s["heads"], 1, s["head_dim"])
            else:
                a = F.scaled_dot_product_attention(q, keys[:, :, :end], values[:, :, :end], is_causal=True, enable_gqa=True)
            x = x + F.linear(a.transpose(1, 2).reshape(batch, length, -1), layer["out"])
            y = F.rms_norm(x, (s["hidden"],), self.norm, 1e-5)
            gate, up = F.linear(y, layer["gate_up"]).chunk(2, -1)
            x = x + F.linear(F.silu(gate) * up, layer["down"])
        x = F.rms_norm(x[:, -1], (s["hidden"],), self.norm, 1e-5)
        return F.linear(x, self.head).argmax(-1) if logits else x


def raw(results: Results, device: str, tiny: bool):
    elements = (1 << 16) if tiny else (1 << 32) // 2
    source = torch.randn(elements, device=device, dtype=torch.bfloat16)
    target = torch.empty_like(source)
    ms = median_ms(lambda: target.copy_(source), device, 15)
    results.add(what="copy", bytes=4 * elements, ms=ms, tb_per_s=4 * elements / ms / 1e9)
    del source, target
    inner, outer = (64, 128) if tiny else (4096, 28672)
    count = 2 if tiny else 5
    weights = [torch.randn(outer, inner, device=device, dtype=torch.bfloat16) for _ in range(count)]
    for rows in (1, 4, 16, 64, 128, 256, 512, 1024, 2048, 4096, 8192):
        x = torch.randn(rows, inner, device=device, dtype=torch.bfloat16)
        turn = iter(range(10**9))
        ms = median_ms(lambda: F.linear(x, weights[next(turn) % count]), device, 30)
        flops, moved = 2 * rows * inner * outer, 2 * (inner * outer + rows * (inner + outer))
        results.add(what="product", rows=rows, inner=inner, outer=outer, ms=ms, tflops=flops / ms / 1e9, tb_per_s=moved / ms / 1e9)


def decode(results: Results, model: Model, device: str, batch: int, context: int):
    cache = model.cache(batch, context + 1)
    tokens = torch.randint(model.shape["vocabulary"], (batch, 1), device=device)
    step = lambda: model.step(tokens, cache, context)  # noqa: E731
    if device == "cuda":
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            step()
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            step()
        step = graph.replay
    ms = median_ms(step, device, 20)
    results.add(what="decode", batch=batch, context=context, ms=ms, tokens_per_s=batch / ms * 1e3)


def prefill(results: Results, model: Model, device: str, length: int):
    cache = model.cache(1, length)
    tokens = torch.randint(model.shape["vocabulary"], (1, length), device=device)
    ms = median_ms(lambda: model.step(tokens, cache, 0), device, 8, warm_up=2)
    results.add(what="prefill", length=length, ms=ms, tokens_per_s=length / ms * 1e3)


@torch.inference_mode()
def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--seconds", type=float, default=90)
    options.add_argument("--tiny", action="store_true")
    chosen = options.parse_args()
    device = "cuda" if torch.cuda.is_available() and not chosen.tiny else "cpu"
    end = time.monotonic() + chosen.seconds
    results = Results(chosen.out, device)
    raw(results, device, chosen.tiny)
    model = Model(TINY if chosen.tiny else LLAMA_8B, device)
    contexts = (32, 64) if chosen.tiny else (1024, 4096)
    jobs = [lambda b=b: decode(results, model, device, b, contexts[0]) for b in (1, 8, 32, 64, 128)]
    jobs += [lambda n=n: prefill(results, model, device, n) for n in ((16, 32) if chosen.tiny else (512, 1024, 2048, 4096, 8192))]
    jobs += [lambda b=b: decode(results, model, device, b, contexts[1]) for b in (1, 8, 32, 64)]
    for job in jobs:
        if time.monotonic() > end:
            results.add(what="out of time")
            break
        job()


if __name__ == "__main__":
    main()
