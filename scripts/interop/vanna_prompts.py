"""The prompts of the real Vanna for questions over a loaded store: a JSON request on stdin, a JSON answer on stdout.

An answer holds, for each question, the pieces of the prompt that Vanna builds from what it retrieves. A piece that Vanna
drops because the prompt is too long is not among them.
"""

import contextlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "test/interop"))

from readers import Bridge, ProductEmbeddings, vanna_over  # noqa: E402


def pieces_of_prompt(vanna, question):
    ddl = vanna.get_related_ddl(question)
    documents = vanna.get_related_documentation(question)
    pairs = vanna.get_similar_question_sql(question)
    messages = vanna.get_sql_prompt(None, question, pairs, ddl, list(documents))
    system = messages[0]["content"]
    answers = {message["content"] for message in messages if message["role"] == "assistant"}
    return {
        "ddl": [text for text in ddl if text in system],
        "documentation": [text for text in documents if text in system],
        "sql": [pair for pair in pairs if pair["sql"] in answers],
        "length": sum(len(message["content"]) for message in messages),
        "text": "\n".join(message["content"] for message in messages),
    }


def main():
    request = json.load(sys.stdin)
    bridge = Bridge("--configured")
    try:
        # Vanna prints; stdout belongs to the answer.
        with contextlib.redirect_stdout(sys.stderr):
            vanna = vanna_over(request["url"], ProductEmbeddings(bridge), n_results=request["n_results"])
            answer = [pieces_of_prompt(vanna, question) for question in request["questions"]]
    finally:
        bridge.close()
    json.dump(answer, sys.stdout, ensure_ascii=False)


main()
