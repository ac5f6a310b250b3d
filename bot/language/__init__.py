"""What is known of Arabic and English: data and pure functions that every room may import."""
