"""What a forger of evidence bundles can do, for tests: take one apart, alter it, and reckon every digest anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from monitor.keeping.bundle import script
from monitor.keeping.layout import (
    ARCHIVE,
    as_json,
    bodies_of,
    chain_of,
    laid_out,
    scope_of,
    sha,
    unzipped,
    zipped,
)
from monitor.store import Store, recording
from tests.integration.store.kept import doubt, followed, result
from tests.unit.commands.command_desk import Desk

Files = dict[str, bytes]
DIGESTS = ("datapackage.json", "datapackage-digest.json")


def two_articles(folder: Path) -> None:
    """A store with two articles of other texts, three versions each; of a doubt in the second, too."""
    store = Store(folder)
    for name, first in (("flood", 0), ("vote", 200)):
        article = followed(store, name)
        for n in range(3):
            assert store.write(recording.record, result(store, article, first + n))
    assert store.write(recording.record, result(store, 1, 50, **doubt(1)))
    store.close()


def files_in(path: Path) -> Files:
    return dict(unzipped(path.read_bytes()))


def head_in(files: Mapping[str, bytes]) -> str:
    found = json.loads(files["evidence/head.json"])["sha256"]
    assert isinstance(found, str)
    return found


def sealed(files: Mapping[str, bytes]) -> bytes:
    """The files as a bundle whose list of files and digests is right."""
    kept = {name: raw for name, raw in files.items() if name not in DIGESTS}
    package = json.loads(files["datapackage.json"]) if "datapackage.json" in files else {}
    package["resources"] = [
        {"name": path.replace("/", "-").lower(), "path": path, "hash": f"sha256:{sha(raw)}", "bytes": len(raw)}
        for path, raw in kept.items()
    ]
    kept["datapackage.json"] = as_json(package)
    told = {"path": "datapackage.json", "hash": f"sha256:{sha(kept['datapackage.json'])}"}
    return zipped({**kept, "datapackage-digest.json": as_json(told)})


def made_again(files: Mapping[str, bytes], bodies: list[bytes] | None = None) -> bytes:
    """The bundle with all that follows from the altered parts made again as Rowback makes it, where that can be done."""
    try:
        scope = scope_of(json.loads(files["evidence/about.json"]), chain_of(files["evidence/chain.txt"]))
        return zipped(laid_out(scope, files, bodies_of(files[ARCHIVE]) if bodies is None else bodies))
    except Exception:  # what is not whole enough for that
        return sealed(files)


def linked(lines: list[dict[str, object]], start: str) -> bytes:
    """Entries as a chain that is whole in itself."""
    out = []
    before = start
    for says in lines:
        line = json.dumps({**says, "after": before}, separators=(",", ":"), sort_keys=True)
        before = sha(line.encode())
        out.append(line)
    return "".join(f"{line}\n" for line in out).encode()


def rechained(files: Files, alter: Callable[[dict[str, object]], dict[str, object] | None]) -> Files:
    """The files with entries of the chain altered, or taken out, and every head after them made anew."""
    entries = [json.loads(line) for line in files["evidence/chain.txt"].splitlines()]
    found = [one for one in map(alter, [dict(one) for one in entries]) if one is not None]
    for n, one in enumerate(found):
        one["n"] = entries[0]["n"] + n
    return {**files, "evidence/chain.txt": linked(found, entries[0]["after"])}


Problems = Callable[..., object]


def stand_alone() -> Callable[[bytes, str], list[str]]:
    """The check of the script itself, as it stands alone; what it raises is said as its `main` says it."""
    names: dict[str, object] = {"__name__": "checked"}
    exec(compile(script(), "verify.py", "exec"), names)
    problems = names["problems"]

    def checked(raw: bytes, head: str = "") -> list[str]:
        try:
            return list(problems(raw, head))  # type: ignore[operator]
        except Exception as wrong:
            return [f"cannot be read: {type(wrong).__name__}: {wrong}"]

    return checked


def bundled(desk: Desk, *words: str) -> Path:
    out = desk.folder / f"{'-'.join(words).replace('/', '').replace('#', '')}.wacz"
    done = desk.run("evidence", *words, "--out", str(out))
    assert done.exit_code == 0, done.output
    return out
