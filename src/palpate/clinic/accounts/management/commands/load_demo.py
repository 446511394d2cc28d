"""`palpate manage load_demo`: a practice full of made-up people, to look round in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from palpate.clinic.accounts.demo import DEMO_EMAIL, DEMO_PASSWORD, DEMO_PIN
from palpate.clinic.demo import has_demo, load, remove


class Command(BaseCommand):
    help = "Make the demo clinic, once. Its people are invented and marked as demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reset", action="store_true", help="Take the demo clinic away and make it anew."
        )
        parser.add_argument("--seed", type=int, default=7, help="Of the invented courses of pain.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reset"]:
            remove()
        if has_demo():
            self.stdout.write("The demo clinic is there already; --reset makes it anew.")
        else:
            made = load(now=timezone.now(), seed=options["seed"])
            self.stdout.write(
                f"Demo clinic: {made.clients} clients, {made.visits} visits, {made.scores} scores."
            )
        self.stdout.write(f"Login: {DEMO_EMAIL}  {DEMO_PASSWORD}  PIN {DEMO_PIN}")
