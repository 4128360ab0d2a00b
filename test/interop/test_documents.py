"""The programs of docs/connect-vanna.md and docs/connect-langchain.md, as written, over a store that the product loaded.

Nothing but the environment is given to them: the addresses and a key that may read. The service embeds with its
built-in model; the chat model of Vanna is a server of this file.
"""

import json
import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg
import pytest
from running_service import ROOT, read_key, run_task, running_service

SQL = "SELECT service_area_id FROM bss_car_day_count;"
PAGES = ["docs", "docs/zh-CN"]


@pytest.fixture(scope="module")
def loaded():
    """The service and the result of a load into every sink."""
    with running_service() as service:
        results = run_task(service, {"training_sinks": ["vanna", "pgvector_store", "files"], "create_index": True})
        yield {**service, "read_key": read_key(service), "result": results["training_load"]}


class ChatServer(ThreadingHTTPServer):
    """Answers every chat with one statement, and keeps the prompts."""

    def __init__(self):
        self.prompts = []
        super().__init__(("127.0.0.1", 0), ChatHandler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class ChatHandler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.prompts.append(body["messages"])
        message = {"role": "assistant", "content": f"```sql\n{SQL}\n```"}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        answer = {"id": "1", "object": "chat.completion", "created": 0, "model": body["model"], "choices": [choice]}
        payload = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def chat():
    server = ChatServer()
    yield server
    server.shutdown()
    server.server_close()


def programs_of(page):
    return re.findall(r"^```python\n(.*?)^```$", (ROOT / page).read_text(encoding="utf-8"), re.S | re.M)


def environment_of(service, **more):
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONIOENCODING": "utf-8",
        "SERVICE_URL": service["origin"],
        "SERVICE_KEY": service["read_key"],
        "VECTORS": service["vectors"].replace("postgres://", "postgresql+psycopg://", 1).replace(
            "postgresql://", "postgresql+psycopg://", 1
        ),
        **more,
    }


def run(program, environment, expected=0):
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, encoding="utf-8", timeout=300
    )
    assert done.returncode == expected, done.stdout[-4_000:] + done.stderr[-8_000:]
    return done.stdout if expected == 0 else done.stderr


@pytest.mark.parametrize("folder", PAGES)
def test_vanna_as_the_page_connects_it(loaded, chat, folder):
    [program] = programs_of(f"{folder}/connect-vanna.md")
    address = f"http://127.0.0.1:{chat.server_port}/v1"
    output = run(program, environment_of(loaded, LLM_BASE_URL=address, LLM_API_KEY="none", LLM_MODEL="scripted"))
    assert "create table public.bss_car_day_count" in output
    assert output.strip().endswith(SQL)
    [prompt] = chat.prompts
    assert "create table public.bss_car_day_count" in prompt[0]["content"]
    assert [message["role"] for message in prompt[-3:]] == ["user", "assistant", "user"]


@pytest.mark.parametrize("folder", PAGES)
def test_pgvector_as_the_page_connects_it(loaded, folder):
    [program, _hybrid] = programs_of(f"{folder}/connect-langchain.md")
    lines = run(program, environment_of(loaded)).strip().splitlines()
    assert [line.split()[0] for line in lines] == ["ddl"] * 3 + ["documentation"] * 3 + ["sql"] * 3
    assert any("bss_car_day_count" in line for line in lines)
    assert all(0 < float(line.split()[1]) < 1 for line in lines)


@pytest.mark.parametrize("folder", PAGES)
def test_pgvector_store_as_the_page_connects_it(loaded, folder):
    [_plain, program] = programs_of(f"{folder}/connect-langchain.md")
    lines = run(program, environment_of(loaded)).strip().splitlines()
    chinese, english = lines[:3], lines[3:]
    assert len(english) == 3
    assert "/ddl/bss_car_day_count.ddl" in chinese[0]
    assert "车流量" in chinese[0]
    assert "/ddl/bss_car_day_count.ddl" in english[0]
    assert set(english[0].split()[2:]) >= {"customer", "count"} or "customer" in english[0]


