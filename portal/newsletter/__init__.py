"""The newsletter: who asked for it, what each issue says, and its sending, once."""
