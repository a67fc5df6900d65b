#!/usr/bin/python3
"""What benchmarks/load.sh runs: starts the servers, asks them in turns with wrk, and writes a table and a plot of the medians."""

import argparse
import json
import os
import pathlib
import re
import signal
import socket
import statistics
import struct
import subprocess
import sys
import time
import urllib.request

import chart

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
CONNECTIONS = (1, 8, 64)
SLOW = "convolutional network"
TICKS = os.sysconf("SC_CLK_TCK")

MANIFEST = """
apiVersion: unified-platform.cs.hse.ru/v1
kind: APIComponent
metadata: {{ name: {name}-api, namespace: load }}
spec:
  published: true
  mlComponent: {{ name: {name} }}
  restfulApi: {{ path: {name}, auth: {{ anonymous: {{}} }} }}
---
apiVersion: unified-platform.cs.hse.ru/v1
kind: DataBox
metadata: {{ name: {name}-models, namespace: load }}
spec: {{ folder: {{ path: {folder} }} }}
---
apiVersion: unified-platform.cs.hse.ru/v1
kind: MLComponent
metadata: {{ name: {name}, namespace: load }}
spec:
  mlService:
    inference:
      entryPoint: {{ onnx: {{ intraOpThreads: 1 }} }}
      model: {{ modelBox: weights, modelPath: /home/{name}/weights/{model} }}
      queue: {{ maxLength: 1000 }}{batching}
  connectedBoxes:
    - {{ name: weights, path: /home/{name}/weights, mountS3Box: {{ s3BoxName: {name}-models }} }}
---
"""


class Target:
    """A URL, what is posted to it, and the process that answers."""

    def __init__(self, name, model, url, body, pid, headers=None):
        self.name, self.model, self.url, self.body, self.pid = name, model, url, body, pid
        self.headers = headers or {"Content-Type": "application/json"}
        self.runs = {}

    def ask(self):
        request = urllib.request.Request(self.url, self.body, self.headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read()

    def median(self, connections, figure):
        return statistics.median(run[figure] for run in self.runs[connections])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_mb(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def wait_for(target, right, seconds=90):
    """Until it answers as it should; whoever answers otherwise is not measured."""
    end = time.monotonic() + seconds
    while True:
        try:
            answer = target.ask()
            if right(answer):
                return
            problem = f"a wrong answer: {answer[:200]}"
        except OSError as error:
            problem = str(error)
        if time.monotonic() > end:
            sys.exit(f"{target.name} does not answer: {problem}")
        time.sleep(0.1)


def script(target, folder):
    """What wrk sends, as the Lua that it reads."""
    quoted = "".join(f"\\{byte:03d}" for byte in target.body)
    lines = ['wrk.method = "POST"', f'wrk.body = "{quoted}"'] + [f'wrk.headers["{name}"] = "{value}"' for name, value in target.headers.items()]
    path = folder / f"{abs(hash((target.name, target.model)))}.lua"
    path.write_text("\n".join(lines) + "\n")
    return path


UNITS = {"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}


def milliseconds(text, percentile):
    found = re.search(rf"^\s*{percentile}%\s+([\d.]+)(us|ms|s|m)$", text, re.MULTILINE)
    return float(found[1]) * UNITS[found[2]]


def run(target, lua, connections, seconds):
    before = cpu_seconds(target.pid)
    made = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "30s", "-s", str(lua), target.url], capture_output=True, text=True, check=True).stdout
    spent = cpu_seconds(target.pid) - before
    if "Non-2xx" in made or "Socket errors" in made:
        sys.exit(f"{target.name} failed some requests:\n{made}")
    requests = int(re.search(r"(\d+) requests in", made)[1])
    return {
        "rps": float(re.search(r"Requests/sec:\s+([\d.]+)", made)[1]),
        "p50": milliseconds(made, 50),
        "p99": milliseconds(made, 99),
        "cpu": 1000 * spent / max(requests, 1) * 1000,
    }


def start(command, log, environment=None):
    return subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **(environment or {})})


def servers(options, log):
    """Targets, and the processes behind them."""
    json_body = pathlib.Path(options.body).read_bytes()
    pixels = json.loads(json_body)["inputs"][0]["data"]
    head = json.dumps({"inputs": [{"name": "image", "datatype": "FP32", "shape": [1, 64], "parameters": {"binary_data_size": 256}}], "parameters": {"binary_data_output": True}}).encode()
    binary = head + struct.pack("<64f", *pixels)
    binary_headers = {"Content-Type": "application/octet-stream", "Inference-Header-Content-Length": str(len(head))}

    work = pathlib.Path(options.work)
    manifests = work / "manifests"
    manifests.mkdir()
    for name, folder, model, batching in (
        ("digits", "digits", "digits.onnx", ""),
        ("conv", "digits-conv", "digits-conv.onnx", ""),
        ("batched", "digits-conv", "digits-conv.onnx", "\n      batching: { maxBatchSize: 64 }"),
    ):
        (manifests / f"{name}.yaml").write_text(MANIFEST.format(name=name, folder=REPOSITORY / "models" / folder, model=model, batching=batching))
    public = free_port()
    command = [options.host, "serve", str(manifests), "--public-port", str(public), "--internal-port", str(free_port()), "--grpc-port", "0", "--public-grpc-port", "0", "--data", str(work / "data")]
    ours = start(command, log)
    url = f"http://127.0.0.1:{public}/load"
    processes = [ours]
    targets = [
        Target("floor", "digits", options.floor, json_body, options.floor_pid),
        Target("ours, predict", "digits", f"{url}/digits/predict", json_body, ours.pid),
        Target("ours, V2 JSON", "digits", f"{url}/digits/v2/models/digits/infer", json_body, ours.pid),
        Target("ours, V2 binary", "digits", f"{url}/digits/v2/models/digits/infer", binary, ours.pid, binary_headers),
        Target("ours, predict", SLOW, f"{url}/conv/predict", json_body, ours.pid),
        Target("ours, predict, batching", SLOW, f"{url}/batched/predict", json_body, ours.pid),
    ]
    if (pathlib.Path(options.node) / "node_modules").is_dir():
        for model, path in (("digits", "digits/digits.onnx"), (SLOW, "digits-conv/digits-conv.onnx")):
            port = free_port()
            processes.append(start(["node", f"{options.node}/server.js", str(REPOSITORY / "models" / path), str(port)], log))
            targets.append(Target("node", model, f"http://127.0.0.1:{port}/", json_body, processes[-1].pid))
    port = free_port()
    processes.append(start(["/usr/bin/python3", str(REPOSITORY / "benchmarks/peers/fastapi/server.py"), str(port)], log, {"PYTHONDONTWRITEBYTECODE": "1"}))
    targets.append(Target("FastAPI", "digits", f"http://127.0.0.1:{port}/", json_body, processes[-1].pid))
    return targets, processes


