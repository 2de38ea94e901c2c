"""The portal's settings with a short lease on letters, so that a killed worker's are sent again within the test."""

from datetime import timedelta

from portal.settings import *  # noqa: F403

OUTBOX_LEASE = timedelta(seconds=3)
