"""Settings, logging and the server's own configuration."""
