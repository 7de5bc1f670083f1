// The page of a rule as Markdown: for `docs/rules/`, for the editor's offline pages and for `heldout rule NAME`. Pure.
import type { Example, Rule } from './rules/rule';

/** Lines in examples that mark a finding for the tests (`#  ^^^^`) are left out. */
export function rulePage(rule: Rule): string {
  const sections = [
    `# ${rule.name}\n\n${rule.summary}.`,
    facts(rule),
    `## Why it matters\n\n${rule.docs.trim()}`,
    `## Examples\n\n${rule.examples.map(exampleSection).join('\n\n')}`,
    `## When it says nothing\n\n${rule.silent.trim()}`,
    `## Silencing it\n\n${silencing(rule)}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function facts(rule: Rule): string {
  const fixes = {
    none: 'none',
    safe: 'safe: applied by “fix all” and on save',
    unsafe: 'to be looked at: applied one at a time',
  };
  const rows: readonly (readonly [string, string])[] = [
    ['Category', rule.category],
    ['Severity', rule.severity],
    ['Fix', fixes[rule.fix]],
    ['Libraries', rule.libraries.length === 0 ? 'any' : rule.libraries.join(', ')],
    ['Since', rule.since],
  ];
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

function exampleSection(example: Example): string {
  const title = `### ${example.title}`;
  if ('fine' in example) return `${title}\n\nNo finding:\n\n${code(example.fine)}`;
  const good = example.good === undefined ? '' : `\n\nBetter:\n\n${code(example.good)}`;
  return `${title}\n\n${code(example.bad)}${good}`;
}

function code(text: string): string {
  const lines = text.split('\n').filter((line) => !/^\s*#<?\s*\^/.test(line));
  return `\`\`\`python\n${lines.join('\n').trim()}\n\`\`\``;
}

function silencing(rule: Rule): string {
  return [
    'On one line, with the reason beside it:',
    code(`… # heldout: ignore[${rule.name}] the reason`),
    'In a project, in `pyproject.toml`:',
    `\`\`\`toml\n[tool.heldout.rules]\n${rule.name} = "off"\n\`\`\``,
  ].join('\n\n');
}
