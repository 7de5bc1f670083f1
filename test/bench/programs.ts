// Generated programs of a given size, as people write them: data frames, features, splits, models, training loops.

/** One step of a study: an imported set, its features, a split, a model, its score. `n` makes its names its own. */
function study(n: number): string {
  return `
# --- Study ${n}: churn of region ${n} ---------------------------------------
df_${n} = pd.read_csv(DATA / "region_${n}.csv", parse_dates=["signed_up"])
df_${n} = df_${n}.dropna(subset=["churned"]).drop_duplicates()
df_${n}["tenure"] = (pd.Timestamp("2024-01-01") - df_${n}["signed_up"]).dt.days
df_${n}["spend_per_day"] = df_${n}["spend"] / df_${n}["tenure"].clip(lower=1)
df_${n}["age"] = df_${n}["age"].fillna(df_${n}["age"].median())
for column in ["plan", "channel", "country"]:
    df_${n}[column] = df_${n}[column].astype("category").cat.codes


def features_${n}(frame, columns=("tenure", "spend_per_day", "age", "plan")):
    """The columns the model sees, scaled."""
    out = frame.loc[:, list(columns)].copy()
    out["log_spend"] = np.log1p(out["spend_per_day"])
    if "age" in out:
        out["age_group"] = pd.cut(out["age"], bins=[0, 25, 40, 60, 120], labels=False)
    return out


X_${n} = features_${n}(df_${n})
y_${n} = df_${n}["churned"].astype(int)
X_train_${n}, X_test_${n}, y_train_${n}, y_test_${n} = train_test_split(
    X_${n}, y_${n}, test_size=0.25, random_state=${n}, stratify=y_${n}
)
scaler_${n} = StandardScaler()
X_train_${n} = scaler_${n}.fit_transform(X_train_${n})
X_test_${n} = scaler_${n}.transform(X_test_${n})
results_${n} = {}
for name, model in {"logreg": LogisticRegression(max_iter=500), "forest": RandomForestClassifier(n_estimators=200)}.items():
    model.fit(X_train_${n}, y_train_${n})
    predicted = model.predict(X_test_${n})
    results_${n}[name] = {
        "accuracy": accuracy_score(y_test_${n}, predicted),
        "f1": f1_score(y_test_${n}, predicted),
    }
best_${n} = max(results_${n}, key=lambda key: results_${n}[key]["f1"])
print(f"region ${n}: best {best_${n}} with {results_${n}[best_${n}]['f1']:.3f}")
`;
}

const IMPORTS = `"""Churn by region: one model each, compared on held-out customers."""
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

DATA = Path("data")
`;

/** A script of about `lines` lines. */
export function script(lines: number): string {
  let text = IMPORTS;
  for (let n = 1; text.split('\n').length < lines; n++) text += study(n);
  return text;
}

/** A notebook of `count` code cells: the same studies, cut as notebooks are. */
export function notebookCells(count: number): string[] {
  const cells = [`%matplotlib inline\n${IMPORTS}`];
  for (let n = 1; cells.length < count; n++) {
    const parts = study(n)
      .trim()
      .split(/\n(?=def |X_\d+ = |scaler_|results_\d+ = |best_)/);
    cells.push(...parts.map((part) => part.trim()), `df_${n}.head()`);
  }
  return cells.slice(0, count);
}
