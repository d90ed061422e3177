"""Who is answered: nobody who asks too often."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flask import Response

from widget.headers import dressed
from widget.problems import problem
from widget.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from widget.rates import RateLimits

_PROBES = frozenset({"/livez", "/readyz"})


def rate_limits(settings: Settings) -> RateLimits | None:
    """Give the limits that the settings name, if any; `limits` is imported only for them: it takes a while."""
    if not settings.rate_per_client and not settings.rate_in_all:
        return None
    from widget.rates import RateLimits  # noqa: PLC0415 - see above

    return RateLimits(settings.rate_per_client, settings.rate_in_all)


class Admission:
    """A WSGI application that answers 429 to whoever asks too often."""

    def __init__(self, application: WSGIApplication, limits: RateLimits | None, origins: Sequence[str]) -> None:
        self._application = application
        self._limits = limits
        self._origins = origins

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        refusal = None if environ["PATH_INFO"] in _PROBES else self._refusal(environ)
        if refusal is None:
            return self._application(environ, start_response)
        return dressed(refusal, environ, self._origins)(environ, start_response)

    def _refusal(self, environ: WSGIEnvironment) -> Response | None:
        seconds = self._limits.seconds_to_wait(environ.get("REMOTE_ADDR", "")) if self._limits else None
        if seconds is None:
            return None
        answer = problem(429, "too_many_requests", f"too many requests; ask again in {seconds} s")
        answer.headers["Retry-After"] = str(seconds)
        return answer
