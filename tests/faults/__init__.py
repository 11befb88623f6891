"""What happens when things break: processes killed, the store held, forms sent five times at once."""
