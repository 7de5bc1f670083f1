// unsafe-yaml: yaml.load builds any Python object the text asks for.
import { Kind } from '../../analysis/syntax';
import type { CallSite, Module } from '../../analysis/module';
import { isGuarded } from '../../analysis/guards';
import type { Fix } from '../rule';
import { rule } from '../rule';

const UNSAFE_LOADERS = new Set(['yaml.Loader', 'yaml.UnsafeLoader', 'yaml.CLoader', 'yaml.loader.Loader']);
const SAFE_TWINS: Readonly<Record<string, string>> = {
  load: 'safe_load',
  load_all: 'safe_load_all',
  unsafe_load: 'safe_load',
  unsafe_load_all: 'safe_load_all',
};

export default rule({
  name: 'unsafe-yaml',
  category: 'security',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['yaml'],
  summary: 'YAML is loaded so that it can build any Python object, or without the loader PyYAML 6 asks for',
  docs: `
With \`Loader\` or \`UnsafeLoader\`, a YAML file can call any Python function while it is read: whoever writes the file runs
code here ([PyYAML: Loading YAML](https://pyyaml.org/wiki/PyYAMLDocumentation): "not safe to call yaml.load with any data
received from an untrusted source"). Without a loader, \`yaml.load(f)\` does the same before PyYAML 5.1, and raises
\`TypeError\` since 6.0. \`yaml.safe_load(f)\` reads every configuration file and works in all versions.
`,
  silent: `
- \`SafeLoader\`, \`CSafeLoader\`, \`BaseLoader\`, \`FullLoader\`, or a loader that is not one of PyYAML's own.
- The text is a literal in the program.
- \`ruamel.yaml\`, or code under \`try\` that expects the error.
`,
  messages: {
    missing:
      '`{call}` has no loader: it raises TypeError since PyYAML 6, and ran any code before 5.1. Use `yaml.{safe}`',
    unsafe: '`{call}` lets the file run any code while it is read. Use `yaml.{safe}`',
  },
  examples: [
    {
      title: 'no loader, and the unsafe ones',
      bad: `
import yaml
with open("config.yaml") as f:
    config = yaml.load(f)
#            ^^^^^^^^^
with open("other.yaml") as f:
    other = yaml.load(f, Loader=yaml.Loader)
#           ^^^^^^^^^
with open("third.yaml") as f:
    third = yaml.unsafe_load(f)
#           ^^^^^^^^^^^^^^^^`,
      good: `
import yaml
with open("config.yaml") as f:
    config = yaml.safe_load(f)
with open("other.yaml") as f:
    other = yaml.safe_load(f)
with open("third.yaml") as f:
    third = yaml.safe_load(f)`,
    },
    {
      title: 'safe, or not PyYAML’s',
      fine: `
import yaml
from ruamel.yaml import YAML
a = yaml.safe_load(f)
b = yaml.load(f, Loader=yaml.SafeLoader)
c = yaml.load(f, yaml.FullLoader)
d = yaml.load(f, Loader=OwnLoader)
e = yaml.load("a: 1")
g = YAML(typ="safe").load(f)
h = yaml.load(f, **options)`,
    },
  ],
  *check(module) {
    const names = Object.keys(SAFE_TWINS).map((name) => `yaml.${name}`);
    for (const call of module.callsTo(...names)) {
      const [input] = call.node.args;
      if (input === undefined || call.hidden || module.definition(input).kind === Kind.Str) continue;
      const member = call.qualifiedName.slice('yaml.'.length);
      const loader = call.argument(1, 'Loader');
      const isUnsafe = member.startsWith('unsafe') || (loader !== null && namesUnsafe(module, call));
      if ((loader !== null && !isUnsafe) || isGuarded(module, call.node)) continue;
      const safe = SAFE_TWINS[member]!;
      const fix = fixOf(module, call, safe);
      const fixes = fix === null ? [] : [fix];
      yield { at: call.callee, message: isUnsafe ? 'unsafe' : 'missing', data: { call: call.name, safe }, fixes };
    }
  },
});

function namesUnsafe(module: Module, call: CallSite): boolean {
  const loader = call.argument(1, 'Loader');
  return loader !== null && UNSAFE_LOADERS.has(module.qualifiedName(loader) ?? '');
}

/** `yaml.load(f, …)` → `yaml.safe_load(f)`, where the module itself has a name. */
function fixOf(module: Module, { node }: CallSite, safe: string): Fix | null {
  if (node.func.kind !== Kind.Attribute || node.args[0] === undefined) return null;
  const root = module.textOf(node.func.value);
  const edit = { start: node.start, end: node.end, text: `${root}.${safe}(${module.textOf(node.args[0])})` };
  return { title: `Use ${root}.${safe}`, edits: [edit] };
}
