// FunctionProto and OperatorSetIdProto.
import type { GraphNode, ModelFunction, Opset, ValueInfo } from './model';
import { readAttribute, readNode, standardDomain } from './read-graph';
import { readValueInfo } from './read-types';
import type { WireReader } from './wire';

export function readOpset(reader: WireReader): Opset {
  let domain = '';
  let version = 0;
  reader.message((field) => {
    if (field === 1) domain = standardDomain(reader.text());
    else if (field === 2) version = reader.integer();
    else reader.skip();
  });
  return { domain, version };
}

export function readFunction(reader: WireReader): ModelFunction {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: string[] = [];
  const opsets: Opset[] = [];
  const nodes: GraphNode[] = [];
  const values: ValueInfo[] = [];
  let name = '';
  let domain = '';
  let overload = '';
  reader.message((field) => {
    switch (field) {
      case 1:
        name = reader.text();
        break;
      case 4:
        inputs.push(reader.text());
        break;
      case 5:
        outputs.push(reader.text());
        break;
      case 6:
        attributes.push(reader.text());
        break;
      case 7:
        nodes.push(readNode(reader));
        break;
      case 9:
        opsets.push(readOpset(reader));
        break;
      case 10:
        domain = standardDomain(reader.text());
        break;
      case 11:
        attributes.push(readAttribute(reader).name);
        break;
      case 12:
        values.push(readValueInfo(reader));
        break;
      case 13:
        overload = reader.text();
        break;
      default:
        reader.skip();
    }
  });
  return { name, domain, overload, inputs, outputs, attributes, opsets, nodes, values };
}
