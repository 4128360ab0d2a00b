"""What the suite stands on: databases of its own, and the product behind a bridge (scripts/interop/bridge.mjs)."""

import json
import os
import subprocess
import uuid
from pathlib import Path

import psycopg
import pytest
from langchain_core.embeddings import Embeddings
from langchain_postgres.vectorstores import PGVector
from vanna.legacy.pgvector import PG_VectorStore

ROOT = Path(__file__).resolve().parents[2]


class Bridge:
    def __init__(self):
        node = os.environ["INTEROP_NODE"]
        script = str(ROOT / "scripts/interop/bridge.mjs")
        self.process = subprocess.Popen(
            [node, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT
        )

    def ask(self, command, **request):
        self.process.stdin.write(json.dumps({"command": command, **request}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)


class ProductEmbeddings(Embeddings):
    """The readers embed with the embedder that loaded."""

    def __init__(self, bridge):
        self.bridge = bridge

    def embed_documents(self, texts):
        return self.bridge.ask("embed", texts=list(texts))

    def embed_query(self, text):
        return self.embed_documents([text])[0]


class Vanna(PG_VectorStore):
    """The store alone: nothing here talks to a language model."""

    def system_message(self, message):
        raise NotImplementedError

    user_message = assistant_message = system_message

    def submit_prompt(self, prompt, **kwargs):
        raise NotImplementedError


class Store:
    """One vector database with its readers."""

    def __init__(self, bridge, url):
        self.bridge = bridge
        self.url = url
        self.sqlalchemy_url = url.replace("postgres://", "postgresql+psycopg://", 1)
        self.embeddings = ProductEmbeddings(bridge)

    def load(self, files, **request):
        return self.bridge.ask("load", url=self.url, files=files, **request)

    def vanna(self, **config):
        return Vanna(
            config={
                "connection_string": self.sqlalchemy_url,
                "embedding_function": self.embeddings,
                **config,
            }
        )

    def langchain(self, collection):
        return PGVector(embeddings=self.embeddings, collection_name=collection, connection=self.sqlalchemy_url)

    def connect(self):
        return psycopg.connect(self.url.replace("postgres://", "postgresql://", 1))

    def rows(self, statement):
        with self.connect() as connection:
            return connection.execute(statement).fetchall()


@pytest.fixture(scope="session")
def bridge():
    started = Bridge()
    yield started
    started.close()


@pytest.fixture
def new_store(bridge):
    """Makes empty databases, and drops them in the end."""
    server = os.environ["TEST_DATABASE_URL"].replace("postgres://", "postgresql://", 1)
    made = []

    def create():
        name = f"test_interop_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        made.append(name)
        base = os.environ["TEST_DATABASE_URL"].rsplit("/", 1)[0]
        return Store(bridge, f"{base}/{name}".replace("postgresql://", "postgres://", 1))

    yield create
    with psycopg.connect(server, autocommit=True) as connection:
        for name in made:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
