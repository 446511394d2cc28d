"""The door for a WSGI server."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "palpate.clinic.config.settings")
application = get_wsgi_application()


def _warm_up() -> None:
    """Read the tables before the first user asks for them."""
    from palpate.assessment import assess
    from palpate.body import views
    from palpate.cases import case_from_plain
    from palpate.knowledge import match_finding
    from palpate.screening import questionnaire

    views()
    questionnaire()
    match_finding("a word that nobody says")
    assess(case_from_plain({"pain": [{"region": "back.lumbar", "side": "left"}]}))


threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
