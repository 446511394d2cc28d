"""The application's own settings, with data in a throw-away folder."""

import os
import tempfile

os.environ.setdefault("PALPATE_DATA", tempfile.mkdtemp(prefix="palpate-test-"))

from palpate.clinic.config.settings import *  # noqa: F403 - a settings module is a namespace
from palpate.clinic.config.settings import DATA, DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed; never in the field
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the tests meet the same write-ahead log as the users.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
