import base64
from decimal import Decimal
from pathlib import Path

import pytest

from monitor import daemon
from monitor.config.loading import load
from monitor.config.notes import notes
from monitor.config.secret_files import read_secret
from monitor.errors import ConfigError, SecretMissing
from monitor.rules import Severity
from monitor.store import Store, users
from monitor.store.acts import By

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()

WHOLE = """
[service]
data = "kept"
listen = "127.0.0.1:0"
public_url = "https://rowback.example/"
allow_networks = ["127.0.0.0/8"]

[fetch]
timeout = "5s"
max_size = "1MB"

[schedule]
default = "15m"
fastest = "1m"

[[watch]]
url = "https://news.example/toll?utm_source=x"
tags = ["gaza"]
[[watch]]
url = "https://news.example/vote"
cron = "0  8 * * *"
[[watch]]
url = "https://news.example/fire"
every = "90s"
[[watch]]
url = "https://news.example/flood"
adaptive = true

[channel.desk]
type = "email"
to = ["desk@example.org"]
smtp = "smtp://localhost:25"

[channel.hook]
type = "webhook"
url = "http://127.0.0.1:9/in"
secret_file = "hook.secret"

[[rule]]
name = "tolls"
kinds = ["figure.*"]
counted = ["death"]
min_delta = 0.1
when = "not announced"
severity = "high"
notify = ["desk"]

[[rule]]
name = "all"
"""


def written(folder: Path, text: str) -> Path:
    (folder / "hook.secret").write_text(SECRET + "\n")
    path = folder / "rowback.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, text: str, env: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        load(written(folder, text), env or {})
    return [one.replace(f"{folder}/", "") for one in raised.value.problems]


def test_a_whole_file_is_read_into_typed_settings(tmp_path: Path) -> None:
    config = load(written(tmp_path, WHOLE), {})
    assert config.data_folder == tmp_path / "kept"
    assert config.service.address == ("127.0.0.1", 0)
    assert (config.fetch.timeout, config.fetch.max_size) == (5.0, 1_000_000)
    assert config.schedule.schedule == "every 900"
    assert [w.schedule for w in config.watch] == ["", "cron 0 8 * * *", "every 90", "adaptive"]
    assert config.watch[0].address.url == "https://news.example/toll"
    tolls, rest = config.rules
    assert (tolls.name, tolls.min_delta, tolls.severity) == ("tolls", Decimal("0.1"), Severity.HIGH)
    assert tolls.notify == ("desk",)
    assert (rest.severity, rest.notify) == (None, ("desk", "hook"))


def test_an_empty_file_has_every_default(tmp_path: Path) -> None:
    config = load(written(tmp_path, ""), {})
    assert config.data_folder == tmp_path / "data"
    assert config.schedule.schedule == "adaptive"
    assert (config.schedule.fastest, config.schedule.slowest, config.schedule.confirm_removal) == (120, 604_800, 600)
    assert config.public_url == "http://127.0.0.1:8765"
    assert config.user_agent.startswith("Rowback/")
    assert "127.0.0.1" not in config.user_agent


