"""Composes the running service on one loop: Scrapy, the tick, the pump, the web page, signals. `rowback run` is this.

Holds no rule of its own; stopping is bounded, since a supervisor kills what takes longer than it allows.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import resource
import signal
import socket
import sys
from typing import Any

import structlog

from monitor.checks.ticking import Ticking
from monitor.clock import Clock
from monitor.config.loading import Config
from monitor.errors import ConfigError, ListenFailed
from monitor.lock import FolderLock
from monitor.metrics import Metrics
from monitor.permissions import open_to_others
from monitor.release import RELEASE
from monitor.reloading import Reloading
from monitor.service import Service
from monitor.soundness import Soundness, nightly
from monitor.stamp_posting import posting
from monitor.stamping import Stamping
from monitor.store import Store, log_frames, watch_list
from monitor.store.file import FILE
from monitor.supervised import Supervised
from monitor.web.liveness import Liveness
from spiders.addresses import blocked, networks

log = structlog.get_logger(__name__)

MOST_DESCRIPTORS = 16_384
"""Open files and sockets that are asked for; thousands of hosts keep a connection for some seconds each."""
GARBAGE = (700, 10, 10)
"""Python's own thresholds, which a command raises while it starts."""
SECONDS_UNTIL_A_TERMINAL_IS_GONE = 1.0


async def run(config: Config, clock: Clock) -> int:
    """Serve until SIGTERM or SIGINT, taking the configuration anew on SIGHUP.

    Returns the exit code. Raises what keeps it from starting.
    """
    _take_descriptors()
    with FolderLock(config.data_folder):
        # Before SQLite opens it, which drops what it cannot read of the log and says nothing.
        lost = log_frames.read(config.data_folder / FILE).said()
        store = Store(config.data_folder)
        try:
            if lost:
                store.found_damaged(lost)
                log.error("store_damaged", found=[lost])
            return await _serve(config, store, clock)
        finally:
            store.close()


def _take_descriptors() -> None:
    """As many as the system allows: the usual soft limit is for programs that use select()."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, MOST_DESCRIPTORS)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


async def _serve(config: Config, store: Store, clock: Clock) -> int:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    metrics = Metrics(RELEASE)
    service = Service(config, store, clock, metrics)
    ticking = Ticking(service, clock, metrics)
    reloading = Reloading(service, config, clock, metrics)
    at_terminal = sys.stderr.isatty()

    def stop_if_left() -> None:
        if _left(at_terminal):
            stopping.set()

    def hung_up() -> None:
        stop_if_left()
        if not stopping.is_set():
            reloading.ask()
            # Linux sends SIGHUP before it marks the terminal as gone, so a look right now may come too early.
            loop.call_later(SECONDS_UNTIL_A_TERMINAL_IS_GONE, stop_if_left)

    # From here on, so that a reload asked for during the start does not end the daemon, as SIGHUP does by default.
    loop.add_signal_handler(signal.SIGHUP, hung_up)
    server, sockets = _web(config, store, metrics, service, ticking, stopping, reloading)
    soundness = _soundness(config, store, clock, service)
    stamping = _stamping(config, store, clock)
    await service.start()
    serving = asyncio.ensure_future(server._serve(sockets))
    ticking.start()
    soundness.start()
    stamping.start()
    supervised = _begun(store)
    log.info("started", listen=_shown(sockets), data=str(config.data_folder), watches=store.read(watch_list.count))
    # A terminal may be closed while this is written; what follows is then the SIGHUP, and an orderly stop.
    if sys.stderr.isatty():
        with contextlib.suppress(OSError):
            print(f"Rowback is running: {_shown(sockets)}  (Ctrl-C stops it)", file=sys.stderr)
    await _first_of(stopping, ticking.broken)
    log.info("stopping", because="signal" if stopping.is_set() else "spider_ended")
    stopping.set()
    supervised.stopping()
    ticking.stop()
    soundness.stop()
    stamping.stop()
    server.should_exit = True
    await service.stop()
    await asyncio.wait([serving], timeout=2)
    log.info("stopped")
    return 1 if ticking.broken.is_set() else 0


async def _first_of(*events: asyncio.Event) -> None:
    ends = [asyncio.ensure_future(event.wait()) for event in events]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for end in ends:
        end.cancel()


def _begun(store: Store) -> Supervised:
    # What the start has made stays: a full round of the collector over it would hold the loop for a tenth of a second.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    supervised = Supervised()
    supervised.ready(store.answers)
    return supervised


def _stamping(config: Config, store: Store, clock: Clock) -> Stamping:
    keep, allow = config.keep, networks(config.service.allow_networks)
    post = posting(lambda address: blocked(address, allow), config.user_agent)
    try:
        roots = [path.read_bytes() for path in keep.stamp_roots]
    except OSError as wrong:
        raise ConfigError(f"[keep] stamp_roots: {wrong.filename} cannot be read ({wrong.strerror})") from wrong
    return Stamping(store, clock, post, keep.stamps, keep.stamp_every, roots)


def _soundness(config: Config, store: Store, clock: Clock, service: Service) -> Soundness:
    """What looks after the store; says at once which files others can read."""
    for sentence in open_to_others(config):
        log.warning("open_to_others", said=sentence)
    backup = config.backup
    made = nightly(store.path, config.backup_folder, backup.keep) if backup.nightly else None
    return Soundness(store, clock, service.pump.announce, public_url=config.public_url, back_up=made)


def _web(
    config: Config,
    store: Store,
    metrics: Metrics,
    service: Service,
    ticking: Ticking,
    stopping: asyncio.Event,
    reloading: Reloading,
) -> tuple[Any, list[Any]]:
    """The web server and its bound sockets: bound here, so that a taken port is known before anything is fetched."""
    # FastAPI and uvicorn cost 40 MB: only the daemon loads them.
    import uvicorn

    from monitor.web.app import create_app
    from monitor.web.doors import BACKLOG, Doors, connections_of, most_connections

    app = create_app(
        store,
        metrics,
        public_url=config.public_url,
        rules=lambda: service.rule_names,
        in_force=lambda: service.rules,
        gap_ms=lambda channel: service.gap_ms(channel),
        links=service.links,
        time_zone=config.service.time_zone,
        alive=lambda: Liveness(ticking.age(), ticking.queue, stopping.is_set(), service.starved),
        banners=lambda: [banner] if (banner := reloading.standing.banner()) else [],
    )
    host, port = config.service.address
    settings = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=connections_of(Doors(most_connections())),
        ws="none",
        backlog=BACKLOG,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    return uvicorn.Server(settings), [_bound(config, settings.backlog)]


def _bound(config: Config, backlog: int) -> socket.socket:
    host, port = config.service.address
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as wrong:
        bound.close()
        raise ListenFailed(
            f"cannot listen on {config.service.listen} ({wrong.strerror}); stop what uses it, or set [service] listen"
        ) from wrong
    # Whoever reads "started" may ask at once; uvicorn begins to listen a moment later, and until then would refuse.
    bound.listen(backlog)
    return bound


def _left(at_terminal: bool) -> bool:
    """Whether a SIGHUP means that the terminal of this daemon was closed, and nobody is there to stop it."""
    return at_terminal and not sys.stderr.isatty()


def _shown(sockets: list[Any]) -> str:
    host, port = sockets[0].getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
