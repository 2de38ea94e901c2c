"""Who people are: users, organisations, memberships; what they are told; what they did."""

from accounts.models.audit import AuditEntry, AuditSeal, AuditText
from accounts.models.messages import Letter, Notice, Schedule
from accounts.models.people import Contact, Membership, Organisation, User
from accounts.models.tokens import ApiToken, IdempotencyRecord

__all__ = [
    "ApiToken",
    "AuditEntry",
    "AuditSeal",
    "AuditText",
    "Contact",
    "IdempotencyRecord",
    "Letter",
    "Membership",
    "Notice",
    "Organisation",
    "Schedule",
    "User",
]
