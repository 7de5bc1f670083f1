// What a file states about a tensor, put together with what follows from the graph.
import type { ValueType } from '../model';
import { isTensor, meant, sameSize, tensorOf, UNKNOWN_ELEMENT } from './shape';
import type { Shape } from './shape';

/** A stated type without placeholders, its symbols replaced by sizes that are known. */
export function statedType(type: ValueType, symbols: ReadonlyMap<string, number>): ValueType {
  switch (type.kind) {
    case 'tensor':
    case 'sparse-tensor': {
      if (type.shape === null) return type;
      const sizes = meant(type.shape).map((size) =>
        typeof size === 'string' && symbols.has(size) ? sized(symbols.get(size)!) : size,
      );
      return { ...type, shape: sizes };
    }
    case 'sequence':
    case 'optional':
      return { ...type, element: statedType(type.element, symbols) };
    default:
      return type;
  }
}

const sized = (size: number): number | null => (size < 0 ? null : size);

/** An input's type once it is fed with a shape. */
export function fedType(
  type: ValueType,
  shape: readonly number[] | undefined,
  symbols: ReadonlyMap<string, number>,
): ValueType {
  if (!isTensor(type)) return type;
  return shape === undefined ? statedType(type, symbols) : tensorOf(type.elementType, shape);
}

/** What both together say. Where they disagree, the graph is right: nothing enforces what a file states. */
export function mergeTypes(stated: ValueType | null, inferred: ValueType | null): ValueType | null {
  if (stated === null || stated.kind === 'unknown') return inferred;
  if (inferred === null || inferred.kind === 'unknown') return stated;
  if (isTensor(stated) && isTensor(inferred)) {
    const element = stated.elementType === UNKNOWN_ELEMENT ? inferred.elementType : stated.elementType;
    return { ...stated, elementType: element, shape: mergeShapes(stated.shape, inferred.shape) };
  }
  if (stated.kind === 'sequence' && inferred.kind === 'sequence') {
    return { kind: 'sequence', element: mergeTypes(stated.element, inferred.element)! };
  }
  if (stated.kind === 'optional' && inferred.kind === 'optional') {
    return { kind: 'optional', element: mergeTypes(stated.element, inferred.element)! };
  }
  return stated;
}

function mergeShapes(stated: Shape | null, inferred: Shape | null): Shape | null {
  if (stated === null || inferred === null) return stated ?? inferred;
  if (stated.length !== inferred.length) return inferred;
  return stated.map((size, axis) => sameSize(inferred[axis]!, size));
}

/** Whether both cannot be true. */
export function disagreement(stated: ValueType, inferred: ValueType): boolean {
  if (!isTensor(stated) || !isTensor(inferred)) return false;
  const elements = [stated.elementType, inferred.elementType];
  if (!elements.includes(UNKNOWN_ELEMENT) && elements[0] !== elements[1]) return true;
  if (stated.shape === null || inferred.shape === null) return false;
  if (stated.shape.length !== inferred.shape.length) return true;
  return stated.shape.some((size, axis) => {
    const other = inferred.shape![axis];
    return typeof size === 'number' && typeof other === 'number' && size !== other;
  });
}
