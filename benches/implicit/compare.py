"""Trains the same matrix with Python's implicit and with model_export, in turn, and prints both and their ratios.

Each training runs in a process of its own, so that its peak memory is its own. Timed is training alone, from the matrix
in memory to the factors of both sides: `AlternatingLeastSquares.fit` there, `ValidParams::fit` here; both transpose the
matrix, draw the first factors and run their sweeps within that time. Recall@20 and NDCG@20 are means over the users of
the test file, items of the training files left out; ours come from the encoded int8 model through the shipped core, its
own from its float32 factors.
"""

import argparse
import array
import gzip
import json
import math
import os
import statistics
import subprocess
import sys
import time

K = 20


def main():
    args = arguments()
    if args.child:
        print(json.dumps(train_implicit(args)))
        return
    runs = {"implicit": [], "etalage": []}
    for _ in range(args.runs):
        runs["implicit"].append(child([sys.executable, __file__, "--child", *sys.argv[1:]]))
        runs["etalage"].append(child(our_command(args)))
    print(table(args, {name: median(found) for name, found in runs.items()}))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", nargs="+", required=True, help="lists to learn from, `user item item ...` a line")
    parser.add_argument("--test", required=True, help="what the users should be offered, in the same form")
    parser.add_argument("--factors", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3, help="of each, in turn; the median counts")
    parser.add_argument("--alpha", type=float, required=True, help="implicit's weight of a touch")
    parser.add_argument("--regularization", type=float, required=True, help="implicit's regularization")
    parser.add_argument("--iterations", type=int, default=15, help="implicit's sweeps")
    parser.add_argument("--model-export", default="target/tool/model_export", help="our command")
    parser.add_argument("--ours", default="", help='options of ours, e.g. --ours="--sweeps 5"')
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def our_command(args):
    files = ["--train", *args.train, "--test", args.test]
    sizes = ["--factors", str(args.factors), "--threads", str(args.threads)]
    return [args.model_export, "evaluate", "top-n", "--json", *files, *sizes, *args.ours.split()]


def child(command):
    # implicit has threads of its own, and asks that the linear algebra below it keep to one.
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    return json.loads(subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE).stdout)


def median(found):
    """The figures of the first run, which all runs share, with the medians of what differs."""
    costs = ["train_seconds", "train_peak_rss_mb"]
    return found[0] | {cost: statistics.median(run[cost] for run in found) for cost in costs}


def table(args, found):
    theirs, ours = found["implicit"], found["etalage"]
    sweeps = f"{args.factors} factors, {args.threads} threads, median of {args.runs} runs in turn"
    lines = [sweeps, f"{'':24}{'implicit CG':>14}{'etalage':>14}{'ratio':>10}"]
    for name, key, form in [
        ("training, s", "train_seconds", ".3f"),
        ("peak memory, MiB", "train_peak_rss_mb", ".0f"),
        ("recall@20", "recall_at_20", ".4f"),
        ("ndcg@20", "ndcg_at_20", ".4f"),
    ]:
        costs = key.startswith("train")
        ratio = theirs[key] / ours[key] if costs else ours[key] / theirs[key]
        what = "x less" if costs else "x"
        lines.append(f"{name:24}{theirs[key]:>14{form}}{ours[key]:>14{form}}{ratio:>8.2f} {what}")
    return "\n".join(lines)


def train_implicit(args):
    import numpy
    from implicit.als import AlternatingLeastSquares

    matrix = matrix_of(args.train)
    model = AlternatingLeastSquares(
        factors=args.factors,
        alpha=args.alpha,
        regularization=args.regularization,
        iterations=args.iterations,
        use_cg=True,
        num_threads=args.threads,
        random_state=1,
    )
    started = time.perf_counter()
    model.fit(matrix, show_progress=False)
    train_seconds = time.perf_counter() - started
    peak = peak_rss_mb()
    test, recalls, gains = {}, [], []
    for user, items in lines([args.test]):
        test.setdefault(user, set()).update(items)
    users = [user for user in sorted(test) if test[user] and user < matrix.shape[0]]
    for first in range(0, len(users), 256):
        batch = users[first : first + 256]
        scores = model.user_factors[batch] @ model.item_factors.T
        for row, user in zip(scores, batch):
            seen = matrix.indices[matrix.indptr[user] : matrix.indptr[user + 1]]
            relevant = test[user].difference(seen.tolist())
            if not relevant:
                continue
            row[seen] = -numpy.inf
            best = numpy.argpartition(-row, K)[:K]
            ranked = best[numpy.argsort(-row[best], kind="stable")]
            hits = [item in relevant for item in ranked]
            recalls.append(sum(hits) / len(relevant))
            perfect = sum(gain(rank) for rank in range(min(K, len(relevant))))
            gains.append(sum(gain(rank) for rank, hit in enumerate(hits) if hit) / perfect)
    return {
        "train_seconds": train_seconds,
        "train_peak_rss_mb": peak,
        "recall_at_20": float(numpy.mean(recalls)),
        "ndcg_at_20": float(numpy.mean(gains)),
    }


def gain(rank):
    return 1 / math.log2(rank + 2)


def lines(paths):
    """Each user with items; users and items are numbered from 0 in these files."""
    for path in paths:
        with gzip.open(path, "rt") if path.endswith(".gz") else open(path) as file:
            for line in file:
                user, *items = map(int, line.split())
                if items:
                    yield user, items


def matrix_of(paths):
    """The users' items as a sparse matrix of ones, built without more memory than it needs itself."""
    import numpy
    from scipy.sparse import csr_matrix

    rows, columns = array.array("i"), array.array("i")
    for user, items in lines(paths):
        rows.extend([user] * len(items))
        columns.extend(items)
    rows, columns = (numpy.frombuffer(numbers, dtype=numpy.int32) for numbers in (rows, columns))
    return csr_matrix((numpy.ones(len(rows), dtype=numpy.float32), (rows, columns)))


def peak_rss_mb():
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
