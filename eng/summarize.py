#!/usr/bin/python3
"""Sums up what test.sh left behind: summarize.py <results folder>.

The folder holds one folder per test project with `results.trx`, `exit-code` and coverage.cobertura.xml files somewhere below, and a
file `failed-checks` with one line per check that failed before (build, format). Prints the failed tests and how they failed, a table of line coverage
merged over all test projects, and as its last line `N passed, N failed, N skipped`. A check that failed, an assembly that crashed or
ran nothing, and an assembly covered too little count as one failure each, as does a run in which no test passed. Exits 1 on any failure.
"""

import collections
import pathlib
import sys
import xml.etree.ElementTree as xml

# line coverage that must be reached, in percent
REQUIRED = {"Inference.Contracts": 90, "Inference.Manifests": 90, "Inference.Boxes": 90, "Inference.Adapters.Onnx": 90, "Inference.Adapters.Python": 90, "Inference.Adapters.DotNet": 90,
            "Inference.Grpc": 90, "Inference.Cluster": 85}

# of what a failed test says, the first lines: the whole of it is in what its project printed, far above
MOST_LINES, MOST_CHARACTERS = 12, 2_000

TRX = "{http://microsoft.com/schemas/VisualStudio/TeamTest/2010}"


def parse(path):
    """The root element, or None for a file that is missing or was cut short by a crash."""
    try:
        return xml.parse(path).getroot()
    except (OSError, xml.ParseError):
        return None


def read_tests(project):
    """((name, outcome, message) of each test, what went wrong with the project as a whole or None)"""
    root = parse(project / "results.trx")
    if root is None:
        return [], "wrote no results"
    outcomes = [(r.get("testName"), r.get("outcome"), r.findtext(f".//{TRX}ErrorInfo/{TRX}Message", "")) for r in root.iter(TRX + "UnitTestResult")]
    exit_code = (project / "exit-code").read_text().strip()
    if not outcomes:
        return outcomes, "ran no test"
    if exit_code != "0" and all(outcome in ("Passed", "NotExecuted") for _, outcome, _ in outcomes):
        return outcomes, f"ended with code {exit_code} although no test failed: it crashed or took too long"
    return outcomes, None


def read_lines(root):
    """assembly -> (file, line) -> was it run"""
    bases = [source.text or "" for source in root.iter("source")]
    lines = collections.defaultdict(dict)
    for package in root.iter("package"):
        for found in package.iter("class"):
            name = found.get("filename")
            file = next((p for p in (pathlib.Path(base, name) for base in bases) if p.exists()), pathlib.Path(name))
            for line in found.iterfind("lines/line"):
                key = (str(file), int(line.get("number")))
                run = int(line.get("hits")) > 0
                lines[package.get("name")][key] = lines[package.get("name")].get(key, False) or run
    return lines


def merge_coverage(results):
    """A line is covered when any test project runs it."""
    merged = collections.defaultdict(dict)
    for report in results.glob("*/**/coverage.cobertura.xml"):
        root = parse(report)
        for assembly, lines in read_lines(root).items() if root is not None else []:
            for key, run in lines.items():
                merged[assembly][key] = merged[assembly].get(key, False) or run
    return merged


def print_coverage(coverage, uncovered_file):
    """Prints the table, writes the lines not run to a file, returns what is covered too little."""
    failures = []
    print(f"\n{'line coverage':<32}{'covered':>9}{'lines':>9}{'percent':>10}{'required':>10}")
    for assembly in sorted(coverage.keys() | REQUIRED.keys()):
        lines = coverage.get(assembly, {})
        covered, required = sum(lines.values()), REQUIRED.get(assembly)
        percent = 100 * covered / len(lines) if lines else 0.0
        print(f"{assembly:<32}{covered:>9}{len(lines):>9}{percent:>9.1f}%" + (f"{required:>9}%" if required else ""))
        if required and percent < required:
            failures.append(f"coverage of {assembly} is {percent:.1f} %, below {required} %")
    uncovered = sorted(key for lines in coverage.values() for key, run in lines.items() if not run)
    uncovered_file.write_text("".join(f"{file}:{line}\n" for file, line in uncovered))
    return failures


def main():
    results = pathlib.Path(sys.argv[1])
    checks = results / "failed-checks"
    failures = checks.read_text().splitlines() if checks.exists() else []
    counts = collections.Counter()
    projects = sorted(path.parent for path in results.glob("*/exit-code"))

    for project in projects:
        outcomes, problem = read_tests(project)
        if problem:
            failures.append(f"{project.name} {problem}")
        for name, outcome, message in outcomes:
            kind = {"Passed": "passed", "NotExecuted": "skipped"}.get(outcome, "failed")
            counts[kind] += 1
            if kind == "failed":
                print(f"FAILED: {name}")
                print("".join(f"    {line}\n" for line in message[:MOST_CHARACTERS].splitlines()[:MOST_LINES]), end="")

    if projects:
        failures += print_coverage(merge_coverage(results), results / "uncovered.txt")
    if not failures and not counts["passed"] and not counts["failed"]:
        failures.append("no test passed")
    print()
    for failure in failures:
        print(f"FAILED: {failure}")
    failed = counts["failed"] + len(failures)
    print(f"{counts['passed']} passed, {failed} failed, {counts['skipped']} skipped")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
