"""SEES. A due check goes in, a Reading comes out. Knows no database and holds no opinion about what changed."""
