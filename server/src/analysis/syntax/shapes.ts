// A text with every kind of node. `parse` keeps its tree alive for good: V8 forgets what it has compiled for objects of a
// shape once the last of them is collected, and each major collection of garbage would make the parses after it ten
// times slower.

/** A notebook cell, for magics are nodes too; not all of it is Python, for errors are nodes too. */
export const EVERY_KIND_OF_NODE = `
import a.b as c
from . import d
%who
x = !ls
@e
async def f[T: int](a, /, b: int = 1, *c, d, **g) -> h:
    """text""" 'more'
    global i
    async with j as k, l: pass
    async for m in n: continue
    o = [p async for p in q if r]
    return await s
class t(u, v=w):
    def z(self):
        i = 0
        def y():
            nonlocal i
            yield
            yield from a
        del b[1:2, ...], c.d
type X = Y
if a < b and not c or (d := -e ** 2.5j): assert f, g
else: h += 1
while True: break
try: raise A from B
except C as D: pass
finally: i: int
match j:
    case 1 | None: pass
    case [a, *b] if c: pass
    case {"k": v, **rest}: pass
    case K(1, l=m) as n: pass
lambda: (f(a, *b, c=d), [a], {*a}, {b: c, **d}, {e for f in g}, {h: i for j in k}, (l for m in n), o if p else q)
f"{r!r:>{s}}t"
else: pass
u =
`;
