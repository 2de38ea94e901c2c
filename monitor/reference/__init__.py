"""The registry as it begins: topics and indicators, in both languages. Plain data; editors may change it once loaded.

Definitions say what the publisher's name and standard definition say, no more; where the source leaves something
open, the note says so.
"""

from monitor.reference.indicators import INDICATORS
from monitor.reference.row import IndicatorRow
from monitor.reference.topics import TOPICS, TopicRow

__all__ = ["INDICATORS", "TOPICS", "IndicatorRow", "TopicRow"]
