"""The pages of practice that anybody may come to; `work` has those of the people who work with it."""
