"""``python -m api.cli``: the same as the script `commontide`."""

from api.cli.app import main

if __name__ == "__main__":
    main()
