"""`rowback user` and `rowback token`: who may come in; secrets are never on a command line, in the store or shown twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor import passwords
from monitor.store import tokens, users
from tests.unit.commands.command_desk import Desk, desk_in

PASSWORD = "a long enough password"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_in(tmp_path)


def add(desk: Desk, name: str, *words: str) -> None:
    result = desk.run("user", "add", name, "--password-file", "-", *words, stdin=f"{PASSWORD}\n")
    assert result.exit_code == 0, result.output


def raw(desk: Desk) -> bytes:
    return b"".join(path.read_bytes() for path in (desk.folder / "data").iterdir())


def test_a_user_is_added_listed_changed_and_removed_and_all_of_it_is_on_record(desk: Desk) -> None:
    add(desk, "Ines Rø", "--role", "admin")
    add(desk, "Tom")
    assert [(one["name"], one["role"]) for one in desk.json("user", "list")["users"]] == [
        ("Ines Rø", "admin"),
        ("Tom", "reviewer"),
    ]
    assert desk.run("user", "role", "Tom", "viewer").exit_code == 0
    assert desk.run("user", "password", "Tom", "--password-file", "-", stdin="another long password").exit_code == 0
    assert desk.run("user", "remove", "Tom").exit_code == 0
    assert [one["what"] for one in desk.json("audit", "--what", "user")["acts"]] == [
        "user.remove",
        "user.password",
        "user.role",
        "user.add",
        "user.add",
    ]
    assert desk.json("verify")["sound"] is True


def test_a_password_is_stored_as_a_slow_hash_with_a_salt(desk: Desk) -> None:
    add(desk, "Ines")
    add(desk, "Tom")
    store = desk.store()
    (_, first), (_, second) = (store.read(users.password_of, name) for name in ("Ines", "Tom"))  # type: ignore[misc]
    store.close()
    assert first.startswith("$argon2id$")
    assert first != second
    assert PASSWORD.encode() not in raw(desk)
    assert passwords.verified(first, PASSWORD) is passwords.Answer.RIGHT
    assert passwords.verified(first, PASSWORD + "x") is passwords.Answer.WRONG
    assert passwords.verified(None, PASSWORD) is passwords.Answer.WRONG
    weaker = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$"
    assert passwords.verified(weaker, PASSWORD) is passwords.Answer.WRONG, "a damaged hash lets nobody in"


@pytest.mark.parametrize(
    ("words", "stdin", "says"),
    [
        (["user", "add", "Ines"], "short\n", "12 to 200 characters"),
        (["user", "add", "Ines"], "x" * 201, "12 to 200 characters"),
        (["user", "add", " Ines"], PASSWORD, "one line"),
        (["user", "add", "In\nes"], PASSWORD, "one line"),
        (["user", "password", "nobody"], PASSWORD, "no user nobody"),
    ],
)
def test_what_is_no_password_or_name_is_refused(desk: Desk, words: list[str], stdin: str, says: str) -> None:
    result = desk.run(*words, "--password-file", "-", stdin=stdin)
    assert result.exit_code == 2
    assert says in result.output
    assert desk.json("user", "list")["users"] == []


def test_a_name_is_given_once(desk: Desk) -> None:
    add(desk, "Ines")
    result = desk.run("user", "add", "Ines", "--password-file", "-", stdin=PASSWORD)
    assert (result.exit_code, "already" in result.output) == (2, True)


def test_a_token_is_shown_once_and_stored_as_a_hash(desk: Desk) -> None:
    made = desk.json("token", "add", "wall", "--scope", "read, review")
    assert made["token"].startswith("rb_")
    assert len(made["token"]) == 46, "256 bits that nobody can guess"
    assert made["token"].encode() not in raw(desk)
    (listed,) = desk.json("token", "list")["tokens"]
    assert (listed["name"], listed["scopes"], listed["used_at"]) == ("wall", ["read", "review"], None)
    store = desk.store()
    found = store.read(tokens.find, made["token"], 1)
    assert found is not None
    assert store.read(tokens.find, made["token"][:-1], 1) is None
    store.close()
    assert desk.run("token", "remove", "wall").exit_code == 0
    assert desk.json("token", "list")["tokens"] == []
    assert [one["what"] for one in desk.json("audit")["acts"]] == ["token.remove", "token.add"]


def test_a_token_ends_when_it_says_so(desk: Desk) -> None:
    made = desk.json("token", "add", "wall", "--scope", "read", "--until", "2100-01-01T00:00Z")
    store = desk.store()
    assert store.read(tokens.find, made["token"], 4_102_444_799_999) is not None
    assert store.read(tokens.find, made["token"], 4_102_444_800_000) is None
    store.close()


@pytest.mark.parametrize(
    "words", [["--scope", "write"], ["--scope", ","], ["--scope", "read", "--until", "2020-01-01"], []]
)
def test_a_token_that_makes_no_sense_is_refused(desk: Desk, words: list[str]) -> None:
    assert desk.run("token", "add", "wall", *words).exit_code == 2
    assert desk.json("token", "list")["tokens"] == []
