"""The outside world, played by us: small servers written from each system's published papers."""
