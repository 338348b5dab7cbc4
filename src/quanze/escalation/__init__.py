"""Yellow and red cards go up: by a bureau's rules, to whom after how many working days. See docs/oversight.md."""
