"""The shared store: one file per family of tables. Columns and relations; nothing here changes a row."""
