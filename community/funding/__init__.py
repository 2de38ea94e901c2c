"""How funding is written to, filled in and shown."""
