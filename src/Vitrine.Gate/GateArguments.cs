namespace Vitrine.Gate;

/// <summary>What is to be done.</summary>
internal enum GateVerb
{
    Help,
    Version,
    Verify,
    Update,
}

/// <summary>The arguments, read strictly: nothing twice, nothing unknown.</summary>
internal sealed record GateArguments(GateVerb Command, string? File, string? Policy, string? Bundle, string? State, bool Json)
{
    internal const string Usage = """
        vitrine-gate: accept or refuse a file by the proofs that come with it. Offline.

        vitrine-gate verify FILE --policy POLICY [--bundle BUNDLE] [--state DIR] [--json]
          Says whether FILE may be installed, why, and on which assumptions.
          --policy POLICY   what you ask for: docs/formats/policy.md
          --bundle BUNDLE   the proofs; FILE.sigstore.jsonl where it is not given
          --state DIR       what this gate has seen, so that it notices rollbacks and forks
          --json            the verdict for machines

        vitrine-gate update STATUS --policy POLICY --state DIR [--json]
          Takes in a newer status: what was revoked since.

        vitrine-gate --help | --version

        Exit codes: 0 accepted, 1 refused, 2 something cannot be read, 3 a fault of this program.

        """;

    private static readonly string[] Options = ["--policy", "--bundle", "--state", "--json"];

    internal static GateArguments Read(IReadOnlyList<string> args)
    {
        if (args.Count == 0)
        {
            throw Wrong("a command is missing: verify or update");
        }

        if (args.Any(static a => a is "--help" or "-h") || args[0] == "help")
        {
            return new GateArguments(GateVerb.Help, null, null, null, null, false);
        }

        return args[0] switch
        {
            "--version" => new GateArguments(GateVerb.Version, null, null, null, null, false),
            "verify" => ReadOptions(GateVerb.Verify, args),
            "update" => ReadOptions(GateVerb.Update, args),
            var other => throw Wrong($"\"{other}\" is no command; there are verify and update"),
        };
    }

    private static GateArguments ReadOptions(GateVerb verb, IReadOnlyList<string> args)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string? file = null;
        var optionsEnd = false;
        for (var at = 1; at < args.Count; at++)
        {
            var arg = args[at];
            if (!optionsEnd && arg == "--")
            {
                optionsEnd = true;
            }
            else if (optionsEnd || arg.Length == 0 || arg[0] != '-' || arg == "-")
            {
                file = file is null && arg.Length > 0 ? arg : throw Wrong(arg.Length == 0 ? "a file's name is empty" : $"\"{arg}\" is one file too many");
            }
            else
            {
                ReadOption(arg, args, ref at, values);
            }
        }

        var (needed, what) = verb == GateVerb.Verify ? (["--policy"], "FILE") : (new[] { "--policy", "--state" }, "STATUS");
        if (file is null)
        {
            throw Wrong($"{what} is missing");
        }

        foreach (var option in needed.Where(o => !values.ContainsKey(o)))
        {
            throw Wrong($"{option} is missing");
        }

        if (verb == GateVerb.Update && values.ContainsKey("--bundle"))
        {
            throw Wrong("--bundle has no place in update; the status is the file");
        }

        return new GateArguments(
            verb, file, values["--policy"], values.GetValueOrDefault("--bundle"), values.GetValueOrDefault("--state"), values.ContainsKey("--json"));
    }

    private static void ReadOption(string arg, IReadOnlyList<string> args, ref int at, Dictionary<string, string> values)
    {
        var equals = arg.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? arg : arg[..equals];
        if (!Options.Contains(name))
        {
            throw Wrong($"{name} is no option; there are {string.Join(", ", Options)}");
        }

        string value;
        if (name == "--json")
        {
            value = equals < 0 ? "" : throw Wrong("--json takes no value");
        }
        else if (equals >= 0)
        {
            value = arg[(equals + 1)..];
        }
        else
        {
            value = ++at < args.Count ? args[at] : "";
        }

        if (name != "--json" && value.Length == 0)
        {
            throw Wrong($"{name} needs a value");
        }

        if (!values.TryAdd(name, value))
        {
            throw Wrong($"{name} is given twice");
        }
    }

    private static GateInputException Wrong(string what) => new($"{what}. See vitrine-gate --help.");
}
