"""The page as it came: decoded and parsed once, walked once into boxes and blocks, surveyed for what they are."""
