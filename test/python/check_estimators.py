"""Says of tables about scikit-learn's estimators what is not so in the installed version. Reads JSON, writes JSON."""

import inspect
import json
import re
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")


def classes():
    from sklearn.experimental import enable_halving_search_cv  # noqa: F401
    import sklearn.model_selection as selection
    from sklearn.utils import all_estimators

    found = dict(all_estimators())
    for name in selection.__all__:
        value = getattr(selection, name)
        if inspect.isclass(value):
            found.setdefault(name, value)
    return found


def unlisted(table, found):
    """Parameters of installed classes that the table leaves out."""
    problems = []
    for name, parameters in table.items():
        if name not in found:
            continue  # only other versions have it
        signature = inspect.signature(found[name].__init__).parameters.values()
        own = [p.name for p in signature if p.name != "self" and p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
        problems += [f"{name}.{own_name}" for own_name in own if own_name not in parameters]
        if any(p.kind is p.VAR_KEYWORD for p in signature):
            problems.append(f"{name} takes any keyword")
    return problems


def not_added(entries, found):
    """Entries whose version the class's own page does not tell."""
    problems = []
    for name, version in entries:
        cls, parameter = name.split(".")
        doc = inspect.getdoc(found[cls]) or "" if cls in found else ""
        own = re.search(rf"^{parameter} : .*?(?=^\S|\Z)", doc, re.S | re.M)
        if own is None or f"versionadded:: {version}" not in own.group(0):
            problems.append(f"{name} in {version}")
    return problems


def run(code):
    generator = np.random.RandomState(0)
    X = generator.rand(60, 12)
    y = (X[:, 0] > 0.5).astype(int)
    names = {"X": X, "y": y}
    try:
        exec(code, names)
        return "ran"
    except Exception as error:
        return f"raised {type(error).__name__}: {error}"


def unfitted(names, found):
    """Estimators of the list that do ask for a fit."""
    from sklearn.utils import get_tags

    listed = [name for name in names if name in found]
    problems = []
    for name, cls in found.items():
        try:
            requires = get_tags(cls()).requires_fit
        except Exception:
            continue  # cannot be made without arguments
        if not requires and name not in listed:
            problems.append(name)
    return problems


def main():
    asked = json.load(sys.stdin)
    found = classes()
    answer = {
        "unlisted": unlisted(asked["classes"], found),
        "notAdded": not_added(asked["added"], found),
        "unfitted": unfitted(asked["unfitted"], found),
        "outcomes": {code: run(code) for code in asked["codes"]},
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
