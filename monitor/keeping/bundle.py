"""An evidence bundle: what is stored of some versions of one article goes in, the bytes of one WACZ file come out.

WARC records of the kept pages, texts, facts, changes, the account of the comparison, the chain up to its head, and a
script that checks it all without Rowback. Equal input gives equal bytes. Reads no table and no clock.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.keeping.record import Record

_TIME = (1980, 1, 1, 0, 0, 0)
"""Of every file in the zip: when a bundle was made is no part of what it says."""
_CODED = ("content-encoding", "transfer-encoding", "content-length")
"""Fields of the answer that are not true of a body whose codings came off; the record has them."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One page as it is kept: which version it made or stood for, its record as stored and read, and its body."""

    id: int
    version: int
    raw_record: bytes
    record: Record
    body: bytes
    certificates: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a bundle holds.

    `texts` are the stored texts of the versions, `facts` their rows as chained, `changes` the rows of each entry.
    `chain` are the lines of the chain from the first that speaks of these versions to the last, each with its number.
    """

    url: str
    title: str
    texts: Mapping[int, str]
    facts: Mapping[int, Sequence[Sequence[Any]]]
    changes: Sequence[Sequence[Sequence[Any]]]
    account: Mapping[str, Any]
    diff: str
    pages: Sequence[KeptPage]
    chain: Sequence[tuple[int, str]]
    head: str
    stamps: Sequence[Mapping[str, Any]]
    reviews: Sequence[Mapping[str, Any]]
    made_by: str


def wacz(found: Evidence) -> bytes:
    """The bundle."""
    archive, index = _warc(found)
    files = {
        "archive/data.warc.gz": archive,
        "indexes/index.cdxj": index,
        "pages/pages.jsonl": _pages(found),
        **{f"evidence/{name}": raw for name, raw in _evidence(found).items()},
    }
    package = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": found.title or found.url,
        "software": found.made_by,
        "resources": [
            {"name": path.replace("/", "-").lower(), "path": path, "hash": _sha(raw), "bytes": len(raw)}
            for path, raw in files.items()
        ],
    }
    raw = _json(package)
    digest = _json({"path": "datapackage.json", "hash": _sha(raw)})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for path, data in {**files, "datapackage.json": raw, "datapackage-digest.json": digest}.items():
            packed.writestr(zipfile.ZipInfo(path, _TIME), data, zipfile.ZIP_STORED)
    return out.getvalue()


def _evidence(found: Evidence) -> dict[str, bytes]:
    files = {f"text-{number}.json": text.encode() for number, text in found.texts.items()}
    files |= {f"facts-{number}.json": _json(rows) for number, rows in found.facts.items()}
    files |= {f"page-{page.id}.json": page.raw_record for page in found.pages}
    for page in found.pages:
        named = zip(page.record.certificates, page.certificates, strict=True)
        files |= {f"certificate-{sha}.der": der for sha, der in named}
    listed = [{"id": page.id, "version": page.version, "url": page.record.url} for page in found.pages]
    lines = "".join(f"{line}\n" for _, line in found.chain)
    files |= {
        "pages.json": _json(listed),
        "changes.json": _json(found.changes),
        "account.json": _json(found.account),
        "diff.txt": found.diff.encode(),
        "chain.txt": lines.encode(),
        "head.json": _json({"n": found.chain[-1][0] if found.chain else 0, "sha256": found.head}),
        "stamps.json": _json(found.stamps),
        "reviews.json": _json(found.reviews),
        "verify.py": _script("verify.py.txt"),
        "README.txt": _script("evidence.txt")
        .replace(b"{url}", found.url.encode())
        .replace(b"{by}", found.made_by.encode()),
    }
    return files


def _script(name: str) -> bytes:
    return resources.files("monitor.keeping").joinpath(name).read_bytes()


def _warc(found: Evidence) -> tuple[bytes, bytes]:
    """The archive, and its index in lines of CDXJ."""
    out = io.BytesIO()
    lines = []
    writer = WARCWriter(out, gzip=True)
    for page in found.pages:
        record, at = page.record, (page.record.came or "1970-01-01T00:00:00Z")
        told = {"WARC-Date": at, "WARC-Record-ID": f"<urn:uuid:{_uuid(page.raw_record)}>"}
        place = out.tell()
        fields = [
            (name, value or "") for name, value in record.received if name.lower() not in _CODED and value is not None
        ]
        first = record.answer or f"HTTP/1.1 {record.status}"
        protocol, _, status = first.partition(" ")
        answer = StatusAndHeaders(status, fields, protocol=protocol)
        made = writer.create_warc_record(
            record.url,
            "response",
            io.BytesIO(page.body),
            length=len(page.body),
            http_headers=answer,
            warc_headers_dict=told,
        )
        writer.write_record(made)
        raw = _json({"url": record.url, "mime": "text/html", "status": str(record.status), "digest": _sha(page.body)})
        size = out.tell() - place
        entry = {**json.loads(raw), "offset": str(place), "length": str(size), "filename": "data.warc.gz"}
        lines.append(f"{_key(record.url)} {_stamp(at)} {json.dumps(entry)}\n")
        if record.request:
            sent = [(name, value) for name, value in record.sent if value is not None]
            asked = StatusAndHeaders(record.request, sent, is_http_request=True)
            told = {"WARC-Date": at, "WARC-Record-ID": f"<urn:uuid:{_uuid(b'request' + page.raw_record)}>"}
            writer.write_record(
                writer.create_warc_record(
                    record.url, "request", io.BytesIO(b""), length=0, http_headers=asked, warc_headers_dict=told
                )
            )
    return out.getvalue(), "".join(sorted(lines)).encode()


def _pages(found: Evidence) -> bytes:
    lines = [{"format": "json-pages-1.0", "id": "pages", "title": "Pages"}]
    lines += [
        {
            "id": str(page.id),
            "url": page.record.url,
            "ts": page.record.came,
            "title": f"{found.title} (version {page.version})",
        }
        for page in found.pages
    ]
    return b"".join(_json(line) + b"\n" for line in lines)


def _key(url: str) -> str:
    host, _, path = url.partition("://")[2].partition("/")
    return f"{','.join(reversed(host.partition(':')[0].split('.')))})/{path}"


def _stamp(at: str) -> str:
    return "".join(char for char in at if char.isdigit())[:14]


def _uuid(raw: bytes) -> str:
    sha = hashlib.sha256(raw).hexdigest()
    return f"{sha[:8]}-{sha[8:12]}-5{sha[13:16]}-8{sha[17:20]}-{sha[20:32]}"


def _sha(raw: bytes) -> str:
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")
