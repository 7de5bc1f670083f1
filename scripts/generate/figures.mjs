// The table of figures: each rule, who else has it, its default and fix, and what it found in real code.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const INTRODUCTION = `# Figures of the rules

Generated from the rules and from \`docs/figures.json\`, which \`scripts/figures.mjs\` measures: every rule, also those that are off by
default, over {files} Python files and notebooks of well-kept public repositories (the examples of PyTorch, Keras, XGBoost and
ONNX Runtime, and the notebooks of well-known books). *Per 1,000 files* counts findings, repeated hints of a file as one. *True*
is how many of the findings that were read were true, there, in scripts of competitions, and in 1,633 more files (the examples of
scikit-learn, imbalanced-learn, skrub, statsmodels, Lightning, Accelerate, PEFT, Diffusers, PyG, Optuna, CatBoost, LightGBM and
skorch, TensorFlow's documentation, two books): {true} of {seen} in all; a dash says that none was read. Each false one was mended.
*Peers* are tools that look for the same mistake, by the name they give it, looked up in their own rule lists.
`;

/** @returns {{path: string, text: string}} docs/rules/figures.md */
export function figuresPage(root, rules) {
  const { files, findings, read, peers } = JSON.parse(readFileSync(path.join(root, 'docs/figures.json'), 'utf8'));
  const rows = rules.map(({ name, severity, fix }) => {
    const each = files === 0 ? 0 : ((findings[name] ?? 0) * 1000) / files;
    const frequency = each === 0 ? '0' : each < 10 ? each.toFixed(1) : String(Math.round(each));
    const seen = read[name] === undefined ? '–' : `${read[name].true} of ${read[name].read}`;
    return `| [\`${name}\`](${name}.md) | ${(peers[name] ?? []).join(', ')} | ${severity} | ${fix === 'none' ? '' : fix} | ${frequency} | ${seen} |`;
  });
  const head = '| rule | peers | default | fix | per 1,000 files | true |\n|---|---|---|---|---|---|';
  const sum = (key) => Object.values(read).reduce((total, each) => total + each[key], 0);
  const introduction = INTRODUCTION.replace('{files}', files.toLocaleString('en-US'))
    .replace('{true}', sum('true'))
    .replace('{seen}', sum('read'));
  const text = `${introduction}\n${head}\n${rows.join('\n')}\n`;
  return { path: 'docs/rules/figures.md', text };
}
