using System.Text;

namespace Vitrine.Seals.Tests;

public sealed class OpenSealTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_ReadByManyAtOnce_GivesEachTheWholeContentAndTheDamagedToNone()
    {
        string[] contents = [.. Enumerable.Range(0, 200).Select(i => string.Concat(Enumerable.Repeat($"content {i} ", 1 + (i % 7 * 5000))))];
        foreach (var (i, content) in contents.Index())
        {
            _folder.Write($"tree/{i:000}", content);
        }

        using var store = TestKeys.Store(_folder["store"]);
        var made = await store.MakeAsync(_folder["tree"]);
        var pack = Directory.GetFiles(_folder["store/packs"]).Single(path => !path.EndsWith(TrigramBuilder.Kind, StringComparison.Ordinal));
        using (var file = File.OpenWrite(pack))
        {
            file.Position = file.Length - 1;
            file.WriteByte(0);
        }

        using var seal = store.Open(made.Root);
        using var start = new Barrier(4);
        var damaged = new System.Collections.Concurrent.ConcurrentBag<int>();
        Task[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                foreach (var (i, content) in contents.Index())
                {
                    try
                    {
                        Assert.Equal(content, Encoding.UTF8.GetString(seal.Whole.Read($"{i:000}").Span));
                    }
                    catch (SealStoreException failure) when (failure.Fault == SealStoreFault.Damaged)
                    {
                        damaged.Add(i);
                    }
                }
            },
            TaskCreationOptions.LongRunning))];
        await Task.WhenAll(readers);

        Assert.Equal(4, damaged.Count);
        Assert.Single(damaged.Distinct());
    }
}
