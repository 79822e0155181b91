#!/usr/bin/env python3
"""The project's one entry: `python3 dev.py run` serves it, `python3 dev.py test` tests it.

It needs nothing but Python 3.11 and the standard library. This file alone must also parse on much older Pythons,
so that their users read one sentence instead of a syntax error.
"""

import os
import sys

if sys.version_info < (3, 11):
    sys.exit("dev.py needs Python 3.11 or newer; this one is Python %d.%d." % sys.version_info[:2])
if os.name != "posix":
    sys.exit("dev.py needs Linux, macOS or another Unix; on Windows, run it inside WSL.")

from bootstrap.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
