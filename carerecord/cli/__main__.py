"""`python -m carerecord.cli`, the same as the `carerecord` command."""

from carerecord.cli import main

if __name__ == "__main__":
    main()
