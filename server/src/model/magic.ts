// What a file is by its first bytes: ONNX, ORT, a Git LFS pointer, or one of the formats models are mistaken for.
import type { ByteSource } from './bytes';
import { fail } from './problem';

/** Formats that users open by mistake, by what stands at an offset. */
const OTHERS: readonly { readonly at: number; readonly bytes: string; readonly name: string }[] = [
  { at: 0, bytes: 'PK\x03\x04', name: 'a ZIP archive (a PyTorch .pt or .pth file is one)' },
  { at: 0, bytes: '\x89HDF\r\n', name: 'an HDF5 file (Keras .h5)' },
  { at: 0, bytes: 'GGUF', name: 'a GGUF file (llama.cpp)' },
  { at: 4, bytes: 'TFL3', name: 'a TensorFlow Lite model' },
  { at: 0, bytes: '\x80\x02', name: 'a Python pickle' },
  { at: 0, bytes: '\x80\x04', name: 'a Python pickle' },
  { at: 0, bytes: '\x80\x05', name: 'a Python pickle' },
  { at: 0, bytes: '\x1f\x8b', name: 'a gzip archive' },
  { at: 0, bytes: '\x28\xb5\x2f\xfd', name: 'a Zstandard archive' },
  { at: 0, bytes: '\x93NUMPY', name: 'a NumPy array' },
  { at: 0, bytes: '<!DOCTYPE', name: 'a web page (a download that was not signed in?)' },
  { at: 0, bytes: '<html', name: 'a web page (a download that was not signed in?)' },
  { at: 8, bytes: '{"', name: 'a safetensors file' },
];

/** The format to read the file in; fails where there is no model at all. */
export function lookAtStart(source: ByteSource): 'onnx' | 'ort' {
  if (source.length === 0) {
    fail(
      'empty',
      'The model file is empty.',
      'It has no bytes: a download or an export was interrupted.',
      'Download or export the model again.',
    );
  }
  const text = beginning(source);
  if (text.startsWith('version https://git-lfs')) isPointer(text);
  if (text.startsWith('ORTM', 4)) return 'ort';
  return 'onnx';
}

/** Fails with `not-onnx`; names the format where the first bytes tell it. */
export function notAModel(source: ByteSource, why: string): never {
  const text = beginning(source);
  const other = OTHERS.find(({ at, bytes }) => text.startsWith(bytes, at));
  fail(
    'not-onnx',
    'This is not an ONNX model.',
    other ? `It begins like ${other.name}.` : why,
    other
      ? 'Convert it to ONNX first, for example with torch.onnx.export, tf2onnx or skl2onnx.'
      : 'Open a file made by an ONNX exporter, such as torch.onnx.export or skl2onnx.',
  );
}

/** The first bytes, one character each. */
function beginning(source: ByteSource): string {
  const bytes = source.read(0, Math.min(source.length, 1024));
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function isPointer(text: string): never {
  const size = /\nsize (\d+)/.exec(text)?.[1];
  fail(
    'git-lfs-pointer',
    'This is a Git LFS pointer, not the model itself.',
    `The repository keeps the model${size ? ` (${Number(size).toLocaleString('en-US')} bytes)` : ''} in Git LFS, and it has not been downloaded.`,
    'Run `git lfs pull` in the repository, then open the model again.',
  );
}
