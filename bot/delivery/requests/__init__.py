"""What people send to be read, from the message to its brief."""
