"""The demo clinic's door."""

DEMO_EMAIL = "demo@palpate.example"
DEMO_PASSWORD = "press-and-release"  # noqa: S105 - printed for everyone who runs the demo
DEMO_PIN = "2468"
