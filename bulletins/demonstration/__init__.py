"""The demonstration: the five bulletins of April 2020, told in our own words, entered as officers would.

One TOML file per bulletin, and `organisations.toml` for who acts, helps or benefits. The files hold texts and codes
only; `loading` turns them into rows, `writing` into the rows of one initiative, `accounts` makes the three accounts.
"""
