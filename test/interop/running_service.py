"""An api and a worker with databases of their own (scripts/interop/fuzz-service.mjs), for as long as they are needed."""

import contextlib
import json
import os
import subprocess
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUTES = "/api/v0/data_pipeline"


@contextlib.contextmanager
def running_service():
    process = subprocess.Popen(
        [os.environ["INTEROP_NODE"], str(ROOT / "scripts/interop/fuzz-service.mjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(timeout=60)


def read_key(service):
    """A key that may read and nothing else, made as an operator makes it."""
    run = subprocess.run(
        [os.environ["INTEROP_NODE"], "dist/apps/cli/src/main.js", "keys", "create", "--name", "reader", "--scopes", "read"],
        cwd=ROOT,
        env={"PATH": os.environ.get("PATH", ""), "DATABASE_URL": service["tasks"]},
        capture_output=True,
        text=True,
        check=True,
    )
    [key] = [word for word in run.stdout.split() if word.startswith("dpk_")]
    return key


def request(service, method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"X-API-Key": service["key"], "Content-Type": "application/json"}
    asked = urllib.request.Request(f"{service['origin']}{ROUTES}{path}", data=data, headers=headers, method=method)
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return json.load(answer)["data"]


def run_task(service, parameters):
    """Runs all steps of a task on the sample database. @returns the results of its executions by step"""
    task = request(service, "POST", "/tasks", {"business_context": "高速公路服务区", "tables": ["public.*"], **parameters})
    path = f"/tasks/{task['task_id']}"
    request(service, "POST", f"{path}/execute", {"execution_mode": "complete"})
    deadline = time.monotonic() + 600
    while (status := request(service, "GET", path)["status"]) not in ("completed", "failed", "partially_completed"):
        assert time.monotonic() < deadline, f"the task is still {status}"
        time.sleep(0.5)
    executions = request(service, "GET", f"{path}/executions")["executions"]
    assert status == "completed", executions
    return {execution["execution_step"]: execution["execution_result"] for execution in executions}
