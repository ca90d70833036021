using System.Diagnostics;
using System.Globalization;
using Vitrine.Lab;
using Vitrine.Seals;

// usage: seal make STORE SOURCE | open STORE ROOT | leak STORE SOURCE PLANTED…
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var path = args[1];
using var keys = LabKeys.Of(path);
using var store = new SealStore(path, keys, TimeProvider.System);
switch (args[0])
{
    case "make":
        var made = await MakeAsync(args[2]);
        Console.WriteLine($"{made.Root} {made.BytesWritten} {made.BytesShared}");
        return 0;
    case "open":
        var start = Stopwatch.GetTimestamp();
        using (var seal = store.Open(RootOf(args[2])))
        {
            var listed = Stopwatch.GetElapsedTime(start);
            _ = seal.Whole.Read(seal.Whole.Files[^1].Path);
            var read = Stopwatch.GetElapsedTime(start);
            seal.Load(null, CancellationToken.None);
            Console.WriteLine($"{listed.TotalSeconds:0.00} {read.TotalSeconds:0.00} {Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} {Environment.WorkingSet}");
        }

        return 0;
    default:
        return LeakCheck.Run(store, (await MakeAsync(args[2])).Root, path, args[3..]);
}

async Task<MadeSeal> MakeAsync(string source)
{
    using var tree = SealSource.Open(source, null, CancellationToken.None);
    using var domain = DomainKey.FromBytes(new byte[DomainKey.Size]);
    return await store.MakeAsync(tree, domain, new SealOptions { Accept = SealProblems.Acceptable.Values.ToHashSet() }, null, CancellationToken.None);
}

static SealRoot RootOf(string text) => SealRoot.TryParse(text, out var root) ? root : throw new ArgumentException($"{text} is no root.");
