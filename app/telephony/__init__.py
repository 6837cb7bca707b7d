"""The front door by telephone: greeting, queue, rooms, transfer, recordings, and the sweep."""
