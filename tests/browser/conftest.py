"""A real server and a real Chromium, as a therapist and a client would use them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


@dataclass
class Served:
    """A running Palpate that can be killed and started again on the same data."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, demo: bool = True) -> None:
        log = (self.folder / "server.log").open("ab")
        command = [sys.executable, "-m", "palpate", "serve", "--data", str(self.folder)]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), *(["--demo"] if demo else [])],
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{self.url}/account/login/", timeout=5)
                return
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.1)
        raise RuntimeError((self.folder / "server.log").read_text()[-4000:])

    def kill(self) -> None:
        """As a power cut would: no goodbye."""
        if self.process is not None:
            os.killpg(self.process.pid, 9)
            self.process.wait()
            self.process = None


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    address = os.environ.get("PALPATE_DATABASE")
    with pytest.MonkeyPatch.context() as patch:
        if address:
            patch.setenv("PALPATE_DATABASE", own_database(address, f"browser_{worker_id}"))
        server = Served(folder)
        server.start()
        yield server
        server.kill()


def own_database(address: str, name: str) -> str:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlsplit(address)._replace(path=f"/{name}").geturl().replace("@/", "@/", 1)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("no chromium: install Debian's package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
            ],
        )
        yield browser
        browser.close()


def _context(chromium: Browser, served: Served, **options: object) -> BrowserContext:
    context = chromium.new_context(base_url=served.url, **options)  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    return context


@pytest.fixture
def desk(chromium: Browser, served: Served) -> Iterator[Page]:
    context = _context(chromium, served, viewport=DESK)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(chromium: Browser, served: Served) -> Iterator[Page]:
    context = _context(chromium, served, viewport=PHONE, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()
