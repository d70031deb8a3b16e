"""A package that loads its names when they are asked for has all that it promises."""

import importlib

import pytest


@pytest.mark.parametrize("package", ["monitor.changes", "monitor.facts", "monitor.rules", "monitor.store"])
def test_every_name_that_a_package_promises_is_there(package: str) -> None:
    module = importlib.import_module(package)
    for name in module.__all__:
        assert getattr(module, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = module.no_such_name
