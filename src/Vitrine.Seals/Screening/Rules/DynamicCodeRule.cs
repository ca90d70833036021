using System.Collections.Frozen;
using System.Text;

namespace Vitrine.Seals;

/// <summary>Code that is loaded, made or changed while the product runs.</summary>
internal sealed class DynamicCodeRule : CallRule
{
    private const string Loaded = "a library is loaded by name";
    private const string Evaluated = "text is run as code";
    private const string Executable = "memory is made executable";

    public override string Id => "dynamic-code";

    public override string Title => "Code that comes at run time";

    public override string Description =>
        "Code is loaded, evaluated, generated or changed at run time, so that what runs is not what stands in the source. Medium where text or data becomes code, low where a library is loaded.";

    // By these the language's own eval is reached.
    private static readonly FrozenSet<string> OfPython = Set("builtins __builtins__");
    private static readonly FrozenSet<string> OfScript = Set("window globalThis global self top");

    /// <summary>A method of that name is another's than the language's.</summary>
    protected override bool Fits(ScreenedFile file, int at, CallShape shape)
    {
        var globals = Python.Contains(file.Extension) ? OfPython : Script.Contains(file.Extension) ? OfScript : null;
        return globals is null || shape.Text is not ("eval(" or "exec(") || at == 0 || file.Text[at - 1] != '.'
            || globals.Contains(Encoding.ASCII.GetString(CodeText.NameBefore(file.Text, at - 1)));
    }

    protected override IReadOnlyList<CallShape> Shapes { get; } =
    [
        new("dlopen(", C, ScreeningSeverity.Low, Loaded), new("dlmopen(", C, ScreeningSeverity.Low, Loaded),
        new("LoadLibrary(", C, ScreeningSeverity.Low, Loaded), new("LoadLibraryA(", C, ScreeningSeverity.Low, Loaded), new("LoadLibraryW(", C, ScreeningSeverity.Low, Loaded),
        new("LoadLibraryEx(", C, ScreeningSeverity.Low, Loaded), new("NativeLibrary.Load*", DotNet, ScreeningSeverity.Low, Loaded),
        new("mprotect(", C, ScreeningSeverity.Medium, Executable, "PROT_EXEC"), new("mmap(", C, ScreeningSeverity.Medium, Executable, "PROT_EXEC"),
        new("VirtualProtect*", C, ScreeningSeverity.Medium, Executable, "PAGE_EXECUTE"), new("VirtualAlloc*", C, ScreeningSeverity.Medium, Executable, "PAGE_EXECUTE"),
        new("WriteProcessMemory(", C, ScreeningSeverity.Medium, "another program's memory is written"), new("CreateRemoteThread(", C, ScreeningSeverity.Medium, "another program is made to run code"),
        new("memfd_create(", C, ScreeningSeverity.Medium, "a file without a name is made, which can be run"), new("set_memory_x(", C, ScreeningSeverity.Medium, Executable),
        new("text_poke(", C, ScreeningSeverity.Medium, "code of the kernel is changed"),
        new("eval(", Dynamic, ScreeningSeverity.Medium, Evaluated), new("exec(", Python, ScreeningSeverity.Medium, Evaluated), new("new Function(", Script, ScreeningSeverity.Medium, Evaluated),
        new("vm.runIn*", Script, ScreeningSeverity.Medium, Evaluated), new("setTimeout(", Script, ScreeningSeverity.Medium, Evaluated, "setTimeout(\"", "setTimeout('"),
        new("ctypes.", Python, ScreeningSeverity.Low, Loaded, "CDLL", "WinDLL", "LoadLibrary"), new("importlib.import_module(", Python, ScreeningSeverity.Low, "a module is loaded by name"),
        new("__import__(", Python, ScreeningSeverity.Low, "a module is loaded by name"), new("marshal.loads(", Python, ScreeningSeverity.Medium, "data become code"), new("pickle.loads(", Python, ScreeningSeverity.Medium, "data can become code"),
        new("Assembly.Load*", DotNet, ScreeningSeverity.Medium, "an assembly is loaded"), new("DynamicMethod(", DotNet, ScreeningSeverity.Medium, "code is generated"),
        new("CSharpScript.", DotNet, ScreeningSeverity.Medium, Evaluated), new("AssemblyBuilder", DotNet, ScreeningSeverity.Medium, "code is generated"), new("CompileAssemblyFrom*", DotNet, ScreeningSeverity.Medium, Evaluated),
        new("defineClass(", Java, ScreeningSeverity.Medium, "data become a class"), new("URLClassLoader(", Java, ScreeningSeverity.Medium, "classes are loaded from addresses"),
        new("DexClassLoader(", Java, ScreeningSeverity.Medium, "code is loaded from a file"), new("ScriptEngineManager", Java, ScreeningSeverity.Medium, Evaluated), new("System.load(", Java, ScreeningSeverity.Low, Loaded),
        new("System.loadLibrary(", Java, ScreeningSeverity.Low, Loaded), new("plugin.Open(", Go, ScreeningSeverity.Low, Loaded), new("Library::new(", Rust, ScreeningSeverity.Low, Loaded),
        new("assert(", Php, ScreeningSeverity.Medium, Evaluated, "assert($"), new("create_function(", Php, ScreeningSeverity.Medium, Evaluated),
        new("Invoke-Expression", PowerShell, ScreeningSeverity.Medium, Evaluated),
    ];
}
