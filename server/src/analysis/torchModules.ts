// torch modules in the code: which classes are modules, and which of them behave differently in training and evaluation.
import { Kind, walk } from './syntax';
import type { Call, ClassDef, Expr } from './syntax';
import type { Module } from './module';

/** Layers that drop values or use batch statistics while training only. */
const MODE_DEPENDENT =
  /^torch\.nn\.(modules\.\w+\.)?((Alpha|FeatureAlpha)?Dropout[123]?d?|(Lazy|Sync)?BatchNorm([123]d)?|TransformerEncoderLayer|TransformerDecoderLayer|Transformer|RReLU)$/;
/** Networks with batch normalisation or dropout in them. */
const MODE_DEPENDENT_MODELS =
  /^torchvision\.models\.((\w+\.)?(resnet|wide_resnet|resnext|vgg\d+|alexnet|densenet|inception|googlenet|mobilenet|efficientnet|mnasnet|shufflenet|squeezenet|regnet|convnext|vit_|swin_))/;

const BASES = new Set(['torch.nn.Module', 'torch.nn.modules.Module', 'torch.nn.modules.module.Module']);

/** The classes of the file that are torch modules, directly or through each other. */
export function moduleClasses(module: Module): readonly ClassDef[] {
  return module.all(Kind.ClassDef).filter((cls) => isModuleClass(module, cls));
}

export function isModuleClass(module: Module, cls: ClassDef, depth = 0): boolean {
  return cls.bases.some((base) => {
    const name = module.qualifiedName(base);
    if (name !== null) return BASES.has(name);
    const own = depth > 8 ? null : classOf(module, base);
    return own !== null && own !== cls && isModuleClass(module, own, depth + 1);
  });
}

/** The class of the file an expression names; null if it is none or not sure. */
export function classOf(module: Module, expr: Expr): ClassDef | null {
  if (expr.kind !== Kind.Name) return null;
  const [binding, ...others] = module.scopes.reaching(expr);
  return binding?.node.kind === Kind.ClassDef && others.length === 0 ? binding.node : null;
}

/** The class of the file whose object an expression is, through its one construction; null if not sure. */
export function instanceOf(module: Module, expr: Expr): ClassDef | null {
  const made = construction(module, expr);
  return made === null ? null : classOf(module, made.func);
}

/** The call that makes an object: `Net(…)`, also of `Net(…).to(device)`. */
export function construction(module: Module, expr: Expr): Call | null {
  let at = module.definition(expr);
  while (at.kind === Kind.Call && at.func.kind === Kind.Attribute && KEEPS.has(at.func.attr))
    at = module.definition(at.func.value);
  return at.kind === Kind.Call ? at : null;
}

/** Whether an expression is surely an object of a torch module: of the file's own classes, or of a layer of torch. */
export function isModuleObject(module: Module, expr: Expr): boolean {
  const made = construction(module, expr);
  return made !== null && makesModule(module, made);
}

/** Whether a call makes a torch module: a class of the file, or a layer of `torch.nn`. */
export function makesModule(module: Module, call: Call): boolean {
  const name = module.qualifiedName(call.func);
  if (name !== null) return /^torch\.nn\.(modules\.\w+\.)?(?!Parameter)[A-Z]\w*$/.test(name);
  const own = classOf(module, call.func);
  return own !== null && isModuleClass(module, own);
}

const KEEPS = new Set(['to', 'cuda', 'cpu', 'float', 'double', 'half', 'train', 'requires_grad_', 'share_memory']);

/** Whether a class holds a layer that must be switched by `eval()`; also through other classes of the file. */
export function holdsModeLayers(module: Module, cls: ClassDef, seen: ReadonlySet<ClassDef> = new Set()): boolean {
  if (seen.has(cls)) return false;
  const within = new Set([...seen, cls]);
  let found = false;
  walk(cls, (node) => {
    if (node.kind === Kind.Call) found ||= makesModeLayers(module, node, within);
    return !found;
  });
  return found;
}

/** Whether a call makes something that holds such layers: a layer, a known network, a class of the file, or a chain of them. */
export function makesModeLayers(module: Module, call: Call, seen: ReadonlySet<ClassDef> = new Set()): boolean {
  const name = module.qualifiedName(call.func);
  if (name !== null) {
    if (MODE_DEPENDENT.test(name)) return !isZero(module, call);
    if (MODE_DEPENDENT_MODELS.test(name)) return true;
    const parts = name === 'torch.nn.Sequential' || name === 'torch.nn.ModuleList' ? call.args : [];
    return parts.some((part) => {
      const made = module.definition(part);
      return made.kind === Kind.Call && makesModeLayers(module, made, seen);
    });
  }
  const own = classOf(module, call.func);
  return own !== null && isModuleClass(module, own) && holdsModeLayers(module, own, seen);
}

/** `Dropout(0)` drops nothing. */
function isZero(module: Module, call: Call): boolean {
  const [first] = call.args;
  return first?.kind === Kind.Num && Number(module.textOf(first)) === 0;
}

/** Whether the object an expression means surely holds such layers. */
export function isModeDependent(module: Module, expr: Expr): boolean {
  const made = construction(module, expr);
  return made !== null && makesModeLayers(module, made);
}

/** Layers of torch that do the same in both modes, or hold none but those. */
function isModeFree(module: Module, call: Call): boolean {
  const name = module.qualifiedName(call.func);
  if (name === null) {
    const own = classOf(module, call.func);
    return own !== null && isPlain(module, own) && !holdsModeLayers(module, own);
  }
  if (name !== 'torch.nn.Sequential')
    return name.startsWith('torch.nn.') && !name.includes('Transformer') && !makesModeLayers(module, call);
  return call.args.every((part) => {
    const made = module.definition(part);
    return made.kind === Kind.Call && isModeFree(module, made);
  });
}

/** Whether the object an expression means is surely the same in training and evaluation mode: all its layers are seen. */
export function isSameInBothModes(module: Module, expr: Expr): boolean {
  const made = construction(module, expr);
  return made !== null && isModeFree(module, made);
}

/** Whether all that a class makes are torch's own layers: then its mode-dependent ones are all known. */
export function isPlain(module: Module, cls: ClassDef): boolean {
  let plain = cls.bases.length === 1 && BASES.has(module.qualifiedName(cls.bases[0]!) ?? '');
  walk(cls, (node) => {
    if (node.kind !== Kind.Assign || node.targets[0]?.kind !== Kind.Attribute || node.value.kind !== Kind.Call) return;
    const name = module.qualifiedName(node.value.func);
    if (name === null || !name.startsWith('torch.')) plain = false;
  });
  return plain;
}
