"""From one version of the dictionary to the next."""
