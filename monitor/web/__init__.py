"""The ways to look back in a browser: one file a screen, and templates with the same names.

Requests go in, pages and JSON come out. Reads the store and never writes to it; scraped text is shown as text only.
"""
