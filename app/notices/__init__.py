"""Who is told: rows in the house written with the act, mail and short messages after the commit, once or not at all."""
