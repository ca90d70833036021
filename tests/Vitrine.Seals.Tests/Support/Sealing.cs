namespace Vitrine.Seals.Tests;

/// <summary>Shorthand for what most tests begin with.</summary>
internal static class Sealing
{
    public static SealOptions Accepting(params SealProblemKind[] kinds) => new() { Accept = kinds.ToHashSet() };

    /// <summary>Every kind that can be accepted.</summary>
    public static SealOptions AcceptingAll { get; } = new() { Accept = SealProblems.Acceptable.Values.ToHashSet() };

    public static async Task<MadeSeal> MakeAsync(this SealStore store, SealSource source, SealOptions? options = null, byte domain = 1)
    {
        using (source)
        {
            using var key = TestKeys.Domain(domain);
            return await store.MakeAsync(source, key, options ?? new SealOptions(), null, CancellationToken.None);
        }
    }

    public static Task<MadeSeal> MakeAsync(this SealStore store, string folder, SealOptions? options = null, byte domain = 1) =>
        store.MakeAsync(FolderSource.Open(folder, CancellationToken.None), options, domain);

    public static GitSource Git(string folder, string revision = "HEAD") => GitSource.Open(folder, revision, CancellationToken.None);

    public static FolderSource Folder(string folder) => FolderSource.Open(folder, CancellationToken.None);

    /// <summary>Seals files given as path and content, and opens the seal.</summary>
    public static async Task<OpenSeal> OpenAsync(TempFolder at, params (string Path, byte[] Content)[] files)
    {
        foreach (var (path, content) in files)
        {
            at.Write("tree/" + path, content);
        }

        using var store = TestKeys.Store(at["store"]);
        var made = await store.MakeAsync(at["tree"], AcceptingAll);
        return store.Open(made.Root);
    }
}
