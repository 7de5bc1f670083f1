"""Runs pieces of Python code, each in a process of its own, and says how each ended.

Reads a JSON array of {"id", "code", "run"} from standard input and prints a JSON object: id -> outcome, one of
  invalid: …    it does not compile
  compiled      it was not to be run
  ran           it ran to its end
  stopped: …    it needs something that an example leaves out: a name, a file, a column, a package, time
  raised: …     any other error
"""

import json
import os
import re
import signal
import sys
import tempfile
import traceback
import warnings

SECONDS = 20
LEFT_OUT = (NameError, FileNotFoundError, ModuleNotFoundError, KeyError, TimeoutError)


def frame_for(text):
    """A frame with a column for each word in quotes: what an example says of its data is only their names."""
    import numpy as np
    import pandas as pd

    generator = np.random.default_rng(0)
    quoted = r"""['"](\w+)['"]"""
    labels = {"target", "label", "y"}
    for pattern in (rf"\by\w* = \w+\[{quoted}\]", rf"drop\((?:columns=)?\[?{quoted}", rf"pop\({quoted}\)", rf"\], \w+\[{quoted}\]"):
        labels |= set(re.findall(pattern, text))
    texts = set(re.findall(rf"\[{quoted}\]\.str\b", text))
    frame = pd.DataFrame(generator.normal(size=(120, 4)), columns=["a", "b", "c", "d"])
    for name in sorted(set(re.findall(quoted, text)) | labels):
        if name in labels:
            frame[name] = (frame["a"] > 0).astype(int)
        elif name in texts or re.search("text|review|message|comment", name):
            frame[name] = generator.choice(["good bird", "bad bird", "no bird"], 120)
        elif re.search("town|city|country|sex|island|group|category", name):
            frame[name] = generator.choice(["x", "y", "z"], 120)
        elif re.search("date|day$|time", name):
            frame[name] = pd.date_range("2024-01-01", periods=120)
        else:
            frame[name] = generator.normal(size=120)
    return frame


def prelude(text):
    """What examples take for granted: a frame with a label, arrays made of it, and with torch a model and its data."""
    frame = frame_for(text)
    names = {name: frame for name in ("df", "frame", "data", "rows", "table")}
    X, y = frame[["a", "b", "c", "d"]], frame["target"]
    parts = {"X_train": X[:80], "X_test": X[80:], "y_train": y[:80], "y_test": y[80:]}
    texts = ["good bird", "bad bird", "no bird"]
    return {**names, **parts, "X": X, "y": y, "seed": 0, "texts": texts, **torch_names()}


def torch_names():
    try:
        import torch
    except ImportError:
        return {}
    x, y = torch.randn(32, 4), torch.randint(0, 2, (32,))
    return {
        "model": torch.nn.Linear(4, 2),
        "criterion": torch.nn.CrossEntropyLoss(),
        "loader": [(x, y), (x, y)],
    }


def outcome(piece):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = compile(without_magics(piece["code"]), piece["id"], "exec")
    except (SyntaxError, ValueError) as error:
        return f"invalid: {error}"
    if not piece["run"]:
        return "compiled"
    return in_a_child(lambda: execute(code, piece["code"]))


def without_magics(code):
    lines = code.splitlines(keepends=True)
    return "".join("pass\n" if line.startswith(("%", "!")) else line for line in lines)


def execute(code, text):
    def on_alarm(*_):
        raise TimeoutError(f"longer than {SECONDS} s")

    signal.signal(signal.SIGALRM, on_alarm)
    signal.alarm(SECONDS)
    try:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            names = prelude(text)
            for name in re.findall(r"""['"]([\w-]+\.csv)['"]""", text):
                names["df"].to_csv(name, index=False)
            exec(code, {"__name__": "__main__", **names})
            os.chdir("/")
        return "ran"
    except LEFT_OUT as error:
        return f"stopped: {type(error).__name__}: {error}"
    except BaseException as error:
        # onnxruntime's own, and a package that another one asks for.
        if type(error).__name__ == "NoSuchFile" or "is required" in str(error) and isinstance(error, ImportError):
            return f"stopped: {error}"
        return f"raised: {traceback.format_exc(limit=-1)}"


def in_a_child(work):
    """What `work` returns, computed in a fork: an example may change anything, or crash."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os.write(writer, work().encode()[:60000])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    return said or f"raised: the process ended with status {status}"


def main():
    pieces = json.load(sys.stdin)
    for module in ("pandas", "sklearn.linear_model", "sklearn.model_selection", "onnxruntime", "torch"):
        try:
            __import__(module)  # Once, for all children.
        except ImportError:
            pass
    json.dump({piece["id"]: outcome(piece) for piece in pieces}, sys.stdout)


if __name__ == "__main__":
    main()
