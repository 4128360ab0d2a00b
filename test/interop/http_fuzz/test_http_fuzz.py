"""Thousands of requests made from the OpenAPI document: stated statuses, stated forms, no 5xx."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from running_service import running_service

HERE = Path(__file__).resolve().parent

CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "ignored_auth",
]


@pytest.fixture(scope="module")
def service():
    with running_service() as started:
        yield started


@pytest.mark.parametrize("seed", [int(os.environ.get("FUZZ_SEED", "20250627"))])
def test_hostile_requests(service, tmp_path, seed):
    report = tmp_path / "report.json"
    run = subprocess.run(
        [
            *(str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(HERE / "schemathesis.toml")),
            *("run", f"{service['origin']}/openapi.json", "--url", service["origin"]),
            *("-H", f"X-API-Key: {service['key']}"),
            *("--phases", "examples,coverage,fuzzing", "--checks", ",".join(CHECKS)),
            *("--max-examples", os.environ.get("FUZZ_EXAMPLES", "25"), "--seed", str(seed), "--no-shrink"),
            # A stream of events has no end to wait for.
            *("--exclude-path-regex", "/events$"),
            # One worker: CPython 3.11 breaks off now and then when two threads parse Python at a time
            # (https://github.com/python/cpython/issues/106905), which hypothesis does.
            *("--request-timeout", "60", "--workers", "1", "--continue-on-failure"),
            *("--report", "json", "--report-json-path", str(report)),
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-2_000:]
    assert " generated, " in run.stdout
    generated = int(run.stdout.split(" generated, ")[0].split()[-1])
    assert generated > 1_000, "the document gave hardly any requests"
