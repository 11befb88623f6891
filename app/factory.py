"""Builds the application from settings and the list of features."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import clock, config, database, events, jobs, keys, outbox
from app.auth.doors import check_doors, guard, public
from app.auth.feature import auth_feature
from app.commands import ground_commands
from app.commands.keys import make_first_ring
from app.exports.feature import exports_feature
from app.feature import Feature
from app.housekeeping import ground_periodic
from app.mode import check_mode, is_demo_asked
from app.notices.feature import notices_feature
from app.saved.feature import saved_feature
from app.web.assets import mount_assets
from app.web.errors import register_errors
from app.web.headers import ALWAYS, register_headers
from app.web.health import health
from app.web.logs import register_logs
from app.web.look import register_look
from app.web.metrics import metrics

MAX_FIELDS = 500


def build(features: Sequence[Feature], settings: config.Settings | None = None) -> Flask:
    """The whole application. Raises BadSetting where a setting forbids the start."""
    settings = settings or config.read()
    settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    app = Flask("app")
    app.extensions["qisheng"] = settings
    make_first_ring(settings)
    keys.use_ring(keys.KeyRing.load(settings, demo=is_demo_asked(settings)))
    _configure(app, settings)
    database.configure(app, settings)
    check_mode(app, settings)
    if settings.at is not None:
        clock.move_to(settings.at)
    register_logs(app)
    register_headers(app, settings)
    register_errors(app)
    register_look(app)
    app.before_request(guard)
    every = [auth_feature, notices_feature, exports_feature, saved_feature, *features]
    app.register_blueprint(health)
    app.register_blueprint(metrics)
    for endpoint in ("health.alive", "health.ready", "metrics.show"):
        public(app.view_functions[endpoint])
    for feature in every:
        _add(app, feature)
    for command in ground_commands:
        app.cli.add_command(command)
    app.extensions["seeds"] = [seed for feature in every for seed in feature.seeds]
    check_doors(app)
    mount_assets(app, ALWAYS)
    _hang_bell(app, settings, every)
    return app


def _configure(app: Flask, settings: config.Settings) -> None:
    app.config.update(
        SECRET_KEY=keys.ring_in_force().mac("token", "cookie").hex(),
        SECRET_KEY_FALLBACKS=[mac.hex() for mac in keys.ring_in_force().macs("token", "cookie")[1:]],
        SESSION_COOKIE_NAME="__Host-qs" if settings.is_https else "qs",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=(6 * settings.max_upload_mb + 2) * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=MAX_FIELDS,
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies, 0, 0)  # type: ignore[method-assign]


def _add(app: Flask, feature: Feature) -> None:
    for blueprint in feature.blueprints:
        app.register_blueprint(blueprint)
    for command in feature.commands:
        app.cli.add_command(command)
    for kind, work in feature.works:
        outbox.register(kind, work)
    for event, handler in feature.listeners:
        events.listen(event, handler)


def _hang_bell(app: Flask, settings: config.Settings, features: list[Feature]) -> None:
    periodic = [*ground_periodic, *(work for feature in features for work in feature.periodic)]
    jobs.register_periodic(periodic)
    app.extensions["periodic"] = periodic
    huey = jobs.make_bell(settings, lambda: app, periodic)
    app.extensions["huey"] = huey
    outbox.hang_bell(huey.ring)
    logging.getLogger("huey").setLevel(logging.WARNING)
