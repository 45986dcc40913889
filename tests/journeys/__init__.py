"""Journeys of people through the running portal, in real browsers."""
