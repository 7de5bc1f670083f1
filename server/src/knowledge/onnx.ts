// ONNX in Python: which functions load a model file, which write one, and the names of the execution providers.

export interface PathArgument {
  readonly position: number;
  readonly keyword: string;
}

const first = (keyword: string): PathArgument => ({ position: 0, keyword });

/** Functions that read a model file, with the argument that is its path. */
export const MODEL_LOADERS: Readonly<Record<string, PathArgument>> = {
  'onnxruntime.InferenceSession': first('path_or_bytes'),
  'onnxruntime.capi.onnxruntime_inference_collection.InferenceSession': first('path_or_bytes'),
  'onnx.load': first('f'),
  'onnx.load_model': first('f'),
  'onnx.checker.check_model': first('model'),
  'onnx.shape_inference.infer_shapes_path': first('model_path'),
  'onnx.reference.ReferenceEvaluator': first('proto'),
  'onnxruntime.quantization.quantize_dynamic': first('model_input'),
  'onnxruntime.quantization.quantize_static': first('model_input'),
  'onnxruntime.transformers.optimizer.optimize_model': first('input'),
  'cv2.dnn.readNetFromONNX': first('onnxFile'),
  'cv2.dnn.readNet': first('model'),
  'openvino.convert_model': first('input_model'),
};

export const SESSION_CLASSES: readonly string[] = [
  'onnxruntime.InferenceSession',
  'onnxruntime.capi.onnxruntime_inference_collection.InferenceSession',
];

/** Functions that write a model file, with the argument that is its path. */
export const MODEL_WRITERS: Readonly<Record<string, PathArgument>> = {
  'torch.onnx.export': { position: 2, keyword: 'f' },
  'torch.onnx.utils.export': { position: 2, keyword: 'f' },
  'onnx.save': { position: 1, keyword: 'f' },
  'onnx.save_model': { position: 1, keyword: 'f' },
  'onnxruntime.quantization.quantize_dynamic': { position: 1, keyword: 'model_output' },
  'onnxruntime.quantization.quantize_static': { position: 1, keyword: 'model_output' },
  'onnxmltools.utils.save_model': { position: 1, keyword: 'file_path' },
  'builtins.open': first('file'),
};

/**
 * Execution providers of ONNX Runtime, plugin ones included:
 * https://onnxruntime.ai/docs/execution-providers/ and onnxruntime/core/providers/get_execution_providers.cc
 */
export const PROVIDERS: readonly string[] = [
  'ACLExecutionProvider',
  'ArmNNExecutionProvider',
  'AzureExecutionProvider',
  'CANNExecutionProvider',
  'CPUExecutionProvider',
  'CUDAExecutionProvider',
  'CoreMLExecutionProvider',
  'DmlExecutionProvider',
  'DnnlExecutionProvider',
  'JsExecutionProvider',
  'MIGraphXExecutionProvider',
  'NnapiExecutionProvider',
  'NupharExecutionProvider',
  'NvTensorRTRTXExecutionProvider',
  'OpenVINOExecutionProvider',
  'QNNExecutionProvider',
  'ROCMExecutionProvider',
  'RknpuExecutionProvider',
  'SNPEExecutionProvider',
  'TensorrtExecutionProvider',
  'TvmExecutionProvider',
  'VSINPUExecutionProvider',
  'VitisAIExecutionProvider',
  'WebGpuExecutionProvider',
  'WebNNExecutionProvider',
  'XnnpackExecutionProvider',
];

/** Packages whose build of ONNX Runtime has more than the CPU. */
export const ACCELERATED_PACKAGES: readonly string[] = [
  'onnxruntime-gpu',
  'onnxruntime-directml',
  'onnxruntime-openvino',
  'onnxruntime-rocm',
];
