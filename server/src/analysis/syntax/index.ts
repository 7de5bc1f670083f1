// The door of the syntax layer: source text → tree. Nothing else of this folder is imported from outside it.
export * from './nodes';
export * from './operators';
export { walk } from './walk';
export { numberValue, stringValue } from './literals';
export { parse, reparse } from './parse';
export type { ParseOptions, Syntax, SyntaxProblem, TextChange } from './parse';
