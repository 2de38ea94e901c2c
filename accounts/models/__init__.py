"""Who people are: users, organisations, memberships; what they are told; what they did."""

from accounts.models.audit import AuditEntry, AuditSeal, AuditText
from accounts.models.messages import How, Letter, Notice, NoticeSettings, Schedule, Told, Topic
from accounts.models.people import Contact, Membership, Organisation, User
from accounts.models.tokens import ApiToken, CalendarKey, IdempotencyRecord

__all__ = [
    "ApiToken",
    "AuditEntry",
    "AuditSeal",
    "AuditText",
    "CalendarKey",
    "Contact",
    "How",
    "IdempotencyRecord",
    "Letter",
    "Membership",
    "Notice",
    "NoticeSettings",
    "Organisation",
    "Schedule",
    "Told",
    "Topic",
    "User",
]
