"""The portal's settings for a crowd that signs in again and again from one address: that limit is wider, and looking at
a password takes no second of the processor."""

from portal.settings import *  # noqa: F403

ACCOUNT_RATE_LIMITS = {"login": "2000/m/ip"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
