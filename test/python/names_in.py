"""Which names libraries have.

Reads a JSON object {library: [name, …]} from standard input. Prints {library: {"version", "found": [name, …]}}, or null
where the library is not installed. A name is found if any public module of the library has it, or any of their classes.
"""

import importlib
import inspect
import json
import pkgutil
import sys
import warnings

# Modules that other programs are made of, and such that do something when they are imported.
LEFT_OUT = {"tests", "test", "testing", "conftest", "setup", "externals", "f2py", "distutils", "__main__"}
DEPTH = 4


def modules_of(library):
    root = importlib.import_module(library)
    yield root
    for info in pkgutil.walk_packages(getattr(root, "__path__", []), library + ".", onerror=lambda name: None):
        parts = info.name.split(".")
        if len(parts) > DEPTH or any(part.startswith("_") or part in LEFT_OUT for part in parts[1:]):
            continue
        try:
            yield importlib.import_module(info.name)
        except BaseException:  # It needs something that is not installed, or ends the process.
            continue


def names_of(library):
    names = set()
    for module in modules_of(library):
        for name in dir(module):
            try:
                value = getattr(module, name)
            except Exception:
                continue
            names.add(name)
            if inspect.isclass(value):
                names.update(dir(value))
    return names


def answer(library, wanted):
    try:
        importlib.import_module(library)
    except ImportError:
        return None
    known = names_of(library)
    version = getattr(sys.modules[library], "__version__", "0")
    return {"version": version, "found": [name for name in wanted if name in known]}


def main():
    warnings.simplefilter("ignore")
    questions = json.load(sys.stdin)
    answers = {library: answer(library, wanted) for library, wanted in questions.items()}
    sys.stdout.write("\n" + json.dumps(answers))


if __name__ == "__main__":
    main()
