from django.test import Client


def test_the_policy_is_the_same_text_in_every_process() -> None:
    assert Client().get("/livez").headers["Content-Security-Policy"] == (
        "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; img-src 'self' data:; script-src 'self'; style-src 'self'"
    )
