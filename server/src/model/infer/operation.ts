// Operation: one node with the types of what it takes, as a shape rule sees it.
import type { AttributeValue, Dimension, ElementType, Graph, GraphNode, ValueType } from '../model';
import { isTensor, UNKNOWN_ELEMENT } from './shape';
import type { Shape } from './shape';

/** The values of a small tensor as far as they are known: symbols stand for sizes, null for what is not known. */
export interface Known {
  readonly shape: readonly number[];
  readonly values: readonly Dimension[];
}

export interface Operation {
  readonly node: GraphNode;
  /** Of the node's domain. */
  readonly opset: number;
  /** Type of an input; null where it is left out or nothing is known. */
  readonly type: (index: number) => ValueType | null;
  readonly known: (index: number) => Known | null;
  /** References of functions are resolved. */
  readonly attribute: (name: string) => AttributeValue | null;
  /** Types of the outputs of a graph inside, when it is given these inputs. */
  readonly body: (name: string, inputs: readonly (ValueType | null)[]) => readonly (ValueType | null)[] | null;
  readonly graph: (name: string) => Graph | null;
  /** Values of a tensor in an attribute. */
  readonly constant: (name: string) => Known | null;
}

/** Types of the outputs, in order; null, or left out, where nothing is known. */
export type Rule = (operation: Operation) => readonly (ValueType | null)[];

export const hasInput = ({ node }: Operation, index: number): boolean => (node.inputs[index] ?? '') !== '';

export function shapeAt(operation: Operation, index: number): Shape | null {
  const type = operation.type(index);
  return isTensor(type) ? type.shape : null;
}

export function elementAt(operation: Operation, index: number): ElementType {
  const type = operation.type(index);
  return isTensor(type) ? type.elementType : UNKNOWN_ELEMENT;
}

export function intOf<Default>({ attribute }: Operation, name: string, otherwise: Default): number | Default {
  const value = attribute(name);
  return value?.kind === 'int' ? Number(value.value) : otherwise;
}

export function textOf({ attribute }: Operation, name: string, otherwise: string): string {
  const value = attribute(name);
  return value?.kind === 'string' ? value.value : otherwise;
}

/** null where the attribute is not there, or is too long to be kept whole. */
export function intsOf({ attribute }: Operation, name: string): readonly number[] | null {
  const value = attribute(name);
  return value?.kind === 'ints' && value.values.length === value.count ? value.values.map(Number) : null;
}

export function floatsOf({ attribute }: Operation, name: string): readonly number[] | null {
  const value = attribute(name);
  return value?.kind === 'floats' && value.values.length === value.count ? value.values : null;
}

/** How many entries a list attribute has, of whatever type; 0 where it is not there. */
export function countOf({ attribute }: Operation, name: string): number {
  const value = attribute(name);
  return value?.kind === 'ints' || value?.kind === 'floats' || value?.kind === 'strings' ? value.count : 0;
}

export const hasAttribute = ({ attribute }: Operation, name: string): boolean => attribute(name) !== null;

/** Values of an input that are all numbers. */
export function numbersAt({ known }: Operation, index: number): readonly number[] | null {
  const values = known(index)?.values;
  return values !== undefined && values.every((value) => typeof value === 'number') ? values : null;
}

/** What newer operator sets take as an input and older ones as an attribute. null: there, but not known; `none`: not there. */
export function listAt(operation: Operation, input: number, attribute: string): readonly number[] | null | 'none' {
  if (hasAttribute(operation, attribute)) return intsOf(operation, attribute);
  return hasInput(operation, input) ? numbersAt(operation, input) : 'none';
}
