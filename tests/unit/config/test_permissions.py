"""Which files that hold what others should not read are named, by their modes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from monitor.config.loading import load
from monitor.permissions import open_to_others

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


@pytest.mark.parametrize(
    "name", ["hook.secret", "old.secret", "mail.password", "chat.url", "data/rowback.sqlite", "data/links.key"]
)
def test_each_file_that_others_can_read_is_named_with_its_mode_and_what_to_do(tmp_path: Path, name: str) -> None:
    (tmp_path / "data").mkdir()
    texts = {
        "hook.secret": SECRET,
        "old.secret": SECRET,
        "mail.password": "p",
        "chat.url": "ntfy://host/topic",
        "data/rowback.sqlite": "",
        "data/links.key": "k",
    }
    for file, text in texts.items():
        (tmp_path / file).write_text(text)
        os.chmod(tmp_path / file, 0o600)
    path = tmp_path / "rowback.toml"
    path.write_text(
        '[channel.h]\ntype = "webhook"\nurl = "https://h.example/x"\nsecret_file = "hook.secret"\n'
        'previous_secret_file = "old.secret"\n'
        '[channel.m]\ntype = "email"\nto = ["a@example.org"]\nsmtp = "smtps://m.example:465"\n'
        'username = "u"\npassword_file = "mail.password"\n'
        '[channel.c]\ntype = "chat"\nurl_file = "chat.url"\n'
    )
    os.chmod(path, 0o644)  # holds no secret itself
    assert open_to_others(load(path, {})) == []
    for mode in (0o640, 0o604, 0o620):
        os.chmod(tmp_path / name, mode)
        (said,) = open_to_others(load(path, {}))
        assert said == (
            f"{tmp_path / name} is open to other users of this machine ({mode:04o}); chmod 600 {tmp_path / name}"
        )


def test_a_configuration_with_a_secret_in_it_is_a_secret_itself(tmp_path: Path) -> None:
    path = tmp_path / "rowback.toml"
    path.write_text('[channel.c]\ntype = "chat"\nurl = "ntfy://host/topic"\n')
    os.chmod(path, 0o644)
    assert [str(path) in said for said in open_to_others(load(path, {}))] == [True]
