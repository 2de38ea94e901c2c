"""The portal's settings for a crowd that signs in again and again from one address: only that limit is wider."""

from portal.settings import *  # noqa: F403

ACCOUNT_RATE_LIMITS = {"login": "2000/m/ip"}
