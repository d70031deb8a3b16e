"""The API under /api/v1: the same functions of the store as the screens, as JSON for programs, reading and writing.

Renders no page.
"""
