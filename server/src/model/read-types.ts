// TypeProto and ValueInfoProto: the types of values, as the file states them.
import { elementName } from './elements';
import type { Dimension, ValueInfo, ValueType } from './model';
import type { WireReader } from './wire';

/** A type under construction: protobuf merges a nested message that occurs twice, and a `oneof` keeps its last member. */
export class TypeDraft {
  private member = 0;
  private element = 0;
  private shape: Dimension[] | null = null;
  private inner: TypeDraft | null = null;

  read(reader: WireReader): void {
    reader.message((field) => {
      switch (field) {
        case 1:
        case 8:
          this.choose(field);
          this.readTensor(reader);
          break;
        case 4:
        case 5:
        case 9:
          this.choose(field);
          this.readNested(reader);
          break;
        case 7:
          this.choose(field);
          reader.skip();
          break;
        default:
          reader.skip();
      }
    });
  }

  finish(): ValueType {
    const inner = (): ValueType => this.inner?.finish() ?? { kind: 'unknown' };
    switch (this.member) {
      case 1:
        return { kind: 'tensor', elementType: elementName(this.element), shape: this.shape };
      case 4:
        return { kind: 'sequence', element: inner() };
      case 5:
        return { kind: 'map', key: elementName(this.element), value: inner() };
      case 8:
        return { kind: 'sparse-tensor', elementType: elementName(this.element), shape: this.shape };
      case 9:
        return { kind: 'optional', element: inner() };
      default:
        return { kind: 'unknown' };
    }
  }

  private choose(member: number): void {
    if (this.member === member) return;
    this.member = member;
    this.element = 0;
    this.shape = null;
    this.inner = null;
  }

  /** TypeProto.Tensor and TypeProto.SparseTensor. */
  private readTensor(reader: WireReader): void {
    reader.message((field) => {
      if (field === 1) this.element = reader.int32();
      else if (field === 2) {
        const shape = (this.shape ??= []);
        reader.message((inShape) => {
          if (inShape === 1) shape.push(readDimension(reader));
          else reader.skip();
        });
      } else reader.skip();
    });
  }

  /** TypeProto.Sequence and TypeProto.Optional (1 is the element), TypeProto.Map (1 is the key, 2 the value). */
  private readNested(reader: WireReader): void {
    const elementField = this.member === 5 ? 2 : 1;
    reader.message((field) => {
      if (field === elementField) (this.inner ??= new TypeDraft()).read(reader);
      else if (field === 1) this.element = reader.int32();
      else reader.skip();
    });
  }
}

/** Negative sizes, which some exporters write for an open dimension, and empty names say nothing. */
function readDimension(reader: WireReader): Dimension {
  let dimension: Dimension = null;
  reader.message((field) => {
    if (field === 1) {
      const size = reader.integer();
      dimension = size >= 0 ? size : null;
    } else if (field === 2) dimension = reader.text() || null;
    else reader.skip();
  });
  return dimension;
}

export function readValueInfo(reader: WireReader): ValueInfo {
  let name = '';
  let description = '';
  const type = new TypeDraft();
  reader.message((field) => {
    if (field === 1) name = reader.text();
    else if (field === 2) type.read(reader);
    else if (field === 3) description = reader.text();
    else reader.skip();
  });
  return { name, type: type.finish(), description };
}
