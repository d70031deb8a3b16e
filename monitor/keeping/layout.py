"""How an evidence bundle is laid out: what does not follow from the rest goes in, all files and the zip come out.

Standard library of Python 3.9 only: `monitor/keeping/bundle.py` writes with it, and it is part of the script in each
bundle, which makes all of it again and compares. Equal input gives equal bytes; judges nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any, NamedTuple
from urllib.parse import urlsplit

FORM = 2
"""The form of a bundle; about.json names it."""
ARCHIVE = "archive/data.warc"
UNBOUND = (
    "unproved/account.json",
    "unproved/reviews.json",
    "unproved/stamped_by.json",
    "unproved/tools.json",
    "help/README.txt",
    "help/verify.py",
)
"""What nothing binds: words of whoever made the bundle."""
STAMP = re.compile(r"evidence/stamp-([1-9][0-9]*)-([1-9][0-9]*)\.tsr")
START = "0" * 64
_CODED = ("content-encoding", "transfer-encoding", "content-length")
"""Fields that are not true of a body whose codings came off; they stay under another name."""
_LOCAL, _CENTRAL, _END = "<4s5H3I2H", "<4s6H3I5H2I", "<4s4H2IH"
_DATE = 0x21
"""1 January 1980: when a bundle was made is no part of what it says."""


class Found(NamedTuple):
    """One entry of the chain: its number, the hash of its line, what it says."""

    n: int
    head: str
    says: dict[str, Any]


class Scope(NamedTuple):
    """What a bundle is about, and what the chain says must therefore be in it; `deleted` are pages that went."""

    about: dict[str, Any]
    chain: list[Found]
    named: list[Found]
    versions: list[Found]
    changes: list[Found]
    pages: list[Found]
    deleted: dict[tuple[int, str], Found]


class Page(NamedTuple):
    """A kept page: its entry, its record as stored and read, its body."""

    entry: Found
    raw: bytes
    record: dict[str, Any]
    body: bytes


def sha(raw: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


def as_json(value: object) -> bytes:
    """The one way in which a bundle writes JSON."""
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def digest(rows: list[list[Any]]) -> str:
    """The hash of facts or changes: each row as JSON on a line of its own."""
    return sha(b"".join(as_json(row) + b"\n" for row in rows))


def moment(ms: int) -> str:
    """Milliseconds since 1970 as a date and time."""
    return datetime.fromtimestamp(ms / 1000, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")  # noqa: UP017 - Python 3.9


def chain_of(raw: bytes) -> list[Found]:
    """The entries of chain.txt. Raises ValueError where it breaks."""
    if not raw.endswith(b"\n"):
        raise ValueError("the chain is cut")
    found: list[Found] = []
    for line in raw[:-1].split(b"\n"):
        says = json.loads(line)
        wanted = (says["n"], START if says["n"] == 1 else says["after"])
        if found:
            wanted = (found[-1].n + 1, found[-1].head)
        if (says["n"], says["after"]) != wanted:
            raise ValueError(f"the chain breaks at entry {says['n']}")
        found.append(Found(says["n"], sha(line), says))
    return found


def scope_of(about: dict[str, Any], chain: list[Found]) -> Scope:
    """What the chain says of the article and the versions that a bundle is about."""
    of_article = [one for one in chain if one.says.get("article") == about["article"]]
    there = [one for one in of_article if about["from"] <= one.says.get("version", 0) <= about["to"]]
    ours = [one for one in there if one.says["kind"] != "deleted"]
    gone = {(one.says["page_id"], one.says["page"]): one for one in there if one.says["kind"] == "deleted"}
    kept = [one for one in ours if "page_id" in one.says]
    return Scope(
        about,
        chain,
        named=[one for one in of_article if one.says["kind"] == "article"],
        versions=[one for one in ours if one.says["kind"] == "version"],
        changes=[one for one in ours if "changes" in one.says],
        pages=[one for one in kept if (one.says["page_id"], one.says["page"]) not in gone],
        deleted=gone,
    )


def lines_of(raw: bytes) -> list[str]:
    """All that a stored text says, line by line."""
    text = json.loads(raw.decode("utf-8", "surrogatepass"))
    lines = [text.get("title", ""), text.get("standfirst", ""), *text.get("paragraphs", ())]
    for table in text.get("tables", ()):
        if table.get("at") is None:
            lines += [
                table.get("caption", ""),
                *("; ".join((row.get("label", ""), *row.get("cells", ()))) for row in table.get("rows", ())),
            ]
    lines += [*text.get("captions", ()), *text.get("notices", ())]
    for post in text.get("live", ()):
        lines += [post.get("title", ""), post.get("text", "")]
    told = "\n".join(line for line in lines if line).encode("utf-8", "backslashreplace").decode()
    return told.split("\n")


def shows(raw: bytes, scope: Scope, old: bytes, new: bytes) -> bool:
    """Whether diff.txt shows these two texts, whole, whichever way they are laid beside each other."""
    lines = raw.decode("utf-8").split("\n")
    first = [f"--- version {scope.about['from']}", f"+++ version {scope.about['to']}"]
    middle = lines[2:-1]
    return (
        lines[:2] == first
        and lines[-1] == ""
        and all(line[:1] in (" ", "-", "+") for line in middle)
        and [line[1:] for line in middle if line[0] != "+"] == lines_of(old)
        and [line[1:] for line in middle if line[0] != "-"] == lines_of(new)
    )


def names_of(scope: Scope) -> list[str]:
    """The files that must be there besides what follows from them."""
    names = ["evidence/about.json", "evidence/chain.txt", "evidence/changes.json", "evidence/diff.txt"]
    for entry in scope.versions:
        names += [f"evidence/{what}-{entry.says['version']}.json" for what in ("text", "facts")]
    return names + [_record_name(entry) for entry in scope.pages]


def _record_name(entry: Found) -> str:
    return f"evidence/page-{entry.says['page_id']}.json"


def laid_out(scope: Scope, parts: Mapping[str, bytes], bodies: list[bytes]) -> dict[str, bytes]:
    """Every file of the bundle in its order. `parts` do not follow from the rest; `bodies` are those of the pages."""
    raws = [parts[_record_name(one)] for one in scope.pages]
    pages = [Page(one, raws[n], json.loads(raws[n]), bodies[n]) for n, one in enumerate(scope.pages)]
    titles = {one.says["version"]: _title(parts, one.says["version"]) for one in scope.versions}
    archive, index = warc(pages)
    files = {ARCHIVE: archive, "indexes/index.cdxj": index, "pages/pages.jsonl": _pages(pages, titles)}
    files.update((name, parts[name]) for name in names_of(scope))
    for name in ["evidence/changes.json", *(name for name in files if name.startswith("evidence/facts-"))]:
        files[name] = as_json(json.loads(parts[name]))
    about = {name: scope.about[name] for name in ("form", "article", "url", "from", "to")}
    files["evidence/about.json"] = as_json(about)
    files["evidence/head.json"] = as_json({"n": scope.chain[-1].n, "sha256": scope.chain[-1].head})
    for one in sorted({one for page in pages for one in page.record.get("certificates", ())}):
        files[f"evidence/certificate-{one}.der"] = parts[f"evidence/certificate-{one}.der"]
    stamps = sorted((int(m[1]), int(m[2]), m[0]) for m in map(STAMP.fullmatch, parts) if m)
    files.update((name, parts[name]) for _, _, name in stamps)
    files.update((name, parts[name]) for name in UNBOUND)
    package = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": titles.get(about["to"]) or about["url"],
        "software": json.loads(parts["unproved/tools.json"])["software"],
        "resources": [
            {"name": _slug(path), "path": path, "hash": "sha256:" + sha(raw), "bytes": len(raw)}
            for path, raw in files.items()
        ],
    }
    files["datapackage.json"] = as_json(package)
    told = {"path": "datapackage.json", "hash": "sha256:" + sha(files["datapackage.json"])}
    files["datapackage-digest.json"] = as_json(told)
    return files


def _slug(path: str) -> str:
    return path.replace("/", "-").lower()


def _title(parts: Mapping[str, bytes], number: int) -> str:
    text = json.loads(parts[f"evidence/text-{number}.json"].decode("utf-8", "surrogatepass"))
    return str(text.get("title", ""))


def _came(page: Page) -> str:
    """When a page came; where its record does not say, when it was recorded."""
    return page.record.get("came") or moment(page.entry.says["at"])


def _pages(pages: list[Page], titles: dict[int, str]) -> bytes:
    lines: list[dict[str, Any]] = [{"format": "json-pages-1.0", "id": "pages", "title": "Pages"}]
    for page in pages:
        number, kind = page.entry.says["version"], page.entry.says["kind"]
        said = f"version {number}" if kind == "version" else f"{kind}, version {number} stood"
        title = f"{titles.get(number, '')} ({said})"
        one = {"id": str(page.entry.says["page_id"]), "url": page.record["url"], "ts": _came(page), "title": title}
        lines.append(one)
    return b"".join(as_json(line) + b"\n" for line in lines)


def warc(pages: list[Page]) -> tuple[bytes, bytes]:
    """The pages as WARC records, and their index as lines of CDXJ."""
    out, at, index = [], 0, []
    for page in pages:
        for kind, raw in _records(page):
            out.append(raw)
            if kind == "response":
                index.append(_index_line(page, at, len(raw)))
            at += len(raw)
    return b"".join(out), "".join(sorted(index)).encode()


def _records(page: Page) -> Iterator[tuple[str, bytes]]:
    record, answer = page.record, page.record.get("answer") or f"HTTP/1.1 {page.record['status']} "
    fields = [(("X-Archive-Orig-" if n.lower() in _CODED else "") + n, v) for n, v in record.get("received", ())]
    yield "response", _record(page, "response", "application/http; msgtype=response", _http(answer, fields), page.body)
    if record.get("request"):
        head = _http(record["request"], record.get("sent", ()))
        yield "request", _record(page, "request", "application/http; msgtype=request", head, b"")
    yield "metadata", _record(page, "metadata", "application/json", b"", page.raw)


def _http(first: str, fields: Any) -> bytes:
    """The head of a message; a secret field, which has no value, is left out."""
    lines = [first, *(f"{name}: {value}" for name, value in fields if value is not None), "", ""]
    return b"\r\n".join(_one_line(line) for line in lines)


def _one_line(text: str) -> bytes:
    return text.replace("\r", " ").replace("\n", " ").encode("latin-1", "backslashreplace")


def _record(page: Page, kind: str, mime: str, head: bytes, body: bytes) -> bytes:
    block = head + body
    fields = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", _urn(page, kind)),
        ("WARC-Date", _came(page)),
        ("WARC-Target-URI", page.record["url"]),
    ]
    if kind == "response":
        if page.record.get("peer"):
            fields.append(("WARC-IP-Address", page.record["peer"].split(" ")[0]))
        fields.append(("WARC-Payload-Digest", _base32(body)))
    else:
        fields.append(("WARC-Concurrent-To", _urn(page, "response")))
    fields += [("WARC-Block-Digest", _base32(block)), ("Content-Type", mime), ("Content-Length", str(len(block)))]
    lines = [b"WARC/1.1", *(_one_line(f"{one[0]}: {one[1]}") for one in fields), b"", b""]
    return b"\r\n".join(lines) + block + b"\r\n\r\n"


def _base32(raw: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(raw).digest()).decode()


def _urn(page: Page, kind: str) -> str:
    found = sha(b"%d %s " % (page.entry.says["page_id"], kind.encode()) + page.raw)
    return f"<urn:uuid:{found[:8]}-{found[8:12]}-5{found[13:16]}-8{found[17:20]}-{found[20:32]}>"


def _index_line(page: Page, at: int, size: int) -> str:
    record = page.record
    types = [value for name, value in record.get("received", ()) if name.lower() == "content-type" and value]
    told = {
        "url": record["url"],
        "mime": types[-1].partition(";")[0].strip().lower() if types else "unk",
        "status": str(record["status"]),
        "digest": "sha256:" + sha(page.body),
        "offset": str(at),
        "length": str(size),
        "filename": ARCHIVE.partition("/")[2],
    }
    stamp = "".join(char for char in _came(page) if char.isdigit())[:14]
    return f"{_key(record['url'])} {stamp} {json.dumps(told)}\n"


def _key(url: str) -> str:
    """The address as readers look it up: the host backwards, in small letters, the query in order."""
    plain = re.sub(r"^(https?://)www\d*\.", r"\1", url.lower())
    try:
        parts = urlsplit(plain)
    except ValueError:  # what no reader takes apart either
        return plain.replace(" ", "%20")
    host, _, port = re.sub(r":(\d*)$", r" \1", parts.netloc.rpartition("@")[2]).partition(" ")
    query = "?" + "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    key = ",".join(reversed(host.split("."))) + (":" + port if port else "") + ")" + (parts.path or "/") + query
    return key.replace(" ", "%20")


def bodies_of(archive: bytes) -> list[bytes]:
    """The body of each response, in order."""
    found, at = [], 0
    while at < len(archive):
        end = archive.index(b"\r\n\r\n", at)
        head = dict(line.split(b": ", 1) for line in archive[at:end].split(b"\r\n")[1:])
        block = archive[end + 4 : end + 4 + int(head[b"Content-Length"])]
        if head[b"WARC-Type"] == b"response":
            found.append(block.partition(b"\r\n\r\n")[2])
        at = end + 4 + len(block) + 4
    return found


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip: stored, in their order, without times; equal files give equal bytes."""
    out, listed, at = [], [], 0
    for name, raw in files.items():
        known = (20, 0, 0, 0, _DATE, zlib.crc32(raw), len(raw), len(raw), len(name), 0)
        local = struct.pack(_LOCAL, b"PK\3\4", *known) + name.encode("ascii")
        central = struct.pack(_CENTRAL, b"PK\1\2", 3 << 8 | 20, *known, 0, 0, 0, 0o100644 << 16, at)
        listed.append(central + name.encode("ascii"))
        out += [local, raw]
        at += len(local) + len(raw)
    directory = b"".join(listed)
    end = struct.pack(_END, b"PK\5\6", 0, 0, len(files), len(files), len(directory), at, 0)
    return b"".join((*out, directory, end))


def unzipped(raw: bytes) -> list[tuple[str, bytes]]:
    """The files of a zip as `zipped` writes it; whoever asks makes it again and compares."""
    found, at = [], 0
    while raw[at : at + 4] == b"PK\3\4":
        head = struct.unpack_from(_LOCAL, raw, at)
        start = at + struct.calcsize(_LOCAL) + head[9]
        name = raw[start - head[9] : start].decode("ascii")
        found.append((name, raw[start : start + head[7]]))
        at = start + head[7]
    return found
