"""The planner's words for a step: each file holds a few, with their text and what they mean."""
