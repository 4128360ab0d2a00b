"""python3 original-backup.py CONNECTION TABLE FILE: a table as CSV in the way of the original. Needs psycopg2.

An unnamed cursor, which has the whole result in memory when execute() returns, 10,000 rows a fetch, csv.writer.
"""

import csv
import sys

import psycopg2

connection, table, path = sys.argv[1:]
cursor = psycopg2.connect(connection).cursor()
cursor.itersize = 10_000
cursor.execute(f"SELECT * FROM {table}")
with open(path, "w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file)
    writer.writerow([column.name for column in cursor.description])
    while rows := cursor.fetchmany(10_000):
        writer.writerows(rows)
