"""The number of this release, for a command that must answer at once. A test holds it to pyproject.toml."""

RELEASE = "0.1.0"
