"""Writes the lock files: constraints.txt goes in, each package comes out with the hashes of its wheels.

Asks pip, which asks the index of whoever runs it; names none. Wheels alone: a source package runs code of its own when
it is installed. `make lock` runs it; packaging/README.md says who installs from what.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).parent
ROOT = HERE.parent
PYTHONS = ("3.11", "3.12", "3.13")
LINUX = ("manylinux_2_5", "manylinux_2_12", "manylinux2014", "manylinux_2_17", "manylinux_2_24", "manylinux_2_28")
PLATFORMS = {
    "Linux, x86-64": [f"{one}_x86_64" for one in LINUX],
    "Linux, arm64": [f"{one}_aarch64" for one in LINUX],
    "macOS, arm64": [f"macosx_{one}_0_arm64" for one in range(11, 16)] + ["macosx_10_9_universal2"],
}
SOURCE_ONLY = {"surt"}
"""Packages that have no wheel and that nothing of ours calls; `wacz validate` only imports this one's name."""
FILES = {"runtime.lock": "", "cluster.lock": "cluster", "test.lock": "test"}
BUILDING = "setuptools"
"""The build backend; pyproject.toml pins it, and the project is installed without a search for another."""


def main() -> None:
    """Write both files."""
    whole = _asked("-c", "constraints.txt", f"{ROOT}[test,cluster]", _backend())
    known = {canonicalize_name(one["metadata"]["name"]): one["metadata"] for one in whole}
    pinned = [
        f"{one['name']}=={one['version']}" for name, one in known.items() if name not in {"rowback", *SOURCE_ONLY}
    ]
    hashes: dict[str, set[str]] = {}
    for python in PYTHONS:
        for named, tags in PLATFORMS.items():
            print(f"Python {python}, {named}", file=sys.stderr)
            which = [f"--platform={tag}" for tag in tags]
            for one in _asked("--no-deps", "--only-binary=:all:", f"--python-version={python}", *which, *pinned):
                hashes.setdefault(canonicalize_name(one["metadata"]["name"]), set()).add(
                    one["download_info"]["archive_info"]["hashes"]["sha256"]
                )
    for name, extra in FILES.items():
        wanted = set.union(*(needed(known, "rowback", {extra}, python) for python in PYTHONS)) | {BUILDING}
        wanted -= SOURCE_ONLY
        (HERE / name).write_text("".join(_lines(known, wanted, hashes)), encoding="utf-8")


def needed(known: dict[str, Any], root: str, extras: set[str], python: str) -> set[str]:
    """What an install of `root` brings on that Python, by the packages' own words."""
    found: set[str] = set()
    todo = [(root, frozenset(extras | {""}))]
    seen = set(todo)
    while todo:
        name, wanted = todo.pop()
        for line in known[name].get("requires_dist", ()):
            one = Requirement(line)
            if not any(_holds(one, extra, python) for extra in wanted):
                continue
            child = canonicalize_name(one.name)
            if child not in known:
                raise SystemExit(f"{name} needs {child} on Python {python}, which is not installed here; pin it first")
            found.add(child)
            step = (child, frozenset({*one.extras, ""}))
            if step not in seen:
                seen.add(step)
                todo.append(step)
    return found


def _holds(one: Requirement, extra: str, python: str) -> bool:
    if one.marker is None:
        return True
    here = {**default_environment(), "python_version": python, "python_full_version": f"{python}.0", "extra": extra}
    return one.marker.evaluate(here)  # type: ignore[arg-type]


def _backend() -> str:
    import tomllib

    (pin,) = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    return str(pin)


def _asked(*words: str) -> list[Any]:
    """What pip would install for this."""
    ask = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--report=-"]
    told = subprocess.run(  # noqa: S603 - words of this file and of constraints.txt
        [*ask, "--disable-pip-version-check", "--target=none", *words], cwd=ROOT, check=True, stdout=subprocess.PIPE
    )
    found: list[Any] = json.loads(told.stdout)["install"]
    return found


def _lines(known: dict[str, Any], wanted: Iterable[str], hashes: dict[str, set[str]]) -> Iterator[str]:
    yield "# Made by `make lock` from constraints.txt: what is installed, by the hashes of its wheels. Not to edit.\n"
    for name in sorted(wanted):
        of_it = " \\\n".join(f"    --hash=sha256:{one}" for one in sorted(hashes[name]))
        yield f"{name}=={known[name]['version']} \\\n{of_it}\n"


if __name__ == "__main__":
    main()
