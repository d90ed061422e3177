"""The service under gunicorn, in this process: nothing of the current folder is imported."""

from __future__ import annotations

import os

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from widget import create_app
from widget.settings import Settings, as_environment


class Master(Arbiter):  # type: ignore[misc] # gunicorn ships no types
    """gunicorn's first process, which the workers are forked from.

    It takes up new generations as they do, or it would keep the files of its first one on the disk for good.
    """

    def murder_workers(self) -> None:
        """Look after the workers, as is done once a second."""
        self.app.wsgi().extensions["helpwidget.snapshot"].look()
        super().murder_workers()


class Service(BaseApplication):  # type: ignore[misc] # gunicorn ships no types
    """gunicorn with the configuration of `widget.gunicorn_conf` and the application of `widget.create_app`."""

    def __init__(self, settings: Settings, *, is_outdated: bool = False) -> None:
        self._settings = settings
        self._is_outdated = is_outdated
        super().__init__()

    def load_config(self) -> None:
        """Take over every setting of gunicorn that the configuration names."""
        os.environ.update(as_environment(self._settings))
        from widget import gunicorn_conf  # noqa: PLC0415 - it reads the environment, as gunicorn's own command wants it

        for name in self.cfg.settings:
            if hasattr(gunicorn_conf, name):
                self.cfg.set(name, getattr(gunicorn_conf, name))

    def run(self) -> None:
        """Serve until a signal ends it."""
        Master(self).run()

    def load(self) -> Flask:
        """Give the application."""
        return create_app(self._settings, is_outdated=self._is_outdated)


def run_service(settings: Settings, *, is_outdated: bool) -> None:
    """Serve until a signal ends it; `is_outdated` as in `create_app`."""
    Service(settings, is_outdated=is_outdated).run()
