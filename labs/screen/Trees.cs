using System.Security.Cryptography;
using Vitrine.Lab;
using Vitrine.Seals;

/// <summary>Seals trees into a store that stays from run to run, so that the next run of a tree begins soon.</summary>
internal sealed class Trees : IDisposable
{
    private readonly LabKeys _keys;
    private readonly DomainKey _domain;
    private readonly SealStore _store;

    public Trees(string folder)
    {
        var store = Path.Combine(folder, "store");
        var domain = store + ".domain";
        if (!File.Exists(domain))
        {
            File.WriteAllBytes(domain, RandomNumberGenerator.GetBytes(32));
        }

        _keys = LabKeys.Of(store);
        _domain = DomainKey.FromBytes(File.ReadAllBytes(domain));
        _store = new SealStore(store, _keys, TimeProvider.System);
    }

    /// <summary>The tree of a folder, read into memory.</summary>
    public async Task<OpenSeal> OpenAsync(string folder)
    {
        using var source = SealSource.Open(folder, null, CancellationToken.None);
        var made = await _store.MakeAsync(source, _domain, new SealOptions { Accept = SealProblems.Acceptable.Values.ToHashSet() }, null, CancellationToken.None);
        var seal = _store.Open(made.Root);
        Console.WriteLine($"## {Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}: {made.About.Files:N0} files, {made.About.Bytes / 1e6:N1} MB\n");
        seal.Load(null, CancellationToken.None);
        return seal;
    }

    public void Dispose()
    {
        _store.Dispose();
        _domain.Dispose();
        _keys.Dispose();
    }
}
