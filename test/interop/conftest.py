"""What the suite stands on: databases of its own, and the product behind a bridge (scripts/interop/bridge.mjs)."""

import os
import uuid

import psycopg
import pytest
from langchain_postgres.vectorstores import PGVector
from readers import Bridge, ProductEmbeddings, vanna_over


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
        return vanna_over(self.url, self.embeddings, **config)

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
