"""A simulated year of a bureau's life, through the real services: for looking at clocks, dashboards and load with years
of plausible cases, all of it marked 模拟. See docs/simulation.md."""
