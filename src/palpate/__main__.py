"""`python -m palpate` is the `palpate` program."""

from palpate.cli import main

main(prog_name="palpate")
