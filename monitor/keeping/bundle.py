"""An evidence bundle: what is stored of some versions of one article goes in, the bytes of one WACZ file come out.

WARC records of the kept pages, texts, facts, changes, the chain up to its head, and a script that checks it all without
Rowback. Equal input gives equal bytes. Reads no table and no clock.
"""

from __future__ import annotations

import ast
import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from monitor.errors import StoreDamaged
from monitor.keeping.layout import FORM, as_json, chain_of, laid_out, lines_of, scope_of, zipped
from monitor.keeping.verify import problems

LAYOUT = "monitor.keeping.layout"
_PARTS = ("verify", "layout")


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One page as it is kept: its record as stored, its body, the certificates that the record names, as DER.

    `made` is the version that it made, None where it made none.
    """

    raw_record: bytes
    body: bytes
    certificates: Mapping[str, bytes]
    made: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a bundle holds of the versions `first` to `last` of an article.

    `texts` are the stored texts by version, `facts` their rows as chained, `changes` the rows of each entry by its
    number, `pages` those kept by their id. `chain` are the lines of the chain from the one that names the address, or
    the first version whose page does, to the last; `stamps` the number of an entry, who stamped its head and the
    answer. Nothing binds `account`, `reviews` and `tools`, which begin with the software.
    """

    article: int
    url: str
    first: int
    last: int
    chain: Sequence[str]
    texts: Mapping[int, str]
    facts: Mapping[int, Sequence[Sequence[Any]]]
    changes: Mapping[int, Sequence[Sequence[Any]]]
    pages: Mapping[int, KeptPage]
    stamps: Sequence[tuple[int, str, bytes]]
    account: Mapping[str, Any]
    reviews: Sequence[Mapping[str, Any]]
    tools: Mapping[str, str]


def wacz(found: Evidence) -> bytes:
    """The bundle, checked as its script checks it. Raises StoreDamaged where the store has not what was recorded."""
    chain = "".join(f"{line}\n" for line in found.chain).encode("ascii")
    about = {"form": FORM, "article": found.article, "url": found.url, "from": found.first, "to": found.last}
    scope = scope_of(about, chain_of(chain))
    try:
        pages = [found.pages[one.says["page_id"]] for one in scope.pages]
        changes = [found.changes[one.n] for one in scope.changes]
        parts = _texts(found) | {
            "evidence/about.json": as_json(about),
            "evidence/chain.txt": chain,
            "evidence/changes.json": as_json(changes),
            "evidence/diff.txt": _diff(found),
        }
        for entry, page in zip(scope.pages, pages, strict=True):
            parts[f"evidence/page-{entry.says['page_id']}.json"] = page.raw_record
            parts |= {f"evidence/certificate-{sha}.der": der for sha, der in page.certificates.items()}
        files = laid_out(scope, parts | _stamps(found) | _unbound(found), [page.body for page in pages])
    except KeyError as wrong:
        raise StoreDamaged(f"the chain records {wrong}, which is gone; `rowback verify` says more") from wrong
    raw = zipped(files)
    for wrong_words in problems(raw):
        raise StoreDamaged(f"{wrong_words}; `rowback verify` says more")
    return raw


def script() -> bytes:
    """`verify.py` as it stands alone: the check, with the layout that it makes again in place of its import."""
    check, layout = (resources.files("monitor.keeping").joinpath(f"{name}.py").read_text("utf-8") for name in _PARTS)
    named, first = _import(check, LAYOUT), _import(layout, "__future__")
    lines = check.splitlines(keepends=True)
    middle = layout.splitlines(keepends=True)[first.lineno :]
    return "".join([*lines[: named.lineno - 1], *middle, *lines[named.end_lineno or 0 :]]).encode()


def _import(source: str, module: str) -> ast.ImportFrom:
    return next(one for one in ast.parse(source).body if isinstance(one, ast.ImportFrom) and one.module == module)


def _texts(found: Evidence) -> dict[str, bytes]:
    # A text may hold a lone surrogate; its hash is of these bytes.
    files = {f"evidence/text-{n}.json": text.encode("utf-8", "surrogatepass") for n, text in found.texts.items()}
    return files | {f"evidence/facts-{n}.json": as_json(rows) for n, rows in found.facts.items()}


def _diff(found: Evidence) -> bytes:
    """Both texts line by line, whole: what went behind a minus, what came behind a plus."""
    raws = (found.texts[n].encode("utf-8", "surrogatepass") for n in (found.first, found.last))
    old, new = (lines_of(raw) for raw in raws)
    told = [f"--- version {found.first}", f"+++ version {found.last}"]
    for tag, *ends in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        i, j, k, m = ends
        if tag == "equal":
            told += [f" {line}" for line in old[i:j]]
        else:
            told += [*(f"-{line}" for line in old[i:j]), *(f"+{line}" for line in new[k:m])]
    return ("\n".join(told) + "\n").encode()


def _stamps(found: Evidence) -> dict[str, bytes]:
    return dict(zip(_stamp_names(found), (answer for _, _, answer in found.stamps), strict=True))


def _stamp_names(found: Evidence) -> list[str]:
    entries = [entry for entry, _, _ in found.stamps]
    return [f"evidence/stamp-{n}-{entries[: at + 1].count(n)}.tsr" for at, n in enumerate(entries)]


def _unbound(found: Evidence) -> dict[str, bytes]:
    stamped_by = zip(_stamp_names(found), (authority for _, authority, _ in found.stamps), strict=True)
    readme = resources.files("monitor.keeping").joinpath("evidence.txt").read_text("utf-8")
    told = {"{url}": found.url, "{by}": found.tools["software"], "{article}": found.article}
    told |= {"{first}": found.first, "{last}": found.last}
    for name, value in told.items():
        readme = readme.replace(name, str(value))
    return {
        "unproved/account.json": _readable(found.account),
        "unproved/reviews.json": _readable(found.reviews),
        "unproved/stamped_by.json": _readable(dict(stamped_by)),
        "unproved/tools.json": _readable(found.tools),
        "help/README.txt": readme.encode("utf-8", "backslashreplace"),
        "help/verify.py": script(),
    }


def _readable(value: object) -> bytes:
    return json.dumps(value, indent=1).encode("ascii") + b"\n"
