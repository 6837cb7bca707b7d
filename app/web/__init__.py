"""HTTP manners of every room: doors, errors, headers, forms, assets, health, webhooks."""
