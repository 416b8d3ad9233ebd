"""`python -m simcore`, the same as the command `simcore`."""

import sys

from simcore.cli.main import main

sys.exit(main())
