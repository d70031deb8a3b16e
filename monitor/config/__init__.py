"""rowback.toml: a file and the environment go in; a frozen Config comes out, or every mistake with its place."""
