"""One file a revision; each says what it adds."""
