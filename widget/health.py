"""For whoever runs the service: /livez, /readyz, /metrics."""

from __future__ import annotations

import orjson
from flask import Blueprint, Response

from widget.api import metrics, momentary, snapshot
from widget.contract import ReadinessPayload

health = Blueprint("health", __name__)


@health.get("/livez")
def livez() -> Response:
    """Say that the process answers."""
    return momentary(orjson.dumps({"status": "ok"}))


@health.get("/readyz")
def readyz() -> Response:
    """Say which generation is served, since when it stands, in seconds, and whether a newer one was refused."""
    served = snapshot()
    generation = served.searcher().generation
    payload: ReadinessPayload = {
        "status": "ok",
        "generation": generation.name,
        "ageSeconds": round(served.age.total_seconds()),
        "guides": generation.manifest.guides,
        "sections": generation.manifest.sections,
        "degraded": served.degraded,
        "reason": served.reason,
    }
    return momentary(orjson.dumps(payload))


@health.get("/metrics")
def exposition() -> Response:
    """Give what was counted, over all workers."""
    return momentary(metrics().exposition(), "text/plain; version=0.0.4; charset=utf-8")