def measure(targets, options):
    work = pathlib.Path(options.work)
    scripts = {target: script(target, work) for target in targets}
    for connections in CONNECTIONS:
        for target in targets:
            run(target, scripts[target], connections, 1)
        # each round begins with another, since what else the machine does must meet all alike
        for turn in range(options.rounds):
            for target in targets[turn % len(targets):] + targets[:turn % len(targets)]:
                target.runs.setdefault(connections, []).append(run(target, scripts[target], connections, options.seconds))


def bounds(targets):
    """(what, found, at least or at most, whether it holds)"""
    by = {(target.name, target.model): target for target in targets}
    floor, predict, binary = by["floor", "digits"], by["ours, predict", "digits"], by["ours, V2 binary", "digits"]

    def at_most(what, found, bound):
        return what, found, f"at most {bound}", found <= bound

    def at_least(what, found, bound):
        return what, found, f"at least {bound}", found >= bound

    yield at_most("digits, JSON, 1 connection: p50 / the floor's", predict.median(1, "p50") / floor.median(1, "p50"), 1.25)
    yield at_least("digits, JSON, 64 connections: requests a second / the floor's", predict.median(64, "rps") / floor.median(64, "rps"), 0.75)
    yield at_least("digits, binary, 64 connections: requests a second / the floor's", binary.median(64, "rps") / floor.median(64, "rps"), 0.85)
    if ("node", "digits") in by:
        yield at_least("digits, 8 connections: requests a second / node's", predict.median(8, "rps") / by["node", "digits"].median(8, "rps"), 1.8)
    yield at_least("digits, 8 connections: requests a second / FastAPI's", predict.median(8, "rps") / by["FastAPI", "digits"].median(8, "rps"), 8)
    alone, batched = by["ours, predict", SLOW], by["ours, predict, batching", SLOW]
    yield at_most(f"{SLOW}, 1 connection: p50 with batching / without", batched.median(1, "p50") / alone.median(1, "p50"), 1.05)
    yield at_least(f"{SLOW}, 64 connections: requests a second with batching / without", batched.median(64, "rps") / alone.median(64, "rps"), 1)


def table(targets):
    floor = targets[0]
    yield "| model | server | connections | p50 ms | p99 ms | requests/s | of the floor's | CPU ms per 1,000 | MB |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for target in sorted(targets, key=lambda one: one.model != "digits"):
        for connections in CONNECTIONS:
            p50, p99, rps, cpu = (target.median(connections, figure) for figure in ("p50", "p99", "rps", "cpu"))
            share = rps / floor.median(connections, "rps")
            yield f"| {target.model} | {target.name} | {connections} | {p50:.3f} | {p99:.3f} | {rps:,.0f} | {share:.2f} | {cpu:,.0f} | {target.resident:.0f} |"


def main():
    options = argparse.ArgumentParser(description=__doc__)
    for name in ("--host", "--floor", "--node", "--body", "--expect", "--work"):
        options.add_argument(name, required=True)
    options.add_argument("--floor-pid", type=int, required=True)
    options.add_argument("--seconds", type=int, default=3)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--check", action="store_true")
    options = options.parse_args()

    with open(f"{options.work}/servers.log", "w", encoding="utf-8") as log:
        targets, processes = servers(options, log)
        try:
            for target in targets:
                is_floor = target.name == "floor"
                label = struct.pack("<q", int(options.expect.strip("[]")))
                wait_for(target, lambda answer, any=is_floor: any or options.expect.encode() in answer.replace(b" ", b"") or label in answer)
            measure(targets, options)
            for target in targets:
                target.resident = resident_mb(target.pid)
        finally:
            for process in processes:
                process.send_signal(signal.SIGTERM)
            for process in processes:
                process.wait()

    results = REPOSITORY / "benchmarks/results"
    results.mkdir(exist_ok=True)
    found = list(bounds(targets))
    lines = [f"{os.cpu_count()} CPUs shared with the load generator; medians of {options.rounds} rounds of {options.seconds} s", "", *table(targets), "", "| measure | found | bound | |", "| --- | --- | --- | --- |"]
    lines += [f"| {what} | {value:.2f} | {bound} | {'holds' if holds else 'MISSED'} |" for what, value, bound, holds in found]
    (results / "load.md").write_text("\n".join(lines) + "\n")
    chart.write(results / "load.svg", targets, CONNECTIONS)
    print("\n".join(lines))
    return 1 if options.check and not all(holds for *_, holds in found) else 0


if __name__ == "__main__":
    sys.exit(main())
