"""Keeping: how pages are packed, how records are chained by hash, how a time is stamped. Pure; touches no table."""
