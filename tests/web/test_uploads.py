"""Uploads under an Idempotency-Key, and forms that are none."""

import pytest

from tests.support.house import Api, Reply

pytestmark = pytest.mark.slow


def upload(api: Api, content: bytes, key: str = "k1", media_type: str = "multipart/form-data; boundary=x") -> Reply:
    url = "/v1/connections/cnn_00000000000000000000000000/uploads"
    caller = api.caller("administrator")
    return caller("POST", url, headers={"Idempotency-Key": key}, content=content, media_type=media_type)


def form(name: str, content: bytes) -> bytes:
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return head + content + b"\r\n--x--\r\n"


def test_an_upload_reaches_the_room_although_its_body_was_read_in_parts(whole_api: Api) -> None:
    assert upload(whole_api, form("prices.csv", b"a;b\n1;2\n")).status == 404


@pytest.mark.parametrize("content", [b"", b"--x--\r\n", b"no form at all", b"--x\r\n\r\n\r\n--x--\r\n"])
def test_a_form_that_is_none_is_refused_clearly(whole_api: Api, content: bytes) -> None:
    reply = upload(whole_api, content)
    assert reply.status in {400, 422}, reply
    assert reply.headers["content-type"] == "application/problem+json"


def test_a_form_without_a_boundary_is_refused(whole_api: Api) -> None:
    assert upload(whole_api, b"x", media_type="multipart/form-data").status in {400, 422}
