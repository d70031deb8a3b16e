"""Composes the running service on one loop: Scrapy, the tick, the pump, the web page, signals. `rowback run` is this.

Holds no rule of its own; stopping is bounded, since a supervisor kills what takes longer than it allows.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import resource
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from monitor.archive_asking import Asking
from monitor.archiving import Archiving
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
from monitor.store import Store, log_frames, users, watch_list
from monitor.store.backups import copies
from monitor.store.file import FILE
from monitor.supervised import Supervised
from monitor.web.liveness import Liveness
from spiders.addresses import blocked, networks

if TYPE_CHECKING:
    from monitor.worker import Machine

log = structlog.get_logger(__name__)

MOST_DESCRIPTORS = 16_384
"""Open files and sockets that are asked for; thousands of hosts keep a connection for some seconds each."""
M_ARENA_MAX = -8
"""Of glibc's mallopt(3); another C library knows no such option and says so, or has no mallopt."""
GARBAGE = (700, 10, 10)
"""Python's own thresholds, which a command raises while it starts."""
SECONDS_UNTIL_A_TERMINAL_IS_GONE = 1.0


async def run(config: Config, clock: Clock, *, web: bool = True) -> int:
    """Serve until SIGTERM or SIGINT, taking the configuration anew on SIGHUP; without `web`, no page.

    Returns the exit code. Raises what keeps it from starting.
    """
    _take_one_heap()
    _take_descriptors()
    with FolderLock(config.data_folder):
        # Before SQLite opens it, which drops what it cannot read of the log and says nothing.
        lost = log_frames.read(config.data_folder / FILE).said()
        store = Store(config.data_folder, database=config.service.database)
        try:
            if lost:
                store.found_damaged(lost)
                log.error("store_damaged", found=[lost])
            if web:
                somebody_can_log_in(config, store)
            return await _serve(config, store, clock, web)
        finally:
            store.close()


def somebody_can_log_in(config: Config, store: Store) -> None:
    """Raises ConfigError where others would reach the page and there is no user."""
    if config.service.needs_login and not store.read(users.any_there):
        raise ConfigError(
            f"[service] listen: others would reach the page at {config.service.listen}, and nobody could log in; make "
            "a user with `rowback user add NAME --role admin`, keep 127.0.0.1, or, where a proxy with a login stands "
            "in front, set i_have_a_proxy_with_a_login = true"
        )


def _take_one_heap() -> None:
    """One heap for all threads: by default the C library gives each its own, and what is free in one serves no other.

    Measured: 20 to 25 MB less after a pass over 200 pages. Python's threads take turns anyway.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def _take_descriptors() -> None:
    """As many as the system allows: the usual soft limit is for programs that use select()."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, MOST_DESCRIPTORS)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _composed(config: Config, store: Store, clock: Clock, metrics: Metrics) -> tuple[Clock, Service | Machine, Service]:
    """The clock to go by, what is ticked, and the service in it."""
    if store.place.folder_bound:
        service = Service(config, store, clock, metrics)
        return clock, service, service
    from monitor.server_clock import ServerClock
    from monitor.worker import Machine  # Procrastinate and its driver, only where they are asked for

    shared = ServerClock(store)
    machine = Machine(config, store, shared, metrics)
    return shared, machine, machine.service


async def _serve(config: Config, store: Store, clock: Clock, web: bool) -> int:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    metrics = Metrics(RELEASE)
    clock, looking, service = _composed(config, store, clock, metrics)
    ticking = Ticking(looking, clock, metrics)
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
    server, sockets = _web(config, store, metrics, service, ticking, stopping, reloading, clock) if web else (None, [])
    soundness = _soundness(config, store, clock, service)
    stamping, archiving = _stamping(config, store, clock), _archiving(config, store, clock)
    await looking.start()
    serving = asyncio.ensure_future(server._serve(sockets) if server is not None else stopping.wait())
    beside = (ticking, soundness, stamping, archiving, service.reading_again)
    for one in beside:
        one.start()
    supervised = _begun(store)
    _say_started(store, sockets)
    await _first_of(stopping, ticking.broken)
    log.info("stopping", because="signal" if stopping.is_set() else "spider_ended")
    stopping.set()
    supervised.stopping()
    for one in beside:
        one.stop()
    if server is not None:
        server.should_exit = True
    await looking.stop()
    await asyncio.wait([serving], timeout=2)
    log.info("stopped")
    return 1 if ticking.broken.is_set() else 0


def _say_started(store: Store, sockets: list[Any]) -> None:
    log.info("started", listen=_shown(sockets), data=store.place.name, watches=store.read(watch_list.count))
    # A terminal may be closed while this is written; what follows is then the SIGHUP, and an orderly stop.
    if sys.stderr.isatty():
        with contextlib.suppress(OSError):
            print(f"Rowback is running: {_shown(sockets)}  (Ctrl-C stops it)", file=sys.stderr)


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


def _archiving(config: Config, store: Store, clock: Clock) -> Archiving:
    allow = networks(config.service.allow_networks)
    accounts = [one.host for one in config.site if one.cookie_file or one.headers_file]
    way = Asking(lambda address: blocked(address, allow), config.user_agent)

    def private(host: str) -> bool:
        return any(host == one or host.endswith(f".{one}") for one in accounts)

    return Archiving(store, clock, way, config.archive, private)


def _soundness(config: Config, store: Store, clock: Clock, service: Service) -> Soundness:
    """What looks after the store; says at once which files others can read."""
    for sentence in open_to_others(config):
        log.warning("open_to_others", said=sentence)
    backup = config.backup
    is_file, url = store.place.folder_bound, config.public_url
    made = nightly(store.path, config.backup_folder, backup.keep) if backup.nightly and is_file else None
    return Soundness(store, clock, service.pump.announce, public_url=url, back_up=made, is_file=is_file)


def _web(
    config: Config,
    store: Store,
    metrics: Metrics,
    service: Service,
    ticking: Ticking,
    stopping: asyncio.Event,
    reloading: Reloading,
    clock: Clock,
) -> tuple[Any, list[Any]]:
    """The web server and its bound sockets: bound here, so that a taken port is known before anything is fetched."""
    # FastAPI and uvicorn cost 40 MB: only the daemon loads them.
    import uvicorn

    from monitor.checks.accepting import accept
    from monitor.web.app import create_app
    from monitor.web.doors import BACKLOG, Doors, connections_of, most_connections

    app = create_app(
        store,
        metrics,
        public_url=config.public_url,
        login=config.service.needs_login,
        rules=lambda: service.rule_names,
        in_force=lambda: service.rules,
        gap_ms=lambda channel: service.gap_ms(channel),
        links=service.links,
        backups=lambda: _backups(config.backup_folder),
        accept=lambda number, by: accept(store, service.config, clock, number, by).version,
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


def _backups(folder: Path) -> list[tuple[str, int]]:
    found = []
    for one in copies(folder):
        # An older one may be removed just now.
        with contextlib.suppress(OSError):
            found.append((one.name, one.stat().st_size))
    return found


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
    if not sockets:
        return "nowhere: a worker has no page"
    host, port = sockets[0].getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
