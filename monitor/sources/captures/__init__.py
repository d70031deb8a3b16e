"""Pages that others kept: archives and saved files go in, captures come out, each a page as it was at a time.

Tells files apart by what stands in them, never by their names. Fetches nothing and unpacks nothing to disk.
"""

from monitor.sources.captures.capture import Capture, Captures, Fault, Kept
from monitor.sources.captures.opening import Form, form_of, opened

__all__ = ["Capture", "Captures", "Fault", "Form", "Kept", "form_of", "opened"]
