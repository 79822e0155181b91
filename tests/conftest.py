"""Fixture strategy: the real dataset is loaded once into each worker's test database, and every test runs in a
transaction that is rolled back. Tests read the real data, or build the few records they are about with
`tests.builders`. Tests with a database of their own transactions run last and find, and leave, it empty.
"""
