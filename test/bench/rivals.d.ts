// What the benchmark uses of the packages in test/bench/package.json, so that types are checked without them installed.

declare module 'web-tree-sitter' {
  export class Parser {
    static init(): Promise<void>;
    setLanguage(language: Language): void;
    parse(source: string): Tree | null;
  }
  export interface Language {
    readonly name: string | null;
  }
  export const Language: { load(file: string): Promise<Language> };
  export interface Tree {
    readonly rootNode: Node;
    walk(): TreeCursor;
    delete(): void;
  }
  export interface Node {
    readonly text: string;
    readonly startIndex: number;
    descendantsOfType(types: readonly string[]): readonly (Node | null)[];
    childForFieldName(field: string): Node | null;
  }
  export interface TreeCursor {
    readonly nodeType: string;
    readonly currentFieldName: string | null;
    readonly startIndex: number;
    readonly endIndex: number;
    gotoFirstChild(): boolean;
    gotoNextSibling(): boolean;
    gotoParent(): boolean;
    delete(): void;
  }
}

declare module '@astral-sh/ruff-wasm-nodejs' {
  export const PositionEncoding: { readonly Utf16: number };
  export class Workspace {
    constructor(options: unknown, encoding: number);
    check(source: string): unknown;
  }
}
