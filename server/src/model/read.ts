// The reader of models: bytes by range → Model. Never throws, never reads weights.
import type { ByteSource } from './bytes';
import { lookAtStart, notAModel } from './magic';
import type { Graph, Model, ModelFunction, Opset, TrainingStep } from './model';
import { readOrtModel } from './ort';
import { attempt, ProblemError } from './problem';
import type { Result } from './problem';
import { readFunction, readOpset } from './read-function';
import { GraphDraft, requiredInputs } from './read-graph';
import { readPair } from './read-tensor';
import { WireReader } from './wire';

/**
 * Reads the structure of an ONNX file (protobuf) or an ORT file (flatbuffer).
 * Weights are skipped, so time and memory follow the number of nodes and tensors, not the size of the file.
 * Every fault of the file is a result with `ok: false`, whatever the bytes are.
 */
export function readModel(source: ByteSource): Result<Model> {
  return attempt('unreadable', 'The model file could not be read.', () => {
    const format = lookAtStart(source);
    return format === 'ort' ? readOrtModel(source) : readOnnxModel(source);
  });
}

function readOnnxModel(source: ByteSource): Model {
  const draft = new ModelDraft(source.length);
  try {
    draft.read(new WireReader(source));
  } catch (error) {
    if (error instanceof ProblemError && !draft.looksLikeModel()) notAModel(source, error.problem.why);
    throw error;
  }
  if (!draft.looksLikeModel()) notAModel(source, 'It has no graph and no operator set.');
  return draft.finish();
}

/** ModelProto, field by field, so that what was read before a fault is known. */
class ModelDraft {
  private irVersion = 0;
  private producerName = '';
  private producerVersion = '';
  private domain = '';
  private modelVersion = 0;
  private description = '';
  private graphSeen = false;
  private readonly graph = new GraphDraft();
  private readonly opsets: Opset[] = [];
  private readonly functions: ModelFunction[] = [];
  private readonly training: TrainingStep[] = [];
  private readonly metadata: Record<string, string> = {};

  constructor(private readonly byteLength: number) {}

  /** The versions that exist are below 100; random bytes rarely say so and then name an operator set or a graph. */
  looksLikeModel(): boolean {
    const versioned = this.irVersion > 0 && this.irVersion < 1000;
    return this.graphSeen ? versioned || this.opsets.length > 0 : versioned && this.opsets.length > 0;
  }

  read(reader: WireReader): void {
    reader.fields((field) => {
      switch (field) {
        case 1:
          this.irVersion = reader.integer();
          break;
        case 2:
          this.producerName = reader.text();
          break;
        case 3:
          this.producerVersion = reader.text();
          break;
        case 4:
          this.domain = reader.text();
          break;
        case 5:
          this.modelVersion = reader.integer();
          break;
        case 6:
          this.description = reader.text();
          break;
        case 7:
          this.graphSeen = true;
          this.graph.read(reader);
          break;
        case 8:
          this.opsets.push(readOpset(reader));
          break;
        case 14:
          readPair(reader, this.metadata);
          break;
        case 20:
          this.training.push(readTraining(reader));
          break;
        case 25:
          this.functions.push(readFunction(reader));
          break;
        default:
          reader.skip();
      }
    });
  }

  finish(): Model {
    const graph = this.graph.finish();
    return {
      format: 'onnx',
      byteLength: this.byteLength,
      irVersion: this.irVersion,
      opsets: this.opsets,
      producer: { name: this.producerName, version: this.producerVersion },
      domain: this.domain,
      modelVersion: this.modelVersion,
      description: this.description,
      metadata: this.metadata,
      graph,
      functions: this.functions,
      training: this.training,
      requiredInputs: requiredInputs(graph),
    };
  }
}

function readTraining(reader: WireReader): TrainingStep {
  let initialization: GraphDraft | null = null;
  let algorithm: GraphDraft | null = null;
  reader.message((field) => {
    if (field === 1) initialization = (initialization ?? new GraphDraft()).read(reader);
    else if (field === 2) algorithm = (algorithm ?? new GraphDraft()).read(reader);
    else reader.skip();
  });
  const finish = (draft: GraphDraft | null): Graph | null => draft?.finish() ?? null;
  return { initialization: finish(initialization), algorithm: finish(algorithm) };
}
