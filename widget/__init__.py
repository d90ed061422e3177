"""The HTTP service and the command line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # else a thread for NumPy turns for a tenth of a second for nothing

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from widget.addresses import LenientRequest, Readdressed
from widget.admission import Admission, rate_limits
from widget.api import api
from widget.assets import assets
from widget.compression import register_compression
from widget.description import description
from widget.direct import Direct
from widget.headers import register_headers
from widget.health import health
from widget.kept import Kept
from widget.metrics import Metrics
from widget.observed import Observed, register_routes
from widget.pages import pages
from widget.payloads import Links
from widget.problems import register_problems
from widget.replies import Replies
from widget.settings import Settings, read_settings
from widget.snapshot import Snapshot

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def create_app(settings: Settings | None = None, *, is_outdated: bool = False) -> Flask:
    """Give the WSGI application. Raises SettingError, or GenerationError where there is no index to serve.

    `is_outdated` says that the index is served for want of the one that was to be built.
    """
    settings = settings or read_settings()
    app = Flask(__name__, static_folder=None)
    app.url_map.merge_slashes = False
    app.request_class = LenientRequest
    snapshot = Snapshot(settings.data, is_outdated=is_outdated)
    metrics = Metrics(snapshot)
    replies = Replies(snapshot, metrics, Links(settings.url_template), settings.deadline / 1000)
    app.extensions["helpwidget.settings"] = settings
    app.extensions["helpwidget.snapshot"] = snapshot
    app.extensions["helpwidget.metrics"] = metrics
    app.extensions["helpwidget.replies"] = replies
    for blueprint in (api, pages, assets, health, description):
        app.register_blueprint(blueprint)
    register_problems(app)
    register_headers(app, settings.origins)
    register_compression(app)
    register_routes(app)
    direct = Direct(app, replies, settings.origins)
    kept = Kept(direct, snapshot, metrics, settings.cache * 1_000_000, by_origin="*" not in settings.origins)
    app.extensions["helpwidget.rehearsed"] = Readdressed(Observed(kept, metrics, logged=False))
    admission = Admission(kept, rate_limits(settings), settings.origins)
    observed = Observed(admission, metrics, logged=settings.access_log)
    app.wsgi_app = Readdressed(_behind(settings.proxies, observed))  # type: ignore[method-assign] # as Flask has it
    return app


def _behind(proxies: int, application: WSGIApplication) -> WSGIApplication:
    """Give an application that takes the client's address from the proxies in front of it, and from nobody else."""
    return ProxyFix(application, x_for=proxies, x_proto=proxies) if proxies else application
