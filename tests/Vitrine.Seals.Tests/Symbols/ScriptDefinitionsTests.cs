using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Seals.Tests;

public sealed class ScriptDefinitionsTests
{
    [Theory]
    [InlineData("class A extends mixin(B, { c: 1 }) {\n  static #n = 1; get = 2; static\n  async get() {} set(v) {} get g() { return 1; } set g(v) {}\n  static async *#walk(a = {}, [b]) { yield 1; }\n  [Symbol.iterator]() {} 'quoted'() {} \"not one\"() {} 1() {}\n  static { this.x = 1; }\n  arrow = async (a, b) => { return a; }\n  plain = 3\n  delete() {}\n}\n",
        "1-10 class A\n2-2 field A.n\n2-2 field A.get\n3-3 method A.get()\n3-3 method A.set(v)\n3-3 getter A.g()\n3-3 setter A.g(v)\n4-4 generator A.walk(a = {}, [b])\n5-5 method A.quoted()\n7-7 method A.arrow(a, b)\n8-8 field A.plain\n9-9 method A.delete()")]
    [InlineData("const f = (a) => a, g = function named(b) {}, h = async c => c;\nlet x = 1, y;\nvar K = class { m() {} };\nconst { p, q: [r] } = z;\nconst fs = require('fs'), join = require('path').join, log = require('debug')('a');\nfunction* gen() { const inner = 1; const local = () => 2; function deep() {} }\nexport default async function () {}\nimport d, { e as e2 } from 'm';\n",
        "1-1 function f(a)\n1-1 function g(b)\n1-1 function g.named(b)\n1-1 function h(c)\n2-2 variable x\n2-2 variable y\n3-3 class K\n3-3 method K.m()\n5-5 constant log\n6-6 generator gen()\n6-6 function gen.local()\n6-6 function gen.deep()")]
    [InlineData("Foo.prototype.bar = function (a) {\n  return a;\n};\nFoo.prototype = { baz() {}, get q() { return 1; } };\nexports.go = () => 1;\nmodule.exports = { run: function () {}, limit: 3, other, ...rest, 'k-k': 1, nested: { inner() {} } };\nexport default { data() { return {}; } };\na.b = 1; a.b == function () {};\n",
        "1-3 method Foo.bar(a)\n4-4 method Foo.baz()\n4-4 getter Foo.q()\n5-5 function go()\n6-6 method run()\n6-6 property limit\n6-6 property nested\n6-6 method nested.inner()\n7-7 method data()")]
    [InlineData("const r = /[/\"'`{]+\\/}/g, s = 'it\\'s {', t = `a ${b({ c: `}` })} {`;\nconst d = a / b; function after() {} // function not() {}\n/* class Not { */ class Is { m() { return x / 2 / { a: 1 }.a; } }\nif (x) { var hidden = 1; function shown() {} }\n(function iife() { class In {} })();\nconst once = function () { return 1; }();\nconst made = new\n  Thing();\n#!bad\nfunction last() {}\n",
        "1-1 constant r\n1-1 constant s\n1-1 constant t\n2-2 constant d\n2-2 function after()\n3-3 class Is\n3-3 method Is.m()\n4-4 function shown()\n5-5 function iife()\n5-5 class iife.In\n6-6 constant once()\n7-8 constant made\n10-10 function last()")]
    [InlineData("<div class=\"a\">don't {f(function x() {})} </div>;\nfunction View() { return <b title='x'>it's {a / b}</b>; }\nclass C {}\n", "1-1 function x()\n2-2 function View()\n3-3 class C")]
    public void Read_JavaScript_ToldWithTheirEnds(string text, string expected) => Assert.Equal(expected, Told("a.jsx", text));

