"""The command line: `simcore run`, `check`, `schema` and `list`, in English and Chinese."""
