"""One function per thing people do to a complaint. Nothing else changes one; nothing here commits."""
