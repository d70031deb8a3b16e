import inspect
import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from monitor import durations, errors
from monitor.config.loading import MODELS, load
from monitor.rules import Condition
from monitor.rules.fields import FIELDS

DOCS = Path(__file__).parents[3] / "docs"
CONFIGURATION = (DOCS / "configuration.md").read_text(encoding="utf-8")
RULES = (DOCS / "rules.md").read_text(encoding="utf-8")
ERRORS = (DOCS / "errors.md").read_text(encoding="utf-8")

SECTIONS = {
    "service": "[service]",
    "fetch": "[fetch]",
    "schedule": "[schedule]",
    "backup": "[backup]",
    "keep": "[keep]",
    "archive": "[archive]",
    "watch": "[[watch]]",
    "EmailChannel": '[channel.NAME], type "email"',
    "WebhookChannel": '[channel.NAME], type "webhook"',
    "ChatChannel": '[channel.NAME], type "chat"',
    "concept": "[[concept]]",
    "quiet_hours": "[quiet_hours.NAME]",
    "rule": "[[rule]]",
    "site": "[[site]]",
    "tag": "[[tag]]",
}


def rows(text: str) -> list[list[str]]:
    """The cells of each table row."""
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in text.splitlines()
        if line.startswith("|") and not line.startswith("|---")
    ]


def section(title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", CONFIGURATION, re.DOTALL | re.MULTILINE)
    assert found, title
    return found[1]


def tables() -> list[tuple[str, Any]]:
    named = [(name, models) for name, models in MODELS.items() if name]
    return [(SECTIONS.get(name) or SECTIONS[model.__name__], model) for name, models in named for model in models]


@pytest.mark.parametrize(("title", "model"), tables(), ids=lambda one: one if isinstance(one, str) else "")
def test_every_setting_is_documented_in_its_section_and_no_other(title: str, model: Any) -> None:
    documented = [row[0].strip("`") for row in rows(section(title))[1:]]
    assert documented == list(model.model_fields)


@pytest.mark.parametrize(("title", "model"), tables(), ids=lambda one: one if isinstance(one, str) else "")
def test_every_documented_default_is_the_one_in_force(title: str, model: Any) -> None:
    for name, default, *_ in rows(section(title))[1:]:
        field = model.model_fields[name.strip("`")]
        if default == "required":
            assert field.is_required(), name
        elif default == "none":
            assert field.default is None, name
        else:
            written = tomllib.loads(f"value = {default.strip('`')}", parse_float=Decimal)["value"]
            assert _meant(written, field.default) == (list(field.default) if field.default == () else field.default), (
                name
            )


def _meant(written: Any, default: Any) -> Any:
    if isinstance(written, str) and isinstance(default, float):
        return durations.seconds(written)
    if isinstance(written, str) and isinstance(default, int):
        return durations.size(written)
    return written


@pytest.mark.parametrize("page", ["configuration.md", "rules.md", "recipes.md", "backup.md"])
def test_every_sample_loads(page: str, tmp_path: Path) -> None:
    samples = re.findall(r"^```toml\n(.*?)^```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert samples
    for sample in samples:
        path = tmp_path / "rowback.toml"
        path.write_text(sample, encoding="utf-8")
        assert load(path, {}).rules


def test_every_field_of_a_rule_is_documented_with_its_type() -> None:
    start = RULES.index("| Field |")
    documented = {name: row[1] for row in rows(RULES[start:])[1:] for name in re.findall(r"`(\w+)`", row[0])}
    assert documented == {name: field.type for name, field in FIELDS.items()}


def test_every_expression_shown_is_right() -> None:
    shown = re.findall(r'when = "([^"]+)"', RULES + (DOCS / "recipes.md").read_text(encoding="utf-8"))
    assert len(shown) >= 8
    for text in shown:
        Condition(text).check()


def test_every_error_is_documented_with_its_code_and_meaning() -> None:
    classes = [one for one in vars(errors).values() if inspect.isclass(one) and issubclass(one, errors.RowbackError)]
    meanings = [(f"`{one.__name__}`", str(one.exit_code), (one.__doc__ or "").splitlines()[0]) for one in classes]
    start = ERRORS.index("| Error |")
    documented = [tuple(row[:3]) for row in rows(ERRORS[start:])[1:]]
    assert documented == meanings
    assert all(row[3] for row in rows(ERRORS[start:]))
