"""The verbs of practice."""

from practice.actions.answering import (
    give_answers,
    reopen_response,
    submit_response,
)
from practice.actions.campaigning import (
    close_campaign,
    close_due_campaigns,
    drop_campaign,
    extend_campaign,
    open_campaign,
    open_due_campaigns,
    prepare_campaign,
    remind_campaigns,
)
from practice.actions.discussing import (
    answer_invitation,
    call_off_discussion,
    invite_to_discussion,
    settle_discussions,
    write_note,
)
from practice.actions.evidencing import give_evidence, link_plan_item, take_back_evidence, unlink_plan_item
from practice.actions.publishing import publish_results
from practice.actions.registering import (
    end_good_practice,
    enter_obstacle,
    happens_here_too,
    move_obstacle,
    promote,
    remind_reviews,
    say_what_was_done,
    take_back_reply,
)

__all__ = [
    "answer_invitation",
    "call_off_discussion",
    "close_campaign",
    "close_due_campaigns",
    "drop_campaign",
    "end_good_practice",
    "enter_obstacle",
    "extend_campaign",
    "give_answers",
    "give_evidence",
    "happens_here_too",
    "invite_to_discussion",
    "link_plan_item",
    "move_obstacle",
    "open_campaign",
    "open_due_campaigns",
    "prepare_campaign",
    "promote",
    "publish_results",
    "remind_campaigns",
    "remind_reviews",
    "reopen_response",
    "say_what_was_done",
    "settle_discussions",
    "submit_response",
    "take_back_evidence",
    "take_back_reply",
    "unlink_plan_item",
    "write_note",
]
