"""What each command, button and update does."""
