#!/usr/bin/python3
"""What benchmarks/load.sh runs: starts the servers, asks them in turns, and writes a table and a plot of the medians."""

import argparse
import os
import pathlib
import signal
import statistics
import struct
import sys
import time

import callers
import chart
import report
import targets as what

CONNECTIONS = (1, 8, 64)
NETWORK_FILE = what.MODELS / "digits-conv" / "digits-conv.onnx"


def say(stage):
    print(f"== {stage}", file=sys.stderr, flush=True)


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


def in_turns(items, rounds):
    """Each round begins with another, since what else the machine does must meet all alike."""
    for turn in range(rounds):
        first = turn % len(items)
        yield from items[first:] + items[:first]


class Measurement:
    def __init__(self, options, servers):
        self.options, self.servers, self.targets = options, servers, servers.targets
        self.work, self.body = servers.work, pathlib.Path(options.body)
        # median milliseconds of a run without a server, by rows: beside one connection, and in batches as large as the host's were
        self.alone, self.joined = [], {}
        self.batch_rows = None

    def take(self):
        self.warm()
        for connections in CONNECTIONS:
            self.closed(connections)
        self.batches()
        self.open()
        for target in self.targets:
            target.resident = target.resident_mb()

    def warm(self):
        """Servers that are compiled while they run are measured when most of that is over: it takes tens of seconds of full load on two CPUs."""
        say("warm-up")
        for target in self.targets:
            callers.closed_loop(target, self.work, CONNECTIONS[-1], self.options.warm)

    def closed(self, connections):
        say(f"closed loop, {connections} connection{'s' if connections > 1 else ''}")
        before = self.batch_sizes()
        for target in self.targets:
            callers.closed_loop(target, self.work, connections, 1)
        for target in in_turns([*self.targets, None] if connections == 1 else self.targets, self.options.rounds):
            if target is None:
                self.alone.append(callers.in_process(self.options.load, NETWORK_FILE, self.body, [1], self.options.seconds)[1])
            else:
                run = callers.closed_loop(target, self.work, connections, self.options.seconds)
                if run["requests"] == 0:
                    sys.exit(f"{target.name} answered nothing within {self.options.seconds} s: give it more --seconds")
                target.runs.setdefault(connections, []).append(run)
        rows, runs = (now - then for now, then in zip(self.batch_sizes(), before))
        self.batch_rows = max(2, round(rows / max(runs, 1)))

    def batch_sizes(self):
        """Rows and runs of the component with batching so far."""
        def total(part):
            return sum(callers.metrics(self.servers.batch_metrics, f"inference_batch_size_{part}", 'component="load.batched"').values())

        return total("sum"), total("count")

    def batches(self):
        say("the model without a server")
        for rows in in_turns([1, self.batch_rows], self.options.rounds):
            self.joined.setdefault(rows, []).append(callers.in_process(self.options.load, NETWORK_FILE, self.body, [rows], self.options.seconds)[rows]["p50"])

    @property
    def joined_gain(self):
        """Rows a second in batches, of those one by one."""
        each, together = statistics.median(self.joined[1]), statistics.median(self.joined[self.batch_rows])
        return each * self.batch_rows / together

    def open(self):
        for share in (0.5, 0.8, 2):
            say(f"open loop, {share:.0%} of the maximum")
            asked = [target for target in self.targets if share in target.shares]
            for target in in_turns(asked, self.options.rounds):
                rate = share * target.median(64, "rps")
                target.rates.setdefault(share, []).append(callers.open_loop(self.options.load, target, self.body, rate, self.options.seconds))

    def starts(self):
        say("starts")
        for target, (command, url) in self.servers.starts.items():
            expected = "" if target.is_floor else self.options.expect
            target.start_ms = callers.first_answer(self.options.load, command, url, self.body, expected, self.options.starts)


def read_options():
    options = argparse.ArgumentParser(description=__doc__)
    for name in ("--host", "--load", "--floor", "--node", "--body", "--expect", "--work"):
        options.add_argument(name, required=True)
    options.add_argument("--floor-pid", type=int, required=True)
    options.add_argument("--seconds", type=int, default=3)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--warm", type=int, default=20)
    options.add_argument("--starts", type=int, default=5)
    options.add_argument("--check", action="store_true")
    return options.parse_args()


def measure(options):
    with open(f"{options.work}/servers.log", "w", encoding="utf-8") as log:
        servers = what.Servers(options, log)
        try:
            digit = int(options.expect.strip("[]"))
            # as JSON, as binary or raw bytes, as a typed answer of gRPC
            right = (options.expect.encode(), struct.pack("<q", digit), bytes([0x1A, 1, digit]))
            for target in servers.start():
                wait_for(target, lambda answer, any_is=target.is_floor: any_is or any(form in answer.replace(b" ", b"") for form in right))
            measurement = Measurement(options, servers)
            measurement.take()
        finally:
            for process in servers.processes:
                process.send_signal(signal.SIGTERM)
            for process in servers.processes:
                process.wait()
        measurement.starts()
    return measurement


def main():
    options = read_options()
    measurement = measure(options)
    results = what.REPOSITORY / "benchmarks/results"
    results.mkdir(exist_ok=True)
    found = list(report.bounds(measurement))
    lines = [
        f"{os.cpu_count()} CPUs shared with the load generator; medians of {options.rounds} rounds of {options.seconds} s; in brackets, how many times the floor's",
        "",
        *report.closed_table(measurement.targets, CONNECTIONS),
        "",
        *report.open_table(measurement.targets),
        "",
        *report.bounds_table(found),
    ]
    (results / "load.md").write_text("\n".join(lines) + "\n")
    chart.write(results / "load.svg", report.bars(measurement.targets, CONNECTIONS))
    print("\n".join(lines))
    return 1 if options.check and not all(holds for *_, holds in found) else 0


if __name__ == "__main__":
    sys.exit(main())
