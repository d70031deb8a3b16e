"""Two Articles in, typed Changes out, each with its explanation. Never looks at a clock, a network or a database."""