def test_sites_see_the_public_address_once_there_is_one(tmp_path: Path) -> None:
    assert load(written(tmp_path, WHOLE), {}).user_agent.endswith(" (+https://rowback.example)")


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = '[schedule]\nfastest = "2h"\nslowest = "1h"\n\n[[rule]]\nname = "a"\n\n[[rule]]\nnmae = "b"\n\n[sevrice]\n'
    assert problems(tmp_path, text) == [
        "rowback.toml:3:1: schedule.slowest: slowest (1h) is shorter than fastest (2h)",
        "rowback.toml:8:3: rule.1.name: this setting is missing",
        "rowback.toml:9:1: rule.1.nmae: unknown setting 'nmae'; did you mean 'name'?",
        "rowback.toml:11:2: sevrice: unknown table 'sevrice'; did you mean 'service'?",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[service]\nlisten = "8765"', "2:1: service.listen: '8765' is not an address and port"),
        ('[service]\nlisten = "::1:8765"', "2:1: service.listen: '::1:8765' is not an address and port"),
        ('[service]\ndatabase = "mysql://db/x"', "2:1: service.database: an address like"),
        ('[service]\nallow_networks = ["10.1.0.0/8"]', "2:19: service.allow_networks.0: '10.1.0.0/8' has bits set"),
        ('[service]\nallow_networks = "10.0.0.0/8"', "2:1: service.allow_networks: expected a list"),
        ('[service]\nlog = "jsn"', "2:1: service.log: 'jsn' is none of auto, json, text; did you mean 'json'?"),
        ("[service]\nreaders = 0", "2:1: service.readers: must be at least 1"),
        ("[fetch]\ntimeout = 20", '2:1: fetch.timeout: say the unit: "20s" for seconds'),
        ("[fetch]\nmax_size = 8000000", "2:1: fetch.max_size: say the unit"),
        ('[fetch]\nconcurrency = "many"', "2:1: fetch.concurrency: expected a whole number"),
        ('[fetch]\nlisten = "127.0.0.1:1"', "2:1: fetch.listen: unknown setting 'listen'; it belongs in [service]"),
        ('[schedule]\ndefault = "daily"', "2:1: schedule.default: 'daily' is neither adaptive"),
        ('[schedule]\ndefault = "0 25 * * *"', "2:1: schedule.default: '0 25 * * *' is not a cron line"),
        ("service = 3", "1:1: service: expected a table of settings"),
        ('[[watch]]\nurl = "news.example/a"', "2:1: watch.0.url: 'news.example/a' has no scheme; did you mean"),
        (
            '[[watch]]\nurl = "https://a.example/"\nevery = "1m"\ncron = "0 8 * * *"',
            "4:1: watch.0.cron: a watch has one",
        ),
        ('[[watch]]\nurl = "https://a.example/"\ncron = "0 8 * *"', "3:1: watch.0.cron: a cron line has 5 fields"),
        ('[[watch]]\nurl = "https://a.example/"\nadaptive = false', "3:1: watch.0.adaptive: leave it out"),
        ('[[watch]]\nurl = "https://a.example/"\ntags = ["a b"]', "3:9: watch.0.tags.0: 'a b' is not a tag"),
        ("[[watch]]\nevery = '1m'", "1:3: watch.0.url: this setting is missing"),
        ('[channel.x]\ntype = "emial"', "2:1: channel.x.type: there is no channel type 'emial'; it is one of email"),
        ('[channel.x]\nto = ["a@b.example"]', "1:10: channel.x: the setting 'type' is missing"),
        ('[channel."a b"]\ntype = "email"\nto = ["a@b.example"]\nsmtp = "smtp://h"', "a channel's name is up to 40"),
        ('[channel.x]\ntype = "email"\nto = []\nsmtp = "smtp://h"', "3:1: channel.x.to: the list is empty"),
        ('[channel.x]\ntype = "email"\nto = ["a"]\nsmtp = "smtp://h"', "3:7: channel.x.to.0: 'a' is not an e-mail"),
        (
            '[channel.x]\ntype = "email"\nto = ["a@b.example"]\nsmtp = "mail.example:25"',
            "4:1: channel.x.smtp: write a URL",
        ),
        ('[[rule]]\nname = "a"\nkinds = ["figure.valeu"]', "3:10: rule.0.kinds.0: 'figure.valeu' matches no kind"),
        ('[[rule]]\nname = "a"\nkinds = ["figures.*"]', "did you mean 'figure.*'?"),
        ('[[rule]]\nname = "a"\nwhere = ["title"]', "3:10: rule.0.where.0: 'title' is none of headline"),
        ('[[rule]]\nname = "a"\nwhen = "dleta > 1"', "3:9: rule.0.when: unknown field 'dleta'; did you mean 'delta'?"),
        ('[[rule]]\nname = "a"\nseverity = "hihg"', "3:1: rule.0.severity: 'hihg' is none of low, normal, high"),
        ('[[rule]]\nname = "a"\nmin_delta = -1', "3:1: rule.0.min_delta: must be more than 0"),
        ('[[rule]]\nname = "a"\nnotify = ["desk"]', "3:11: rule.0.notify.0: unknown channel 'desk'; there is no"),
        ('[[rule]]\nname = "a"\n[[rule]]\nname = "a"', "4:1: rule.1.name: 'a' is already the rule 'a' above"),
        ("[service\n", "1:9: this is not TOML: expected ']'"),
        ('[service]\ndata = "a', "2:10: this is not TOML: "),
        ("a = 1\na = 2\n", "2:6: this is not TOML: cannot overwrite a value"),
    ],
)
def test_each_mistake_is_placed_and_says_what_to_write(tmp_path: Path, text: str, expected: str) -> None:
    assert expected in "\n".join(problems(tmp_path, text))


def test_list_of_one_wrong_word_is_one_mistake_and_not_empty_too(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, '[quiet_hours.night]\nzone = "UTC"\nwindows = ["25:00-07:00"]\n')
    assert found.endswith("'25:00' is no time of day; write it as in 07:30")


def test_two_watches_of_the_same_article_are_one_too_many(tmp_path: Path) -> None:
    text = '[[watch]]\nurl = "https://a.example/x"\n[[watch]]\nurl = "https://A.example:443/x?utm_source=y"\n'
    (found,) = problems(tmp_path, text)
    assert found.startswith("rowback.toml:4:1: watch.1.url: ")
    assert "is already the watch 'https://a.example/x'" in found


