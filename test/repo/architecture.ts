// The layers of Heldout and what each may import: design invariants as data. See docs/architecture.md.
import path from 'node:path';
import { existsSync } from 'node:fs';
import { importsOf, packageOf, resolveImport, root, type SourceFile } from './files';

export interface Layer {
  readonly name: string;
  readonly files: RegExp;
  /** The other layers it may import. */
  readonly may: readonly string[];
  /** The npm packages it may import, `vscode` among them. */
  readonly packages?: readonly string[];
  /** Whether it may import Node's own modules. A pure layer may not, and does no I/O in other ways either. */
  readonly node?: boolean;
}

const ANALYSIS = ['text', 'syntax', 'analysis', 'knowledge', 'environment', 'model'];
const ENGINE = [...ANALYSIS, 'rules', 'engine'];
const FILES = [...ENGINE, 'settings', 'files'];

/** The first whose `files` match is a file's layer. */
export const LAYERS: readonly Layer[] = [
  { name: 'text', files: /^server\/src\/analysis\/text\.ts$/, may: [] },
  { name: 'syntax', files: /^server\/src\/analysis\/syntax\//, may: ['text'] },
  { name: 'analysis', files: /^server\/src\/analysis\//, may: ANALYSIS },
  { name: 'knowledge', files: /^server\/src\/knowledge\//, may: ['text'] },
  { name: 'environment', files: /^server\/src\/project\/environment\.ts$/, may: ['model', 'knowledge'] },
  { name: 'model', files: /^server\/src\/model\//, may: [] },
  { name: 'rules', files: /^server\/src\/rules\//, may: ANALYSIS },
  { name: 'format', files: /^server\/src\/cli\/format\//, may: ENGINE },
  { name: 'protocol', files: /^server\/src\/protocol\//, may: ['model', 'rules'] },
  {
    name: 'files',
    files: /^server\/src\/(?:project|config\/discover)/,
    may: FILES,
    packages: ['ignore', 'jsonc-parser', 'smol-toml'],
    node: true,
  },
  { name: 'settings', files: /^server\/src\/config\//, may: [...ENGINE, 'settings'], packages: ['smol-toml'] },
  {
    name: 'model process',
    files: /^server\/src\/runtime\/host\.ts$/,
    may: ['model', 'runtime'],
    packages: ['onnxruntime-node', 'onnxruntime-web', 'onnxruntime-common'],
    node: true,
  },
  {
    name: 'runtime',
    files: /^server\/src\/runtime\//,
    may: ['model', 'protocol'],
    packages: ['hyparquet', 'hyparquet-compressors'],
    node: true,
  },
  {
    name: 'language server',
    files: /^server\/src\/(?:lsp\/|server\.ts$)/,
    may: [...FILES, 'runtime', 'protocol'],
    packages: ['vscode-languageserver', 'vscode-languageserver-textdocument', 'diff', 'smol-toml'],
    node: true,
  },
  {
    name: 'command line',
    files: /^server\/src\/(?:cli\/|cli\.ts$)/,
    may: [...FILES, 'runtime', 'protocol', 'format'],
    packages: ['diff'],
    node: true,
  },
  { name: 'engine', files: /^server\/src\/[^/]+\.ts$/, may: ENGINE },
  {
    name: 'client',
    files: /^client\/src\//,
    may: ['protocol', 'messages'],
    packages: ['vscode', 'vscode-languageclient'],
    node: true,
  },
  { name: 'messages', files: /^media\/onnx\/messages\.ts$/, may: ['protocol'] },
  {
    name: 'webview',
    files: /^media\//,
    may: ['messages', 'protocol'],
    packages: ['@vscode-elements/elements', '@dagrejs/dagre'],
  },
];

/** Layers whose code depends on its arguments alone and never throws: the same text gives the same findings anywhere. */
export const PURE = [
  'text',
  'syntax',
  'analysis',
  'knowledge',
  'environment',
  'model',
  'rules',
  'format',
  'settings',
  'engine',
];

export function layerOf(file: string): Layer | undefined {
  return LAYERS.find(({ files }) => files.test(file));
}

/** Each import that an arrow of the architecture does not allow, in words. */
export function forbiddenImports(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path: file, text }) =>
    importsOf(text).flatMap((specifier) => {
      const layer = layerOf(file);
      if (layer === undefined) return [`${file} is in no layer: give it one in test/repo/architecture.ts`];
      const reason = whyForbidden(layer, file, specifier);
      return reason === null ? [] : [`${file} imports '${specifier}': ${reason}`];
    }),
  );
}

function whyForbidden(layer: Layer, file: string, specifier: string): string | null {
  if (specifier.startsWith('node:')) return layer.node ? null : `the layer ${layer.name} does no I/O`;
  const npmPackage = packageOf(specifier);
  if (npmPackage !== null) {
    return layer.packages?.includes(npmPackage) ? null : `the layer ${layer.name} may not use ${npmPackage}`;
  }
  const target = targetFile(file, specifier);
  const targetLayer = layerOf(target);
  if (targetLayer === undefined) return /\.(?:css|json)$/.test(specifier) ? null : `${target} is in no layer`;
  if (targetLayer.name === layer.name) return null;
  if (!layer.may.includes(targetLayer.name)) return `the layer ${layer.name} may not use ${targetLayer.name}`;
  if (targetLayer.name === 'syntax' && !target.endsWith('/syntax/index.ts')) return 'only its index is for others';
  return null;
}

function targetFile(file: string, specifier: string): string {
  const target = resolveImport(file, specifier) ?? '';
  return existsSync(path.join(root, target, 'index.ts')) ? `${target}/index.ts` : `${target}.ts`;
}

/** A rule that imports another rule: rules may share helpers, never each other's findings. */
export function rulesImportingRules(files: readonly SourceFile[]): readonly string[] {
  const rules = new Set(files.filter(isRule).map(({ path: file }) => file));
  return files.filter(isRule).flatMap(({ path: file, text }) =>
    importsOf(text)
      .filter((specifier) => rules.has(targetFile(file, specifier)))
      .map((specifier) => `${file} imports the rule '${specifier}'`),
  );
}

export const isRule = ({ text }: SourceFile): boolean => /^export default rule\(/m.test(text);
