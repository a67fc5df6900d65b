"""The median time, in microseconds, of a function called in a plain loop: loop.py <module.function> <request body>."""
import importlib
import json
import statistics
import sys
import time

CALLS = 20_000


def main():
    module, _, name = sys.argv[1].rpartition(".")
    function = getattr(importlib.import_module(module), name)
    with open(sys.argv[2], encoding="utf-8") as file:
        inputs = json.load(file)["inputs"]
    key, model, times = sys.argv[3] if len(sys.argv) > 3 else "", None, []
    for _ in range(CALLS):
        begin = time.perf_counter_ns()
        _, model = function([], inputs, [], key, model)
        times.append(time.perf_counter_ns() - begin)
    print(statistics.median(times) / 1000)


if __name__ == "__main__":
    sys.path.insert(0, ".")
    main()
