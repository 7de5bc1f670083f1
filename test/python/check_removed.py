# Says of names, arguments and values whether the installed libraries have them. Reads questions as JSON, writes answers.
import importlib
import inspect
import json
import sys
import warnings

warnings.simplefilter("ignore")


def resolve(name):
    """The object of a full name; raises if there is none."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            found = getattr(found, part)
        return found
    raise ImportError(name)


def has(name):
    try:
        resolve(name)
        return "there"
    except Exception as error:  # a stub that explains what to use instead may raise anything
        return "gone: " + type(error).__name__


def takes(function, keyword):
    parameters = inspect.signature(resolve(function)).parameters
    if keyword in parameters:
        return "there"
    return "any" if any(p.kind is p.VAR_KEYWORD for p in parameters.values()) else "gone"


def accepts(estimator, keyword, value):
    """Whether an estimator with this value can be fitted."""
    import numpy as np

    X = np.arange(60, dtype=float).reshape(20, 3) % 7
    y = np.arange(20) % 2
    try:
        resolve(estimator)(**{keyword: eval(value)}).fit(X, y)
        return "there"
    except Exception as error:
        return "gone: " + type(error).__name__


def version(library):
    return importlib.import_module(library).__version__


KINDS = {"has": has, "takes": takes, "accepts": accepts, "version": version}


def answer(kind, *rest):
    try:
        return KINDS[kind](*rest)
    except Exception as error:
        return "error: " + repr(error)


json.dump([answer(*question) for question in json.load(sys.stdin)], sys.stdout)
