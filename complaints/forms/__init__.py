"""The shape of what people type, by who types it; nothing here decides."""
