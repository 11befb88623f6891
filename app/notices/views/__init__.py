"""Pages of notices: the reader's own, and the administrator's of what went outside."""

from app.notices.views import outgoing, own
from app.notices.views.blueprint import notice_pages

__all__ = ["notice_pages", "outgoing", "own"]
