"""The workspace of governing: what waits for a member who governs, and what who runs a body does."""
