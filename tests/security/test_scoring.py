"""The scorer itself: it takes marks away for each fault."""

import pytest
from django.http import HttpResponse

from tests.security.scoring import marks

SOUND = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def answer(body: str = "", **headers: str) -> HttpResponse:
    return HttpResponse(body, headers={**SOUND, **{name.replace("_", "-"): value for name, value in headers.items()}})


def test_a_sound_answer_has_all_that_can_be_had() -> None:
    assert sum(marks(answer()).values()) == 30


@pytest.mark.parametrize(
    ("headers", "test", "mark"),
    [
        ({"Content_Security_Policy": ""}, "policy", -25),
        ({"Content_Security_Policy": "default-src 'self' 'unsafe-inline'"}, "policy", -20),
        ({"Content_Security_Policy": "default-src 'none'; script-src data:"}, "policy", -20),
        ({"Content_Security_Policy": "default-src 'none'; style-src 'unsafe-inline'"}, "policy", 0),
        ({"Content_Security_Policy": "default-src 'self'"}, "policy", 5),
        ({"Content_Security_Policy": "default-src 'none'"}, "frames", -20),
        ({"Content_Security_Policy": "default-src 'none'", "X_Frame_Options": "DENY"}, "frames", 0),
        ({"Access_Control_Allow_Origin": "*"}, "sharing", 0),
        ({"Access_Control_Allow_Origin": "https://elsewhere.example"}, "sharing", -50),
        ({"Referrer_Policy": "unsafe-url"}, "referrer", -5),
        ({"Strict_Transport_Security": "max-age=60"}, "hsts", -10),
        ({"Strict_Transport_Security": ""}, "hsts", -20),
        ({"X_Content_Type_Options": ""}, "types", -5),
        ({"Cross_Origin_Resource_Policy": "cross-origin"}, "resources", 0),
    ],
)
def test_each_fault_costs_its_marks(headers: dict[str, str], test: str, mark: int) -> None:
    assert marks(answer(**headers))[test] == mark


@pytest.mark.parametrize(
    ("flags", "mark"),
    [
        ({"secure": True, "httponly": True, "samesite": "Lax"}, 5),
        ({"secure": True, "httponly": True}, 0),
        ({"secure": True}, -30),
        ({"httponly": True}, -40),
    ],
)
def test_each_flag_that_a_cookie_lacks_costs_marks(flags: dict[str, str | bool], mark: int) -> None:
    given = answer()
    given.set_cookie("sessionid", "x", **flags)  # type: ignore[arg-type]  # keywords by name
    assert marks(given)["cookies"] == mark


@pytest.mark.parametrize(("source", "mark"), [("/static/a.js", 0), ("https://elsewhere.example/a.js", -50)])
def test_scripts_of_others_cost_marks(source: str, mark: int) -> None:
    assert marks(answer(f'<script src="{source}"></script>', Content_Type="text/html"))["scripts"] == mark
