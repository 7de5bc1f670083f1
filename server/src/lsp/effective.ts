// The settings that hold for a file, as a text to read: written like a `heldout.toml`, with where each comes from.
import { stringify } from 'smol-toml';
import type { EffectiveSettings } from '../protocol';
import { rules } from '../rules';
import type { Resolved } from './session';

/** `shown` is the file's name as the user knows it. */
export function effectiveSettings(shown: string, { settings, projectFile, notChecked }: Resolved): EffectiveSettings {
  const { lint, origins, exclude } = settings;
  const from = (key: string) => `# from: ${origins[key] ?? 'default'}`;
  const patterns = exclude.flatMap((each) => each.patterns);
  const lines = [
    `# Heldout: the settings for ${shown}`,
    `# Project file: ${projectFile?.path ?? 'none'}${projectFile?.broken === true ? ' (broken: its last good settings hold)' : ''}`,
    notChecked === null ? '# The file is checked.' : `# The file is not checked: ${notChecked}.`,
    '',
    setting(
      'exclude',
      patterns,
      patterns.length === 0 ? from('') : `# relative to ${exclude.map(({ folder }) => folder).join(', ')}`,
    ),
    setting('respect-gitignore', settings.respectGitignore, from('respectGitignore')),
    ...['select', 'ignore'].map((key) => `# ${key}: chosen by ${origins[key] ?? 'nobody'}`),
    '',
    '[rules]',
    ...rules.map((rule) => {
      const running = lint.select === undefined || lint.select.includes(rule.name);
      const severity = running ? (lint.rules[rule.name] ?? rule.severity) : 'off';
      const origin = origins[`rules.${rule.name}`];
      const changed = severity === rule.severity ? '' : `  # its own: ${rule.severity}`;
      return `${rule.name} = ${JSON.stringify(severity)}${changed}${origin === undefined ? '' : `, from: ${origin}`}`;
    }),
  ];
  return { languageId: 'toml', text: `${lines.join('\n')}\n` };
}

function setting(key: string, value: boolean | readonly string[], comment: string): string {
  return `${stringify({ [key]: value }).trim()}  ${comment}`;
}