def test_a_slip_in_one_place_does_not_hide_an_unknown_channel_in_another(tmp_path: Path) -> None:
    text = '[service]\nreaders = 0\n[channel.desk]\ntype = "emial"\n[[rule]]\nname = "a"\nnotify = ["dsk"]\n'
    found = problems(tmp_path, text)
    assert len(found) == 3
    assert "unknown channel 'dsk'; did you mean 'desk'?" in found[2]


class TestEnvironment:
    def test_a_variable_stands_above_the_file(self, tmp_path: Path) -> None:
        env = {
            "ROWBACK_SERVICE__LISTEN": "127.0.0.1:9000",
            "ROWBACK_FETCH__OBEY_ROBOTS": "false",
            "ROWBACK_FETCH__CONCURRENCY": "4",
            "ROWBACK_SERVICE__ALLOW_NETWORKS": '["127.0.0.0/8", "10.0.0.0/8"]',
            "ROWBACK_CHANNEL__HOOK__URL": "https://hooks.example.org/new",
            "ROWBACK_CONFIG": "/not/a/setting",
            "HOME": "/",
        }
        config = load(written(tmp_path, WHOLE), env)
        assert config.service.address == ("127.0.0.1", 9000)
        assert (config.fetch.obey_robots, config.fetch.concurrency) == (False, 4)
        assert config.service.allow_networks == ("127.0.0.0/8", "10.0.0.0/8")
        assert config.channel["hook"].type == "webhook"
        assert config.channel["hook"].url == "https://hooks.example.org/new"

    def test_a_channel_with_a_dash_is_found(self, tmp_path: Path) -> None:
        text = '[channel.news-desk]\ntype = "email"\nto = ["a@b.example"]\nsmtp = "smtp://h"\n'
        config = load(written(tmp_path, text), {"ROWBACK_CHANNEL__NEWS_DESK__SENDER": "r@b.example"})
        assert config.channel["news-desk"].type == "email"
        assert config.channel["news-desk"].sender == "r@b.example"

    @pytest.mark.parametrize(
        ("name", "value", "expected"),
        [
            ("ROWBACK_SERVICE__LISTNE", "x", "environment ROWBACK_SERVICE__LISTNE: service.listne: unknown setting"),
            ("ROWBACK_SEVRICE__LISTEN", "x", "environment ROWBACK_SEVRICE__LISTEN: sevrice: unknown table 'sevrice'"),
            (
                "ROWBACK_SERVICE__READERS",
                "0",
                "environment ROWBACK_SERVICE__READERS: service.readers: must be at least 1",
            ),
            ("ROWBACK_WATCH__0__URL", "x", "environment ROWBACK_WATCH__0__URL: only settings of single tables"),
        ],
    )
    def test_a_wrong_variable_is_named(self, tmp_path: Path, name: str, value: str, expected: str) -> None:
        (found,) = problems(tmp_path, "[service]\n", {name: value})
        assert found.startswith(expected)


class TestSecrets:
    def hook(self, folder: Path, name: str = "missing.secret") -> Path:
        lines = f'[channel.hook]\ntype = "webhook"\nurl = "https://h.example/"\nsecret_file = "{name}"\n'
        return written(folder, lines)

    def test_a_missing_secret_file_is_named_with_its_line_and_how_to_make_one(self, tmp_path: Path) -> None:
        with pytest.raises(SecretMissing) as raised:
            load(self.hook(tmp_path), {})
        (found,) = raised.value.problems
        assert found.startswith(f"{tmp_path}/rowback.toml:4:1: channel.hook.secret_file: there is no secret file")
        assert "head -c 32 /dev/urandom" in found
        assert raised.value.exit_code == 3

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            (b"", "is empty"),
            (b"hunter2", "starts with whsec_"),
            (b"\xff\xfe", "is not text"),
            (b"whsec_YWJj", "holds 24"),
        ],
    )
    def test_a_secret_that_cannot_work_is_refused_and_never_shown(
        self, tmp_path: Path, content: bytes, expected: str
    ) -> None:
        (tmp_path / "bad.secret").write_bytes(content)
        with pytest.raises(SecretMissing, match=expected) as raised:
            load(self.hook(tmp_path, "bad.secret"), {})
        assert "hunter2" not in str(raised.value)

    def test_commands_that_send_nothing_do_without(self, tmp_path: Path) -> None:
        config = load(self.hook(tmp_path), {}, secrets=False)
        assert config.channel["hook"].type == "webhook"

    def test_a_loaded_configuration_holds_no_secret(self, tmp_path: Path) -> None:
        config = load(self.hook(tmp_path, "hook.secret"), {})
        assert SECRET not in repr(config) + config.model_dump_json()
        channel = config.channel["hook"]
        assert channel.type == "webhook"
        assert read_secret(channel.secret_file, "webhook") == SECRET

    def test_a_secret_lost_later_is_told_when_it_is_read(self, tmp_path: Path) -> None:
        with pytest.raises(SecretMissing, match="there is no secret file"):
            read_secret(tmp_path / "gone", "password")

    def test_a_user_name_and_its_password_come_together(self, tmp_path: Path) -> None:
        start = '[channel.d]\ntype = "email"\nto = ["a@b.example"]\nsmtp = "smtp://h"\n'
        assert "a username needs a password_file" in problems(tmp_path, start + 'username = "me"\n')[0]
        assert "a password needs a username" in problems(tmp_path, start + 'password_file = "hook.secret"\n')[0]

    def test_a_password_in_an_address_is_refused_and_never_shown(self, tmp_path: Path) -> None:
        text = '[channel.d]\ntype = "email"\nto = ["a@b.example"]\nsmtp = "smtp://me:hunter2@h:25"\n'
        (found,) = problems(tmp_path, text)
        assert "use username and password_file" in found
        assert "hunter2" not in found


