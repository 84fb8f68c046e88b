"""What the harmonised tables say: case counts, trial tables, maps;
statistics come from synthesis.
"""
