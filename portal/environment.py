"""What the environment tells the portal, checked once: a wrong value stops the start with one line that names it."""

import os
import sys
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import parse_qs, unquote, urlparse

import environ


def stop(name: str, why: str) -> NoReturn:
    print(f"concerta: {name}: {why}", file=sys.stderr)
    raise SystemExit(2)


def flag(name: str, default: bool = False) -> bool:
    raw = os.environ.get(name, "").strip().lower()
    if raw == "":
        return default
    if raw in ("1", "true", "yes", "on"):
        return True
    if raw in ("0", "false", "no", "off"):
        return False
    stop(name, "must be 1 or 0")


def database(name: str, url: str) -> dict[str, Any]:
    """Django's DATABASES entry for a postgres:// URL; anything else is refused."""
    if urlparse(url).scheme not in ("postgres", "postgresql"):
        stop(name, "must be a postgres:// URL (Concerta runs on PostgreSQL only)")
    try:
        config: dict[str, Any] = dict(environ.Env.db_url_config(url))
    except (ValueError, KeyError) as error:
        stop(name, f"is not a database URL ({error})")
    if not config.get("NAME"):
        stop(name, "names no database")
    return config


def base_url(port: str) -> str:
    raw = os.environ.get("BASE_URL", f"http://127.0.0.1:{port}").rstrip("/")
    parts = urlparse(raw)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        stop("BASE_URL", "must be an http:// or https:// address")
    return raw


def port() -> str:
    raw = os.environ.get("PORT", "8000")
    if not raw.isdigit() or not 0 < int(raw) < 65536:
        stop("PORT", "must be a number between 1 and 65535")
    return raw


def mail_transport(default_folder: Path) -> dict[str, Any]:
    """Where owed letters go: files (default), or smtp://user:secret@host:port (smtps:// TLS, smtp+tls:// STARTTLS)."""
    raw = os.environ.get("EMAIL_URL", "")
    if not raw:
        default_folder.mkdir(parents=True, exist_ok=True)
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(default_folder)},
        }
    parts = urlparse(raw)
    if parts.scheme == "file":
        Path(parts.path).mkdir(parents=True, exist_ok=True)
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": parts.path},
        }
    if parts.scheme not in ("smtp", "smtps", "smtp+tls") or not parts.hostname:
        stop("EMAIL_URL", "must be file:///folder, smtp://, smtps:// or smtp+tls://")
    options: dict[str, Any] = {
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 587),
    }
    if parts.username:
        options["username"] = unquote(parts.username)
    if parts.password:
        options["password"] = unquote(parts.password)
    options["use_ssl"] = parts.scheme == "smtps"
    options["use_tls"] = parts.scheme == "smtp+tls"
    timeout = parse_qs(parts.query).get("timeout", ["20"])[0]
    if not timeout.isdigit():
        stop("EMAIL_URL", "timeout must be a number of seconds")
    options["timeout"] = int(timeout)
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def cache(name: str = "concerta", most: int = 5_000) -> dict[str, Any]:
    """One store of that name, with `most` entries where it lives in the process."""
    raw = os.environ.get("CACHE_URL", "")
    if not raw:
        backend = "django.core.cache.backends.locmem.LocMemCache"
        return {"BACKEND": backend, "LOCATION": name, "OPTIONS": {"MAX_ENTRIES": most}}
    if urlparse(raw).scheme not in ("redis", "rediss"):
        stop("CACHE_URL", "must be a redis:// URL")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": raw, "KEY_PREFIX": name}


def search_backend() -> dict[str, Any]:
    """Who answers searches: whoosh (an index on disk, the default), postgres, or an OpenSearch at http(s)://…"""
    raw = os.environ.get("SEARCH_BACKEND", "").strip() or "whoosh"
    if raw == "whoosh":
        return {"BACKEND": "search.whoosh"}
    if raw == "postgres":
        return {"BACKEND": "search.postgres"}
    parts = urlparse(raw)
    if parts.scheme in ("http", "https") and parts.hostname:
        return {
            "BACKEND": "wagtail.search.backends.opensearch3",
            "URLS": [raw],
            "INDEX_PREFIX": "concerta_",
            "INDEX_SETTINGS": {"settings": {"analysis": {"analyzer": {"default": _WITHOUT_ACCENTS}}}},
        }
    stop("SEARCH_BACKEND", "must be whoosh, postgres or the http(s):// address of an OpenSearch")


_WITHOUT_ACCENTS = {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "asciifolding"]}
