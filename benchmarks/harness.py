"""Runs scenarios beside their peers in one process and writes what they cost; queries are exact, times are ratios.

Every repetition starts with cold caches of records and is rolled back, so that none helps or hinders the next.
"""

import importlib
import json
import statistics
import sys
import time
import tracemalloc
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"


@dataclass
class Scenario:
    """Something people wait for, and what it is compared with.

    ``prepare(env, size)`` returns the function to measure; ``peer`` likewise, once, at the large size.
    """

    name: str
    prepare: callable
    peer_name: str
    peer: callable
    sizes: tuple = (10, 1000)
    repeat: int = 7
    measures_memory: bool = False


def measure(env, run, repeat, memory=False):
    """Queries, median and 95th percentile (ms) of ``run``, and its peak of memory (MiB) where asked for."""
    times, queries, peak = [], None, None
    for number in range(repeat + 1):
        savepoint = env.cr.savepoint()
        env.invalidate_all()
        before, start = env.cr.sql_log_count, time.perf_counter()
        run()
        env.flush_all()
        if number:  # the first fills the caches of the server: views, rights, translations
            times.append(1000 * (time.perf_counter() - start))
            queries = env.cr.sql_log_count - before
        env.clear()
        savepoint.close(rollback=True)
    if memory:
        tracemalloc.start()
        savepoint = env.cr.savepoint()
        run()
        peak = round(tracemalloc.get_traced_memory()[1] / 2**20, 1)
        tracemalloc.stop()
        savepoint.close(rollback=True)
    ordered = sorted(times)
    return {
        "queries": queries,
        "median_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[int(0.95 * (len(ordered) - 1))], 1),
        **({"peak_mb": peak} if memory else {}),
    }


def compare(env, scenario):
    """The figures of one scenario as they stand in the results."""
    small, large = scenario.sizes
    savepoint = env.cr.savepoint()
    first = measure(env, scenario.prepare(env, small), scenario.repeat) if small != large else None
    result = measure(env, scenario.prepare(env, large), scenario.repeat, scenario.measures_memory)
    peer = measure(env, scenario.peer(env, large), scenario.repeat)
    env.clear()
    savepoint.close(rollback=True)
    return {
        **result,
        **({"queries_small": first["queries"]} if first else {}),
        "peer": scenario.peer_name,
        "peer_queries": peer["queries"],
        "peer_median_ms": peer["median_ms"],
        "ratio": round(result["median_ms"] / peer["median_ms"], 2),
        "growth": round(result["median_ms"] / first["median_ms"], 2) if first else None,
    }


def find_scenarios():
    """The scenarios of every file ``*scenarios.py`` beside this one: the core's, and those of other add-ons."""
    paths = sorted(Path(__file__).parent.glob("*scenarios.py"))
    modules = [importlib.import_module(f"benchmarks.{path.stem}") for path in paths]
    return [scenario for module in modules for scenario in module.SCENARIOS]


def main(env, names=()):
    """Run the scenarios named, or all, print a table and keep the figures of the others in the file."""
    results = {}
    for scenario in find_scenarios():
        if not names or scenario.name in names:
            results[scenario.name] = result = compare(env, scenario)
            sys.stdout.write(
                f"{scenario.name:24} {result['queries']:>5} queries {result['median_ms']:>9} ms"
                f"   {result['ratio']:>6} x {scenario.peer_name}   growth {result['growth']}\n"
            )
            sys.stdout.flush()
    save(results)


def save(results):
    """Keep new figures beside those of the scenarios that did not run."""
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps(dict(sorted((kept | results).items())), indent=2, ensure_ascii=False) + "\n")
