"""What the stages remember does not grow for ever, and what may still matter stays."""

from pathlib import Path

from monitor.store import holding
from tests.integration.holding.newsdesk import DAY, Newsdesk, toll

HOOK = '[channel.hook]\ntype = "webhook"\nurl = "https://h.example/"\nsecret_file = "s"\n'
RULE = '[[rule]]\nname = "r"\ngroup_by = "rule"\n'


def kept(desk: Newsdesk) -> tuple[int, int]:
    def count(table: str) -> int:
        return int(desk.store.read(lambda c: c.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()))

    return count("episode"), count("pace")


def test_what_is_older_than_any_window_is_forgotten_and_what_is_young_stays(tmp_path: Path) -> None:
    desk = Newsdesk(tmp_path, HOOK + RULE)
    desk.see([toll("40", "41")], url="https://one.example/a")
    desk.pass_time(DAY)
    desk.store.write(holding.forget_old, desk.now_ms)
    before = kept(desk)
    assert min(before) >= 1
    desk.now_ms += 9 * DAY
    desk.store.write(holding.forget_old, desk.now_ms)
    assert kept(desk) == (0, 0)
    desk.see([toll("41", "42")], url="https://one.example/a")
    desk.pass_time(DAY)
    assert [one.values for one in desk.sent] == [["41"], ["42"]]
