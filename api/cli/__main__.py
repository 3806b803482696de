"""``python -m api.cli``: the same as the script `commontide`."""

from api.cli import main

if __name__ == "__main__":
    main()
