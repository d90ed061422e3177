"""The HTTP service and the command line."""

from __future__ import annotations

from flask import Flask

from widget.addresses import Readdressed
from widget.api import api
from widget.assets import assets
from widget.headers import register_headers
from widget.pages import pages
from widget.payloads import Links
from widget.problems import register_problems
from widget.settings import Settings, read_settings
from widget.snapshot import Snapshot


def create_app(settings: Settings | None = None) -> Flask:
    """Give the WSGI application. Raises SettingError, or GenerationError where there is no index to serve."""
    settings = settings or read_settings()
    app = Flask(__name__, static_folder=None)
    app.url_map.merge_slashes = False
    app.extensions["helpwidget.snapshot"] = Snapshot(settings.data)
    app.extensions["helpwidget.links"] = Links(settings.url_template)
    for blueprint in (api, pages, assets):
        app.register_blueprint(blueprint)
    register_problems(app)
    register_headers(app, settings.origins)
    app.wsgi_app = Readdressed(app.wsgi_app)  # type: ignore[method-assign] # as Flask documents it
    return app
