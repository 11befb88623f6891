"""The pages of notices hang on this."""

from flask import Blueprint

notice_pages = Blueprint("notices", __name__)
