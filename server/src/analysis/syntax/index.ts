// The door of the syntax layer: source text → tree. Nothing else of this folder is imported from outside it.
export * from './nodes';
export * from './operators';
export { parents, pathTo, walk } from './walk';
export { numberValue, stringValue } from './literals';
export { parse } from './parse';
export { reparse } from './reparse';
export type { ParseOptions, Syntax, SyntaxProblem, TextChange } from './syntax';
