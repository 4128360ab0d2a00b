"""The real vanna and langchain_postgres over what training_load writes, whoever made the tables."""

import ast
import csv
import json
import shutil
from pathlib import Path

import pytest

PAIRS = [
    {"question": "一共有多少张订单？", "sql": "SELECT count(*) FROM orders;"},
    {"question": "Which items cost more than 5 €?", "sql": "SELECT * FROM items\nWHERE price > 5;"},
    {"question": 'Is "note" null, true or false?', "sql": "SELECT note IS NULL, true, false, null FROM items;"},
    {"question": "Whose name holds 'quotes' and \\backslashes\\?", "sql": "SELECT 'it''s', E'a\\\\b', '\"', '/' ;"},
    {"question": "线路\n换行\t制表 😀🚀 \u2028 \u00a0 \x7f ?", "sql": "SELECT '😀', '{\"a\": [null, true]}'::jsonb;"},
    {"question": "{'question': 'a dict?', \"sql\": None}", "sql": "SELECT '%s %(x)s :name {}' AS \"{placeholders}\";"},
]
TABLES = {
    "orders": "-- 中文名: 订单表\ncreate table public.orders (\n  id integer primary key,\n  note text default ';'\n)",
    "items": "-- 中文名: 明细表\ncreate table public.items (\n  price numeric(10,2) -- it's the \"price\" 😀\n)",
}
DOCUMENTS = {
    "orders": "## orders（订单表）\norders 表订单\n字段列表：\n- id (integer) [主键] [示例: null, true]",
    "items": "## items（明细表）\nitems 表明细\n字段列表：\n- price (numeric(10,2)) - 'price' 😀",
}
FILES = {
    **{f"{name}.ddl": text + ";" for name, text in TABLES.items()},
    **{f"{name}_detail.md": text for name, text in DOCUMENTS.items()},
    "qs_shop_pair.json": json.dumps(PAIRS),
}


@pytest.fixture(params=["tables made by the product", "tables made by vanna"])
def store(request, new_store):
    created = new_store()
    if request.param == "tables made by vanna":
        created.vanna()
    result = created.load(FILES)
    assert result["inserted"] == len(FILES) - 1 + len(PAIRS)
    assert result["self_check"]["questions"] == {"asked": len(PAIRS), "found": len(PAIRS)}
    return created


def pairs_of(frame):
    pairs = frame[frame.training_data_type == "sql"]
    return sorted(zip(pairs.question, pairs.content))


def test_the_tables_are_the_same_whoever_made_them(new_store):
    ours, theirs = new_store(), new_store()
    ours.load(FILES)
    theirs.vanna()
    shape = """
        SELECT c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
               pg_get_expr(d.adbin, d.adrelid)
          FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
          LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
         WHERE c.relname LIKE 'langchain%' AND c.relkind = 'r' ORDER BY 1, 2"""
    keys = """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
         WHERE conrelid::regclass::text LIKE 'langchain%' AND contype <> 'n' ORDER BY 1, 2"""
    indexes = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'langchain%' ORDER BY 1"
    collections = "SELECT name FROM langchain_pg_collection ORDER BY 1"
    for statement in (shape, keys, indexes, collections):
        assert ours.rows(statement) == theirs.rows(statement)


def test_the_readers_keep_what_a_collection_says_about_its_embedder(store):
    store.vanna()
    store.langchain("sql")
    rows = store.rows("SELECT DISTINCT cmetadata::jsonb -> 'embedding' FROM langchain_pg_collection")
    [model] = store.rows("SELECT DISTINCT cmetadata ->> 'embedding_model', vector_dims(embedding) FROM langchain_pg_embedding")
    sides = {"query_model": model[0], "document_prefix": "", "query_prefix": ""}
    assert rows == [({"model": model[0], "dimensions": model[1], "normalized": True, **sides},)]


def test_vanna_gets_all_training_data_word_for_word(store):
    frame = store.vanna().get_training_data()
    assert pairs_of(frame) == sorted((pair["question"], pair["sql"]) for pair in PAIRS)
    ddl = frame[frame.training_data_type == "ddl"]
    assert sorted(ddl.content) == sorted(TABLES.values())
    documentation = frame[frame.training_data_type == "documentation"]
    assert sorted(documentation.content) == sorted(DOCUMENTS.values())
    assert len(frame) == len(PAIRS) + len(TABLES) + len(DOCUMENTS)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["question"][:12].encode("unicode_escape").decode())
def test_vanna_finds_each_pair_by_its_question(store, pair):
    assert store.vanna(n_results=3).get_similar_question_sql(pair["question"])[0] == pair


@pytest.mark.parametrize("table", TABLES)
def test_vanna_finds_tables_and_their_documentation(store, table):
    vanna = store.vanna(n_results=1)
    assert vanna.get_related_ddl(f"public.{table}") == [TABLES[table]]
    assert vanna.get_related_documentation(DOCUMENTS[table]) == [DOCUMENTS[table]]


