// The public models kept beside the project for measuring; tests on them are skipped visibly where they are not there.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Context } from 'mocha';

export const SHARED_MODELS = path.resolve(import.meta.dirname ?? __dirname, '../../../shared/onnx');

/** All files below the folder with one of the endings, sorted; skips the test where the folder is absent. */
export function sharedFiles(test: Context, ...endings: readonly string[]): string[] {
  if (!existsSync(SHARED_MODELS)) return test.skip();
  return readdirSync(SHARED_MODELS, { recursive: true, encoding: 'utf8' })
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .sort()
    .map((file) => path.join(SHARED_MODELS, file));
}
