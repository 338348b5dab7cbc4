"""``python -m quanze`` is the program ``quanze``."""

import sys

from quanze.cli.program import main

sys.exit(main())
