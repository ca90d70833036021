using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Vitrine.Centre.Tests;
using Vitrine.Log.Tests;
using Vitrine.Proofs;
using Vitrine.Proofs.Tests;
using Vitrine.Seals.Tests;

// usage: fuzz FOLDER [TARGET|all] [COUNT] [SEED]   An input that breaks a claim is kept in FOLDER.
var name = args.Length > 1 ? args[1] : "all";
ImmutableArray<FuzzTarget> all = [.. FuzzTargets.All, .. LogFuzzTargets.All, .. CentreFuzzTargets.All, .. SealFuzzTargets.All];
var targets = all.Where(target => name == "all" || target.Name == name).ToList();
if (args.Length == 0 || targets.Count == 0)
{
    Console.Error.WriteLine($"usage: fuzz FOLDER [TARGET|all] [COUNT] [SEED]\ntargets: {string.Join(", ", all)}");
    return 2;
}

var count = args.Length > 2 ? long.Parse(args[2], CultureInfo.InvariantCulture) : 10_000_000;
var seed = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : Environment.TickCount;
Console.WriteLine($"seed {seed}\n| target | inputs | a second | accepted | ways | corpus |\n| --- | --- | --- | --- | --- | --- |");
var (inputs, broken) = (0L, 0);
Parallel.ForEach(targets, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, target =>
{
    var start = Stopwatch.GetTimestamp();
    try
    {
        var fuzzer = new Fuzzer(target, seed);
        var share = count / targets.Count / target.Slowness;
        while (fuzzer.Inputs < share)
        {
            fuzzer.Run(share - fuzzer.Inputs);
        }

        Interlocked.Add(ref inputs, fuzzer.Inputs);
        Console.WriteLine($"| {target} | {fuzzer.Inputs} | {fuzzer.Inputs / Stopwatch.GetElapsedTime(start).TotalSeconds:0} | {fuzzer.Accepted} | {fuzzer.Ways} | {fuzzer.Corpus} |");
    }
    catch (BrokenClaimException e)
    {
        Interlocked.Increment(ref broken);
        var kept = Path.Combine(args[0], $"{target.Name.Replace(' ', '-')}-{Digest.Of(e.Input).ToHex()[..12]}");
        File.WriteAllBytes(kept, e.Input);
        Console.WriteLine($"| {target} | BROKEN | | | | {e.Message.ReplaceLineEndings(" ")}; the input is in {kept} |");
    }
});
Console.WriteLine($"\n{inputs} inputs, {broken} of {targets.Count} targets broke a claim.");
return broken == 0 ? 0 : 1;
