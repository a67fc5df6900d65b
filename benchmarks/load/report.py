"""What was measured, as tables, as bars, and beside its bounds."""

import statistics

from targets import DIGITS, FOREST, NETWORK


def by_model(targets):
    order = (DIGITS, FOREST, NETWORK)
    return sorted(targets, key=lambda target: order.index(target.model))


def beside(value, floor, form):
    return f"{value:{form}} ({value / floor:.2f})" if floor else f"{value:{form}}"


def closed_table(targets, connections):
    floor = targets[0]
    yield "| model | server | connections | p50 ms | p99 ms | requests/s | CPU ms per 1,000 | memory MB | start ms |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for target in by_model(targets):
        for count in connections:
            cells = [beside(target.median(count, figure), floor.median(count, figure), form) for figure, form in (("p50", ".3f"), ("p99", ".3f"), ("rps", ",.0f"), ("cpu", ",.0f"))]
            start = "" if target.start_ms is None else beside(target.start_ms, floor.start_ms, ".0f")
            yield f"| {target.model} | {target.name} | {count} | {' | '.join(cells)} | {beside(target.resident, floor.resident, '.0f')} | {start} |"


def open_table(targets):
    floor = targets[0]
    yield "Open loop: requests come at a constant rate, a share of what the server did at 64 connections; latencies of those that were accepted, from when they were to be sent."
    yield ""
    yield "| model | server | of the maximum | offered/s | accepted/s | refused | failed | not sent | p50 ms | p99 ms | refused p99 ms | CPU ms per 1,000 |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for target in by_model(target for target in targets if target.rates):
        for share in target.rates:
            found = {figure: target.rate_median(share, figure) for figure in target.rates[share][0]}
            of_floor = {figure: floor.rate_median(share, figure) if share in floor.rates else 0 for figure in ("p50", "p99", "cpu")}
            yield (
                f"| {target.model} | {target.name} | {share:.0%} | {found['offered']:,.0f} | {found['goodput']:,.0f} | {found['refused'] / found['sent']:.1%} | {found['failed']:.0f} | {found['unsent']:.0f} "
                f"| {beside(found['p50'], of_floor['p50'], '.3f')} | {beside(found['p99'], of_floor['p99'], '.3f')} | {found['refusedP99']:.3f} | {beside(found['cpu'], of_floor['cpu'], ',.0f')} |"
            )


def at_most(what, found, bound):
    return what, found, f"at most {bound:.4g}", found <= bound


def at_least(what, found, bound):
    return what, found, f"at least {bound:.4g}", found >= bound


def bounds(measurement):
    """(what, found, at least or at most, whether it holds)"""
    by = {(target.name, target.model): target for target in measurement.targets}
    floor, predict, binary, rpc = (by[name, DIGITS] for name in ("floor", "ours, predict", "ours, V2 binary", "ours, gRPC raw"))
    yield at_most("digits, JSON, 1 connection: p50 / the floor's", predict.median(1, "p50") / floor.median(1, "p50"), 1.25)
    for target, what, least in ((predict, "JSON", 0.75), (binary, "binary", 0.85), (rpc, "gRPC", 0.6)):
        yield at_least(f"digits, {what}, 64 connections: requests a second / the floor's", target.median(64, "rps") / floor.median(64, "rps"), least)
    for peer, least in (("node", 1.8), ("FastAPI", 8)):
        for model in (DIGITS, FOREST):
            if (peer, model) in by:
                yield at_least(f"{model}, 8 connections: requests a second / {peer}'s", by["ours, predict", model].median(8, "rps") / by[peer, model].median(8, "rps"), least)

    alone, batched = by["ours, predict", NETWORK], by["ours, predict, batching", NETWORK]
    yield at_most(f"{NETWORK}, 1 connection: p50 / the model's run without a server", alone.median(1, "p50") / statistics.median(run["p50"] for run in measurement.alone), 1.05)
    yield at_most(f"{NETWORK}, 1 connection: p50 with batching / without", batched.median(1, "p50") / alone.median(1, "p50"), 1.05)
    gain = batched.median(64, "rps") / alone.median(64, "rps")
    yield at_least(f"{NETWORK}, 64 connections: requests a second with batching / without (runs of {measurement.batch_rows} rows give {measurement.joined_gain:.2f})", gain, max(1, 0.9 * measurement.joined_gain))
    for target in measurement.targets:
        # where the model costs less than the connection's bytes, twice the maximum is more than can be read, let alone refused: digits misses this bound
        if 2 in target.rates:
            yield at_least(f"{target.model}, {target.name}, twice the maximum: accepted a second / the maximum", target.rate_median(2, "goodput") / target.median(64, "rps"), 0.9)
            yield at_most(f"{target.model}, {target.name}, twice the maximum: p99 of the accepted / at 80 %", target.rate_median(2, "p99") / target.rate_median(0.8, "p99"), 3)
    yield at_most("start to first answer, ms", predict.start_ms, 500)


def bounds_table(found):
    yield "| measure | found | bound | |"
    yield "| --- | --- | --- | --- |"
    for what, value, bound, holds in found:
        yield f"| {what} | {value:.2f} | {bound} | {'holds' if holds else 'MISSED'} |"


def bars(targets, connections):
    """(heading, what is counted, [(name, value)]) for the plot."""
    for model in (DIGITS, FOREST, NETWORK):
        group = [target for target in targets if target.model == model]
        for count in connections:
            yield f"{model}, {count} connection{'s' if count > 1 else ''}: requests a second", ",.0f", [(target.name, target.median(count, "rps")) for target in group]
        for share in (0.5, 0.8, 2):
            rows = [(target.name, target.rate_median(share, "p99")) for target in group if share in target.rates]
            if rows:
                yield f"{model}, open loop at {share:.0%} of the maximum: p99 in ms", ",.2f", rows
    started = [(target.name, target.start_ms) for target in targets if target.start_ms is not None]
    yield "start to first answer, ms", ",.0f", started
