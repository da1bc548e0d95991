import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from fondaco.platform import tracing
from fondaco.platform.settings import BadSetting, Settings


def test_nothing_set_means_the_embedded_database_and_sending_nothing_anywhere() -> None:
    settings = Settings.from_environment({})
    assert settings.database_url is None
    assert settings.otlp_endpoint is None
    assert settings.vat_register is None
    assert settings.host == "127.0.0.1"
    assert settings.home.is_absolute()
    assert settings.home.name == ".fondaco"


def test_what_is_set_is_taken() -> None:
    settings = Settings.from_environment(
        {
            "FONDACO_DATABASE_URL": "postgresql://db/fondaco",
            "FONDACO_API_PORT": "9000",
            "FONDACO_SECURE_COOKIES": "yes",
            "FONDACO_LOG_FORMAT": "JSON",
            "FONDACO_VAT_REGISTER": "https://register.example",
            "FONDACO_VAT_REQUESTER": "DE136695976",
        }
    )
    assert (settings.database_url, settings.api_port) == ("postgresql://db/fondaco", 9000)
    assert (settings.secure_cookies, settings.log_format) == (True, "json")
    assert (settings.vat_register, settings.vat_requester) == ("https://register.example", "DE136695976")


@pytest.mark.parametrize(
    ("variable", "value"),
    [("FONDACO_API_PORT", "many"), ("FONDACO_SECURE_COOKIES", "perhaps"), ("FONDACO_LOG_LEVEL", "LOUD")],
)
def test_a_value_of_the_wrong_kind_is_refused_by_name(variable: str, value: str) -> None:
    with pytest.raises(BadSetting) as refused:
        Settings.from_environment({variable: value})
    assert refused.value.facts["variable"] == variable


def test_without_an_address_spans_are_measured_by_nobody() -> None:
    tracing.configure(settings=Settings(), role="tests")()
    with tracing.span("place_order", lines=3) as span:
        assert not span.is_recording()


def test_an_error_inside_of_a_span_is_told_by_its_class_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(tracing, "_tracer", provider.get_tracer("tests"))
    with pytest.raises(LookupError), tracing.span("find_contact", lines=3):
        raise LookupError("erika@example.com")
    [span] = kept.get_finished_spans()
    assert dict(span.attributes or {}) == {"lines": 3, "error.type": "LookupError"}
    assert (span.status.is_ok, span.status.description, span.events) == (False, None, ())
