"""TELLS. An Alert goes in, an Outcome comes out. Knows no table, no article page and no clock of its own."""