class TestWebhookAddress:
    @pytest.mark.parametrize("url", ["https://hooks.example.org/x", "http://127.0.0.1:8/x", "http://localhost:8/x"])
    def test_https_anywhere_and_http_inside_allowed_networks(self, tmp_path: Path, url: str) -> None:
        assert load(written(tmp_path, self.text(url, '["127.0.0.0/8"]')), {})

    @pytest.mark.parametrize(
        "url", ["http://hooks.example.org/x", "http://10.0.0.1/x", "http://127.0.0.1.example.org/x"]
    )
    def test_http_elsewhere_is_refused(self, tmp_path: Path, url: str) -> None:
        assert "channel.h.url: use https" in problems(tmp_path, self.text(url, '["127.0.0.0/8"]'))[0]

    def test_http_to_this_machine_needs_leave_too(self, tmp_path: Path) -> None:
        assert "use https" in problems(tmp_path, self.text("http://127.0.0.1:8/x", "[]"))[0]

    def text(self, url: str, networks: str) -> str:
        return (
            f"[service]\nallow_networks = {networks}\n"
            f'[channel.h]\ntype = "webhook"\nurl = "{url}"\nsecret_file = "hook.secret"\n'
        )


def test_a_missing_file_says_how_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="`rowback init` writes one"):
        load(tmp_path / "rowback.toml", {})


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rowback.toml"
    path.write_bytes(b'[service]\ndata = "\xe9"\n')
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(path, {})


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "rowback.toml"
    path.write_bytes(b"\xef\xbb\xbf[service]\r\nreaders = 2\r\n")
    assert load(path, {}).service.readers == 2


@pytest.mark.parametrize("listen", ["127.0.0.1:0", "127.8.8.8:80", "[::1]:80", "localhost:80", "LocalHost.:80"])
def test_an_address_of_this_machine_needs_no_login(tmp_path: Path, listen: str) -> None:
    found = load(written(tmp_path, f'[service]\nlisten = "{listen}"'), {}).service
    assert (found.listen, found.needs_login) == (listen, False)


@pytest.mark.parametrize(
    "listen", ["0.0.0.0:8765", "[::]:8765", "192.0.2.7:80", "desk.example.org:80", "[::ffff:10.0.0.1]:80"]
)
def test_an_address_that_others_reach_needs_one_and_nothing_starts_while_nobody_could_log_in(
    tmp_path: Path, listen: str
) -> None:
    config = load(written(tmp_path, f'[service]\nlisten = "{listen}"'), {})
    assert config.service.needs_login
    assert any("rowback user add" in note for note in notes(config))
    store = Store(tmp_path)
    with pytest.raises(ConfigError, match="others would reach the page at .*rowback user add"):
        daemon.somebody_can_log_in(config, store)
    store.write(users.add, By("karen", "cli: karen", 1), "Ines", users.Role.ADMIN, "hash")
    daemon.somebody_can_log_in(config, store)
    store.close()


@pytest.mark.parametrize("order", [1, -1])
def test_an_address_that_others_reach_is_taken_where_a_proxy_with_a_login_is_said_to_be_there(
    tmp_path: Path, order: int
) -> None:
    lines = ['listen = "0.0.0.0:8765"', "i_have_a_proxy_with_a_login = true"][::order]
    found = load(written(tmp_path, "\n".join(["[service]", *lines])), {}).service
    assert (found.listen, found.needs_login) == ("0.0.0.0:8765", False)
