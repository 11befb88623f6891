"""What an enterprise sees, and the window clerk who files for one."""

from complaints.views.public import acts, filing, following, home, matter, shell, window
from complaints.views.public.blueprint import public_pages

__all__ = ["acts", "filing", "following", "home", "matter", "public_pages", "shell", "window"]
