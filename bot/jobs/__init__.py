"""Work for many processes: procrastinate's queue on PostgreSQL."""
