"""The processes beside the web: relay, clock, jobs, and the one-command desk."""
