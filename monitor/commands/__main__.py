"""`python -m monitor.commands` is `rowback`, for places where the script is not installed. Adds nothing of its own."""

import sys

from monitor.commands import main

if __name__ == "__main__":
    sys.exit(main())