def test_langchain_searches_with_scores_filters_and_ids(store):
    sql = store.langchain("sql")
    document = json.dumps(PAIRS[0], ensure_ascii=False)
    [(nearest, distance)] = sql.similarity_search_with_score(document, k=1)
    assert json.loads(nearest.page_content) == PAIRS[0]
    assert distance == pytest.approx(0, abs=1e-6)
    assert nearest.id == nearest.metadata["id"]
    assert [found.page_content for found in sql.get_by_ids([nearest.id])] == [nearest.page_content]
    by_task = sql.similarity_search(document, k=99, filter={"embedding_model": nearest.metadata["embedding_model"]})
    assert len(by_task) == len(PAIRS)


def test_rows_of_vanna_live_beside_ours(store):
    vanna = store.vanna()
    theirs = [
        vanna.train(question="Who is the best customer?", sql="SELECT 'null', true;"),
        vanna.train(ddl="CREATE TABLE theirs (id int)"),
        vanna.train(documentation="Their 'documentation' 😀\nwith lines"),
    ]
    before = len(vanna.get_training_data())
    again = store.load(FILES)
    assert (again["embedded"], again["inserted"], again["updated"], again["removed"]) == (0, 0, 0, 0)
    replaced = store.load({"orders.ddl": FILES["orders.ddl"]}, parameters={"replace": True})
    assert replaced["removed"] == before - len(theirs) - 1
    frame = vanna.get_training_data()
    assert set(theirs) < set(frame.id)
    assert len(frame) == len(theirs) + 1
    assert vanna.get_similar_question_sql("Who is the best customer?")[0]["sql"] == "SELECT 'null', true;"
    assert {row["id"] for row in store.bridge.ask("list", url=store.url)} == set(frame.id)


def test_vanna_and_langchain_remove_ours_by_id_and_a_load_brings_them_back(store):
    vanna = store.vanna()
    before = sorted(vanna.get_training_data().id)
    assert vanna.remove_training_data(before[0]) is True
    store.langchain("sql").delete(ids=[before[1]])
    assert sorted(vanna.get_training_data().id) == before[2:]
    again = store.load(FILES)
    assert (again["embedded"], again["inserted"]) == (2, 2)
    assert sorted(vanna.get_training_data().id) == before


def test_langchain_upserts_a_row_of_ours_and_a_load_puts_it_right(store):
    sql = store.langchain("sql")
    [nearest] = sql.similarity_search(PAIRS[0]["question"], k=1)
    sql.add_texts(["changed by hand"], metadatas=[nearest.metadata], ids=[nearest.id])
    again = store.load(FILES)
    assert (again["embedded"], again["updated"], again["inserted"]) == (1, 1, 0)
    assert sql.get_by_ids([nearest.id])[0].page_content == nearest.page_content


def test_what_a_task_brought_goes_and_what_vanna_wrote_stays(store):
    vanna = store.vanna()
    own = vanna.train(documentation="Stays")
    removed = store.bridge.ask("remove", url=store.url, task_id="task_20260102_030405")
    assert removed == {"deleted": len(PAIRS) + len(TABLES) + len(DOCUMENTS), "kept": 0}
    assert list(vanna.get_training_data().id) == [own]


def test_the_backup_holds_what_vanna_wrote(store):
    vanna = store.vanna()
    own = vanna.train(question="Their\nquestion, \"quoted\"?", sql="SELECT 'a,b';")
    backup = store.bridge.ask("backup", url=store.url)
    embeddings = next(name for name in backup["files"] if name.startswith("langchain_pg_embedding") and "csv" in name)
    with (Path(backup["folder"]) / embeddings).open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    shutil.rmtree(backup["folder"])
    assert ast.literal_eval(rows[own]["document"]) == {"question": "Their\nquestion, \"quoted\"?", "sql": "SELECT 'a,b';"}
    assert set(rows) == set(vanna.get_training_data().id)


def test_the_older_layout_is_written_so_that_its_readers_find_it(new_store):
    store = new_store()
    with store.connect() as connection:
        connection.execute(
            """
        CREATE EXTENSION vector;
        CREATE TABLE langchain_pg_collection (name varchar, cmetadata json, uuid uuid PRIMARY KEY);
        CREATE TABLE langchain_pg_embedding (
          collection_id uuid REFERENCES langchain_pg_collection (uuid) ON DELETE CASCADE,
          embedding vector, document varchar, cmetadata json, custom_id varchar, uuid uuid PRIMARY KEY);"""
        )
    store.load(FILES)
    rows = store.rows("SELECT cmetadata ->> 'id', custom_id, document FROM langchain_pg_embedding")
    assert all(own == custom for own, custom, _ in rows)
    assert sorted(document for own, _, document in rows if own.endswith("-ddl")) == sorted(TABLES.values())
