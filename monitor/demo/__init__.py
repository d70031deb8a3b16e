"""A newsroom on loopback that edits its articles by a script while the real daemon watches it, and what came of it.

What goes in: invented stories, layouts and edits. What comes out: one row for each edit. Never leaves 127.0.0.1.
"""
