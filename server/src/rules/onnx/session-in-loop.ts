// session-in-loop: a session with the same arguments is made for each round, request or row.
import { repeatedSessions } from '../../analysis/onnx/repeated';
import type { RepeatedSession } from '../../analysis/onnx/repeated';
import { insertBefore, isStatement, removeStatement } from '../../analysis/statements';
import type { Module } from '../../analysis/module';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'session-in-loop',
  category: 'onnx',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['onnxruntime'],
  summary: 'A session is made again for each round, request or row',
  docs: `
Making an \`InferenceSession\` reads the whole model, optimises its graph and allocates its memory: milliseconds for a tiny
model, seconds for a large one, while a run of it takes a fraction of that. One session serves any number of runs, from several
threads too ([ONNX Runtime's FAQ on performance](https://onnxruntime.ai/docs/performance/tune-performance/)). Make it once,
before the loop or when the program starts.
`,
  silent: `
- An argument may change from round to round, or is computed by a call we do not know.
- It is made under a condition (a cache that is filled once), in a \`try\`, or the loop is left in its first round.
- The loop measures the time or memory of loading.
`,
  messages: {
    loop: 'This session is made in every round of the loop, with the same arguments: make it once, before the loop',
    handler: '`{name}` makes this session for every request: make it once, when the program starts',
    row: '`{name}` is called for each row and makes this session each time: make it once, outside',
  },
  examples: [
    {
      title: 'in a loop over files',
      bad: `
import onnxruntime as ort
def predict_all(files):
    results = []
    for file in files:
        session = ort.InferenceSession("net.onnx", providers=["CPUExecutionProvider"])
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        results.append(session.run(None, {"x": load(file)}))
    return results`,
      good: `
import onnxruntime as ort
def predict_all(files):
    results = []
    session = ort.InferenceSession("net.onnx", providers=["CPUExecutionProvider"])
    for file in files:
        results.append(session.run(None, {"x": load(file)}))
    return results`,
    },
    {
      title: 'in a request handler',
      bad: `
import onnxruntime as ort
from fastapi import FastAPI
app = FastAPI()
@app.post("/predict")
def predict(rows: list[list[float]]):
    session = ort.InferenceSession("net.onnx")
#             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    return session.run(None, {"x": rows})[0].tolist()`,
    },
    {
      title: 'one model after the other, made once, measured, cached',
      fine: `
import time
import onnxruntime as ort
for path in paths:
    session = ort.InferenceSession(path)
    session.run(None, feed)
session = None
for batch in batches:
    if session is None:
        session = ort.InferenceSession("net.onnx")
    session.run(None, batch)
for _ in range(10):
    start = time.perf_counter()
    ort.InferenceSession("net.onnx")
    print(time.perf_counter() - start)
for level in levels:
    options = ort.SessionOptions()
    options.graph_optimization_level = level
    ort.InferenceSession("net.onnx", options).run(None, feed)
while True:
    try:
        session = ort.InferenceSession("net.onnx")
        break
    except RuntimeError:
        wait()`,
    },
  ],
  *check(module) {
    for (const repeated of repeatedSessions(module)) {
      const { call, by } = repeated;
      const data = by.kind === 'loop' ? {} : { name: by.name };
      yield { at: call, message: by.kind, data, fixes: hoisted(module, repeated) };
    }
  },
});

function hoisted(module: Module, { by, movable }: RepeatedSession): Fix[] {
  if (by.kind !== 'loop' || movable === null || !isStatement(by.loop)) return [];
  const removed = removeStatement(module, movable);
  const added = insertBefore(module, by.loop, module.textOf(movable));
  return removed === null ? [] : [{ title: 'Make the session before the loop', edits: [added, removed] }];
}
