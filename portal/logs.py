"""One line a log record, with nothing that could name a person or a place: addresses, queries and bodies stay out."""

import json
import logging
import re
from datetime import UTC, datetime

_STANDARD = set(logging.makeLogRecord({}).__dict__) | {
    "message",
    "asctime",
    "request",
    "status_code",
    "taskName",
}


# Addresses that open something by themselves: what stands behind them is left out.
_SECRET = re.compile(
    r"(/(?:trabalho/(?:confirmar|calendario|comunidade/renovar)|planos/relatar|comunidade/(?:confirmar|retirar)"
    r"|noticias/boletim/(?:confirmar|sair)|conta/(?:confirm-email|password/reset/key))/)(?!subscrever/)[^\s/?\"']+"
)


def without_secrets(text: str) -> str:
    return _SECRET.sub(r"\1…", text)


class LineFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": without_secrets(record.getMessage().split("?")[0])[:300],
        }
        line |= {key: value for key, value in record.__dict__.items() if key not in _STANDARD}
        if record.exc_info and record.exc_info[0]:
            # The type and where it happened; not the message, which may quote a row's content.
            line["error"] = record.exc_info[0].__name__
            frame = record.exc_info[2]
            where = []
            while frame:
                where.append(f"{frame.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{frame.tb_lineno}")
                frame = frame.tb_next
            line["where"] = where[-6:]
        return json.dumps(line, ensure_ascii=False, default=str)
