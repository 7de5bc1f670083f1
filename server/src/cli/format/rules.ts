// The list of rules for the terminal, by category.
import type { Rule } from '../../rules/rule';
import type { Colours } from './colour';

export function ruleList(rules: readonly Rule[], paint: Colours): string {
  const width = Math.max(0, ...rules.map(({ name }) => name.length));
  const categories = [...new Set(rules.map(({ category }) => category))];
  const blocks = categories.map((category) => {
    const lines = rules
      .filter((rule) => rule.category === category)
      .map(({ name, severity, fix, summary }) => {
        const mark = fix === 'none' ? '   ' : 'fix';
        return `  ${name.padEnd(width)}  ${severity.padEnd(11)}  ${paint.green(mark)}  ${summary}`;
      });
    return `${paint.bold(category)}\n${lines.join('\n')}\n`;
  });
  return `${blocks.join('\n')}\n${rules.length} rules. \`heldout rule NAME\` explains one.\n`;
}
