"""Names of a package that are imported when they are first asked for: a name and its module go in, the thing comes out.

The packages that judge take 0.3 s to load, and most commands want one word of them.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any


def found_in(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of a package (PEP 562): `modules` says in which of its modules each name stands."""

    def found(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        thing = getattr(importlib.import_module(f"{package}.{modules[name]}"), name)
        # Next time without a detour.
        setattr(sys.modules[package], name, thing)
        return thing

    return found
