import errno
import logging
import os
import socket
import subprocess
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from casetracker import serving

logger = logging.getLogger(__name__)
HOST = "127.0.0.1"
START_AGAIN_AFTER = 1.0  # seconds: a worker that cannot start must not fill the log


class Command(BaseCommand):
    help = "Prepare everything (see the command `prepare`), then serve the site on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=serving.workers)
        parser.add_argument("--threads", type=int, default=serving.threads, help="of each worker")

    def handle(self, *args: Any, port: int, workers: int, threads: int, **options: Any) -> None:
        check_free(port)
        call_command("prepare", stdout=self.stdout, stderr=self.stderr)
        call_command("read_again", stdout=self.stdout)
        self.welcome = welcome_to(f"http://{HOST}:{port}/")
        connections.close_all()  # the workers are forked from this process, and no two may speak on one connection
        Server(
            bind=f"{HOST}:{port}",
            workers=workers,
            threads=threads,
            worker_class=serving.worker_class,
            graceful_timeout=serving.graceful_timeout,
            keepalive=serving.keepalive,
            limit_request_line=serving.limit_request_line,
            preload_app=True,
            control_socket_disable=True,
            loglevel="warning",
            when_ready=self.greet,
            child_exit=serving.child_exit,
            on_exit=self.stop_jobs,
        ).run()

    def greet(self, arbiter: Arbiter) -> None:
        self.worker = Worker()
        self.stdout.write(self.welcome)
        self.stdout.flush()  # before the workers are forked, each with a copy of what is not written yet

    def stop_jobs(self, arbiter: Arbiter) -> None:
        self.worker.stop()
        if not self.worker.ended(within=1):
            self.stdout.write("Waiting for the background job in progress …")
            self.stdout.flush()
            self.worker.ended()
        serving.on_exit(arbiter)


class Worker:
    """The process that does the background jobs, beside the server; another one when it dies."""

    def __init__(self) -> None:
        self._stopping, self._changing = threading.Event(), threading.Lock()
        self._process = self._start()
        self._watch = threading.Thread(target=self._keep, daemon=True)
        self._watch.start()

    def stop(self) -> None:
        with self._changing:
            self._stopping.set()
            self._process.terminate()

    def ended(self, within: float | None = None) -> bool:
        """Wait for it, at most so many seconds: is it over?"""
        self._watch.join(within)
        return not self._watch.is_alive()

    def _start(self) -> subprocess.Popen[bytes]:
        work = [sys.executable, sys.argv[0], "work", "--while-child-of", str(os.getpid())]
        return subprocess.Popen(work)  # noqa: S603 (ourselves)

    def _keep(self) -> None:
        while (code := self._process.wait()) is not None and not self._stopping.wait(START_AGAIN_AFTER):
            logger.warning("the worker ended with %s; another one takes its place", code)
            with self._changing:
                if not self._stopping.is_set():
                    self._process = self._start()


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn, in this process: Django is loaded once for the preparation and all workers."""

    def __init__(self, **options: Any) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        from casetracker.wsgi import application  # not before the static files are there: it looks at them once

        return application


def check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            if getattr(error, "errno", None) == errno.EADDRINUSE:
                reason = "is in use, perhaps by another `make run`"
            else:
                reason = f"cannot be used ({error})"
            raise CommandError(f"Port {port} {reason}. Take another: make run PORT={port % 60000 + 1}") from error


def welcome_to(address: str) -> str:
    if get_user_model()._default_manager.filter(is_superuser=True).exists():
        editors = f"Editors sign in at {address}admin/ (another account: `make admin`)."
    else:
        editors = f"To add and review articles, create your account with `make admin`, then sign in at {address}admin/"
    return f"\nCasetracker is at {address} – Ctrl-C stops it.\n{editors}\n"
