"""Who comes in, under which post, and what opens for him; the pages of administrator and auditor."""
