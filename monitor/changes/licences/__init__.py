"""Why a difference is only wording: one reason a file. A difference goes in, what the reason saw comes out, or None.

A licence knows no detector and no kind of change; it never looks at what was told.
"""
