"""One module a command of the `palpate` program; each has a click command named `command`."""
