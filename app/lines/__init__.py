"""What telephone lines do, for any room: legs, rooms, texts, raw webhooks, orders, the sweep."""
