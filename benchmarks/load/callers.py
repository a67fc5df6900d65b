"""What asks the servers: wrk and h2load in a closed loop, the repository's own generator in an open one. Whoever answers wrongly is not measured."""

import json
import math
import os
import re
import subprocess
import sys
import urllib.request

UNITS = {"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}
# the JIT's first, slow code must not stand in the way of a generator that lives for seconds
QUICK = {**os.environ, "DOTNET_TieredCompilation": "0"}


def script(target, folder):
    """What wrk sends, as the Lua that it reads."""
    quoted = "".join(f"\\{byte:03d}" for byte in target.body)
    lines = ['wrk.method = "POST"', f'wrk.body = "{quoted}"'] + [f'wrk.headers["{name}"] = "{value}"' for name, value in target.headers.items()]
    path = folder / f"{id(target)}.lua"
    path.write_text("\n".join(lines) + "\n")
    return path


def percentile(text, percent):
    found = re.search(rf"^\s*{percent}%\s+([\d.]+)(us|ms|s|m)$", text, re.MULTILINE)
    # nothing was answered within the time
    return float(found[1]) * UNITS[found[2]] if found else math.nan


def wrk(target, folder, connections, seconds):
    made = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "30s", "-s", str(script(target, folder)), target.url], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in made or "Socket errors" in made:
        sys.exit(f"{target.name} failed some requests:\n{made}")
    return int(re.search(r"(\d+) requests in", made)[1]), float(re.search(r"Requests/sec:\s+([\d.]+)", made)[1]), percentile(made, 50), percentile(made, 99)


def metrics(url, family, labels):
    """The values of the series that have these labels, by all of their labels."""
    with urllib.request.urlopen(url, timeout=10) as page:
        lines = page.read().decode().splitlines()
    found = [re.match(rf"{family}\{{(.*)\}} (\S+)$", line) for line in lines]
    return {match[1]: float(match[2]) for match in found if match and labels in match[1]}


def answered(target):
    """Calls by how they ended, as the host counts them: to h2load every answer of gRPC is a 200."""
    series = metrics(target.metrics, "inference_requests_total", f'component="{target.component}",protocol="v2-grpc"')
    return {re.search(r'status="(\d+)"', labels)[1]: count for labels, count in series.items()}


def answered_wrongly(target, before, answers, connections):
    """Whether calls failed, by what the host counted of them since; those that are out at the end are given up: 499."""
    ended = {status: count - before.get(status, 0) for status, count in answered(target).items()}
    failed = {status: count for status, count in ended.items() if count and status not in ("200", "499")}
    return failed or answers > ended.get("200", 0) or ended.get("499", 0) > connections


def h2load(target, folder, connections, seconds):
    body, log = folder / f"{id(target)}.body", folder / "h2load.log"
    body.write_bytes(target.body)
    log.unlink(missing_ok=True)
    before = answered(target) if target.metrics else {}
    command = ["h2load", "-t1", f"-c{connections}", "-m1", f"-D{seconds}", f"--log-file={log}", f"-d{body}"]
    made = subprocess.run([*command, *(part for name, value in target.headers.items() for part in ("-H", f"{name}: {value}")), target.url], capture_output=True, text=True, check=True).stdout
    times = sorted(int(line.split("\t")[2]) / 1000 for line in log.read_text().splitlines())
    if answered_wrongly(target, before, len(times), connections) if target.metrics else "2xx, 0 3xx, 0 4xx, 0 5xx" not in made:
        sys.exit(f"{target.name} failed some of {len(times)} calls\n{made}")
    if not times:
        return 0, 0.0, math.nan, math.nan
    return len(times), len(times) / seconds, times[len(times) // 2], times[len(times) * 99 // 100]


def closed_loop(target, folder, connections, seconds):
    before = target.cpu_seconds()
    requests, rps, p50, p99 = (h2load if target.is_http2 else wrk)(target, folder, connections, seconds)
    spent = target.cpu_seconds() - before
    return {"rps": rps, "p50": p50, "p99": p99, "cpu": 1000 * spent / max(requests, 1) * 1000, "requests": requests}


def open_loop(load, target, body, rate, seconds):
    """As benchmarks/Load/Measures/OpenLoopReport has it, and the processor time of the server."""
    before = target.cpu_seconds()
    made = subprocess.run([load, "open-loop", "--url", target.open_url, "--body", str(body), "--rate", f"{rate:.1f}", "--seconds", str(seconds)], capture_output=True, text=True, check=True, env=QUICK).stdout
    report = json.loads(made)
    report["cpu"] = 1000 * (target.cpu_seconds() - before) / max(report["accepted"] + report["refused"], 1) * 1000
    return report


def in_process(load, model, body, rows, seconds):
    """By number of rows: the median and the 99th percentile of a run of the model without a server, in ms."""
    made = subprocess.run([load, "run", "--model", str(model), "--body", str(body), "--rounds", "1", "--seconds", str(seconds), "--rows", *map(str, rows)], capture_output=True, text=True, check=True).stdout
    return {int(size): figures for size, figures in json.loads(made).items()}


def first_answer(load, command, url, body, expected, starts):
    """Milliseconds from the start of the process to its first right answer, the median of some starts."""
    made = subprocess.run(
        [load, "start", "--url", url, "--body", str(body), "--expect", expected, "--runs", str(starts), "--", *command], capture_output=True, text=True, check=True
    ).stdout
    return float(re.search(r"median (\d+)", made)[1])
