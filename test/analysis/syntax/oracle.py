# CPython as oracle: reads requests as JSON lines on stdin, writes one JSON line for each.
#   {"path": file} or {"text": source}, with "compile": true to ask the compiler too
#   → {"ok": bool, "error": str, "tree": [lines of the normal form], "version": [major, minor]}
# The normal form of a node is `Type start end`, then its fields in order; see normalForm.ts, which writes ours alike.
import ast
import json
import re
import struct
import sys
import warnings

warnings.simplefilter('ignore')
sys.setrecursionlimit(100000)

SKIPPED = {'type_comment', 'kind', 'type_ignores', 'ctx'}
OPERATORS = (ast.operator, ast.unaryop, ast.cmpop, ast.boolop)


def utf16_length(text):
    return len(text) if text.isascii() else len(text.encode('utf-16-le', 'surrogatepass')) // 2


class NormalForm:
    def __init__(self, text, shift):
        self.lines = re.split('\r\n|\r|\n', text)
        breaks = re.findall('\r\n|\r|\n', text)
        self.starts = []
        offset = shift
        for number, line in enumerate(self.lines):
            self.starts.append(offset)
            offset += utf16_length(line) + (len(breaks[number]) if number < len(breaks) else 0)
        self.out = []

    def offset(self, line, column):
        """UTF-16 offset of a line from 1 and a column in UTF-8 bytes."""
        if line > len(self.lines):
            return self.starts[-1] + utf16_length(self.lines[-1])
        text = self.lines[line - 1]
        if not text.isascii():
            column = utf16_length(text.encode()[:column].decode('utf8', 'replace'))
        return self.starts[line - 1] + column

    def head(self, node):
        start = self.offset(node.lineno, node.col_offset)
        end = self.offset(node.end_lineno, node.end_col_offset)
        return f'{type(node).__name__} {start} {end}'

    def add(self, value):
        if isinstance(value, list):
            self.out.append(f'[{len(value)}')
            for item in value:
                self.add(item)
        elif value is None:
            self.out.append('~')
        elif isinstance(value, ast.AST):
            self.node(value)
        else:
            self.out.append(f'={value}')

    def node(self, node):
        if isinstance(node, OPERATORS):
            self.out.append(type(node).__name__)
        elif isinstance(node, ast.Constant):
            self.out.append(f'{self.head(node)} {constant(node.value)}')
        elif isinstance(node, ast.JoinedStr):
            self.out.append(self.head(node))
            self.joined(node)
        elif isinstance(node, ast.Name):
            self.out.append(f'{self.head(node)} {node.id} {type(node.ctx).__name__}')
        elif isinstance(node, ast.MatchSingleton):
            self.out.append(f'{self.head(node)} {node.value}')
        else:
            self.out.append(self.head(node) if hasattr(node, 'lineno') else type(node).__name__)
            for field in node._fields:
                if field not in SKIPPED:
                    self.add(getattr(node, field))

    def joined(self, node):
        """Literal text between two fields is one string, however it was written."""
        text = ''
        for value in node.values:
            if isinstance(value, ast.Constant):
                text += value.value
                continue
            if text:
                self.out.append('text ' + json.dumps(text))
                text = ''
            self.out.append(f'{self.head(value)} {value.conversion}')
            self.node(value.value)
            if value.format_spec is None:
                self.out.append('~')
            else:
                self.out.append('spec')
                self.joined(value.format_spec)
        if text:
            self.out.append('text ' + json.dumps(text))
        self.out.append('end')


def constant(value):
    if value is None or value is True or value is False:
        return str(value)
    if value is ...:
        return 'Ellipsis'
    if isinstance(value, int):
        return 'int ' + hex(value)[2:]
    if isinstance(value, float):
        return 'float ' + struct.pack('>d', value).hex()
    if isinstance(value, complex):
        return 'imaginary ' + struct.pack('>d', value.imag).hex()
    if isinstance(value, bytes):
        return 'bytes ' + value.hex()
    return 'str ' + json.dumps(value)


def answer(request):
    if 'path' in request:
        with open(request['path'], encoding='utf-8', newline='') as file:
            text = file.read()
    else:
        text = request['text']
    shift = 0
    if text.startswith('\ufeff'):
        text, shift = text[1:], 1
    try:
        tree = ast.parse(text)
        if request.get('compile'):
            compile(tree, '<text>', 'exec')
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        return {'ok': False, 'error': f'{type(error).__name__}: {error}'}
    if request.get('compile'):
        return {'ok': True}
    form = NormalForm(text, shift)
    form.node(tree)
    return {'ok': True, 'tree': form.out}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))
