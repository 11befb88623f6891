"""Fixtures for every test; how they are made stands in tests/machinery/."""

pytest_plugins = [
    "tests.machinery.postgres",
    "tests.machinery.stores",
    "tests.machinery.apps",
    "tests.machinery.served",
    "tests.machinery.browsers",
]