def test_words_find_what_vectors_rank_behind(loaded):
    """With vectors that know nothing, what is found is found by the words."""
    [_plain, program] = programs_of("docs/connect-langchain.md")
    blind = program.replace(
        "embedding_service=OpenAIEmbeddings(model=model, check_embedding_ctx_length=False, **service)",
        "embedding_service=type('Blind', (OpenAIEmbeddings,), {'embed_query': lambda self, text: [1.0] + [0.0] * 767})"
        "(model=model, check_embedding_ctx_length=False, **service)",
    ).replace("primary_top_k=20", "primary_top_k=1")
    assert blind.count("Blind") == 1
    lines = run(blind, environment_of(loaded)).strip().splitlines()
    found = [line for line in lines if "/ddl/bss_car_day_count.ddl" in line]
    assert any("车流量" in line for line in found)
    assert any("customer" in line for line in found)


def test_the_table_has_the_shape_that_langchain_makes(loaded):
    """Of the columns that PGVectorStore knows."""
    from langchain_postgres import Column, PGEngine
    from langchain_postgres.v2.hybrid_search_config import HybridSearchConfig

    url = environment_of(loaded)["VECTORS"]
    engine = PGEngine.from_connection_string(url)
    engine.init_vectorstore_table(
        "theirs",
        768,
        id_column=Column("langchain_id", "TEXT"),
        metadata_columns=[Column("collection", "TEXT"), Column("database", "TEXT"), Column("embedding_model", "TEXT")],
        hybrid_search_config=HybridSearchConfig(),
    )
    shape = """
        SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull FROM pg_attribute a
         WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 ORDER BY a.attname"""
    with psycopg.connect(loaded["vectors"]) as connection:
        shapes = [connection.execute(shape, [table]).fetchall() for table in ("theirs", "data_pipeline_records")]
        connection.execute("DROP TABLE theirs")
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('model = OpenAI(**service).models.list().data[0].id', 'model = "text-embedding-3-small"'), "text-embedding-3-small"),
        (("check_embedding_ctx_length=False", "check_embedding_ctx_length=False, dimensions=384"), "384"),
    ],
)
def test_a_reader_that_is_connected_wrongly_is_told_what_to_do(loaded, change, reason):
    [program, _hybrid] = programs_of("docs/connect-langchain.md")
    assert program.count(change[0]) == 1
    error = run(program.replace(*change), environment_of(loaded), expected=1)
    assert reason in error.splitlines()[-1]
    assert "built-in-zh-en-v1-768" in error


def test_token_numbers_are_refused_with_the_setting_of_langchain(loaded):
    """OpenAIEmbeddings sends them by default; it downloads the tokenizer, so the numbers are sent here."""
    [program, _hybrid] = programs_of("docs/connect-langchain.md")
    sends_tokens = program[: program.index("embeddings =")] + "OpenAI(**service).embeddings.create(model=model, input=[[1, 2]])"
    assert "check_embedding_ctx_length=False" in run(sends_tokens, environment_of(loaded), expected=1)


def test_langchain_stores_documents_in_batches_of_its_default_size(loaded):
    """1,000 texts of 2 KB in one request, in a collection of its own."""
    [program, _hybrid] = programs_of("docs/connect-langchain.md")
    adds = program[: program.index("for collection in")] + """
from langchain_core.documents import Document
store = PGVector(embeddings=embeddings, collection_name="own", connection=os.environ["VECTORS"], create_extension=False)
texts = [f"{number} " + "客户的订单明细 orders of customers " * 80 for number in range(1_000)]
print(len(store.add_documents([Document(page_content=text[:2_000]) for text in texts])))
store.delete_collection()
"""
    assert run(adds, environment_of(loaded)).strip() == "1000"


def test_the_result_says_in_one_line_how_readers_ask(loaded):
    assert loaded["result"]["readers"].count("built-in-zh-en-v1-768") == 2
    assert "\n" not in loaded["result"]["readers"]
    assert loaded["result"]["pgvector_store"]["total_records"] == loaded["result"]["total_records"]
