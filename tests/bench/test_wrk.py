from pathlib import Path

import pytest

from benchmarks.wrk import Ask, Unreadable, parse, quoted, script_of

REPORT = """Running 3s test @ http://127.0.0.1:8000
  1 threads and 8 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     4.21ms    1.10ms  20.11ms   71.00%
    Req/Sec     1.90k   120.00     2.10k    70.00%
  Latency Distribution
     50%    4.02ms
     75%    4.80ms
     90%  900.00us
     99%    1.05s
  5700 requests in 3.00s, 356.25MB read
Requests/sec:   1900.00
Transfer/sec:    118.75MB
"""


def test_a_report_is_read_in_requests_milliseconds_and_bytes() -> None:
    found = parse(REPORT)
    assert (found.rate, found.median, found.slowest, found.size, found.failed) == (1900, 4.02, 1050, 65536, 0)


@pytest.mark.parametrize(
    ("line", "share"),
    [
        ("  Non-2xx or 3xx responses: 570", 0.1),
        ("  Socket errors: connect 0, read 0, write 0, timeout 300", 0.05),
    ],
)
def test_what_failed_counts(line: str, share: float) -> None:
    assert parse(f"{REPORT}{line}\n").failed == share


def test_a_round_without_an_answer_failed() -> None:
    silent = REPORT.replace("5700 requests in 3.00s, 356.25MB read", "0 requests in 3.00s, 0.00B read")
    assert parse(silent).failed == 1


def test_what_is_no_report_is_refused() -> None:
    with pytest.raises(Unreadable, match="unable to connect"):
        parse("unable to connect to 127.0.0.1:1 Connection refused")


def test_a_query_with_quotes_and_lines_survives_lua() -> None:
    assert quoted('{"a":\n1}') == '"{\\"a\\":\\n1}"'


def test_a_body_is_posted(tmp_path: Path) -> None:
    script = script_of(Ask(["/graphql"], {"Content-Type": "application/json"}, "{}"), tmp_path)
    assert 'wrk.method = "POST"' in script
    assert 'wrk.headers["Content-Type"] = "application/json"' in script
