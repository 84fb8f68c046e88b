"""Trials to and from RevMan. References go first, as RIS: else RevMan doubles the studies."""
