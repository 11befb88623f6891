"""Pages of signing in, of the administrator, of the auditor, and the office's page of accounts."""
