"""From a stored change to a sent message: who is told, when, by which channel, and what became of each attempt."""
