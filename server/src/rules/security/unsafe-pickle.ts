// unsafe-pickle: a pickle from elsewhere is loaded, which runs whatever code it holds.
import { ConstValue, Kind } from '../../analysis/syntax';
import type { Expr } from '../../analysis/syntax';
import { foreignOrigin } from '../../analysis/downloads';
import type { CallSite, Module } from '../../analysis/module';
import { rule } from '../rule';

/** Run code of what they load. */
const LOADS = [
  ...['pickle', 'dill', 'cloudpickle', '_pickle', 'cPickle'].flatMap((name) => [`${name}.load`, `${name}.loads`]),
  'joblib.load',
  'sklearn.externals.joblib.load',
  'pandas.read_pickle',
  'shelve.open',
  'numpy.load',
];

export default rule({
  name: 'unsafe-pickle',
  category: 'security',
  severity: 'warning',
  fix: 'none',
  since: '0.1.0',
  libraries: [],
  summary: 'A pickle that comes from a download or an upload is loaded: it can run any code',
  docs: `
A pickle is a program: loading it can call any function, with any argument
([Python: pickle](https://docs.python.org/3/library/pickle.html), "only unpickle data you trust"). That holds for \`joblib\`,
\`dill\`, \`shelve\`, \`pd.read_pickle\` and \`np.load(allow_pickle=True)\` as well. A file out of the network is as trustworthy as
everyone who can write there. Use a format that holds data only: safetensors, ONNX, Parquet, \`.npy\` without pickles, or skops
(\`skops.io.load\`) for scikit-learn; or check the file against a sum you know.
`,
  silent: `
- Files of unknown origin, and those the program writes itself: only what surely comes from the network or a user.
- The download is checked (\`known_hash\`, \`file_hash\`) or pinned (\`revision\`).
- \`np.load\` without \`allow_pickle=True\`.
`,
  messages: {
    foreign:
      '`{call}` runs whatever code the file holds, and the file comes from {origin}. Use a format of data only (safetensors, ONNX, Parquet, skops), or check its hash first',
  },
  examples: [
    {
      title: 'from the network',
      bad: `
import pickle
import joblib
import pandas as pd
import requests
from huggingface_hub import hf_hub_download
model = pickle.loads(requests.get("https://models.example.org/m.pkl").content)
#       ^^^^^^^^^^^^
path = hf_hub_download("someone/model", "model.joblib")
other = joblib.load(path)
#       ^^^^^^^^^^^
table = pd.read_pickle("https://data.example.org/table.pkl")
#       ^^^^^^^^^^^^^^`,
    },
    {
      title: 'downloaded to a file, then opened; an upload',
      bad: `
import pickle
from urllib.request import urlretrieve
import numpy as np
import streamlit as st
urlretrieve("https://models.example.org/m.pkl", "m.pkl")
with open("m.pkl", "rb") as file:
    model = pickle.load(file)
#           ^^^^^^^^^^^
uploaded = st.file_uploader("Data")
data = np.load(uploaded, allow_pickle=True)
#      ^^^^^^^`,
    },
    {
      title: 'own files, checked downloads, arrays',
      fine: `
import pickle
import joblib
import numpy as np
import pooch
from huggingface_hub import hf_hub_download
with open("cache.pkl", "rb") as file:
    cached = pickle.load(file)
joblib.dump(cached, "model.joblib")
model = joblib.load("model.joblib")
path = pooch.retrieve("https://data.example.org/x.pkl", known_hash="md5:1234")
checked = joblib.load(path)
pinned = joblib.load(hf_hub_download("a/b", "m.joblib", revision="0123456789abcdef0123456789abcdef01234567"))
weights = np.load(hf_hub_download("a/b", "w.npy", revision="v1"))`,
    },
  ],
  *check(module) {
    for (const call of module.callsTo(...LOADS)) {
      const data = call.argument(0, null) ?? firstKeyword(call);
      if (data === null || (call.qualifiedName === 'numpy.load' && !allowsPickle(call))) continue;
      const origin = foreignOrigin(module, data);
      if (origin !== null && !isHashed(module))
        yield { at: call.callee, message: 'foreign', data: { call: call.name, origin } };
    }
  },
});

function firstKeyword(call: CallSite): Expr | null {
  return (
    ['file', 'filename', 'filepath_or_buffer', 'path']
      .map((name) => call.argument(null, name))
      .find((value) => value !== null) ?? null
  );
}

function allowsPickle(call: CallSite): boolean {
  const allowed = call.argument(2, 'allow_pickle');
  return allowed?.kind === Kind.Const && allowed.value === ConstValue.True;
}

/** The file computes a sum, so it may check what it fetched. */
function isHashed(module: Module): boolean {
  return module.imports.has('hashlib') || module.imports.has('hmac');
}
