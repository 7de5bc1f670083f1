// unknown-provider: a name of an execution provider that ONNX Runtime does not know.
import { sessionCalls } from '../../analysis/onnx/sessions';
import { providerNames, sessionsWithoutProviders } from '../../analysis/onnx/providers';
import { nearestName } from '../../analysis/spelling';
import { mentions } from '../../analysis/mentions';
import { PROVIDERS } from '../../knowledge/onnx';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'unknown-provider',
  category: 'onnx',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['onnxruntime'],
  summary: 'A name of an execution provider that ONNX Runtime does not know',
  docs: `
A provider that ONNX Runtime does not know does not stop the program: the session warns and falls back to the CPU, so a slip of
the pen costs the whole speed of the GPU. [The names](https://onnxruntime.ai/docs/execution-providers/) end in
\`ExecutionProvider\` and mind their capitals. A GPU build without \`providers=\` uses the CPU, or since version 1.9 refuses to
start, depending on its version.
`,
  silent: `
- The list is computed, or comes from \`get_available_providers()\`.
- The code registers a provider of its own (\`register_execution_provider_library\`), or loads a custom build.
`,
  messages: {
    unknown: 'ONNX Runtime has no provider `{name}`: it would fall back to the CPU{todo}',
    unsaid:
      '`{package}` is installed, and this session names no providers: it runs on the CPU, or raises an error from ONNX Runtime 1.9 on. Give `providers=`',
  },
  examples: [
    {
      title: 'misspelt, or without its ending',
      bad: `
import onnxruntime as ort
ort.InferenceSession(path, providers=["CudaExecutionProvider", "CPUExecutionProvider"])
#                                     ^^^^^^^^^^^^^^^^^^^^^^^
ort.InferenceSession(path, providers=[("TensorRT", {"device_id": 0}), "CPUExecutionProvider"])
#                                      ^^^^^^^^^^`,
      good: `
import onnxruntime as ort
ort.InferenceSession(path, providers=["CUDAExecutionProvider", "CPUExecutionProvider"])
ort.InferenceSession(path, providers=[("TensorrtExecutionProvider", {"device_id": 0}), "CPUExecutionProvider"])`,
    },
    {
      title: 'the GPU package without providers',
      files: { 'requirements.txt': 'onnxruntime-gpu==1.17.0' },
      bad: `
import onnxruntime as ort
session = ort.InferenceSession(path)
#         ^^^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'known names, computed names, own providers',
      fine: `
import onnxruntime as ort
ort.InferenceSession(path, providers=["DmlExecutionProvider", ("CUDAExecutionProvider", {"device_id": 0})])
ort.InferenceSession(path, providers=ort.get_available_providers())
ort.InferenceSession(path, providers=[provider])
ort.InferenceSession(path)`,
    },
    {
      title: 'a provider of its own',
      fine: `
import onnxruntime as ort
ort.register_execution_provider_library("MyExecutionProvider", "libmine.so")
ort.InferenceSession(path, providers=["MyExecutionProvider"])`,
    },
  ],
  *check(module) {
    const addsOwn = mentions(module, /register_execution_provider/);
    for (const { name, at, quote } of addsOwn ? [] : providerNames(module)) {
      if (PROVIDERS.includes(name)) continue;
      const meant = meantBy(name);
      const edits = [{ start: at.start, end: at.end, text: `${quote}${meant}${quote}` }];
      const fixes: Fix[] = meant === null || quote === null ? [] : [{ title: `Use ${meant}`, edits }];
      const todo = meant === null ? '' : `. Use \`${meant}\``;
      yield { at, message: 'unknown', data: { name, todo }, fixes };
    }
    for (const { call, distribution } of sessionsWithoutProviders(module, sessionCalls(module)))
      yield { at: call.func, message: 'unsaid', data: { package: distribution }, severity: 'information' };
  },
});

/** The known provider a name stands for: near it, or what it is without its ending. */
function meantBy(name: string): string | null {
  const ending = /(?:_?execution)?_?provider$/i;
  const near = nearestName(name, PROVIDERS);
  if (near !== null) return near;
  const short = name.replace(ending, '').toLowerCase();
  const fitting = PROVIDERS.filter((provider) => provider.replace(ending, '').toLowerCase() === short);
  return fitting.length === 1 ? fitting[0]! : null;
}
