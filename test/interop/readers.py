"""The real vanna over the product behind a bridge (scripts/interop/bridge.mjs); the suite and a bench read with it."""

import json
import os
import subprocess
from pathlib import Path

from langchain_core.embeddings import Embeddings
from vanna.legacy.pgvector import PG_VectorStore

ROOT = Path(__file__).resolve().parents[2]


class Bridge:
    def __init__(self, *options):
        node = os.environ["INTEROP_NODE"]
        script = str(ROOT / "scripts/interop/bridge.mjs")
        self.process = subprocess.Popen(
            [node, script, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT
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
        return self.bridge.ask("embed", texts=list(texts), purpose="document")

    def embed_query(self, text):
        return self.bridge.ask("embed", texts=[text], purpose="query")[0]


class Vanna(PG_VectorStore):
    """The store alone: nothing here talks to a language model."""

    def system_message(self, message):
        return {"role": "system", "content": message}

    def user_message(self, message):
        return {"role": "user", "content": message}

    def assistant_message(self, message):
        return {"role": "assistant", "content": message}

    def submit_prompt(self, prompt, **kwargs):
        raise NotImplementedError


def vanna_over(url, embeddings, **config):
    connection = url.replace("postgres://", "postgresql://", 1).replace("postgresql://", "postgresql+psycopg://", 1)
    return Vanna(config={"connection_string": connection, "embedding_function": embeddings, **config})
