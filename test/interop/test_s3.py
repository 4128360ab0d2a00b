"""The storage on a second S3 server, the one of moto: the suites of the product, which bring a server of their own."""

import os
import subprocess
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def endpoint():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.mark.parametrize("suite", ["libs/files/src/s3", "libs/vector-backup/src/s3-backup"])
def test_the_suites_of_the_storage(endpoint, suite):
    command = [os.environ["INTEROP_NODE"], "node_modules/jest/bin/jest.js", "--selectProjects", "integration", "--forceExit"]
    run = subprocess.run(
        [*command, "--testTimeout=60000", "--", suite],
        cwd=ROOT,
        env={**os.environ, "TEST_S3_ENDPOINT": endpoint, "NODE_OPTIONS": "--experimental-vm-modules"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=900,
    )
    assert run.returncode == 0, run.stdout[-8000:]
