"""pyarrow, which writes Parquet. Only who makes releases needs it: None where it is not installed."""

try:
    import pyarrow as arrow
    import pyarrow.parquet as parquet
except ModuleNotFoundError:
    arrow = parquet = None

__all__ = ["arrow", "parquet"]