    [Theory]
    [InlineData("interface A<T extends { x: number } = {}> extends B<T>, C {\n  readonly a: { b: string }[]\n  f?<U>(u: U): asserts u is U\n  new <V>(v: V): A<V>;\n  (call: number): void\n  [key: string]: any\n  get g(): number; set g(v)\n  h: (a: number) => { i: string }\n  'j': 1 | 2, k: typeof import('x')\n}\n",
        "1-10 interface A\n2-2 property A.a\n3-3 method A.f(u: U)\n7-7 getter A.g()\n7-7 setter A.g(v)\n8-8 property A.h\n9-9 property A.j\n9-9 property A.k")]
    [InlineData("@Component({ selector: 'a', f: function () {} })\nexport abstract class Box<T> extends Base<{ a: T }> implements I, J<T> {\n  constructor(private readonly a: Map<string, { b: number }>, @Inject(X) protected b?: T, c = 1) { super(); }\n  @Input() declare name: string; @Output() static readonly out = new E<{ x: 1 }>();\n  private map: Map<string, number[]> = new Map()\n  over(a: string): void;\n  over(a: number): { x: number };\n  over(a: any): any { return a; }\n  abstract none(): void\n  protected get value(): T { return this._v!; }\n  handler = (e: Event): void => {};\n  generic = <U,>(u: U): u is U => true;\n  index!: { [k: string]: T };\n}\n",
        "2-14 class Box\n3-3 method Box.constructor(private readonly a: Map<string, { b: number }>, @Inject(X) protected b?: T, c = 1)\n3-3 property Box.a\n3-3 property Box.b\n4-4 property Box.name\n4-4 property Box.out\n5-5 property Box.map\n6-6 method Box.over(a: string)\n7-7 method Box.over(a: number)\n8-8 method Box.over(a: any)\n9-9 method Box.none()\n10-10 getter Box.value()\n11-11 method Box.handler(e: Event)\n12-12 method Box.generic(u: U)\n13-13 property Box.index")]
    [InlineData("export const enum E { One = 1 << 2, Two, 'Three' = f({ a: 1 }) }\nenum F {\n  A\n}\ntype Alias<T> =\n  | { kind: 'a' }\n  | T extends (infer U)[] ? U : never\ntype Own = { a: string; m(): void } & Other\ntype Key = keyof typeof x\nnamespace N.M { export const c = 1; function f(): { a: 1 } { return x; } }\ndeclare module 'm' { export function g(a: string): void }\ndeclare global { interface Window { w: number } }\nexport as namespace Lib;\n",
        "1-1 enum E\n1-1 enumerator E.One\n1-1 enumerator E.Two\n1-1 enumerator E.Three\n2-4 enum F\n3-3 enumerator F.A\n5-7 alias Alias\n8-8 alias Own\n8-8 property Own.a\n8-8 method Own.m()\n9-9 alias Key\n10-10 namespace N\n10-10 namespace N.M\n10-10 constant N.M.c\n10-10 function N.M.f()\n11-11 function g(a: string)\n12-12 interface Window\n12-12 property Window.w")]
    [InlineData("export function over(a: string): string\nexport function over(a: number): number\nexport function over(a: any) { return a; }\nexport const f = async <T>(a: T, { b }: { b: string }): Promise<{ c: T }> => { return a; };\nlet type = 1, namespace = 2; type = 3;\nconst cast = <any>x, v = y as unknown as { z: 1 };\nfunction last(this: Foo, ...rest: [a: string]): rest is any {}\n",
        "1-1 function over(a: string)\n2-2 function over(a: number)\n3-3 function over(a: any)\n4-4 function f(a: T, { b }: { b: string })\n5-5 variable type\n5-5 variable namespace\n6-6 constant cast\n6-6 constant v\n7-7 function last(this: Foo, ...rest: [a: string])")]
    [InlineData("class A { m( { } class B { }", "1-1 class A\n1-1 method A.m( { } class B { }")]
    [InlineData("}}} class A { x: number }", "1-1 class A\n1-1 property A.x")]
    [InlineData("const a = `${", "1-1 constant a")]
    public void Read_TypeScript_ToldWithTheirEnds(string text, string expected) => Assert.Equal(expected, Told("a.ts", text));

    [Fact]
    public void Read_AnyBytes_EndsWithDefinitionsThatLieInTheText()
    {
        string[] pieces = ["class ", "function ", "const ", "A", "(", ")", "{", "}", "<", ">", "[", "]", ";", "=", "=>", ",", "\"", "'", "`", "${", "/", "\\", "/*", "*/", "//", "\n", ":", "?", ".", "#", "*", "get ", "static ", "interface ", "type ", "enum ", "namespace N", "async ", "require(", "export default ", "x.prototype.y", "\u00e9", "\0"];
        Prop.ForAll(Gen.Elements(pieces).ListOf().ToArbitrary(), parts =>
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(parts));
            var lines = text.Count(one => one == '\n') + 1;
            foreach (var name in (string[])["a.js", "a.ts"])
            {
                Assert.All(ScriptDefinitions.Read(name, text), symbol =>
                {
                    Assert.InRange(symbol.Line, 1, lines);
                    Assert.InRange(symbol.End, symbol.Line, lines);
                    Assert.NotEmpty(symbol.Name);
                });
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    [Theory]
    [InlineData("class A{")]
    [InlineData("function f(){")]
    [InlineData("a=(b,")]
    [InlineData("`${")]
    [InlineData("=/[")]
    [InlineData("const a={b:")]
    [InlineData("interface I<")]
    [InlineData("type A={b:")]
    [InlineData("namespace NNNNNNNNNNNNNNNNNNNNNNNN{class C{a}")]
    [InlineData("x:<")]
    public void Read_DeepOrLong_TakesMemoryThatGrowsWithTheText(string piece)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = ScriptDefinitions.Read("a.ts", text);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000L * text.Length);
    }

    private static string Told(string name, string text) =>
        string.Join('\n', ScriptDefinitions.Read(name, Encoding.UTF8.GetBytes(text)).Select(one => $"{one.Line}-{one.End} {one.Kind} {one.FullName}{one.Signature}"));
}
